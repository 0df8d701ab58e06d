// Canonical forms of given and family names from their words.

#include <algorithm>
#include <array>

#include "normalize/family_key.h"
#include "normalize/name_parts.h"
#include "normalize/reference.h"
#include "normalize/tables.h"
#include "record/prepared_record.h"
#include "text/digits.h"

namespace doublon::normalize {

namespace {

using text::AllDigits;
using text::IsDigit;

// A compound written as one word (JEANPIERRE) is split when the compound is this many times as
// frequent as the word, or, where the compound is not listed, when both halves are frequent and the
// word is not listed at all.
constexpr std::uint32_t kCompoundRatio = 10;
constexpr std::uint32_t kFrequentGivenName = 50'000;
constexpr std::size_t kGluedBytesMin = 7;
constexpr std::size_t kGluedBytesMax = 30;
constexpr std::size_t kHalfBytesMin = 3;
// DASILVA is split when "da silva" is this many times as frequent.
constexpr std::uint32_t kParticleRatio = 5;

bool IsVowel(char c) noexcept {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

Particle ParticleOf(std::string_view word) noexcept {
  const TableSlot* slot = tables::Find(TableId::kParticles, word);
  if (slot == nullptr) return {};
  return {slot->low, slot->high == 0 ? word : tables::Text(slot->high)};
}

// Letters that a scanner or a pen reads as digits. 0 between letters is an o, 1 an i; other digits
// are dropped.
char LetterForDigit(char digit) noexcept {
  switch (digit) {
    case '0':
      return 'o';
    case '1':
      return 'i';
    case '3':
      return 'e';
    case '5':
      return 's';
    default:
      return 0;
  }
}

// Bytes of the letter that begins with this byte.
std::size_t LetterBytes(char lead) noexcept {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

// A word without digits: those between letters become the letter they look like, others go. Whole
// letters, as many as fit.
std::string_view WithoutDigits(std::string_view word, std::span<char> scratch) noexcept {
  std::size_t size = 0;
  const auto letter_after = [&](std::size_t i) {
    while (i < word.size() && IsDigit(word[i])) ++i;
    return i < word.size();
  };
  for (std::size_t i = 0; i < word.size() && size < scratch.size(); ++i) {
    if (!IsDigit(word[i])) {
      if (size + LetterBytes(word[i]) > scratch.size()) break;
      scratch[size++] = word[i];
    } else if (letter_after(i) && (size > 0 || word[i] == '0')) {
      if (const char letter = LetterForDigit(word[i])) scratch[size++] = letter;
    }
  }
  return {scratch.data(), size};
}

std::uint32_t Bearers(std::string_view word) noexcept {
  return reference::GivenNameCount(word) + reference::FamilyNameCount(word);
}

// The word with every digit read as a letter; empty when it does not fit. `one` is the letter for
// a 1.
std::string_view LettersForDigits(std::string_view word, char one,
                                  std::span<char> scratch) noexcept {
  constexpr std::string_view kLooksLike = "oizeasgtbg";
  if (word.size() > scratch.size()) return {};
  for (std::size_t i = 0; i < word.size(); ++i) {
    scratch[i] = word[i] == '1'     ? one
                 : IsDigit(word[i]) ? kLooksLike[static_cast<std::size_t>(word[i] - '0')]
                                    : word[i];
  }
  return {scratch.data(), word.size()};
}

// A word without digits: read as the letters that they look like where that makes a better known
// name ("5imon", "a1ain"), else those between letters become a letter and others go.
std::string_view NameOfDigits(std::string_view word, std::span<char> scratch) noexcept {
  std::array<char, 64> letters;
  std::string_view best = WithoutDigits(word, scratch);
  std::uint32_t best_count = Bearers(best);
  for (const char one : {'i', 'l'}) {
    const std::string_view read = LettersForDigits(word, one, letters);
    const std::uint32_t count = Bearers(read);
    if (count <= best_count) continue;
    best_count = count;
    read.copy(scratch.data(), scratch.size());
    best = {scratch.data(), std::min(read.size(), scratch.size())};
  }
  return best;
}

// Where to split a compound given name written as one word; 0 when it is one name.
std::size_t CompoundSplit(std::string_view word) noexcept {
  if (word.size() < kGluedBytesMin || word.size() > kGluedBytesMax) return 0;
  const std::uint32_t whole = reference::GivenNameCount(word);
  if (whole >= kFrequentGivenName) return 0;
  std::size_t best = 0;
  std::uint32_t best_count = 0;
  std::array<char, kGluedBytesMax + 1> compound;
  for (std::size_t at = kHalfBytesMin; at + kHalfBytesMin <= word.size(); ++at) {
    const std::string_view first = word.substr(0, at), second = word.substr(at);
    const std::uint32_t first_count = reference::GivenNameCount(first);
    if (first_count < kFrequentGivenName) continue;
    word.copy(compound.data(), at);
    compound[at] = ' ';
    second.copy(compound.data() + at + 1, second.size());
    std::uint32_t count = reference::GivenNameCount({compound.data(), word.size() + 1});
    if (count < kCompoundRatio * std::max(whole, 1U)) {
      const bool both = whole == 0 && reference::GivenNameCount(second) >= kFrequentGivenName;
      count = both ? 1 : 0;
    }
    if (count > best_count) {
      best = at;
      best_count = count;
    }
  }
  return best;
}

void AppendWord(std::string_view word, bool glue, std::size_t begin, std::string& out) {
  if (!glue && out.size() > begin) out += ' ';
  out += word;
}

// One word of given names; returns true when it is made of initials.
bool AppendGivenWord(const CellTokens& tokens, std::uint8_t index, bool glue, bool last,
                     std::size_t begin, std::string& out) {
  const CellToken& token = tokens[index];
  std::array<char, 64> scratch;
  std::string_view word = tokens.text(index);
  if (token.digits) word = NameOfDigits(word, scratch);
  if (word.empty()) return true;
  const bool listed = token.is(WordClass::kGivenAbbreviation) || token.digits;
  if (const TableSlot* abbreviation =
          listed ? tables::Find(TableId::kGivenAbbreviations, word) : nullptr) {
    const bool only_first = abbreviation->low != 0;
    if (!only_first || (out.size() == begin && !last)) {
      AppendWord(tables::Text(abbreviation->high), glue, begin, out);
      return false;
    }
  }
  if (IsGluedInitials(word, token.letters)) {
    for (const char letter : word) {
      AppendWord({&letter, 1}, glue, begin, out);
      glue = false;
    }
    return true;
  }
  const std::size_t split = CompoundSplit(word);
  if (split != 0) {
    AppendWord(word.substr(0, split), glue, begin, out);
    word.remove_prefix(split);
    glue = false;
  }
  AppendWord(word, glue, begin, out);
  return word.size() == 1;
}

// Abd, Abdel, El, Ait before another name are one name with it, in given names only where the
// language is Arabic or Berber: Ben is a given name of its own.
bool GluesGivenName(std::string_view word) noexcept {
  if (word == "ben" || word == "si" || word == "sidi" || word == "hadj") return false;
  const Particle particle = ParticleOf(word);
  return particle.is(ParticleUse::kArabic) && particle.is(ParticleUse::kGlued);
}

// Portuguese particles written together with the name (dasilva); 0 when the name is whole.
std::size_t ParticleSplit(std::string_view word) noexcept {
  std::array<char, 40> apart;
  if (word.size() < 6 || word.size() + 1 > apart.size() || word[0] != 'd') return 0;
  for (const std::size_t at : {std::size_t{3}, std::size_t{2}}) {
    if (!ParticleOf(word.substr(0, at)).is(ParticleUse::kPortuguese)) continue;
    word.copy(apart.data(), at);
    apart[at] = ' ';
    word.copy(apart.data() + at + 1, word.size() - at, at);
    const std::uint32_t count = reference::FamilyNameCount({apart.data(), word.size() + 1});
    if (count > 0 && count >= kParticleRatio * reference::FamilyNameCount(word)) return at;
  }
  return 0;
}

}  // namespace

bool IsGluedInitials(std::string_view word, LetterCase letters) noexcept {
  if (word.size() < 2 || word.size() > 3) return false;
  if (tables::Find(TableId::kShortInitials, word) != nullptr) return true;
  if (letters != LetterCase::kUpper || word.size() != 2) return false;
  const auto ascii = [](char c) { return c >= 'a' && c <= 'z'; };
  if (!std::all_of(word.begin(), word.end(), ascii)) return false;  // one letter of two bytes
  const bool vowel = std::any_of(word.begin(), word.end(), IsVowel);
  return !vowel && reference::GivenNameCount(word) == 0 && reference::FamilyNameCount(word) == 0;
}

std::uint8_t AppendGivenNames(const CellTokens& tokens, std::span<const std::uint8_t> words,
                              std::string& out) {
  const std::size_t begin = out.size();
  bool glue = false, initials = true;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = tokens.text(words[i]);
    const bool last = i + 1 == words.size();
    if (AllDigits(word)) continue;
    const bool adjoining = i > 0 && words[i] == words[i - 1] + 1;
    if (adjoining && tokens[words[i]].before == Separator::kApostrophe) glue = true;
    if (!last && tokens[words[i]].is(WordClass::kParticle) && GluesGivenName(word) &&
        out.size() + 1 >= begin) {
      AppendWord(ParticleOf(word).spelling, glue, begin, out);
      glue = true;
      initials = false;
      continue;
    }
    initials = AppendGivenWord(tokens, words[i], glue, last, begin, out) && initials;
    glue = false;
  }
  return initials && out.size() > begin ? std::uint8_t{record::kInitials} : std::uint8_t{0};
}

bool IsPlainFamilyName(std::string_view word) noexcept {
  return !word.starts_with("mc") && ParticleSplit(word) == 0;
}

void AppendFamilyName(const CellTokens& tokens, std::span<const std::uint8_t> words,
                      std::string& out) {
  constexpr std::size_t kWordsMax = 32;
  std::array<std::string_view, kWordsMax> texts;
  std::array<std::array<char, 48>, 4> scratch;
  std::size_t count = 0, cleaned = 0;
  for (std::size_t i = 0; i < words.size() && count + 1 < kWordsMax; ++i) {
    std::string_view word = tokens.text(words[i]);
    if (tokens[words[i]].digits) {
      if (AllDigits(word) || cleaned == scratch.size()) continue;
      word = NameOfDigits(word, scratch[cleaned++]);
      if (word.empty()) continue;
    }
    const bool last = i + 1 == words.size();
    if (!last && (word == "st" || word == "ste")) word = word.size() == 2 ? "saint" : "sainte";
    if (const std::size_t split = ParticleSplit(word)) {
      texts[count++] = word.substr(0, split);
      word.remove_prefix(split);
    }
    texts[count++] = word;
  }
  AppendFamilyKey(std::span<const std::string_view>(texts.data(), count), ParticleOf, out);
}

}  // namespace doublon::normalize
