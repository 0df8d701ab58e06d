#pragma once

#include <cstdint>
#include <optional>
#include <tuple>

#include "absl/container/btree_set.h"

namespace doublon::engine {

// Records of one content in content order, each a candidate of its neighbours: however many copies
// of a record there are, a chain of them is compared, so no limit on the size of blocks keeps
// copies apart. Which records are neighbours depends on the resident records only, not on their
// order of arrival. Thread safety: const methods may run concurrently.
class CopyChains {
 public:
  struct Neighbours {
    std::optional<std::uint32_t> before, after;
  };
  // content_hash: ContentHash; tie_hash: TieHash of content and name.
  void Add(std::uint32_t row, std::uint64_t content_hash, std::uint64_t tie_hash) {
    records_.emplace(content_hash, tie_hash, row);
  }
  void Remove(std::uint32_t row, std::uint64_t content_hash, std::uint64_t tie_hash) {
    records_.erase({content_hash, tie_hash, row});
  }
  // Of a record at this place, which may or may not be resident.
  Neighbours Of(std::uint32_t row, std::uint64_t content_hash, std::uint64_t tie_hash) const;

 private:
  absl::btree_set<std::tuple<std::uint64_t, std::uint64_t, std::uint32_t>> records_;
};

}  // namespace doublon::engine
