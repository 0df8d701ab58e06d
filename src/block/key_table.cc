#include "block/key_table.h"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "base/check.h"
#include "base/hash.h"
#include "hwy/contrib/sort/vqsort.h"

namespace doublon::block {

namespace {

constexpr std::size_t kRowsPerChunk = 8192;
constexpr std::size_t kRefinementsMax = 4;
constexpr double kRoomFactor = 1.1;

std::size_t ChunkCount(std::size_t rows) { return (rows + kRowsPerChunk - 1) / kRowsPerChunk; }

// Calls take(begin, end) for every run of entries with an equal key; entries hold the key above `row_bits` bits.
template <typename Take>
void ForRuns(std::span<const std::uint64_t> entries, unsigned row_bits, Take take) {
  for (std::size_t begin = 0; begin < entries.size();) {
    const std::uint64_t key = entries[begin] >> row_bits;
    std::size_t end = begin + 1;
    while (end < entries.size() && entries[end] >> row_bits == key) ++end;
    take(begin, end);
    begin = end;
  }
}

}  // namespace

KeyTable::Layer KeyTable::MakeLayer(const record::PreparedStore& records, std::span<const KeyRecipe> recipes,
                                    const OverfullKeys& overfull, std::size_t depth,
                                    const std::vector<bool>* rows, WorkerPool& pool) {
  std::vector<Layer> parts(pool.thread_count());
  std::vector<KeyMaker> makers(pool.thread_count(), KeyMaker(recipes));
  std::vector<std::uint8_t> reserved(pool.thread_count(), 0);
  pool.ParallelFor(ChunkCount(records.size()), [&](std::size_t chunk, std::size_t worker) {
    const std::size_t last = std::min(records.size(), (chunk + 1) * kRowsPerChunk);
    for (std::size_t row = chunk * kRowsPerChunk; row < last; ++row) {
      if (rows != nullptr && !(*rows)[row]) continue;
      for (const KeyMaker::MadeKey& made : makers[worker].Make(records[row], overfull)) {
        // Keys refined by an overfull table that came with the model are of the first layer too.
        if (depth != 0 && made.depth != depth) continue;
        parts[worker].buckets[made.key >> (kKeyBits - kBucketBits)].push_back(made.key << kRowBits | row);
      }
    }
    // Keys spread evenly: a worker's first chunk tells how much room its share of all chunks will take.
    if (rows == nullptr && !reserved[worker]) {
      reserved[worker] = 1;
      const double chunks_to_come = static_cast<double>(ChunkCount(records.size())) / static_cast<double>(parts.size());
      for (Entries& bucket : parts[worker].buckets) {
        bucket.reserve(static_cast<std::size_t>(static_cast<double>(bucket.size()) * chunks_to_come * kRoomFactor));
      }
    }
  });
  Layer layer;
  std::array<std::uint64_t, kBucketCount> key_counts{};
  pool.ParallelFor(kBucketCount, [&](std::size_t bucket, std::size_t) {
    Entries entries = std::move(parts[0].buckets[bucket]);
    for (std::size_t i = 1; i < parts.size(); ++i) {
      entries.insert(entries.end(), parts[i].buckets[bucket].begin(), parts[i].buckets[bucket].end());
      Entries().swap(parts[i].buckets[bucket]);
    }
    hwy::Sorter sorter;
    sorter(entries.data(), entries.size(), hwy::SortAscending());
    // Two recipes, or two values of a field, may have made one key.
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
    key_counts[bucket] = entries.size();
    std::size_t kept = 0;
    ForRuns(entries, kRowBits, [&](std::size_t begin, std::size_t end) {
      if (end - begin < 2) return;
      std::copy(entries.begin() + begin, entries.begin() + end, entries.begin() + kept);
      kept += end - begin;
    });
    layer.buckets[bucket].assign(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(kept));
  });
  layer.key_count = std::accumulate(key_counts.begin(), key_counts.end(), std::uint64_t{0});
  return layer;
}

std::uint32_t KeyTable::ChooseBlockSize(const Layer& layer, const KeyTableOptions& options,
                                        std::size_t record_count, WorkerPool& pool) {
  std::vector<std::vector<std::uint64_t>> counts(kBucketCount);
  pool.ParallelFor(kBucketCount, [&](std::size_t bucket, std::size_t) {
    counts[bucket].assign(options.block_size_ceiling + 1, 0);
    ForRuns(layer.buckets[bucket], kRowBits, [&](std::size_t begin, std::size_t end) {
      if (end - begin <= options.block_size_ceiling) ++counts[bucket][end - begin];
    });
  });
  const double budget = std::max(options.pairs_min, options.pairs_per_record * static_cast<double>(record_count));
  double pairs = 0;
  std::uint32_t size = 2;
  for (; size <= options.block_size_ceiling; ++size) {
    for (const auto& bucket : counts) pairs += static_cast<double>(bucket[size]) * size * (size - 1) / 2;
    if (pairs > budget && size > options.block_size_floor) break;
  }
  return size - 1;
}

std::vector<BlockKey> KeyTable::TakeOverfull(Layer& layer, std::uint32_t limit, std::vector<bool>* rows,
                                             WorkerPool& pool) {
  std::vector<std::vector<BlockKey>> keys(kBucketCount);
  std::vector<std::vector<std::uint32_t>> members(kBucketCount);
  pool.ParallelFor(kBucketCount, [&](std::size_t bucket, std::size_t) {
    Entries& entries = layer.buckets[bucket];
    std::size_t kept = 0;
    ForRuns(entries, kRowBits, [&](std::size_t begin, std::size_t end) {
      if (end - begin <= limit) {
        std::copy(entries.begin() + begin, entries.begin() + end, entries.begin() + kept);
        kept += end - begin;
        return;
      }
      keys[bucket].push_back(bucket << (kKeyBits - kBucketBits) | entries[begin] >> kRowBits);
      for (std::size_t i = begin; i < end; ++i) {
        members[bucket].push_back(static_cast<std::uint32_t>(entries[i] & kRowMask));
      }
    });
    entries.resize(kept);
  });
  std::vector<BlockKey> overfull;
  for (std::size_t bucket = 0; bucket < kBucketCount; ++bucket) {
    overfull.insert(overfull.end(), keys[bucket].begin(), keys[bucket].end());
    for (const std::uint32_t row : members[bucket]) (*rows)[row] = true;
    report_.dropped_rows += members[bucket].size();
  }
  return overfull;
}

void KeyTable::Build(const record::PreparedStore& records, std::span<const KeyRecipe> recipes,
                     const KeyTableOptions& options, bool grow_overfull, std::uint32_t block_size_hard,
                     OverfullKeys* overfull, WorkerPool& pool) {
  layers_.clear();
  report_ = {};
  std::vector<bool> rows;
  for (std::size_t depth = 0; depth <= kRefinementsMax; ++depth) {
    layers_.push_back(MakeLayer(records, recipes, *overfull, depth, depth == 0 ? nullptr : &rows, pool));
    Layer& layer = layers_.back();
    report_.key_count += layer.key_count;
    if (depth == 0) {
      report_.block_size_max =
          grow_overfull ? ChooseBlockSize(layer, options, records.size(), pool) : block_size_hard;
    }
    rows.assign(records.size(), false);
    // Keys of the last round that left nothing finer behind are dropped, not refined.
    if (depth > 0 && layer.key_count == 0) break;
    report_.dropped_rows = 0;
    const std::vector<BlockKey> found = TakeOverfull(layer, report_.block_size_max, &rows, pool);
    report_.dropped_count = found.size();
    if (found.empty() || !grow_overfull) break;
    report_.refined_count += found.size();
    for (const BlockKey key : found) overfull->insert(key);
  }
  IndexRows(records.size(), pool);
}

void KeyTable::IndexRows(std::size_t record_count, WorkerPool& pool) {
  const auto entries_of = [&](std::size_t task) -> const Entries& {
    return layers_[task / kBucketCount].buckets[task % kBucketCount];
  };
  std::vector<std::atomic<std::uint32_t>> counts(record_count);
  std::vector<std::uint64_t> pair_counts(task_count(), 0), block_counts(task_count(), 0);
  pool.ParallelFor(task_count(), [&](std::size_t task, std::size_t) {
    const Entries& entries = entries_of(task);
    ForRuns(entries, kRowBits, [&](std::size_t begin, std::size_t end) {
      ++block_counts[task];
      pair_counts[task] += (end - begin) * (end - begin - 1) / 2;
      for (std::size_t i = begin; i < end; ++i) {
        counts[entries[i] & kRowMask].fetch_add(1, std::memory_order_relaxed);
      }
    });
  });
  std::uint64_t blocks = 0;
  task_blocks_.clear();
  for (std::size_t task = 0; task < task_count(); ++task) {
    task_blocks_.push_back(static_cast<std::uint32_t>(blocks));
    blocks += block_counts[task];
    report_.pair_count += pair_counts[task];
  }
  row_starts_.assign(record_count + 1, 0);
  std::uint64_t entries = 0;
  for (std::size_t row = 0; row < record_count; ++row) {
    entries += counts[row].load(std::memory_order_relaxed);
    row_starts_[row + 1] = static_cast<std::uint32_t>(entries);
    counts[row].store(row_starts_[row], std::memory_order_relaxed);
  }
  DOUBLON_CHECK(blocks <= UINT32_MAX && entries <= UINT32_MAX);
  row_blocks_.resize(entries);
  pool.ParallelFor(task_count(), [&](std::size_t task, std::size_t) {
    const Entries& task_entries = entries_of(task);
    std::uint32_t block = task_blocks_[task];
    ForRuns(task_entries, kRowBits, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        row_blocks_[counts[task_entries[i] & kRowMask].fetch_add(1, std::memory_order_relaxed)] = block;
      }
      ++block;
    });
  });
  pool.ParallelFor(ChunkCount(record_count), [&](std::size_t chunk, std::size_t) {
    const std::size_t last = std::min(record_count, (chunk + 1) * kRowsPerChunk);
    for (std::size_t row = chunk * kRowsPerChunk; row < last; ++row) {
      std::sort(row_blocks_.begin() + row_starts_[row], row_blocks_.begin() + row_starts_[row + 1]);
    }
  });
}

