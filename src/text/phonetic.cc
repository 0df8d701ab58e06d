#include "text/phonetic.h"

#include <cstdint>
#include <span>

#include "text/fold.h"

// fr_key: the ordered rules of reference/fr_key_rules.csv, each applied once, to all its occurrences, from left to right.
// Names of rules (A1 ... F5) are those of the file. A rule sees the letters as they were before it.
namespace doublon::text {

namespace {

constexpr bool In(char c, std::string_view set) noexcept { return c != 0 && set.find(c) != std::string_view::npos; }

constexpr std::string_view kConsonants = "BCDFGJKLPQRSTVX";  // a nasal before one of these, or at the end, is a nasal vowel

// The name being rewritten: bounds-safe look around a place.
class Letters {
 public:
  explicit Letters(const std::string& text) : text_(text) {}
  char At(std::size_t i) const noexcept { return i < text_.size() ? text_[i] : '\0'; }
  char Before(std::size_t i) const noexcept { return i == 0 ? '\0' : text_[i - 1]; }
  bool End(std::size_t i) const noexcept { return i >= text_.size(); }
  bool Has(std::size_t i, std::string_view word) const noexcept {
    return i <= text_.size() && std::string_view(text_).substr(i, word.size()) == word;
  }
  // End of the name, or one of `set` at i.
  bool EndOr(std::size_t i, std::string_view set) const noexcept { return End(i) || In(At(i), set); }
  // End of the name, perhaps after a plural s.
  bool EndOrS(std::size_t i) const noexcept { return End(i) || (At(i) == 'S' && End(i + 1)); }

 private:
  const std::string& text_;
};

struct Hit {
  std::size_t length = 0;  // letters replaced; 0 = the rule does not apply here
  std::string_view replacement;
};

// The one pass of a rule.
template <typename Rule>
void Rewrite(std::string& text, Rule rule) {
  const Letters letters(text);
  std::string out;
  out.reserve(text.size() + 4);
  for (std::size_t i = 0; i < text.size();) {
    const Hit hit = rule(letters, i);
    if (hit.length == 0) {
      out += text[i++];
    } else {
      out += hit.replacement;
      i += hit.length;
    }
  }
  text.swap(out);
}

// Drops the second and later of equal neighbours (E8, F5).
void Squeeze(std::string& text) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kept == 0 || text[kept - 1] != text[i]) text[kept++] = text[i];
  }
  text.resize(kept);
}

class Present {
 public:
  explicit Present(std::string_view text) {
    for (const char c : text) {
      if (c >= 'A' && c <= 'Z') letters_ |= 1U << (c - 'A');
    }
  }
  bool operator()(char c) const noexcept { return (letters_ >> (c - 'A') & 1U) != 0; }

 private:
  std::uint32_t letters_ = 0;
};

// Old spellings.
void RulesA(std::string& text) {
  const Present has(text);
  if (has('X')) Rewrite(text, [](const Letters& l, std::size_t i) -> Hit { return l.At(i) == 'X' ? Hit{1, "Z"} : Hit{}; });  // A1
  if (!text.empty() && text[0] == 'H') text.erase(0, 1);                                                        // A2
  if (text.size() > 1 && (text[0] == 'L' || text[0] == 'D') && text[1] == 'H') text.erase(1, 1);                // A3
  const Letters l(text);
  if (l.Has(0, "SAINTE") && text.size() > 6) {                                                                  // A4
    text.replace(0, 6, "S2T");
  } else if (l.Has(0, "SAINT") && text.size() > 5) {
    text.replace(0, 5, "S2T");
  }
  if (l.Has(0, "REGN")) text.erase(2, 1);                                                                       // A5
  if (has('B') && has('V')) {                                                                                   // A6
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.Has(i, "BV") ? Hit{2, "V"} : Hit{}; });
  }
  if (has('P') && has('H')) {                                                                                   // A7
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.Has(i, "PH") ? Hit{2, "F"} : Hit{}; });
  }
  if (has('S')) {
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                 // A8
      return at.At(i) == 'S' && In(at.Before(i), "AEOU") && at.At(i + 1) == 'N' ? Hit{1, ""} : Hit{};
    });
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                 // A9
      return at.Has(i, "ES") && (In(at.At(i + 2), "MLQ") || at.Has(i + 2, "CH")) ? Hit{2, "E"} : Hit{};
    });
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.Has(i, "ASQU") ? Hit{2, "A"} : Hit{}; });  // A10
  }
  if (has('L')) {
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                 // A11
      return at.Has(i, "AUL") && In(at.At(i + 3), "TDZN") ? Hit{3, "AU"} : Hit{};
    });
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                 // A12
      return at.Has(i, "OUL") && In(at.At(i + 3), "TDZ") && at.EndOrS(i + 4) ? Hit{3, "OU"} : Hit{};
    });
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                 // A13
      return at.Has(i, "OL") && In(at.At(i + 2), "TZ") && at.End(i + 3) ? Hit{2, "O"} : Hit{};
    });
  }
  if (has('S') && has('T')) {
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.Has(i, "OST") && at.EndOrS(i + 3) ? Hit{3, "O"} : Hit{}; });   // A14
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.Has(i, "EST") && at.EndOrS(i + 3) ? Hit{3, "ET"} : Hit{}; });  // A15
  }
  if (has('M')) {                                                                                               // A16
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {
      if (at.Has(i, "MANNS") && at.End(i + 5)) return {5, "MAN"};
      return at.Has(i, "MANN") && at.End(i + 4) ? Hit{4, "MAN"} : Hit{};
    });
  }
  if (has('L') && has('H')) {                                                                                   // A17
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {
      return at.Has(i, "LH") && at.Before(i) == 'I' ? Hit{2, "LL"} : Hit{};
    });
  }
}

