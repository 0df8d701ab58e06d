#include "text/letter_context.h"

namespace doublon::text {
namespace {

// By frequency in French names and places, then German, Spanish, Portuguese and the Nordic
// languages; 0 for what is no letter of theirs. Lower case only.
int LetterWeight(char32_t lower) noexcept {
  switch (lower) {
    case U'é':
      return 6;
    case U'è':
    case U'ç':
      return 5;
    case U'ê':
    case U'à':
    case U'â':
    case U'î':
    case U'ï':
    case U'ô':
      return 4;
    case U'ë':
    case U'ü':
    case U'ö':
    case U'ñ':
    case U'œ':
      return 3;
    case U'û':
    case U'ù':
    case U'ä':
    case U'á':
    case U'í':
    case U'ó':
    case U'ú':
    case U'ã':
    case U'ß':
    case U'å':
    case U'ø':
      return 2;
    case U'õ':
    case U'ò':
    case U'ì':
    case U'ý':
    case U'ÿ':
    case U'æ':
    case U'ð':
    case U'þ':
    case U'š':
    case U'ž':
      return 1;
    default:
      return 0;
  }
}

char32_t LowerOf(char32_t c) noexcept {
  if (c >= 0xc0 && c <= 0xde && c != 0xd7) return c + 0x20;
  if (c == 0x152 || c == 0x160 || c == 0x17d) return c + 1;
  return c == 0x178 ? 0xff : c;
}

// What the neighbours say for or against a small letter.
int SpellingBonus(char32_t lower, LetterContext at) noexcept {
  const bool after_vowel = at.before == Neighbour::kHardVowel || at.before == Neighbour::kSoftVowel;
  const bool in_word = IsLetter(at.after) || at.after == Neighbour::kUnknown;
  switch (lower) {
    case U'ç':
      return at.after == Neighbour::kHardVowel ? 1 : -4;
    case U'ë':
    case U'ï':
      return after_vowel ? 2 : at.before == Neighbour::kConsonant ? -2 : 0;
    case U'ü':
      return after_vowel ? 0 : 1;
    case U'î':
      return after_vowel ? 1 : -2;
    case U'â':
    case U'ê':
    case U'ô':
    case U'ö':
    case U'è':
      return (after_vowel ? -2 : 0) - (in_word ? 0 : 2);
    case U'à':
      return in_word ? -3 : 0;
    case U'ù':
      return in_word || !after_vowel ? -2 : 1;
    case U'œ':
      return at.after == Neighbour::kHardVowel ? 2 : -2;
    case U'ã':
    case U'õ':
      return at.after == Neighbour::kHardVowel || at.after == Neighbour::kSoftVowel ? 3 : -3;
    case U'ø':
    case U'å':
      return after_vowel ? -2 : 0;
    default:
      return 0;
  }
}

int LowerPlausibility(char32_t c, LetterContext at) noexcept {
  const bool alone = at.before == Neighbour::kNone && at.after == Neighbour::kNone;
  if (alone) return c == U'à' ? 3 : -3;
  int sum = LetterWeight(c) + SpellingBonus(c, at);
  if (at.after == Neighbour::kUpper) sum -= 4;
  if (at.before == Neighbour::kUpper && !IsLower(at.after)) sum -= 3;
  if (at.before == Neighbour::kDigit || at.after == Neighbour::kDigit) sum -= 4;
  if (at.before == Neighbour::kNone) sum -= 2;
  return sum;
}

int UpperPlausibility(char32_t c, LetterContext at) noexcept {
  if (at.before == Neighbour::kNone && at.after == Neighbour::kNone) return c == U'À' ? 1 : -3;
  int sum = LetterWeight(LowerOf(c));
  if (IsLower(at.before)) sum -= 12;
  if (c == U'Ç' && at.after == Neighbour::kNone) sum -= 4;  // no word ends in it
  if (at.before == Neighbour::kUpper && IsLower(at.after)) sum -= 4;
  if (at.before == Neighbour::kDigit || at.after == Neighbour::kDigit) sum -= 4;
  return sum;
}

int SymbolPlausibility(char32_t c, LetterContext at) noexcept {
  const bool after_letter = IsLetter(at.before);
  const bool before_letter = IsLetter(at.after);
  const bool in_word = after_letter && before_letter;
  switch (c) {
    case 0x2019:  // the apostrophe of word processors
      return in_word ? 4 : after_letter ? 1 : 0;
    case 0x2018:
    case 0xb4:
      return in_word ? 1 : 0;
    case 0xa0:
    case 0xad:
    case 0x2013:
    case 0x2014:
    case 0x2026:
    case 0xb7:
      return in_word && c == 0x2026 ? -3 : 0;
    case 0xab:
    case 0x201c:
      return after_letter ? -6 : 0;
    case 0xbb:
    case 0x201d:
      return before_letter ? -6 : 0;
    case 0xb0:  // N°, 12°
    case 0xba:
    case 0xaa:
      return in_word ? -6 : 1;
    case 0x20ac:
      return after_letter || before_letter ? -6 : 1;
    default:
      break;
  }
  // C1 controls are holes of Windows-1252; box drawing, Greek and mathematics come from CP850 and
  // MacRoman read the wrong way. None of them is expected anywhere.
  if (c < 0xa0) return -8;
  const int stray = c >= 0x250 && (c < 0x2010 || c > 0x2122) ? -2 : 0;
  return stray + (in_word ? -8 : after_letter || before_letter ? -3 : -1);
}

}  // namespace

int LetterPlausibility(char32_t c, LetterContext context) noexcept {
  const char32_t lower = LowerOf(c);
  if (LetterWeight(lower) == 0) return SymbolPlausibility(c, context);
  return lower == c ? LowerPlausibility(c, context) : UpperPlausibility(c, context);
}

}  // namespace doublon::text
