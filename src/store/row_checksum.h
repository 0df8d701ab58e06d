#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "base/hash.h"

// Checksums of the rows of doublon.db: XXH3-64 of each text, mixed in order, with numbers as they
// are. Part of the store's format.
namespace doublon::store {

inline constexpr std::uint64_t kChecksumSeed = 0x646f75626c6f6e32ULL;  // "doublon2"

inline std::uint64_t TextsChecksum(std::uint64_t start,
                                   std::initializer_list<std::string_view> texts) noexcept {
  std::uint64_t checksum = MixHash(kChecksumSeed, start);
  // The sizes keep ("ab","c") and ("a","bc") apart.
  for (const std::string_view text : texts) {
    checksum = MixHash(MixHash(checksum, text.size()), StableHash(text, kChecksumSeed));
  }
  return checksum;
}

// 32 bits of a pair of numbers, which is what a short column is worth.
inline std::uint64_t NumbersChecksum(std::uint64_t a, std::uint64_t b) noexcept {
  return MixHash(MixHash(kChecksumSeed, a), b) >> 32;
}

}  // namespace doublon::store
