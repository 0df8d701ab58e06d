#include "text/phonetic.h"

#include <algorithm>
#include <cstddef>

#include "text/fold.h"
#include "text/rewritten_name.h"

// fr_key: the ordered rules of reference/fr_key_rules.csv, each applied once, to all its
// occurrences, from left to right. Names of rules (A1 ... F5) are those of the file. No rule makes
// a name longer, so each rewrites it in place.
namespace doublon::text {
namespace {

// While the rules run, the sounds that the key writes as digits and the hard g in waiting are the
// characters after Z (see LetterSet).
constexpr char kAn = '[';     // 1
constexpr char kIn = '\\';    // 2
constexpr char kOn = ']';     // 3
constexpr char kOi = '^';     // 4
constexpr char kHardG = '_';  // q in the file
constexpr std::string_view kDigits = "1234";

constexpr LetterSet kAeou("AEOU");
constexpr LetterSet kAou("AOU");
constexpr LetterSet kAeu("AEU");
constexpr LetterSet kEiy("EIY");
constexpr LetterSet kIy("IY");
constexpr LetterSet kAe("AE");
constexpr LetterSet kNm("NM");
constexpr LetterSet kRl("RL");
// A vowel and n or m before one of these are a nasal vowel.
constexpr LetterSet kAfterNasal = LetterSet("BCDFGJKLPQRSTVX").OrEnd();

// The end, perhaps after a plural s.
bool IsEndOrS(const char* at) noexcept { return IsEnd(at) || (*at == 'S' && IsEnd(at + 1)); }

void WriteSaint(std::size_t length, RewrittenName& name) noexcept {
  name.SetLetter(1, kIn);
  name.SetLetter(2, 'T');
  name.Erase(3, length - 3);
}

void OldSpellingsAtTheStart(RewrittenName& name) noexcept {
  if (name[0] == 'H') name.Erase(0, 1);                                        // A2
  if ((name[0] == 'L' || name[0] == 'D') && name[1] == 'H') name.Erase(1, 1);  // A3
  if (name.StartsWith("SAINTE") && name.size() > 6) {                          // A4
    WriteSaint(6, name);
  } else if (name.StartsWith("SAINT") && name.size() > 5) {
    WriteSaint(5, name);
  }
  if (name.StartsWith("REGN")) name.Erase(2, 1);  // A5
}

Hit SilentSAfterE(const char* at) noexcept {
  constexpr LetterSet kMlq("MLQ");
  return at[1] == 'S' && (kMlq.Has(at[2]) || Is(at + 2, "CH")) ? Hit{2, "E"} : Hit{};
}

Hit SilentLAfterOu(const char* at) noexcept {
  constexpr LetterSet kTdz("TDZ");
  return Is(at, "OUL") && kTdz.Has(at[3]) && IsEndOrS(at + 4) ? Hit{3, "OU"} : Hit{};
}

Hit SilentLAfterAu(const char* at) noexcept {
  constexpr LetterSet kTdzn("TDZN");
  return Is(at, "AUL") && kTdzn.Has(at[3]) ? Hit{3, "AU"} : Hit{};
}

Hit SilentLAfterO(const char* at) noexcept {
  return at[1] == 'L' && (at[2] == 'T' || at[2] == 'Z') && IsEnd(at + 3) ? Hit{2, "O"} : Hit{};
}

Hit FinalMann(const char* at) noexcept {
  if (!Is(at, "MANN")) return {};
  if (IsEnd(at + 4)) return {4, "MAN"};
  return at[4] == 'S' && IsEnd(at + 5) ? Hit{5, "MAN"} : Hit{};
}

void OldSpellings(RewrittenName& name) noexcept {
  constexpr LetterSet kA("A"), kE("E"), kL("L"), kM("M"), kO("O"), kS("S");
  name.Replace("X", "Z");  // A1
  OldSpellingsAtTheStart(name);
  name.Replace("BV", "V");  // A6
  name.Replace("PH", "F");  // A7
  if (name.Meets(kS)) {
    name.Rewrite(kS, [](const char* at) {  // A8
      return at[1] == 'N' && kAeou.Has(at[-1]) ? Hit{1, ""} : Hit{};
    });
    name.Rewrite(kE, SilentSAfterE);                                                        // A9
    name.Rewrite(kA, [](const char* at) { return Is(at, "ASQU") ? Hit{2, "A"} : Hit{}; });  // A10
  }
  if (name.Meets(kL)) {
    name.Rewrite(kA, SilentLAfterAu);  // A11
    name.Rewrite(kO, SilentLAfterOu);  // A12
    name.Rewrite(kO, SilentLAfterO);   // A13
  }
  if (name.Meets(kS)) {
    name.Rewrite(kO, [](const char* at) {  // A14
      return Is(at, "OST") && IsEndOrS(at + 3) ? Hit{3, "O"} : Hit{};
    });
    name.Rewrite(kE, [](const char* at) {  // A15
      return Is(at, "EST") && IsEndOrS(at + 3) ? Hit{3, "ET"} : Hit{};
    });
  }
  name.Rewrite(kM, FinalMann);           // A16
  name.Rewrite(kL, [](const char* at) {  // A17
    return at[1] == 'H' && at[-1] == 'I' ? Hit{2, "LL"} : Hit{};
  });
}

Hit SoundOfCh(const char* at) noexcept {
  if (Is(at, "TSCH")) return {4, "X"};
  if (Is(at, "SCH")) return {3, "X"};
  return Is(at, "CH") || Is(at, "SH") ? Hit{2, "X"} : Hit{};
}

Hit HardC(const char* at) noexcept {
  if (Is(at, "CQU")) return {3, "K"};
  if (Is(at, "QU") || Is(at, "CQ") || Is(at, "CK")) return {2, "K"};
  return {1, "K"};
}

void SoundsOfG(RewrittenName& name) noexcept {
  constexpr LetterSet kG("G");
  static constexpr char kWaiting[] = {kHardG};
  if (!name.Meets(kG)) return;
  name.Rewrite(kG, [](const char* at) {  // B6
    return at[1] == 'N' && kAeou.Has(at[2]) ? Hit{2, "NI"} : Hit{};
  });
  name.Replace("GN", "N");               // B7
  name.Rewrite(kG, [](const char* at) {  // B8
    return at[1] == 'E' && kAou.Has(at[2]) ? Hit{2, "J"} : Hit{};
  });
  name.Rewrite(kG, [](const char* at) {  // B9
    return at[1] == 'U' && kEiy.Has(at[2]) ? Hit{2, {kWaiting, 1}} : Hit{};
  });
  name.Rewrite(kG, [](const char* at) { return kEiy.Has(at[1]) ? Hit{1, "J"} : Hit{}; });  // B10
  name.Replace({kWaiting, 1}, "G");                                                        // B11
}

void Consonants(RewrittenName& name) noexcept {
  constexpr LetterSet kC("C"), kH("H");
  if (name.Meets(kH)) {
    name.Rewrite(kC, [](const char* at) {  // B1
      return at[1] == 'H' && kRl.Has(at[2]) ? Hit{2, "K"} : Hit{};
    });
    name.Rewrite(LetterSet("TSC"), SoundOfCh);  // B2
  }
  if (name.StartsWith("KN")) name.Erase(0, 1);        // B3
  name.Rewrite(LetterSet("DT"), [](const char* at) {  // B4
    return Is(at, "DT") || Is(at, "TH") ? Hit{2, "T"} : Hit{};
  });
  name.Rewrite(LetterSet("TZ"), [](const char* at) {  // B5
    if (*at == 'Z') return Hit{1, "S"};
    return at[1] == 'Z' ? Hit{2, "S"} : Hit{};
  });
  SoundsOfG(name);
  if (name.Meets(kC)) {
    name.Rewrite(LetterSet("SC"), [](const char* at) {  // B12
      if (*at == 'C') return kEiy.Has(at[1]) ? Hit{1, "S"} : Hit{};
      return at[1] == 'C' && kEiy.Has(at[2]) ? Hit{2, "S"} : Hit{};
    });
  }
  name.Rewrite(LetterSet("CQ"), HardC);  // B13
  name.Replace("W", "V");                // B14
  name.Replace("H", "");                 // B15
}

void Glides(RewrittenName& name) noexcept {
  constexpr LetterSet kI("I"), kG("G"), kO("O"), kL("L");
  if (!name.Meets(kIy)) return;
  if (name.Meets(kL)) {
    name.Rewrite(kI, [](const char* at) {  // C1
      return Is(at, "ILL") && kAeou.Has(at[-1]) && !IsEnd(at + 3) ? Hit{3, "Y"} : Hit{};
    });
    name.Rewrite(kI, [](const char* at) {  // C2
      return at[1] == 'L' && kAeu.Has(at[-1]) && IsEndOrS(at + 2) ? Hit{2, "Y"} : Hit{};
    });
    name.Rewrite(kG, [](const char* at) {  // C3
      return Is(at, "GILL") && kAeou.Has(at[4]) ? Hit{4, "GY"} : Hit{};
    });
  }
  name.Rewrite(kAe, [](const char* at) {  // C4
    return kIy.Has(at[1]) && kAeou.Has(at[2]) ? Hit{2, "EY"} : Hit{};
  });
  name.Rewrite(kO, [](const char* at) {  // C5
    return at[1] == 'I' && kAeou.Has(at[2]) ? Hit{2, "OY"} : Hit{};
  });
}

void NasalVowels(RewrittenName& name) noexcept {
  constexpr LetterSet kI("I"), kO("O"), kE("E");
  static constexpr char kSounds[] = {kAn, kIn, kOn, 'I', kIn};
  static constexpr std::string_view kAnSound(kSounds, 1), kInSound(kSounds + 1, 1);
  static constexpr std::string_view kOnSound(kSounds + 2, 1), kIenSound(kSounds + 3, 2);
  if (!name.Meets(kNm)) return;
  name.Rewrite(kI, [](const char* at) {  // D1
    return Is(at, "IEN") && kAfterNasal.Has(at[3]) ? Hit{3, kIenSound} : Hit{};
  });
  name.Rewrite(LetterSet("AEIYU"), [](const char* at) {  // D2
    const bool two_letters = kAe.Has(*at);
    if (two_letters && !kIy.Has(at[1])) return Hit{};
    const std::size_t nasal = two_letters ? 2 : 1;
    return kNm.Has(at[nasal]) && kAfterNasal.Has(at[nasal + 1]) ? Hit{nasal + 1, kInSound} : Hit{};
  });
  name.Rewrite(kO, [](const char* at) {  // D3
    return kNm.Has(at[1]) && kAfterNasal.Has(at[2]) ? Hit{2, kOnSound} : Hit{};
  });
  name.Rewrite(kE, [](const char* at) {  // D4
    return kNm.Has(at[1]) && IsEnd(at + 2) ? Hit{2, kInSound} : Hit{};
  });
  name.Rewrite(kAe, [](const char* at) {  // D5
    return kNm.Has(at[1]) && kAfterNasal.Has(at[2]) ? Hit{2, kAnSound} : Hit{};
  });
}

void Vowels(RewrittenName& name) noexcept {
  constexpr LetterSet kO("O");
  static constexpr char kOiSound[] = {kOi};
  name.Rewrite(kAe, [](const char* at) {  // E1
    if (*at == 'A') return at[1] == 'U' ? Hit{2, "O"} : Hit{};
    return Is(at, "EAU") ? Hit{3, "O"} : Hit{};
  });
  name.Rewrite(LetterSet("OE"), [](const char* at) {  // E2
    if (*at == 'E') return at[1] == 'U' ? Hit{2, "E"} : Hit{};
    if (at[1] != 'E') return Hit{};
    return at[2] == 'U' ? Hit{3, "E"} : Hit{2, "E"};
  });
  name.Replace("OU", "U");               // E3
  name.Rewrite(kO, [](const char* at) {  // E4
    return kIy.Has(at[1]) && !kAeou.Has(at[2]) ? Hit{2, {kOiSound, 1}} : Hit{};
  });
  name.Rewrite(kAe, [](const char* at) {  // E5
    return kIy.Has(at[1]) && !kAeou.Has(at[2]) ? Hit{2, "E"} : Hit{};
  });
  name.Replace("AE", "E");  // E6
  name.Replace("Y", "I");   // E7
  name.Squeeze();           // E8
}

// F2: the leftmost e that ends the name, alone or with one of these.
bool DropFinalE(RewrittenName& name) noexcept {
  constexpr std::string_view kTails[] = {"", "R", "S", "T", "E", "RS", "TS", "ES"};
  for (std::size_t i = name.size() < 3 ? 0 : name.size() - 3; i < name.size(); ++i) {
    const auto is_tail = [&](std::string_view tail) { return name.text().substr(i + 1) == tail; };
    if (name[i] != 'E' || !std::any_of(std::begin(kTails), std::end(kTails), is_tail)) continue;
    // Two letters stay at least: the first and, if there is no other, the e.
    name.Resize(std::min(name.size(), std::max<std::size_t>(i, 2)));
    if (i < 2 && name.size() == 2) name.SetLetter(1, 'E');
    return true;
  }
  return false;
}

void DropSilentConsonants(RewrittenName& name) noexcept {  // F3
  constexpr LetterSet kDtsp("DTSP"), kKgb("KGB");
  constexpr char kNasals[] = {kAn, kIn, kOn};
  constexpr LetterSet kNasal({kNasals, 3});
  constexpr char kSounding[] = {'A', 'I', 'O', 'U', kAn, kIn, kOn, kOi, 'R', 'L'};
  constexpr LetterSet kBeforeSilent({kSounding, 10});
  if (name.size() <= 2) return;
  std::size_t tail = name.size();
  while (tail > 0 && kDtsp.Has(name[tail - 1])) --tail;
  // Only the first letter of the tail can follow one of these.
  if (tail > 0 && kBeforeSilent.Has(name[tail - 1])) name.Resize(tail);
  std::size_t size = name.size();
  if (size > 1 && kKgb.Has(name[size - 1]) && kNasal.Has(name[size - 2])) name.Resize(size - 1);
  size = name.size();
  if (size > 3 && name[size - 1] == 'K' && name[size - 2] == 'R') name.Resize(size - 1);
}

// The end of the name, where French is silent.
void Ends(RewrittenName& name) noexcept {
  if (name.size() > 3 && name.text().ends_with("ES")) name.Resize(name.size() - 1);  // F1
  if (!DropFinalE(name)) DropSilentConsonants(name);
  name.DropInnerE();  // F4
  name.Squeeze();     // F5
}

}  // namespace

void AppendFrKey(std::string_view folded, std::string& out) {
  RewrittenName name(folded);
  OldSpellings(name);
  Consonants(name);
  Glides(name);
  NasalVowels(name);
  Vowels(name);
  Ends(name);
  const std::size_t begin = out.size();
  out += name.text();
  for (std::size_t i = begin; i < out.size(); ++i) {
    if (out[i] >= kAn) out[i] = kDigits[static_cast<std::size_t>(out[i] - kAn)];
  }
}

std::string FrKeyOfRaw(std::string_view utf8) {
  // ç sounds as s; folding would make it c.
  constexpr std::string_view kSpellings[] = {"Ç", "ç", "c\xcc\xa7", "C\xcc\xa7"};
  std::string with_s;
  while (!utf8.empty()) {
    std::size_t length = 0;
    for (const std::string_view spelling : kSpellings) {
      if (utf8.starts_with(spelling)) length = spelling.size();
    }
    with_s += length == 0 ? utf8[0] : 's';
    utf8.remove_prefix(std::max<std::size_t>(length, 1));
  }
  std::string key;
  AppendFrKey(Fold(with_s), key);
  return key;
}

}  // namespace doublon::text
