#include "engine/candidates.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "base/hash.h"
#include "base/huge_allocator.h"
#include "base/sort_numbers.h"

namespace doublon::engine {

namespace {

constexpr std::uint64_t kContentSeed = 0x636f6e74656e74ULL;

}  // namespace

std::uint64_t ContentHash(record::PreparedView record) noexcept {
  return StableHash(record.bytes(), kContentSeed);
}

std::uint64_t TieHash(std::uint64_t content_hash, std::string_view source,
                      std::string_view record_id) noexcept {
  constexpr std::uint64_t kLowBits = (1ULL << 24) - 1;
  const std::uint64_t name = StableHash(record_id, StableHash(source, 0));
  return (content_hash & ~kLowBits) | (name & kLowBits);
}

RecordHashes HashRecords(const PreparedRun& run, WorkerPool& pool) {
  RecordHashes hashes;
  hashes.content.resize(run.records.size());
  hashes.tie.resize(run.records.size());
  ForEachRow(pool, run.records.size(), [&](std::size_t row, std::size_t) {
    hashes.content[row] = ContentHash(run.records[row]);
    hashes.tie[row] =
        TieHash(hashes.content[row], run.source_names[run.sources[row]], run.ids[row]);
  });
  return hashes;
}

namespace {

// Pairs of the chains of copies that share no block.
std::vector<block::CandidatePair> CopyPairs(const PreparedRun& run, const RecordHashes& hashes,
                                            const block::PairTable& candidates,
                                            const PairFilter& filter) {
  struct Place {
    std::uint64_t content, tie;
    std::uint32_t row;
    auto operator<=>(const Place&) const = default;
  };
  // Contents that come once need no order: they are left out before the sort.
  std::vector<Place> places;
  std::vector<std::uint64_t> sorted = hashes.content;
  SortNumbers(sorted);
  absl::flat_hash_set<std::uint64_t> repeated;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i] == sorted[i - 1]) repeated.insert(sorted[i]);
  }
  if (repeated.empty()) return {};
  for (std::uint32_t row = 0; row < hashes.content.size(); ++row) {
    if (repeated.contains(hashes.content[row]))
      places.push_back({hashes.content[row], hashes.tie[row], row});
  }
  std::sort(places.begin(), places.end());
  std::vector<block::CandidatePair> pairs;
  const auto add = [&](std::uint32_t a, std::uint32_t b) {
    const block::CandidatePair pair = {std::min(a, b), std::max(a, b)};
    if (candidates.CommonBlockCount(pair) == 0) pairs.push_back(pair);
  };
  for (std::size_t begin = 0, end = 0; begin < places.size(); begin = end) {
    while (end < places.size() && places[end].content == places[begin].content) ++end;
    if (!filter.across_sources_only) {
      for (std::size_t i = begin + 1; i < end; ++i) add(places[i - 1].row, places[i].row);
      continue;
    }
    std::size_t other = begin;  // the first copy of another source than that of the first
    while (other < end && run.sources[places[other].row] == run.sources[places[begin].row]) ++other;
    if (other == end) continue;
    for (std::size_t i = begin + 1; i < end; ++i) {
      const bool with_first = run.sources[places[i].row] != run.sources[places[begin].row];
      add(places[with_first ? begin : other].row, places[i].row);
    }
  }
  return pairs;
}

}  // namespace

namespace {

// What keys take when they are made, sorted and refined in memory (measured: 8.5 to 11); and pairs
// of blocks, with what is noted of each pair when it is compared.
constexpr std::uint64_t kBytesPerKey = 12;
constexpr std::uint64_t kBytesPerBlockPair = 16;

// Keys of all records, from some of them.
std::uint64_t ExpectedKeyCount(const record::PreparedStore& records,
                               std::span<const block::KeyRecipe> recipes) {
  constexpr std::size_t kRecordsAsked = 4096;
  const std::size_t step = std::max<std::size_t>(1, records.size() / kRecordsAsked);
  block::KeyMaker maker(recipes);
  std::size_t asked = 0, keys = 0;
  for (std::size_t row = 0; row < records.size(); row += step, ++asked) {
    keys += maker.Make(records[row], {}).size();
  }
  return asked == 0 ? 0 : keys * records.size() / asked;
}

}  // namespace

Candidates FindCandidates(const PreparedRun& run, const RecordHashes& hashes,
                          std::span<const block::KeyRecipe> recipes,
                          block::KeyTableOptions key_options, bool learn_overfull,
                          std::uint32_t block_size_hard, const PairFilter& filter,
                          block::OverfullKeys* overfull, RunMemory& memory, WorkerPool& pool) {
  Candidates candidates;
  std::span<const std::uint16_t> groups;
  if (filter.across_sources_only) groups = *filter.sources;
  {
    if (memory.limited()) {
      key_options.spill = memory.PlaceFor(kBytesPerKey * ExpectedKeyCount(run.records, recipes));
    }
    block::KeyTable keys;
    keys.Build(run.records, recipes, key_options, learn_overfull, block_size_hard, overfull, pool);
    candidates.keys = keys.report();
    ReturnFreeMemory();
    candidates.pairs.Build(keys, run.records.size(), groups,
                           memory.PlaceFor(kBytesPerBlockPair * candidates.keys.pair_count), pool);
  }
  ReturnFreeMemory();
  candidates.copies = CopyPairs(run, hashes, candidates.pairs, filter);
  return candidates;
}

}  // namespace doublon::engine
