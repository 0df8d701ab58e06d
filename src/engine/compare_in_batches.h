#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "block/pair_table.h"
#include "compare/comparison.h"
#include "record/prepared_store.h"

namespace doublon::engine {

// Pairs compared at a time: their records fit the first cache beside those of the next batch.
inline constexpr std::size_t kPairsPerBatch = 32;

// Compares the pairs that pair_at(i) gives for 0 ≤ i < pair_count, a batch at a time, and calls
// take(first, vectors) with the vectors of pairs first, first + 1, ... The records of the next
// batch are on their way from memory meanwhile.
template <typename PairAt, typename Take>
void CompareInBatches(const record::PreparedStore& records,
                      std::span<const compare::Comparison> comparisons, std::size_t pair_count,
                      const PairAt& pair_at, const Take& take) {
  const auto ask_for = [&](std::size_t first, const auto& ask) {
    for (std::size_t i = first; i < std::min(first + kPairsPerBatch, pair_count); ++i) {
      const block::CandidatePair pair = pair_at(i);
      ask(pair.a);
      ask(pair.b);
    }
  };
  const auto ask_for_places = [&](std::size_t first) {
    ask_for(first, [&](std::uint32_t row) { records.PrefetchPlace(row); });
  };
  const auto ask_for_bytes = [&](std::size_t first) {
    ask_for(first, [&](std::uint32_t row) { records.PrefetchBytes(row); });
  };
  ask_for_bytes(0);
  ask_for_places(kPairsPerBatch);
  std::array<compare::ViewPair, kPairsPerBatch> views;
  std::array<compare::ComparisonVector, kPairsPerBatch> vectors;
  for (std::size_t first = 0; first < pair_count; first += kPairsPerBatch) {
    ask_for_places(first + 2 * kPairsPerBatch);
    ask_for_bytes(first + kPairsPerBatch);
    const std::size_t count = std::min(kPairsPerBatch, pair_count - first);
    for (std::size_t i = 0; i < count; ++i) {
      const block::CandidatePair pair = pair_at(first + i);
      views[i] = {records[pair.a], records[pair.b]};
    }
    compare::CompareBatch(comparisons, std::span(views).first(count), vectors.data());
    take(first, std::span<const compare::ComparisonVector>(vectors).first(count));
  }
}

}  // namespace doublon::engine
