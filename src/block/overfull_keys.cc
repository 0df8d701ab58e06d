#include "block/overfull_keys.h"

namespace doublon::block {

namespace {

// A sixteenth of the bits set at most: one key in sixteen that is not there is looked up for nothing.
constexpr std::size_t kBitsPerKey = 16;
constexpr std::size_t kWordsMin = 16;

void SetBit(std::vector<std::uint64_t>& filter, BlockKey key) {
  filter[(key >> 6) & (filter.size() - 1)] |= 1ULL << (key & 63);
}

}  // namespace

void OverfullKeys::insert(BlockKey key) {
  if (!keys_.insert(key).second) return;
  if (keys_.size() * kBitsPerKey > filter_.size() * 64) {
    filter_.assign(std::max(kWordsMin, 4 * filter_.size()), 0);
    for (const BlockKey other : keys_) SetBit(filter_, other);
  } else {
    SetBit(filter_, key);
  }
}

std::vector<BlockKey> OverfullKeys::Sorted() const {
  std::vector<BlockKey> sorted(keys_.begin(), keys_.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

}  // namespace doublon::block
