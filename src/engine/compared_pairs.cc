#include "engine/compared_pairs.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "base/hash.h"

namespace doublon::engine {
namespace {

using compare::ComparisonVector;

struct VectorHash {
  std::size_t operator()(const ComparisonVector& vector) const noexcept {
    return StableHash({reinterpret_cast<const char*>(vector.levels.data()), vector.levels.size()},
                      0);
  }
};

// The vectors that one worker has met, numbered as they came.
struct Patterns {
  absl::flat_hash_map<ComparisonVector, std::uint32_t, VectorHash> numbers;
  std::vector<ComparisonVector> vectors;
  std::vector<std::uint64_t> sample_counts;
  std::vector<std::uint32_t> positions;  // among those of all workers

  std::uint32_t NumberOf(const ComparisonVector& vector) {
    const auto [found, is_new] =
        numbers.try_emplace(vector, static_cast<std::uint32_t>(vectors.size()));
    if (is_new) {
      vectors.push_back(vector);
      sample_counts.push_back(0);
    }
    return found->second;
  }
};

// Records of a block come from all over memory. While one pair is compared, the places of later
// ones are asked for, then their bytes.
constexpr std::size_t kPlacesAhead = 24;
constexpr std::size_t kBytesAhead = 8;
void Prefetch(const record::PreparedStore& records, std::span<const block::CandidatePair> pairs,
              std::size_t i) {
  if (i + kPlacesAhead < pairs.size()) {
    records.PrefetchPlace(pairs[i + kPlacesAhead].a);
    records.PrefetchPlace(pairs[i + kPlacesAhead].b);
  }
  if (i + kBytesAhead < pairs.size()) {
    records.PrefetchBytes(pairs[i + kBytesAhead].a);
    records.PrefetchBytes(pairs[i + kBytesAhead].b);
  }
}

// Brings the workers' patterns into one ascending list and tells each where its own are.
void MergePatterns(std::vector<Patterns>& workers, ComparedPairs* compared) {
  std::vector<ComparisonVector>& all = compared->patterns;
  for (const Patterns& worker : workers) {
    all.insert(all.end(), worker.vectors.begin(), worker.vectors.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::vector<std::uint64_t> counts(all.size());
  for (Patterns& worker : workers) {
    worker.positions.resize(worker.vectors.size());
    for (std::size_t i = 0; i < worker.vectors.size(); ++i) {
      const auto at = std::lower_bound(all.begin(), all.end(), worker.vectors[i]);
      worker.positions[i] = static_cast<std::uint32_t>(at - all.begin());
      counts[worker.positions[i]] += worker.sample_counts[i];
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (counts[i] > 0) compared->sample.push_back({all[i], counts[i]});
  }
}

}  // namespace

std::uint64_t ComparedPairs::pair_count() const noexcept {
  std::uint64_t count = 0;
  for (const HugeVector<Entry>& part : parts) count += part.size();
  return count;
}

ComparedPairs ComparePairs(const record::PreparedStore& records, const Candidates& candidates,
                           std::span<const compare::Comparison> comparisons,
                           const PairFilter& filter, double sample_pairs_max, WorkerPool& pool) {
  const block::KeyTable& keys = candidates.keys;
  const auto pairs_in_blocks = std::max(1.0, static_cast<double>(keys.report().pair_count));
  const double share = std::min(1.0, sample_pairs_max / pairs_in_blocks);
  const std::size_t task_count = keys.task_count();
  ComparedPairs compared;
  compared.parts.resize(task_count + 1);
  std::vector<Patterns> workers(pool.thread_count());
  std::vector<std::size_t> worker_of(task_count + 1);
  pool.ParallelFor(task_count + 1, [&](std::size_t task, std::size_t worker) {
    Patterns& patterns = workers[worker];
    worker_of[task] = worker;
    const auto compare_all = [&](std::span<const block::CandidatePair> pairs, bool in_sample) {
      for (std::size_t i = 0; i < pairs.size(); ++i) {
        Prefetch(records, pairs, i);
        if (!filter.Takes(pairs[i])) continue;
        const std::uint32_t number = patterns.NumberOf(
            compare::Compare(comparisons, records[pairs[i].a], records[pairs[i].b]));
        patterns.sample_counts[number] += in_sample;
        compared.parts[task].push_back({pairs[i], number});
      }
    };
    if (task == task_count) {
      compare_all(candidates.copies, true);
    } else {
      keys.ForPairs(task, share, compare_all);
    }
  });
  MergePatterns(workers, &compared);
  pool.ParallelFor(compared.parts.size(), [&](std::size_t task, std::size_t) {
    const std::vector<std::uint32_t>& positions = workers[worker_of[task]].positions;
    for (ComparedPairs::Entry& entry : compared.parts[task]) {
      entry.pattern = positions[entry.pattern];
    }
  });
  return compared;
}

std::vector<cluster::Edge> ScorePairs(const ComparedPairs& pairs, const model::Mixture& mixture,
                                      double log_odds_min, WorkerPool& pool) {
  std::vector<double> log_odds(pairs.patterns.size());
  for (std::size_t i = 0; i < log_odds.size(); ++i) {
    log_odds[i] = mixture.LogOdds(pairs.patterns[i]);
  }
  std::vector<std::vector<cluster::Edge>> parts(pairs.parts.size());
  pool.ParallelFor(parts.size(), [&](std::size_t part, std::size_t) {
    for (const ComparedPairs::Entry& entry : pairs.parts[part]) {
      const double weight = log_odds[entry.pattern];
      if (weight >= log_odds_min) parts[part].push_back({entry.pair.a, entry.pair.b, weight});
    }
  });
  std::vector<cluster::Edge> edges;
  for (const std::vector<cluster::Edge>& part : parts) {
    edges.insert(edges.end(), part.begin(), part.end());
  }
  return edges;
}

}  // namespace doublon::engine