bool KeyTable::IsFirstCommonBlock(const BlockPair& meeting) const noexcept {
  const std::uint32_t* x = row_blocks_.data() + row_starts_[meeting.pair.a];
  const std::uint32_t* y = row_blocks_.data() + row_starts_[meeting.pair.b];
  // Both lists hold the block, so the walk ends there at the latest.
  while (*x != *y) {
    if (*x < *y) {
      ++x;
    } else {
      ++y;
    }
  }
  return *x == meeting.block;
}

void KeyTable::KeepFirstMeetings(std::span<const BlockPair> meetings, std::vector<CandidatePair>* pairs) const {
  // The rows' lists lie anywhere in memory: they are asked for some pairs ahead.
  constexpr std::size_t kAhead = 16;
  const auto ask_for = [&](std::size_t i) {
    if (i >= meetings.size()) return;
    __builtin_prefetch(row_blocks_.data() + row_starts_[meetings[i].pair.a]);
    __builtin_prefetch(row_blocks_.data() + row_starts_[meetings[i].pair.b]);
  };
  for (std::size_t i = 0; i < kAhead; ++i) ask_for(i);
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    ask_for(i + kAhead);
    if (IsFirstCommonBlock(meetings[i])) pairs->push_back(meetings[i].pair);
  }
}

