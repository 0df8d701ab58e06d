#include "block/overfull_keys.h"

namespace doublon::block {

void OverfullKeys::insert(BlockKey key) {
  if (!keys_.insert(key).second) return;
  if (keys_.size() <= filter_.capacity()) return filter_.Add(key);
  filter_.Reset(4 * keys_.size());
  for (const BlockKey held : keys_) filter_.Add(held);
}

std::vector<BlockKey> OverfullKeys::Sorted() const {
  std::vector<BlockKey> sorted(keys_.begin(), keys_.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

}  // namespace doublon::block
