#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/huge_allocator.h"
#include "base/spillable.h"
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
  using Words = HugeVector<std::uint64_t>;

  // groups: of each record; pairs within one group are left out. Empty: none are.
  // spill: with a file, the pairs stand there. Deterministic for any worker count. Cost: about 25
  // ns a pair of a block and core, 8 bytes a pair of a block for at most kPairsAtOnce of them, 8
  // bytes a pair of the table; with a file the buffers and the pairs of a part for each worker.
  void Build(const KeyTable& keys, std::size_t record_count, std::span<const std::uint16_t> groups,
             const Spill& spill, WorkerPool& pool);

  // The pairs in parts, ascending within a part and over parts.
  std::size_t part_count() const noexcept { return parts_.size(); }
  // scratch: must live as long as what is returned (Spillable::Load).
  std::span<const std::uint64_t> LoadPart(std::size_t i, Words& scratch) const {
    return parts_[i].Load(scratch);
  }
  std::uint64_t pair_count() const noexcept { return pair_count_; }

  // In how many blocks both records are (a < b), at most PackedPair::kCommonBlocksMax; 0 when they
  // are no candidate pair. Cost: a binary search, and a read of 4 KiB where pairs stand in a file.
  std::size_t CommonBlockCount(CandidatePair pair) const noexcept;

 private:
  static constexpr std::uint64_t kPairsAtOnce = std::uint64_t{1} << 26;
  // Words of a part in a file that are read together; the first of each page stays in memory.
  using Page = std::array<std::uint64_t, 512>;
  // The page in which the last word up to `word_max` is; nothing where none is.
  std::span<const std::uint64_t> LoadPage(std::size_t part, std::uint64_t word_max,
                                          Page& page) const noexcept;
  void BuildRange(const KeyTable& keys, std::size_t first_part, std::size_t last_part,
                  std::span<const std::uint16_t> groups, WorkerPool& pool);
  void BuildInFile(const KeyTable& keys, std::span<const std::uint16_t> groups, const Spill& spill,
                   WorkerPool& pool);

  unsigned part_bits_ = 0;  // a part holds the pairs of 2^part_bits_ records
  std::vector<Spillable<std::uint64_t>> parts_;
  std::vector<std::vector<std::uint64_t>> page_starts_;  // of the parts, where they are in a file
  std::uint64_t pair_count_ = 0;
};

}  // namespace doublon::block