void KeyTable::ForPairs(std::size_t task, double share, const TakePairs& take) const {
  constexpr std::uint64_t kShareSeed = 0x7368617265ULL;
  const std::uint64_t hash_max = share >= 1 ? ~0ULL : static_cast<std::uint64_t>(share * 0x1p64);
  const std::size_t bucket = task % kBucketCount;
  const Entries& entries = layers_[task / kBucketCount].buckets[bucket];
  std::array<std::vector<BlockPair>, 2> meetings;  // of the other blocks, of those in the share
  std::vector<CandidatePair> pairs;
  for (std::vector<BlockPair>& some : meetings) some.reserve(kPairBlock);
  pairs.reserve(kPairBlock);
  const auto flush = [&](bool in_share) {
    pairs.clear();
    KeepFirstMeetings(meetings[in_share], &pairs);
    meetings[in_share].clear();
    if (!pairs.empty()) take(pairs, in_share);
  };
  std::uint32_t block = task_blocks_[task];
  ForRuns(entries, kRowBits, [&](std::size_t begin, std::size_t end) {
    const BlockKey key = bucket << (kKeyBits - kBucketBits) | entries[begin] >> kRowBits;
    const bool in_share = MixHash(kShareSeed, key) <= hash_max;
    for (std::size_t i = begin; i < end; ++i) {
      __builtin_prefetch(row_starts_.data() + (entries[i] & kRowMask));
    }
    for (std::size_t i = begin; i + 1 < end; ++i) {
      for (std::size_t j = i + 1; j < end; ++j) {
        meetings[in_share].push_back({{static_cast<std::uint32_t>(entries[i] & kRowMask),
                                       static_cast<std::uint32_t>(entries[j] & kRowMask)},
                                      block});
        if (meetings[in_share].size() == kPairBlock) flush(in_share);
      }
    }
    ++block;
  });
  for (const bool in_share : {false, true}) {
    if (!meetings[in_share].empty()) flush(in_share);
  }
}

std::size_t KeyTable::CommonBlockCount(std::uint32_t a, std::uint32_t b) const noexcept {
  std::size_t count = 0;
  for (std::uint32_t i = row_starts_[a], j = row_starts_[b]; i < row_starts_[a + 1] && j < row_starts_[b + 1];) {
    const std::uint32_t x = row_blocks_[i], y = row_blocks_[j];
    count += x == y;
    i += x <= y;
    j += y <= x;
  }
  return count;
}

}  // namespace doublon::block
