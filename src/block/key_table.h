#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/huge_allocator.h"
#include "base/worker_pool.h"
#include "block/key_maker.h"
#include "record/prepared_store.h"

namespace doublon::block {

struct CandidatePair {
  std::uint32_t a, b;  // record positions, a < b
};

struct KeyTableOptions {
  // Candidate pairs looked for (before each pair is counted once), from which the largest block allowed follows.
  double pairs_per_record = 6;
  double pairs_min = 3e6;
  std::uint32_t block_size_floor = 10;
  std::uint32_t block_size_ceiling = 250;
};

struct KeyReport {
  std::uint64_t key_count = 0;       // keys of all records
  std::uint32_t block_size_max = 0;  // largest block used
  std::uint64_t refined_count = 0;   // keys too frequent that were refined
  std::uint64_t dropped_count = 0;   // keys too frequent with nothing left to refine them by
  std::uint64_t dropped_rows = 0;    // records in those blocks, counted once a block
  std::uint64_t pair_count = 0;      // pairs in the blocks used; a pair that shares several keys counts each time
};

// All keys of a batch, sorted, and the candidate pairs that equal keys make.
// Build first; then the const methods may run concurrently.
class KeyTable {
 public:
  static constexpr std::size_t kBucketBits = 6;
  static constexpr std::size_t kBucketCount = 1 << kBucketBits;

  // Makes and sorts the keys of all records. `overfull` goes in with the keys known to be too frequent; where
  // `grow_overfull`, keys whose block exceeds the limit chosen from `options` are added to it and refined, round by round.
  // Otherwise blocks larger than `block_size_hard` are left out (they are as a pure rule in the live resolver too).
  // Deterministic for any worker count and record order. Cost: about 1.2 µs a record and core, 16 bytes a key.
  void Build(const record::PreparedStore& records, std::span<const KeyRecipe> recipes,
             const KeyTableOptions& options, bool grow_overfull, std::uint32_t block_size_hard,
             OverfullKeys* overfull, WorkerPool& pool);

  const KeyReport& report() const noexcept { return report_; }

  // Candidate pairs are enumerated task by task; each pair occurs once over all tasks, in the first block both records are in.
  std::size_t task_count() const noexcept { return layers_.size() * kBucketCount; }

  // Calls take(pairs, in_share) with at most kPairBlock pairs a time, in the same order in every run.
  // in_share: these are pairs of a sample, of about that share of the blocks. It is chosen by a hash
  // of the key, so that which pairs are in it depends on the records' contents only.
  static constexpr std::size_t kPairBlock = 2048;
  using TakePairs = std::function<void(std::span<const CandidatePair> pairs, bool in_share)>;
  void ForPairs(std::size_t task, double share, const TakePairs& take) const;

  // In how many blocks both records are.
  std::size_t CommonBlockCount(std::uint32_t a, std::uint32_t b) const noexcept;

 private:
  // Keys made with the same number of refinements, in buckets by their upper bits; an entry is the rest of the key above
  // kRowBits bits of row. Sorted; only keys of two records or more are kept.
  static constexpr unsigned kRowBits = 64 - (kKeyBits - kBucketBits);
  static constexpr std::uint64_t kRowMask = (1ULL << kRowBits) - 1;
  using Entries = HugeVector<std::uint64_t>;
  struct Layer {
    std::array<Entries, kBucketCount> buckets;
    std::uint64_t key_count = 0;  // before keys of one record were left out
  };
  // A pair of a block that may be in an earlier block as well.
  struct BlockPair {
    CandidatePair pair;
    std::uint32_t block;
  };
  static Layer MakeLayer(const record::PreparedStore& records, std::span<const KeyRecipe> recipes,
                         const OverfullKeys& overfull, std::size_t depth, const std::vector<bool>* rows,
                         WorkerPool& pool);
  static std::uint32_t ChooseBlockSize(const Layer& layer, const KeyTableOptions& options, std::size_t record_count,
                                       WorkerPool& pool);
  std::vector<BlockKey> TakeOverfull(Layer& layer, std::uint32_t limit, std::vector<bool>* rows, WorkerPool& pool);
  void IndexRows(std::size_t record_count, WorkerPool& pool);
  void KeepFirstMeetings(std::span<const BlockPair> meetings, std::vector<CandidatePair>* pairs) const;
  bool IsFirstCommonBlock(const BlockPair& meeting) const noexcept;

  std::vector<Layer> layers_;
  // Blocks are numbered in the order of tasks and keys. Those of row r, ascending: row_blocks_[row_starts_[r] ..
  // row_starts_[r + 1]).
  std::vector<std::uint32_t> task_blocks_;  // number of the first block of each task
  HugeVector<std::uint32_t> row_starts_;
  HugeVector<std::uint32_t> row_blocks_;
  KeyReport report_;
};

}  // namespace doublon::block
