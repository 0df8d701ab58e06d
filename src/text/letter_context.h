#pragma once

#include <cstddef>
#include <cstdint>

namespace doublon::text {

// What stands beside a character whose reading is in doubt. The classes are those that tell French
// spellings apart: ç before a, o, u; ë and ï after a vowel; capitals after capitals.
enum class Neighbour : std::uint8_t {
  kNone,       // an end, a space, punctuation
  kDigit,      //
  kHardVowel,  // a o u
  kSoftVowel,  // e i y, accented lower-case letters
  kConsonant,  // lower case
  kUpper,      //
  kUnknown     // another character in doubt: perhaps a letter
};
inline constexpr std::size_t kNeighbourCount = 7;

struct LetterContext {
  Neighbour before;
  Neighbour after;
};

constexpr bool IsLower(Neighbour n) noexcept {
  return n == Neighbour::kHardVowel || n == Neighbour::kSoftVowel || n == Neighbour::kConsonant;
}
constexpr bool IsLetter(Neighbour n) noexcept { return IsLower(n) || n == Neighbour::kUpper; }

// The class of one byte; bytes ≥ 0x80 are kUnknown.
constexpr Neighbour NeighbourOfByte(unsigned char c) noexcept {
  if (c >= 0x80) return Neighbour::kUnknown;
  if (c >= '0' && c <= '9') return Neighbour::kDigit;
  if (c >= 'A' && c <= 'Z') return Neighbour::kUpper;
  if (c < 'a' || c > 'z') return Neighbour::kNone;
  if (c == 'a' || c == 'o' || c == 'u') return Neighbour::kHardVowel;
  if (c == 'e' || c == 'i' || c == 'y') return Neighbour::kSoftVowel;
  return Neighbour::kConsonant;
}

// How well `c` (≥ 0x80) suits its place in Western European text, French first: about 6 for é
// inside a word, below 0 for a capital after a small letter or a symbol in a word. A rank, not a
// probability: only for comparing readings of the same bytes. Total, no allocation.
int LetterPlausibility(char32_t c, LetterContext context) noexcept;

}  // namespace doublon::text
