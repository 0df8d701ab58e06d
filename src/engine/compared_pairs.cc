#include "engine/compared_pairs.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "absl/container/flat_hash_map.h"
#include "base/hash.h"
#include "engine/compare_in_batches.h"

namespace doublon::engine {
namespace {

using compare::ComparisonVector;

struct HashedVector {
  explicit HashedVector(const ComparisonVector& levels) noexcept : vector(levels) {
    static_assert(sizeof(ComparisonVector) == 24);
    std::array<std::uint64_t, 3> words;
    std::memcpy(words.data(), levels.levels.data(), sizeof words);
    hash = MixHash(MixHash(words[0], words[1]), words[2]);
  }
  friend bool operator==(const HashedVector& a, const HashedVector& b) noexcept {
    return a.hash == b.hash && a.vector == b.vector;
  }
  ComparisonVector vector;
  std::uint64_t hash;
};
struct HashOfVector {
  std::size_t operator()(const HashedVector& vector) const noexcept { return vector.hash; }
};

// The vectors that one worker has met, numbered as they came.
struct Patterns {
  absl::flat_hash_map<HashedVector, std::uint32_t, HashOfVector> numbers;
  std::vector<ComparisonVector> vectors;
  std::vector<std::uint64_t> sample_counts;
  std::vector<std::uint32_t> positions;  // among those of all workers

  std::uint32_t NumberOf(const HashedVector& vector) {
    const auto [found, is_new] =
        numbers.try_emplace(vector, static_cast<std::uint32_t>(vectors.size()));
    if (is_new) {
      vectors.push_back(vector.vector);
      sample_counts.push_back(0);
    }
    return found->second;
  }
};

// Which pairs are in a sample: those whose contents hash to a low number.
class Sample {
 public:
  Sample(std::span<const std::uint64_t> content_hashes, double share)
      : content_hashes_(content_hashes), all_(share >= 1) {
    if (!all_) hash_max_ = static_cast<std::uint64_t>(share * 0x1p64);
  }
  bool Takes(block::CandidatePair pair) const noexcept {
    constexpr std::uint64_t kSeed = 0x7368617265ULL;
    return all_ || MixHash(kSeed, content_hashes_[pair.a] + content_hashes_[pair.b]) < hash_max_;
  }

 private:
  std::span<const std::uint64_t> content_hashes_;
  std::uint64_t hash_max_ = 0;
  bool all_;
};

// Compares the pairs that pair_at gives and notes the pattern of each.
template <typename PairAt>
void NotePatterns(const record::PreparedStore& records,
                  std::span<const compare::Comparison> comparisons, std::size_t pair_count,
                  const PairAt& pair_at, const Sample& sample, Patterns& patterns,
                  std::uint32_t* numbers) {
  std::vector<HashedVector> hashed;
  hashed.reserve(kPairsPerBatch);
  const auto note = [&](std::size_t first, std::span<const ComparisonVector> vectors) {
    // The places of the vectors among those met are on their way from memory before the first is
    // looked up.
    hashed.clear();
    for (const ComparisonVector& vector : vectors) {
      hashed.emplace_back(vector);
      patterns.numbers.prefetch(hashed.back());
    }
    for (std::size_t i = 0; i < vectors.size(); ++i) {
      const std::uint32_t number = patterns.NumberOf(hashed[i]);
      patterns.sample_counts[number] += sample.Takes(pair_at(first + i));
      numbers[first + i] = number;
    }
  };
  CompareInBatches(records, comparisons, pair_count, pair_at, note);
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
  for (const Spillable<std::uint32_t>& part : parts) count += part.size();
  return count;
}

ComparedPairs ComparePairs(const record::PreparedStore& records, const Candidates& candidates,
                           std::span<const compare::Comparison> comparisons,
                           std::span<const std::uint64_t> content_hashes, double sample_pairs_max,
                           RunMemory& memory, WorkerPool& pool) {
  const block::PairTable& table = candidates.pairs;
  const auto pair_count = static_cast<double>(table.pair_count() + candidates.copies.size());
  const Sample sample(content_hashes, sample_pairs_max / std::max(1.0, pair_count));
  ComparedPairs compared;
  compared.parts.resize(candidates.part_count());
  const block::Spill spill =
      memory.PlaceFor((table.pair_count() + candidates.copies.size()) * sizeof(std::uint32_t));
  std::vector<Patterns> workers(pool.thread_count());
  std::vector<std::size_t> worker_of(compared.parts.size());
  pool.ParallelFor(compared.parts.size(), [&](std::size_t part, std::size_t worker) {
    worker_of[part] = worker;
    HugeVector<std::uint32_t> numbers;
    const auto compare_all = [&](std::size_t count, const auto& pair_at) {
      numbers.resize(count);
      NotePatterns(records, comparisons, count, pair_at, sample, workers[worker], numbers.data());
    };
    if (part == table.part_count()) {
      compare_all(candidates.copies.size(), [&](std::size_t i) { return candidates.copies[i]; });
    } else {
      block::PairTable::Words loaded;
      const std::span<const std::uint64_t> words = table.LoadPart(part, loaded);
      compare_all(words.size(), [&](std::size_t i) { return block::PackedPair(words[i]).pair(); });
    }
    compared.parts[part] = {std::move(numbers), spill.file};
  });
  MergePatterns(workers, &compared);
  pool.ParallelFor(compared.parts.size(), [&](std::size_t part, std::size_t) {
    const std::vector<std::uint32_t>& positions = workers[worker_of[part]].positions;
    HugeVector<std::uint32_t> numbers = compared.parts[part].Take();
    for (std::uint32_t& number : numbers) number = positions[number];
    compared.parts[part] = {std::move(numbers), spill.file};
  });
  return compared;
}

std::vector<cluster::Edge> ScorePairs(const Candidates& candidates, const ComparedPairs& pairs,
                                      const model::Mixture& mixture, double log_odds_min,
                                      WorkerPool& pool) {
  std::vector<double> log_odds(pairs.patterns.size());
  for (std::size_t i = 0; i < log_odds.size(); ++i) {
    log_odds[i] = mixture.LogOdds(pairs.patterns[i]);
  }
  std::vector<std::vector<cluster::Edge>> parts(pairs.parts.size());
  pool.ParallelFor(parts.size(), [&](std::size_t part, std::size_t) {
    const CandidatePart of_part(candidates, part);
    HugeVector<std::uint32_t> loaded;
    const std::span<const std::uint32_t> numbers = pairs.parts[part].Load(loaded);
    for (std::size_t i = 0; i < std::min(numbers.size(), of_part.size()); ++i) {
      const double weight = log_odds[numbers[i]];
      if (weight < log_odds_min) continue;
      const block::CandidatePair pair = of_part[i];
      parts[part].push_back({pair.a, pair.b, weight});
    }
  });
  std::vector<cluster::Edge> edges;
  for (const std::vector<cluster::Edge>& part : parts) {
    edges.insert(edges.end(), part.begin(), part.end());
  }
  return edges;
}

}  // namespace doublon::engine
