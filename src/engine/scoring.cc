#include "engine/scoring.h"

#include <algorithm>

#include "engine/compare_in_batches.h"
#include "model/training.h"

namespace doublon::engine {

namespace {

using compare::ComparisonVector;

constexpr std::size_t kRandomRows = 20'000;
constexpr std::size_t kRandomPairs = 200'000;

}  // namespace

std::vector<std::vector<double>> CountRandomLevels(const record::PreparedStore& records,
                                                   std::span<const compare::Comparison> comparisons,
                                                   std::span<const std::uint64_t> content_hashes,
                                                   const PairFilter& filter, WorkerPool& pool) {
  // The records with the smallest hashes are as good as drawn at random, and the same in any order
  // of input.
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
  const std::size_t strides =
      rows.size() < 2 ? 0
                      : std::min(rows.size() - 1, (kRandomPairs + rows.size() - 1) / rows.size());
  std::vector<std::vector<ComparisonVector>> vectors(strides);
  pool.ParallelFor(strides, [&](std::size_t stride, std::size_t) {
    std::vector<block::CandidatePair> pairs;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::uint32_t a = rows[i], b = rows[(i + stride + 1) % rows.size()];
      if (filter.Takes({a, b}) && content_hashes[a] != content_hashes[b]) pairs.push_back({a, b});
    }
    CompareInBatches(
        records, comparisons, pairs.size(), [&](std::size_t i) { return pairs[i]; },
        [&](std::size_t, std::span<const ComparisonVector> some) {
          vectors[stride].insert(vectors[stride].end(), some.begin(), some.end());
        });
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
