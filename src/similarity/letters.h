#pragma once

#include <cstdint>
#include <string_view>

// How the bit-parallel kernels see two strings: at most 64 letters each, one byte a letter.
// Internal to this layer.
namespace doublon::similarity {

inline constexpr std::uint32_t kLetterCountMax = 64;
inline constexpr std::uint8_t kUnknownLetter = '?';

// One letter and where the next one begins.
struct DecodedLetter {
  char32_t value;
  std::uint32_t byte_count;
};

// Reads the first letter of `utf8`, which must not be empty. A byte that begins no well-formed
// UTF-8 sequence is a letter of its own, beyond U+10FFFF, so that different bytes are always
// different letters.
DecodedLetter DecodeLetter(std::string_view utf8) noexcept;

// No byte of 128 or more.
bool IsAscii(std::string_view text) noexcept;

// The first letters of one string as symbols: ASCII is itself, other letters get 128, 129, ... in
// order of first appearance in the pair (two times 64 letters need at most 128 of them).
struct Letters {
  const std::uint8_t* symbols;
  std::uint32_t count;

  std::uint8_t operator[](std::uint32_t index) const { return symbols[index]; }
};

// Two strings over one numbering of letters: equal letters have equal symbols. ASCII strings are
// not copied, so the strings must outlive the pair.
class LetterPair {
 public:
  LetterPair(std::string_view a, std::string_view b) noexcept;
  LetterPair(const LetterPair&) = delete;
  LetterPair& operator=(const LetterPair&) = delete;

  Letters a() const { return a_; }
  Letters b() const { return b_; }

 private:
  void Number(std::string_view a, std::string_view b) noexcept;

  Letters a_;
  Letters b_;
  std::uint8_t a_symbols_[kLetterCountMax];
  std::uint8_t b_symbols_[kLetterCountMax];
};

// For each symbol of either string, the set of its places in `text` as bits. Only the entries of
// symbols that occur (and of '?') are ever written or read: clearing all 256 would cost more than
// the comparison of two names.
class PlaceMasks {
 public:
  PlaceMasks(Letters text, Letters other) noexcept {
    masks_[kUnknownLetter] = 0;
    for (std::uint32_t i = 0; i < other.count; ++i) masks_[other[i]] = 0;
    for (std::uint32_t i = 0; i < text.count; ++i) masks_[text[i]] = 0;
    for (std::uint32_t i = 0; i < text.count; ++i) masks_[text[i]] |= std::uint64_t{1} << i;
  }

  std::uint64_t operator[](std::uint8_t symbol) const { return masks_[symbol]; }

 private:
  std::uint64_t masks_[256];
};

// The lowest `count` bits, count ≤ 64.
constexpr std::uint64_t LowBits(std::uint32_t count) {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

}  // namespace doublon::similarity
