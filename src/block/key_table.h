#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/huge_allocator.h"
#include "base/spillable.h"
#include "base/worker_pool.h"
#include "block/key_maker.h"
#include "block/word_buckets.h"
#include "hwy/base.h"
#include "record/prepared_store.h"

namespace doublon::block {

// By how many parts a key too frequent is refined at most.
inline constexpr std::size_t kRefinementsMax = 4;

struct KeyTableOptions {
  // Candidate pairs looked for (before each pair is counted once), from which the largest block
  // allowed follows.
  double pairs_per_record = 3;
  double pairs_min = 3e6;
  std::uint32_t block_size_floor = 10;
  std::uint32_t block_size_ceiling = 250;
  Spill spill;  // the blocks are the same wherever they stand

  double PairBudget(double record_count) const noexcept {
    return std::max(pairs_min, pairs_per_record * record_count);
  }
};

struct KeyReport {
  std::uint64_t key_count = 0;       // keys of all records
  std::uint32_t block_size_max = 0;  // largest block used
  std::uint64_t refined_count = 0;   // keys too frequent that were refined
  std::uint64_t dropped_count = 0;   // keys too frequent with nothing left to refine them by
  std::uint64_t dropped_rows = 0;    // records in those blocks, counted once a block
  std::uint64_t pair_count =
      0;  // pairs in the blocks used; a pair that shares several keys counts each time
};

// All keys of a batch, sorted: records with equal keys stand together in blocks.
// Build first; then the const methods may run concurrently.
class KeyTable {
 public:
  static constexpr std::size_t kBucketBits = 6;
  static constexpr std::size_t kBucketCount = 1 << kBucketBits;
  // A row number and what is left of a key within its bucket share a word.
  static constexpr unsigned kRowBits = 64 - (kKeyBits - kBucketBits);
  static constexpr std::uint64_t kRowMask = (1ULL << kRowBits) - 1;

  // Makes and sorts the keys of all records (at most 2^kRowBits). `overfull` goes in with the keys
  // known to be too frequent; where `grow_overfull`, keys whose block exceeds the limit chosen from
  // `options` are added to it and refined, round by round. Otherwise blocks larger than
  // `block_size_hard` are left out (they are as a pure rule in the live resolver too).
  // Deterministic for any worker count and record order. Cost: about 1.2 µs a record and core, 10
  // bytes a key at most; with a file to spill to, those of a bucket for each worker, the buffers,
  // and 16 bytes a record of a block too large.
  void Build(const record::PreparedStore& records, std::span<const KeyRecipe> recipes,
             const KeyTableOptions& options, bool grow_overfull, std::uint32_t block_size_hard,
             OverfullKeys* overfull, WorkerPool& pool);

  const KeyReport& report() const noexcept { return report_; }

  // Blocks are visited task by task, in the same order in every run.
  std::size_t task_count() const noexcept { return layers_.size() * kBucketCount; }

  // Calls take(entries) for every block of the task: the entries of two records or more, by
  // ascending row.
  template <typename Take>
  void ForBlocks(std::size_t task, const Take& take) const {
    Entries loaded;
    const std::span<const std::uint64_t> entries =
        layers_[task / kBucketCount].buckets[task % kBucketCount].Load(loaded);
    ForRuns(entries,
            [&](std::size_t begin, std::size_t end) { take(entries.subspan(begin, end - begin)); });
  }
  static std::uint32_t RowOf(std::uint64_t entry) noexcept {
    return static_cast<std::uint32_t>(entry & kRowMask);
  }

 private:
  // Keys made with the same number of refinements, in buckets by their upper bits; an entry is the
  // rest of the key above kRowBits bits of row. Sorted; only keys of two records or more are kept.
  using Entries = WordBuckets::Words;
  struct Layer {
    std::array<Spillable<std::uint64_t>, kBucketCount> buckets;
    std::uint64_t key_count = 0;  // before keys of one record were left out
  };
  // Calls take(begin, end) for every run of entries with an equal key.
  template <typename Take>
  static void ForRuns(std::span<const std::uint64_t> entries, const Take& take) {
    for (std::size_t begin = 0, end = 0; begin < entries.size(); begin = end) {
      const std::uint64_t key = entries[begin] >> kRowBits;
      for (end = begin + 1; end < entries.size() && entries[end] >> kRowBits == key;) ++end;
      take(begin, end);
    }
  }
  // A record in a block that was found too large: the row above; below the recipe of the key (of
  // the block's first record), the depth of its layer and the key.
  using Member = hwy::uint128_t;
  using Members = HugeVector<Member>;

  static Layer MakeFirstLayer(const record::PreparedStore& records,
                              std::span<const KeyRecipe> recipes, const OverfullKeys& overfull,
                              const Spill& spill, WorkerPool& pool);
  // The refined keys that take the place of those too frequent in the layer before. members: of all
  // layers so far, sorted.
  static Layer MakeRefinedLayer(const record::PreparedStore& records,
                                std::span<const KeyRecipe> recipes, const OverfullKeys& overfull,
                                std::size_t depth, std::span<const Member> members,
                                const Spill& spill, WorkerPool& pool);
  // Sorts what the workers made and leaves the keys of two records or more.
  static Layer SortLayer(WordBuckets& made, const Spill& spill, WorkerPool& pool);
  static std::uint32_t ChooseBlockSize(const Layer& layer, const KeyTableOptions& options,
                                       std::size_t record_count, WorkerPool& pool);
  // Takes the blocks that are too large out of the layer of that depth and adds their records to
  // `members`.
  std::vector<BlockKey> TakeOverfull(const record::PreparedStore& records,
                                     std::span<const KeyRecipe> recipes,
                                     const OverfullKeys& overfull, std::size_t depth,
                                     Members* members, const Spill& spill, WorkerPool& pool);
  std::uint64_t CountPairs(WorkerPool& pool) const;

  std::vector<Layer> layers_;
  KeyReport report_;
};

}  // namespace doublon::block
