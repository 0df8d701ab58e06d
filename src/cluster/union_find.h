#pragma once

#include <cstdint>
#include <numeric>
#include <vector>

namespace doublon::cluster {

// Disjoint sets with path halving; the root of a set is its smallest member. Not thread safe.
class UnionFind {
 public:
  explicit UnionFind(std::size_t size) : parents_(size) {
    std::iota(parents_.begin(), parents_.end(), 0U);
  }

  std::uint32_t Find(std::uint32_t x) noexcept {
    while (parents_[x] != x) {
      parents_[x] = parents_[parents_[x]];
      x = parents_[x];
    }
    return x;
  }

  // Returns the root of the joined set.
  std::uint32_t Join(std::uint32_t x, std::uint32_t y) noexcept {
    x = Find(x);
    y = Find(y);
    if (x > y) std::swap(x, y);
    parents_[y] = x;
    return x;
  }

 private:
  std::vector<std::uint32_t> parents_;
};

}  // namespace doublon::cluster
