#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "base/bit_filter.h"

namespace doublon::block {

// A block key: 40 bits of a stable hash, so that a key and a row number pack into one 64-bit word
// to sort. Two keys that collide only add candidate pairs, which scoring rejects (10 M records: one
// key in 10,000 meets a stranger).
inline constexpr unsigned kKeyBits = 40;
using BlockKey = std::uint64_t;

// Keys too frequent to be used as they are (model data). Nearly every key asked for is not among
// them: a few bits a key that fit the cache say so before the set is looked at. Thread safety:
// const methods may run concurrently.
class OverfullKeys {
 public:
  OverfullKeys() = default;
  OverfullKeys(std::initializer_list<BlockKey> keys) {
    for (const BlockKey key : keys) insert(key);
  }

  void insert(BlockKey key);
  bool contains(BlockKey key) const noexcept { return filter_.MayHold(key) && keys_.contains(key); }
  std::size_t size() const noexcept { return keys_.size(); }
  bool empty() const noexcept { return keys_.empty(); }
  std::vector<BlockKey> Sorted() const;
  friend bool operator==(const OverfullKeys& a, const OverfullKeys& b) {
    return a.keys_ == b.keys_;
  }

 private:
  absl::flat_hash_set<BlockKey> keys_;
  BitFilter filter_;
};

}  // namespace doublon::block
