#pragma once

#include <cstdint>
#include <vector>

#include "base/huge_allocator.h"
#include "base/spillable.h"
#include "base/worker_pool.h"
#include "engine/scoring.h"

namespace doublon::engine {

// The comparison vectors of the candidate pairs of a run. Few vectors are distinct (some ten
// thousand for millions of pairs), so each is kept once and what follows from it computed once.
struct ComparedPairs {
  std::vector<compare::ComparisonVector> patterns;  // distinct, ascending
  // Of each pair its position in `patterns`: the parts of the pair table, then the copies.
  std::vector<Spillable<std::uint32_t>> parts;
  // How often each vector occurs in a sample of the pairs, ascending. Which pairs are in it depends
  // on the records' contents only.
  std::vector<model::PatternCount> sample;

  std::uint64_t pair_count() const noexcept;
};

// Compares every candidate pair once. content_hashes: of the records (RecordHashes).
// sample_pairs_max: about so many pairs are in the sample; all when there are no more. 4 bytes a
// pair, in the file of `memory` where it has no room.
ComparedPairs ComparePairs(const record::PreparedStore& records, const Candidates& candidates,
                           std::span<const compare::Comparison> comparisons,
                           std::span<const std::uint64_t> content_hashes, double sample_pairs_max,
                           RunMemory& memory, WorkerPool& pool);

// The pairs from `log_odds_min`, in the order of the parts.
std::vector<cluster::Edge> ScorePairs(const Candidates& candidates, const ComparedPairs& pairs,
                                      const model::Mixture& mixture, double log_odds_min,
                                      WorkerPool& pool);

}  // namespace doublon::engine
