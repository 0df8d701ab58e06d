#pragma once

#include <cstdint>
#include <string_view>

#define XXH_INLINE_ALL
#include "xxhash.h"

namespace doublon {

// Hashes that are stored, sent or compared between runs use XXH3-64 with a written seed, so that
// they are the same on any machine. Never use std::hash or absl::Hash for those: they change
// between processes.
inline std::uint64_t StableHash(std::string_view bytes, std::uint64_t seed) noexcept {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

// Mixes one 64-bit value into another; not commutative. (Murmur3's finaliser.)
inline std::uint64_t MixHash(std::uint64_t a, std::uint64_t b) noexcept {
  std::uint64_t x = a * 0x9e3779b97f4a7c15ULL + b;
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53ULL;
  x ^= x >> 33;
  return x;
}

}  // namespace doublon
