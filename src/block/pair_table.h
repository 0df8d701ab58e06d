#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/huge_allocator.h"
#include "base/worker_pool.h"
#include "block/key_table.h"

namespace doublon::block {

struct CandidatePair {
  std::uint32_t a, b;  // record positions, a < b
};

// A candidate pair and in how many blocks both records are, in one word: a, b, then the count,
// which stops at kCommonBlocksMax. Words ascend as the pairs do.
class PackedPair {
 public:
  static constexpr unsigned kCountBits = 64 - 2 * KeyTable::kRowBits;
  static constexpr std::uint64_t kCommonBlocksMax = (1ULL << kCountBits) - 1;
  constexpr explicit PackedPair(std::uint64_t word) noexcept : word_(word) {}
  constexpr PackedPair(CandidatePair pair, std::uint64_t common_blocks) noexcept
      : word_((static_cast<std::uint64_t>(pair.a) << KeyTable::kRowBits | pair.b) << kCountBits |
              common_blocks) {}
  constexpr std::uint64_t word() const noexcept { return word_; }
  constexpr CandidatePair pair() const noexcept {
    return {static_cast<std::uint32_t>(word_ >> (KeyTable::kRowBits + kCountBits)),
            static_cast<std::uint32_t>(word_ >> kCountBits & KeyTable::kRowMask)};
  }
  constexpr std::size_t common_blocks() const noexcept { return word_ & kCommonBlocksMax; }

 private:
  std::uint64_t word_;
};

// The candidate pairs that the blocks of a key table make, each once. Sorted rather than looked up
// block by block: a record's pairs then come together, and a pair costs a few nanoseconds where
// walking the records' lists of blocks cost two cache misses (see bench/README.md).
// Build first; then the const methods may run concurrently.
class PairTable {
 public:
  // groups: of each record; pairs within one group are left out. Empty: none are.
  // Deterministic for any worker count. Cost: about 25 ns a pair of a block and core, 8 bytes a
  // pair of a block for at most kPairsAtOnce of them, 8 bytes a pair of the table.
  void Build(const KeyTable& keys, std::size_t record_count, std::span<const std::uint16_t> groups,
             WorkerPool& pool);

  // The pairs in parts, ascending within a part and over parts.
  std::size_t part_count() const noexcept { return parts_.size(); }
  std::span<const std::uint64_t> part(std::size_t i) const noexcept { return parts_[i]; }
  std::uint64_t pair_count() const noexcept { return pair_count_; }

  // In how many blocks both records are (a < b), at most PackedPair::kCommonBlocksMax; 0 when they
  // are no candidate pair. Cost: a binary search.
  std::size_t CommonBlockCount(CandidatePair pair) const noexcept;

 private:
  static constexpr std::uint64_t kPairsAtOnce = std::uint64_t{1} << 26;
  using Words = HugeVector<std::uint64_t>;
  void BuildRange(const KeyTable& keys, std::size_t first_part, std::size_t last_part,
                  std::span<const std::uint16_t> groups, WorkerPool& pool);

  unsigned part_bits_ = 0;  // a part holds the pairs of 2^part_bits_ records
  std::vector<Words> parts_;
  std::uint64_t pair_count_ = 0;
};

}  // namespace doublon::block
