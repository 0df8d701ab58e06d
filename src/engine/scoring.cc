#include "engine/scoring.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "base/hash.h"
#include "hwy/contrib/sort/vqsort.h"
#include "model/training.h"

namespace doublon::engine {

namespace {

using compare::ComparisonVector;

constexpr std::uint64_t kContentSeed = 0x636f6e74656e74ULL;
constexpr std::size_t kRowsPerChunk = 8192;
constexpr std::size_t kRandomRows = 20'000;
constexpr std::size_t kRandomPairs = 200'000;

}  // namespace

std::uint64_t ContentHash(record::PreparedView record) noexcept { return StableHash(record.bytes(), kContentSeed); }

std::uint64_t TieHash(std::uint64_t content_hash, std::string_view source, std::string_view record_id) noexcept {
  constexpr std::uint64_t kLowBits = (1ULL << 24) - 1;
  const std::uint64_t name = StableHash(record_id, StableHash(source, 0));
  return (content_hash & ~kLowBits) | (name & kLowBits);
}

RecordHashes HashRecords(const PreparedRun& run, WorkerPool& pool) {
  RecordHashes hashes;
  hashes.content.resize(run.records.size());
  hashes.tie.resize(run.records.size());
  pool.ParallelFor((run.records.size() + kRowsPerChunk - 1) / kRowsPerChunk, [&](std::size_t chunk, std::size_t) {
    const std::size_t last = std::min(run.records.size(), (chunk + 1) * kRowsPerChunk);
    for (std::size_t row = chunk * kRowsPerChunk; row < last; ++row) {
      hashes.content[row] = ContentHash(run.records[row]);
      hashes.tie[row] = TieHash(hashes.content[row], run.source_names[run.sources[row]], run.ids[row]);
    }
  });
  return hashes;
}

std::vector<block::CandidatePair> CopyPairs(const PreparedRun& run, const RecordHashes& hashes, const block::KeyTable& keys,
                                            const PairFilter& filter) {
  struct Place {
    std::uint64_t content, tie;
    std::uint32_t row;
    auto operator<=>(const Place&) const = default;
  };
  // Contents that come once need no order: they are left out before the sort.
  std::vector<Place> places;
  std::vector<std::uint64_t> sorted = hashes.content;
  hwy::Sorter sorter;
  sorter(sorted.data(), sorted.size(), hwy::SortAscending());
  absl::flat_hash_set<std::uint64_t> repeated;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i] == sorted[i - 1]) repeated.insert(sorted[i]);
  }
  if (repeated.empty()) return {};
  for (std::uint32_t row = 0; row < hashes.content.size(); ++row) {
    if (repeated.contains(hashes.content[row])) places.push_back({hashes.content[row], hashes.tie[row], row});
  }
  std::sort(places.begin(), places.end());
  std::vector<block::CandidatePair> pairs;
  const auto add = [&](std::uint32_t a, std::uint32_t b) {
    if (keys.CommonBlockCount(a, b) == 0) pairs.push_back({std::min(a, b), std::max(a, b)});
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

std::vector<std::vector<double>> CountRandomLevels(const record::PreparedStore& records,
                                                   std::span<const compare::Comparison> comparisons,
                                                   std::span<const std::uint64_t> content_hashes,
                                                   const PairFilter& filter, WorkerPool& pool) {
  // The records with the smallest hashes are as good as drawn at random, and the same in any order of input.
  std::vector<std::uint32_t> rows(records.size());
  for (std::uint32_t row = 0; row < rows.size(); ++row) rows[row] = row;
  const auto by_hash = [&](std::uint32_t a, std::uint32_t b) {
    return content_hashes[a] != content_hashes[b] ? content_hashes[a] < content_hashes[b] : a < b;
  };
  if (rows.size() > kRandomRows) {
    std::nth_element(rows.begin(), rows.begin() + kRandomRows, rows.end(), by_hash);
    rows.resize(kRandomRows);
  }
  std::sort(rows.begin(), rows.end(), by_hash);
  const std::size_t strides = rows.size() < 2 ? 0 : std::min(rows.size() - 1, (kRandomPairs + rows.size() - 1) / rows.size());
  std::vector<std::vector<ComparisonVector>> vectors(strides);
  pool.ParallelFor(strides, [&](std::size_t stride, std::size_t) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::uint32_t a = rows[i], b = rows[(i + stride + 1) % rows.size()];
      if (!filter.Takes({a, b}) || content_hashes[a] == content_hashes[b]) continue;
      vectors[stride].push_back(compare::Compare(comparisons, records[a], records[b]));
    }
  });

  // Twice: the second time without the pairs that look the same by the first count.
  model::TrainingInput input;
  input.comparisons = comparisons;
  input.record_count = records.size();
  const auto count = [&](const auto& takes) {
    std::vector<std::vector<double>> levels(comparisons.size());
    for (std::size_t j = 0; j < levels.size(); ++j) {
      levels[j].assign(compare::LevelsOf(comparisons[j].kind).size(), 0.0);
    }
    for (const auto& of_stride : vectors) {
      for (const ComparisonVector& vector : of_stride) {
        if (!takes(vector)) continue;
        for (std::size_t j = 0; j < levels.size(); ++j) ++levels[j][vector.levels[j]];
      }
    }
    return levels;
  };
  input.random_levels = count([](const ComparisonVector&) { return true; });
  const auto guess = model::GuessWeights(input);
  return count([&](const ComparisonVector& vector) {
    return model::StartClass(input, guess, vector) != model::kSamePerson;
  });
}

}  // namespace doublon::engine
