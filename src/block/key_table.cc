#include "block/key_table.h"

#include <algorithm>
#include <atomic>

#include "hwy/contrib/sort/vqsort.h"

namespace doublon::block {

namespace {

constexpr std::size_t kRowsPerChunk = 8192;
constexpr std::size_t kRefinementsMax = 4;

std::size_t ChunkCount(std::size_t rows) { return (rows + kRowsPerChunk - 1) / kRowsPerChunk; }

// Calls take(begin, end) for every run of entries with an equal key; entries hold the key above `row_bits` bits.
template <typename Take>
void ForRuns(const std::vector<std::uint64_t>& entries, unsigned row_bits, Take take) {
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
  std::vector<std::vector<BlockKey>> scratch(pool.thread_count());
  pool.ParallelFor(ChunkCount(records.size()), [&](std::size_t chunk, std::size_t worker) {
    const std::size_t last = std::min(records.size(), (chunk + 1) * kRowsPerChunk);
    for (std::size_t row = chunk * kRowsPerChunk; row < last; ++row) {
      if (rows != nullptr && !(*rows)[row]) continue;
      std::vector<BlockKey>& keys = scratch[worker];
      if (depth == 0) {
        // Keys refined by an overfull table that came with the model are of depth 0 here too.
        makers[worker].MakeKeys(records[row], overfull, keys);
      } else {
        makers[worker].MakeKeysOfDepth(records[row], overfull, depth, keys);
      }
      for (const BlockKey key : keys) {
        parts[worker].buckets[key >> (kKeyBits - kBucketBits)].push_back(key << kRowBits | row);
      }
    }
  });
  Layer layer;
  pool.ParallelFor(kBucketCount, [&](std::size_t bucket, std::size_t) {
    std::vector<std::uint64_t>& entries = layer.buckets[bucket];
    std::size_t count = 0;
    for (const Layer& part : parts) count += part.buckets[bucket].size();
    entries.reserve(count);
    for (Layer& part : parts) {
      entries.insert(entries.end(), part.buckets[bucket].begin(), part.buckets[bucket].end());
      std::vector<std::uint64_t>().swap(part.buckets[bucket]);
    }
    hwy::Sorter sorter;
    sorter(entries.data(), entries.size(), hwy::SortAscending());
  });
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
    std::vector<std::uint64_t>& entries = layer.buckets[bucket];
    std::size_t kept = 0;
    ForRuns(entries, kRowBits, [&](std::size_t begin, std::size_t end) {
      if (end - begin <= limit) {
        std::copy(entries.begin() + begin, entries.begin() + end, entries.begin() + kept);
        kept += end - begin;
        return;
      }
      keys[bucket].push_back(bucket << (kKeyBits - kBucketBits) | entries[begin] >> kRowBits);
      for (std::size_t i = begin; i < end; ++i) {
        members[bucket].push_back(static_cast<std::uint32_t>(entries[i] & ((1ULL << kRowBits) - 1)));
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
    for (const auto& bucket : layer.buckets) report_.key_count += bucket.size();
    if (depth == 0) {
      report_.block_size_max =
          grow_overfull ? ChooseBlockSize(layer, options, records.size(), pool) : block_size_hard;
    }
    rows.assign(records.size(), false);
    // Keys of the last round that left nothing finer behind are dropped, not refined.
    std::size_t finer = 0;
    for (const auto& bucket : layer.buckets) finer += bucket.size();
    if (depth > 0 && finer == 0) break;
    report_.dropped_rows = 0;
    const std::vector<BlockKey> found = TakeOverfull(layer, report_.block_size_max, &rows, pool);
    report_.dropped_count = found.size();
    if (found.empty() || !grow_overfull) break;
    report_.refined_count += found.size();
    overfull->insert(found.begin(), found.end());
  }
  IndexRows(records.size(), pool);
}

void KeyTable::IndexRows(std::size_t record_count, WorkerPool& pool) {
  constexpr std::uint64_t kRowMask = (1ULL << kRowBits) - 1;
  std::vector<std::atomic<std::uint32_t>> counts(record_count);
  const auto for_shared = [&](std::size_t task, const auto& take) {
    const std::size_t bucket = task % kBucketCount;
    const std::vector<std::uint64_t>& entries = layers_[task / kBucketCount].buckets[bucket];
    ForRuns(entries, kRowBits, [&](std::size_t begin, std::size_t end) {
      if (end - begin < 2) return;
      const BlockKey key = bucket << (kKeyBits - kBucketBits) | entries[begin] >> kRowBits;
      for (std::size_t i = begin; i < end; ++i) take(entries[i] & kRowMask, key);
    });
  };
  std::vector<std::uint64_t> pair_counts(task_count(), 0);
  pool.ParallelFor(task_count(), [&](std::size_t task, std::size_t) {
    BlockKey last = ~0ULL;
    std::uint64_t size = 0;
    for_shared(task, [&](std::uint64_t row, BlockKey key) {
      counts[row].fetch_add(1, std::memory_order_relaxed);
      size = key == last ? size + 1 : 0;
      last = key;
      pair_counts[task] += size;  // the new member pairs with each one before it
    });
  });
  row_starts_.assign(record_count + 1, 0);
  for (const std::uint64_t pairs : pair_counts) report_.pair_count += pairs;
  for (std::size_t row = 0; row < record_count; ++row) {
    row_starts_[row + 1] = row_starts_[row] + counts[row].load(std::memory_order_relaxed);
    counts[row].store(0, std::memory_order_relaxed);
  }
  row_keys_.resize(row_starts_.back());
  pool.ParallelFor(task_count(), [&](std::size_t task, std::size_t) {
    for_shared(task, [&](std::uint64_t row, BlockKey key) {
      row_keys_[row_starts_[row] + counts[row].fetch_add(1, std::memory_order_relaxed)] = key;
    });
  });
  pool.ParallelFor(ChunkCount(record_count), [&](std::size_t chunk, std::size_t) {
    const std::size_t last = std::min(record_count, (chunk + 1) * kRowsPerChunk);
    for (std::size_t row = chunk * kRowsPerChunk; row < last; ++row) {
      std::sort(row_keys_.begin() + static_cast<std::ptrdiff_t>(row_starts_[row]),
                row_keys_.begin() + static_cast<std::ptrdiff_t>(row_starts_[row + 1]));
    }
  });
}

bool KeyTable::IsFirstCommonKey(std::uint32_t a, std::uint32_t b, BlockKey key) const noexcept {
  const BlockKey* x = row_keys_.data() + row_starts_[a];
  const BlockKey* y = row_keys_.data() + row_starts_[b];
  // Both lists hold `key`, so the walk ends there at the latest.
  while (*x != *y) {
    if (*x < *y) {
      ++x;
    } else {
      ++y;
    }
  }
  return *x == key;
}

void KeyTable::ForPairs(std::size_t task, const std::function<void(std::span<const CandidatePair>)>& take) const {
  constexpr std::uint64_t kRowMask = (1ULL << kRowBits) - 1;
  const std::size_t bucket = task % kBucketCount;
  const std::vector<std::uint64_t>& entries = layers_[task / kBucketCount].buckets[bucket];
  std::vector<CandidatePair> pairs;
  pairs.reserve(kPairBlock);
  ForRuns(entries, kRowBits, [&](std::size_t begin, std::size_t end) {
    const BlockKey key = bucket << (kKeyBits - kBucketBits) | entries[begin] >> kRowBits;
    for (std::size_t i = begin; i + 1 < end; ++i) {
      for (std::size_t j = i + 1; j < end; ++j) {
        const auto a = static_cast<std::uint32_t>(entries[i] & kRowMask);
        const auto b = static_cast<std::uint32_t>(entries[j] & kRowMask);
        if (!IsFirstCommonKey(a, b, key)) continue;
        pairs.push_back({a, b});
        if (pairs.size() == kPairBlock) {
          take(pairs);
          pairs.clear();
        }
      }
    }
  });
  if (!pairs.empty()) take(pairs);
}

}  // namespace doublon::block
