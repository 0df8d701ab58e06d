#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "generate/random.h"

namespace doublon::generate {

// Draws an index with probability proportional to its weight, in constant time (Walker 1977, Vose
// 1991).
class AliasTable {
 public:
  AliasTable() = default;
  // At least one weight must be positive, none negative. Cost O(n).
  explicit AliasTable(std::span<const double> weights);

  bool empty() const noexcept { return threshold_.empty(); }
  // The table must not be empty. Draws one number.
  std::uint32_t Sample(Random& random) const noexcept { return At(random.Next()); }
  // The index that the 64 random bits lead to.
  std::uint32_t At(std::uint64_t bits) const noexcept {
    const auto slot = static_cast<std::uint32_t>(((bits >> 32) * threshold_.size()) >> 32);
    return static_cast<std::uint32_t>(bits) < threshold_[slot] ? slot : alias_[slot];
  }

 private:
  std::vector<std::uint32_t> threshold_;  // share of the slot that is its own, in 1/2^32
  std::vector<std::uint32_t> alias_;
};

}  // namespace doublon::generate
