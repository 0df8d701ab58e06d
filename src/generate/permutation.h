#pragma once

#include <cstdint>

#include "base/check.h"
#include "generate/random.h"

namespace doublon::generate {

// A permutation of [0, count) that looks random, computed without memory: a Feistel network of four
// rounds over the next even number of bits, walked until it falls below count (Black and Rogaway
// 2002, "cycle walking"; under four steps on average).
class Permutation {
 public:
  Permutation(std::uint64_t count, std::uint64_t seed) noexcept : count_(count), seed_(seed) {
    while ((std::uint64_t{1} << (2 * half_bits_)) < count_) ++half_bits_;
  }

  // index < count.
  std::uint64_t operator()(std::uint64_t index) const noexcept {
    DOUBLON_DCHECK(index < count_);
    do {
      index = Round(index);
    } while (index >= count_);
    return index;
  }

 private:
  std::uint64_t Round(std::uint64_t value) const noexcept {
    const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
    std::uint64_t left = value >> half_bits_;
    std::uint64_t right = value & mask;
    for (std::uint64_t round = 0; round < 4; ++round) {
      const std::uint64_t next = left ^ (Scatter(right ^ Scatter(seed_ + round)) & mask);
      left = right;
      right = next;
    }
    return (left << half_bits_) | right;
  }

  std::uint64_t count_;
  std::uint64_t seed_;
  unsigned half_bits_ = 1;
};

}  // namespace doublon::generate
