#include "engine/live_keys.h"

#include <algorithm>

namespace doublon::engine {

void LiveKeys::Add(std::uint32_t row, std::span<const block::BlockKey> keys,
                   std::vector<block::BlockKey>* changed) {
  for (const block::BlockKey key : keys) {
    std::vector<std::uint32_t>& block = blocks_[key];
    block.push_back(row);
    if (block.size() == block_size_hard_ + 1UL) changed->push_back(key);
  }
  entry_count_ += keys.size();
}

void LiveKeys::Remove(std::uint32_t row, std::span<const block::BlockKey> keys,
                      std::vector<block::BlockKey>* changed) {
  for (const block::BlockKey key : keys) {
    const auto found = blocks_.find(key);
    if (found == blocks_.end()) continue;
    std::vector<std::uint32_t>& block = found->second;
    const auto at = std::find(block.begin(), block.end(), row);
    if (at == block.end()) continue;
    *at = block.back();
    block.pop_back();
    --entry_count_;
    if (block.size() == block_size_hard_) changed->push_back(key);
    if (block.empty()) blocks_.erase(found);
  }
}

bool LiveKeys::Usable(block::BlockKey key) const {
  const auto found = blocks_.find(key);
  return found != blocks_.end() && found->second.size() <= block_size_hard_;
}

std::span<const std::uint32_t> LiveKeys::Block(block::BlockKey key) const {
  const auto found = blocks_.find(key);
  return found == blocks_.end() ? std::span<const std::uint32_t>() : std::span(found->second);
}

void LiveKeys::Candidates(std::span<const block::BlockKey> keys, std::size_t limit,
                          std::vector<std::uint32_t>* rows, bool* truncated) const {
  rows->clear();
  *truncated = false;
  for (const block::BlockKey key : keys) {
    const auto found = blocks_.find(key);
    if (found == blocks_.end() || found->second.size() > block_size_hard_) continue;
    if (rows->size() + found->second.size() > limit) {
      *truncated = true;
      continue;
    }
    rows->insert(rows->end(), found->second.begin(), found->second.end());
  }
  std::sort(rows->begin(), rows->end());
  rows->erase(std::unique(rows->begin(), rows->end()), rows->end());
}

}  // namespace doublon::engine