Hit RuleB2(const Letters& at, std::size_t i) noexcept {
  if (at.Has(i, "TSCH")) return {4, "X"};
  if (at.Has(i, "SCH")) return {3, "X"};
  return at.Has(i, "CH") || at.Has(i, "SH") ? Hit{2, "X"} : Hit{};
}

Hit RuleB13(const Letters& at, std::size_t i) noexcept {
  if (at.Has(i, "CQU")) return {3, "K"};
  if (at.Has(i, "QU") || at.Has(i, "CQ") || at.Has(i, "CK")) return {2, "K"};
  return In(at.At(i), "CQ") ? Hit{1, "K"} : Hit{};
}

// Consonants.
void RulesB(std::string& text) {
  const Present has(text);
  if (has('H')) {
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.Has(i, "CH") && In(at.At(i + 2), "RL") ? Hit{2, "K"} : Hit{}; });  // B1
    Rewrite(text, RuleB2);
  }
  if (text.size() > 1 && text[0] == 'K' && text[1] == 'N') text.erase(0, 1);                                    // B3
  if (has('T')) {                                                                                               // B4
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.Has(i, "DT") || at.Has(i, "TH") ? Hit{2, "T"} : Hit{}; });
  }
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                   // B5
    if (at.Has(i, "TZ")) return {2, "S"};
    return at.At(i) == 'Z' ? Hit{1, "S"} : Hit{};
  });
  if (has('G')) {
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.Has(i, "GN") && In(at.At(i + 2), "AEOU") ? Hit{2, "NI"} : Hit{}; });  // B6
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.Has(i, "GN") ? Hit{2, "N"} : Hit{}; });                               // B7
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.Has(i, "GE") && In(at.At(i + 2), "AOU") ? Hit{2, "J"} : Hit{}; });    // B8
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.Has(i, "GU") && In(at.At(i + 2), "EIY") ? Hit{2, "q"} : Hit{}; });    // B9
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.At(i) == 'G' && In(at.At(i + 1), "EIY") ? Hit{1, "J"} : Hit{}; });    // B10
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.At(i) == 'q' ? Hit{1, "G"} : Hit{}; });                               // B11
  }
  if (has('C')) {                                                                                               // B12
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {
      if (at.Has(i, "SC") && In(at.At(i + 2), "EIY")) return {2, "S"};
      return at.At(i) == 'C' && In(at.At(i + 1), "EIY") ? Hit{1, "S"} : Hit{};
    });
  }
  if (has('C') || has('Q')) Rewrite(text, RuleB13);
  if (has('W')) Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.At(i) == 'W' ? Hit{1, "V"} : Hit{}; });  // B14
  if (has('H')) Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.At(i) == 'H' ? Hit{1, ""} : Hit{}; });   // B15
}

// Glides.
void RulesC(std::string& text) {
  const Present has(text);
  if (!has('I') && !has('Y')) return;
  if (has('L')) {
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                 // C1
      return at.Has(i, "ILL") && In(at.Before(i), "AEOU") && !at.End(i + 3) ? Hit{3, "Y"} : Hit{};
    });
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                 // C2
      return at.Has(i, "IL") && In(at.Before(i), "AEU") && at.EndOrS(i + 2) ? Hit{2, "Y"} : Hit{};
    });
    Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                 // C3
      return at.Has(i, "GILL") && In(at.At(i + 4), "AEOU") ? Hit{4, "GY"} : Hit{};
    });
  }
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                   // C4
    return In(at.At(i), "AE") && In(at.At(i + 1), "IY") && In(at.At(i + 2), "AEOU") ? Hit{2, "EY"} : Hit{};
  });
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                   // C5
    return at.Has(i, "OI") && In(at.At(i + 2), "AEOU") ? Hit{2, "OY"} : Hit{};
  });
}

