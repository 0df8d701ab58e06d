#include "block/key_table.h"

#include <algorithm>
#include <numeric>

#include "base/sort_numbers.h"

namespace doublon::block {

namespace {

constexpr std::size_t kRowsPerChunk = 8192;
constexpr double kRoomFactor = 1.1;
constexpr BlockKey kKeyMask = (1ULL << kKeyBits) - 1;
constexpr std::uint64_t kDepthMask = 0xff;
constexpr unsigned kRecipeShift = kKeyBits + 8;

std::size_t ChunkCount(std::size_t rows) { return (rows + kRowsPerChunk - 1) / kRowsPerChunk; }

// The recipe by which the record has that key.
std::uint16_t RecipeOf(KeyMaker& maker, record::PreparedView record, const OverfullKeys& overfull,
                       BlockKey key) {
  for (const KeyMaker::MadeKey& made : maker.Make(record, overfull)) {
    if (made.key == key) return made.recipe;
  }
  return 0;  // it always has it
}

}  // namespace

KeyTable::Layer KeyTable::MakeFirstLayer(const record::PreparedStore& records,
                                         std::span<const KeyRecipe> recipes,
                                         const OverfullKeys& overfull, const Spill& spill,
                                         WorkerPool& pool) {
  WordBuckets buckets(kBucketCount, pool.thread_count(), spill);
  std::vector<KeyMaker> makers(pool.thread_count(), KeyMaker(recipes));
  std::vector<std::uint8_t> reserved(pool.thread_count(), 0);
  pool.ParallelFor(ChunkCount(records.size()), [&](std::size_t chunk, std::size_t worker) {
    const std::size_t last = std::min(records.size(), (chunk + 1) * kRowsPerChunk);
    for (std::size_t row = chunk * kRowsPerChunk; row < last; ++row) {
      for (const KeyMaker::MadeKey& made : makers[worker].Make(records[row], overfull)) {
        buckets.Add(worker, made.key >> (kKeyBits - kBucketBits), made.key << kRowBits | row);
      }
    }
    // Keys spread evenly: a worker's first chunk tells how much room its share of all chunks will
    // take.
    if (!reserved[worker]) {
      reserved[worker] = 1;
      buckets.ReserveTimes(worker, kRoomFactor * static_cast<double>(ChunkCount(records.size())) /
                                       static_cast<double>(pool.thread_count()));
    }
  });
  return SortLayer(buckets, spill, pool);
}

KeyTable::Layer KeyTable::MakeRefinedLayer(const record::PreparedStore& records,
                                           std::span<const KeyRecipe> recipes,
                                           const OverfullKeys& overfull, std::size_t depth,
                                           std::span<const Member> members, const Spill& spill,
                                           WorkerPool& pool) {
  WordBuckets buckets(kBucketCount, pool.thread_count(), spill);
  std::vector<KeyMaker> makers(pool.thread_count(), KeyMaker(recipes));
  std::vector<std::vector<KeyMaker::KnownKey>> known(pool.thread_count());
  const std::size_t chunk_count = ChunkCount(members.size());
  // A record's members are of the chunk in which the first of them stands.
  const auto first_of = [&](std::size_t chunk) {
    std::size_t at = std::min(members.size(), chunk * kRowsPerChunk);
    while (at > 0 && at < members.size() && members[at].hi == members[at - 1].hi) ++at;
    return at;
  };
  pool.ParallelFor(chunk_count, [&](std::size_t chunk, std::size_t worker) {
    KeyMaker& maker = makers[worker];
    const std::size_t last = first_of(chunk + 1);
    for (std::size_t begin = first_of(chunk), end = begin; begin < last; begin = end) {
      const std::uint64_t row = members[begin].hi;
      bool refined_anew = false;
      known[worker].clear();
      for (; end < last && members[end].hi == row; ++end) {
        const std::uint64_t member = members[end].lo;
        known[worker].push_back(
            {member & kKeyMask, static_cast<std::uint16_t>(member >> kRecipeShift)});
        refined_anew |= (member >> kKeyBits & kDepthMask) == depth - 1;
      }
      if (!refined_anew) continue;
      const auto new_keys = [&](std::span<const KeyMaker::MadeKey> made, const auto& take) {
        for (const KeyMaker::MadeKey& key : made) {
          if (key.depth == depth) take(key.key);
        }
      };
      std::span<const KeyMaker::MadeKey> made = maker.MakeRefined(records[row], known[worker]);
      // A refined key that is by chance one of the frequent keys of others is refined on, as it is
      // anywhere else.
      bool meets_others = false;
      new_keys(made, [&](BlockKey key) { meets_others |= overfull.contains(key); });
      if (meets_others) made = maker.Make(records[row], overfull);
      new_keys(made, [&](BlockKey key) {
        buckets.Add(worker, key >> (kKeyBits - kBucketBits), key << kRowBits | row);
      });
    }
  });
  return SortLayer(buckets, spill, pool);
}

KeyTable::Layer KeyTable::SortLayer(WordBuckets& made, const Spill& spill, WorkerPool& pool) {
  Layer layer;
  std::array<std::uint64_t, kBucketCount> key_counts{};
  pool.ParallelFor(kBucketCount, [&](std::size_t bucket, std::size_t) {
    Entries entries = made.Take(bucket);
    SortNumbers(entries);
    // Two recipes, or two values of a field, may have made one key.
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
    key_counts[bucket] = entries.size();
    std::size_t kept = 0;
    ForRuns(entries, [&](std::size_t begin, std::size_t end) {
      if (end - begin < 2) return;
      std::copy(entries.begin() + begin, entries.begin() + end, entries.begin() + kept);
      kept += end - begin;
    });
    const auto end = entries.begin() + static_cast<std::ptrdiff_t>(kept);
    layer.buckets[bucket] = {Entries(entries.begin(), end), spill.file};
  });
  layer.key_count = std::accumulate(key_counts.begin(), key_counts.end(), std::uint64_t{0});
  return layer;
}

std::uint32_t KeyTable::ChooseBlockSize(const Layer& layer, const KeyTableOptions& options,
                                        std::size_t record_count, WorkerPool& pool) {
  std::vector<std::vector<std::uint64_t>> counts(kBucketCount);
  pool.ParallelFor(kBucketCount, [&](std::size_t bucket, std::size_t) {
    counts[bucket].assign(options.block_size_ceiling + 1, 0);
    Entries loaded;
    ForRuns(layer.buckets[bucket].Load(loaded), [&](std::size_t begin, std::size_t end) {
      if (end - begin <= options.block_size_ceiling) ++counts[bucket][end - begin];
    });
  });
  const double budget = options.PairBudget(static_cast<double>(record_count));
  double pairs = 0;
  std::uint32_t size = 2;
  for (; size <= options.block_size_ceiling; ++size) {
    for (const auto& bucket : counts)
      pairs += static_cast<double>(bucket[size]) * size * (size - 1) / 2;
    if (pairs > budget && size > options.block_size_floor) break;
  }
  return size - 1;
}

std::vector<BlockKey> KeyTable::TakeOverfull(const record::PreparedStore& records,
                                             std::span<const KeyRecipe> recipes,
                                             const OverfullKeys& known, std::size_t depth,
                                             Members* members, const Spill& spill,
                                             WorkerPool& pool) {
  Layer& layer = layers_[depth];
  std::vector<KeyMaker> makers(pool.thread_count(), KeyMaker(recipes));
  std::vector<std::vector<BlockKey>> keys(kBucketCount);
  std::vector<Members> members_of(kBucketCount);
  pool.ParallelFor(kBucketCount, [&](std::size_t bucket, std::size_t worker) {
    Entries entries = layer.buckets[bucket].Take();
    std::size_t kept = 0, member_count = 0;
    ForRuns(entries, [&](std::size_t begin, std::size_t end) {
      if (end - begin > report_.block_size_max) member_count += end - begin;
    });
    members_of[bucket].reserve(member_count);
    ForRuns(entries, [&](std::size_t begin, std::size_t end) {
      if (end - begin <= report_.block_size_max) {
        std::copy(entries.begin() + begin, entries.begin() + end, entries.begin() + kept);
        kept += end - begin;
        return;
      }
      const BlockKey key = bucket << (kKeyBits - kBucketBits) | entries[begin] >> kRowBits;
      keys[bucket].push_back(key);
      const std::uint64_t recipe =
          RecipeOf(makers[worker], records[RowOf(entries[begin])], known, key);
      for (std::size_t i = begin; i < end; ++i) {
        members_of[bucket].push_back(
            {.lo = recipe << kRecipeShift | depth << kKeyBits | key, .hi = RowOf(entries[i])});
      }
    });
    entries.resize(kept);
    layer.buckets[bucket] = {std::move(entries), spill.file};
  });
  std::vector<BlockKey> overfull;
  std::size_t member_count = members->size();
  for (const Members& of_bucket : members_of) member_count += of_bucket.size();
  members->reserve(member_count);
  for (std::size_t bucket = 0; bucket < kBucketCount; ++bucket) {
    overfull.insert(overfull.end(), keys[bucket].begin(), keys[bucket].end());
    members->insert(members->end(), members_of[bucket].begin(), members_of[bucket].end());
    report_.dropped_rows += members_of[bucket].size();
    Members().swap(members_of[bucket]);
  }
  SortNumbers(*members);
  return overfull;
}

void KeyTable::Build(const record::PreparedStore& records, std::span<const KeyRecipe> recipes,
                     const KeyTableOptions& options, bool grow_overfull,
                     std::uint32_t block_size_hard, OverfullKeys* overfull, WorkerPool& pool) {
  layers_.clear();
  report_ = {};
  Members members;
  for (std::size_t depth = 0; depth <= kRefinementsMax; ++depth) {
    layers_.push_back(depth == 0 ? MakeFirstLayer(records, recipes, *overfull, options.spill, pool)
                                 : MakeRefinedLayer(records, recipes, *overfull, depth, members,
                                                    options.spill, pool));
    Layer& layer = layers_.back();
    report_.key_count += layer.key_count;
    if (depth == 0) {
      report_.block_size_max =
          grow_overfull ? ChooseBlockSize(layer, options, records.size(), pool) : block_size_hard;
    }
    // Most keys of the first layer are one record's and were left out.
    if (depth == 0) ReturnFreeMemory();
    // Keys of the last round that left nothing finer behind are dropped, not refined.
    if (depth > 0 && layer.key_count == 0) break;
    report_.dropped_rows = 0;
    const std::vector<BlockKey> found =
        TakeOverfull(records, recipes, *overfull, depth, &members, options.spill, pool);
    report_.dropped_count = found.size();
    if (found.empty() || !grow_overfull) break;
    report_.refined_count += found.size();
    for (const BlockKey key : found) overfull->insert(key);
  }
  report_.pair_count = CountPairs(pool);
}

std::uint64_t KeyTable::CountPairs(WorkerPool& pool) const {
  std::vector<std::uint64_t> counts(task_count(), 0);
  pool.ParallelFor(task_count(), [&](std::size_t task, std::size_t) {
    ForBlocks(task, [&](std::span<const std::uint64_t> block) {
      counts[task] += block.size() * (block.size() - 1) / 2;
    });
  });
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

}  // namespace doublon::block