// Nasal vowels.
void RulesD(std::string& text) {
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                   // D1
    return at.Has(i, "IEN") && at.EndOr(i + 3, kConsonants) ? Hit{3, "I2"} : Hit{};
  });
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                   // D2
    const auto nasal = [&](std::size_t n) { return In(at.At(n), "NM") && at.EndOr(n + 1, kConsonants); };
    if (In(at.At(i), "AE") && In(at.At(i + 1), "IY") && nasal(i + 2)) return {3, "2"};
    return In(at.At(i), "IYU") && nasal(i + 1) ? Hit{2, "2"} : Hit{};
  });
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                   // D3
    return at.At(i) == 'O' && In(at.At(i + 1), "NM") && at.EndOr(i + 2, kConsonants) ? Hit{2, "3"} : Hit{};
  });
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                   // D4
    return at.At(i) == 'E' && In(at.At(i + 1), "NM") && at.End(i + 2) ? Hit{2, "2"} : Hit{};
  });
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                   // D5
    return In(at.At(i), "AE") && In(at.At(i + 1), "NM") && at.EndOr(i + 2, kConsonants) ? Hit{2, "1"} : Hit{};
  });
}

// Vowels.
void RulesE(std::string& text) {
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                   // E1
    if (at.Has(i, "EAU")) return {3, "O"};
    return at.Has(i, "AU") ? Hit{2, "O"} : Hit{};
  });
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                   // E2
    if (at.Has(i, "OEU")) return {3, "E"};
    return at.Has(i, "OE") || at.Has(i, "EU") ? Hit{2, "E"} : Hit{};
  });
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.Has(i, "OU") ? Hit{2, "U"} : Hit{}; });  // E3
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                   // E4
    return at.At(i) == 'O' && In(at.At(i + 1), "IY") && !In(at.At(i + 2), "AEOU") ? Hit{2, "4"} : Hit{};
  });
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit {                                                   // E5
    return In(at.At(i), "AE") && In(at.At(i + 1), "IY") && !In(at.At(i + 2), "AEOU") ? Hit{2, "E"} : Hit{};
  });
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.Has(i, "AE") ? Hit{2, "E"} : Hit{}; });  // E6
  Rewrite(text, [](const Letters& at, std::size_t i) -> Hit { return at.At(i) == 'Y' ? Hit{1, "I"} : Hit{}; });  // E7
  Squeeze(text);                                                                                                // E8
}

// F2: the leftmost e that ends the name, alone or with one of these.
bool DropFinalE(std::string& text) {
  constexpr std::string_view kTails[] = {"", "R", "S", "T", "E", "RS", "TS", "ES"};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != 'E') continue;
    for (const std::string_view tail : kTails) {
      if (std::string_view(text).substr(i + 1) != tail) continue;
      if (i < 2) {
        text = std::string(1, text[0]) + 'E';
      } else {
        text.resize(i);
      }
      return true;
    }
  }
  return false;
}

// F3.
void DropSilentConsonants(std::string& text) {
  if (text.size() <= 2) return;
  std::size_t tail = text.size();
  while (tail > 0 && In(text[tail - 1], "DTSP")) --tail;
  // The tail goes from its leftmost letter that follows a vowel, a nasal or r, l.
  for (std::size_t i = tail; i < text.size(); ++i) {
    if (i > 0 && In(text[i - 1], "AIOU1234RL")) {
      text.resize(i);
      break;
    }
  }
  if (text.size() > 1 && In(text.back(), "KGB") && In(text[text.size() - 2], "123")) text.pop_back();
  if (text.size() > 3 && text.back() == 'K' && text[text.size() - 2] == 'R') text.pop_back();
}

// The end of the name, where French is silent.
void RulesF(std::string& text) {
  if (text.size() > 3 && text.ends_with("ES")) text.pop_back();                                                 // F1
  const std::string before = text;
  if (!DropFinalE(text) || text == before) DropSilentConsonants(text);
  std::size_t kept = std::min<std::size_t>(1, text.size());                                                     // F4
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] != 'E') text[kept++] = text[i];
  }
  text.resize(kept);
  Squeeze(text);                                                                                                // F5
}

std::string FrKeyOfCapitals(std::string text) {
  RulesA(text);
  RulesB(text);
  RulesC(text);
  RulesD(text);
  RulesE(text);
  RulesF(text);
  return text;
}

std::string Capitals(std::string_view folded) {
  std::string text;
  for (const char c : folded) {
    if (c >= 'a' && c <= 'z') text += static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

}  // namespace

void AppendFrKey(std::string_view folded, std::string& out) { out += FrKeyOfCapitals(Capitals(folded)); }

std::string FrKeyOfRaw(std::string_view utf8) {
  // ç sounds as s; folding would make it c.
  std::string with_s;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    if (i + 1 < utf8.size() && utf8[i] == '\xc3' && (utf8[i + 1] == '\x87' || utf8[i + 1] == '\xa7')) {
      with_s += 's';
      ++i;
    } else if (i + 2 < utf8.size() && (utf8[i] == 'c' || utf8[i] == 'C') && utf8[i + 1] == '\xcc' && utf8[i + 2] == '\xa7') {
      with_s += 's';
      i += 2;
    } else {
      with_s += utf8[i];
    }
  }
  return FrKeyOfCapitals(Capitals(Fold(with_s)));
}

}  // namespace doublon::text
