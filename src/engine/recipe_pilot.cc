#include "engine/recipe_pilot.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "base/hash.h"
#include "engine/compare_in_batches.h"

namespace doublon::engine {

namespace {

using block::KeyMaker;
using block::RecipeSet;
using compare::ComparisonVector;

// Pilot of a list of N records: this times the square root of N.
constexpr double kRowsPerRoot = 50;
// Pairs of one thing from which a choice can be made; below, few would speak for all. (A million
// records with a quarter as many true pairs have 600 in their pilot.)
constexpr double kSamePairsMin = 200;
// A pair would be alone in smaller blocks.
constexpr std::uint32_t kPilotBlockSizeMin = 3;

// Sets as an order of their own, so that sums over them come out the same each time.
struct SetLess {
  bool operator()(const RecipeSet& a, const RecipeSet& b) const noexcept {
    const std::size_t first = (a ^ b)._Find_first();
    return first < b.size() && b.test(first);
  }
};
struct PairCounts {
  double same = 0, strangers = 0;
};
using CountsOfSets = std::map<RecipeSet, PairCounts, SetLess>;

// Records drawn by their contents, each content once: copies say nothing of keys.
std::vector<std::uint32_t> PilotRows(const RecordHashes& hashes, std::size_t count) {
  constexpr std::uint64_t kSeed = 0x70696c6f74ULL;
  struct Place {
    std::uint64_t drawn, tie;
    std::uint32_t row;
    bool operator<(const Place& other) const noexcept {
      return std::tie(drawn, tie, row) < std::tie(other.drawn, other.tie, other.row);
    }
  };
  std::vector<Place> places;
  // As if all contents differed; a little more than is needed.
  const double share =
      1.05 * static_cast<double>(count) / static_cast<double>(hashes.content.size());
  const auto drawn_max = static_cast<std::uint64_t>(std::min(share, 0.999) * 0x1p64);
  for (std::uint32_t row = 0; row < hashes.content.size(); ++row) {
    const std::uint64_t drawn = MixHash(kSeed, hashes.content[row]);
    if (drawn <= drawn_max) places.push_back({drawn, hashes.tie[row], row});
  }
  std::sort(places.begin(), places.end());
  std::vector<std::uint32_t> rows;
  for (std::size_t i = 0; i < places.size() && rows.size() < count; ++i) {
    if (i == 0 || places[i].drawn != places[i - 1].drawn) rows.push_back(places[i].row);
  }
  return rows;
}

struct Pilot {
  record::PreparedStore records;
  std::vector<std::uint16_t> sources;
  double scale = 1;  // records of the list for each of the pilot
};

Pilot MakePilot(const PreparedRun& run, const RecordHashes& hashes, std::uint64_t record_count) {
  const auto list_size = static_cast<double>(record_count);
  const std::vector<std::uint32_t> rows =
      PilotRows(hashes, static_cast<std::size_t>(kRowsPerRoot * std::sqrt(list_size)));
  Pilot pilot;
  pilot.scale = list_size / static_cast<double>(std::max<std::size_t>(1, rows.size()));
  for (const std::uint32_t row : rows) {
    pilot.records.AppendBlock(run.records[row].bytes());
    pilot.sources.push_back(run.sources[row]);
  }
  return pilot;
}

// The limits of the whole list as they are for its pilot: blocks are smaller by the scale, pairs
// fewer by its square.
block::KeyTableOptions ScaledOptions(std::size_t record_count, double scale) {
  const block::KeyTableOptions list;
  const auto scaled_size = [&](std::uint32_t size) {
    return std::max(kPilotBlockSizeMin, static_cast<std::uint32_t>(std::ceil(size / scale)));
  };
  block::KeyTableOptions options;
  options.pairs_per_record = 0;
  options.pairs_min = list.PairBudget(static_cast<double>(record_count)) / (scale * scale);
  options.block_size_floor = scaled_size(list.block_size_floor);
  options.block_size_ceiling = scaled_size(list.block_size_ceiling);
  return options;
}

// What one worker counts of the pilot's pairs.
class PairCounter {
 public:
  PairCounter(const Pilot& pilot, std::span<const block::KeyRecipe> recipes,
              const block::OverfullKeys& overfull)
      : pilot_(&pilot), overfull_(&overfull), maker_(recipes) {}

  // Pairs come by ascending a.
  void Count(block::CandidatePair pair, bool same) {
    if (pair.a != row_ || keys_of_row_.empty()) {
      row_ = pair.a;
      maker_.MakeSorted(pilot_->records[row_], *overfull_, keys_of_row_);
    }
    RecipeSet common;
    for (const KeyMaker::MadeKey& made : maker_.Make(pilot_->records[pair.b], *overfull_)) {
      if (std::binary_search(keys_of_row_.begin(), keys_of_row_.end(), made.key))
        common.set(made.recipe);
    }
    PairCounts& counts = counts_[common];
    ++(same ? counts.same : counts.strangers);
  }
  void AddTo(CountsOfSets* all) const {
    for (const auto& [set, counts] : counts_) {
      (*all)[set].same += counts.same;
      (*all)[set].strangers += counts.strangers;
    }
  }

 private:
  const Pilot* pilot_;
  const block::OverfullKeys* overfull_;
  KeyMaker maker_;
  std::uint32_t row_ = 0;
  std::vector<block::BlockKey> keys_of_row_;
  CountsOfSets counts_;
};

CountsOfSets CountPairs(const Pilot& pilot, std::span<const block::KeyRecipe> recipes,
                        const block::PairTable& pairs, const block::OverfullKeys& overfull,
                        const model::TrainingInput& list, WorkerPool& pool) {
  const auto guess = model::GuessWeights(list);
  std::vector<PairCounter> workers(pool.thread_count(), PairCounter(pilot, recipes, overfull));
  pool.ParallelFor(pairs.part_count(), [&](std::size_t part, std::size_t worker) {
    block::PairTable::Words loaded;
    const std::span<const std::uint64_t> words = pairs.LoadPart(part, loaded);
    const auto pair_at = [&](std::size_t i) { return block::PackedPair(words[i]).pair(); };
    CompareInBatches(pilot.records, list.comparisons, words.size(), pair_at,
                     [&](std::size_t first, std::span<const ComparisonVector> vectors) {
                       for (std::size_t i = 0; i < vectors.size(); ++i) {
                         workers[worker].Count(
                             pair_at(first + i),
                             model::StartClass(list, guess, vectors[i]) == model::kSamePerson);
                       }
                     });
  });
  CountsOfSets counts;
  for (const PairCounter& worker : workers) worker.AddTo(&counts);
  return counts;
}

// Keys of the whole list by recipe.
std::vector<double> CountKeys(const Pilot& pilot, std::span<const block::KeyRecipe> recipes,
                              const block::OverfullKeys& overfull, WorkerPool& pool) {
  std::vector<KeyMaker> makers(pool.thread_count(), KeyMaker(recipes));
  std::vector<std::vector<std::uint64_t>> counts(pool.thread_count(),
                                                 std::vector<std::uint64_t>(recipes.size(), 0));
  ForEachRow(pool, pilot.records.size(), [&](std::size_t row, std::size_t worker) {
    for (const KeyMaker::MadeKey& made : makers[worker].Make(pilot.records[row], overfull)) {
      ++counts[worker][made.recipe];
    }
  });
  std::vector<double> keys(recipes.size(), 0);
  for (const std::vector<std::uint64_t>& of_worker : counts) {
    for (std::size_t r = 0; r < keys.size(); ++r) {
      keys[r] += pilot.scale * static_cast<double>(of_worker[r]);
    }
  }
  return keys;
}

}  // namespace

std::vector<block::KeyRecipe> ChooseRecipesByPilot(const PreparedRun& run,
                                                   const RecordHashes& hashes,
                                                   std::span<const block::KeyRecipe> recipes,
                                                   const model::TrainingInput& list,
                                                   const PairFilter& filter, WorkerPool& pool) {
  const Pilot pilot = MakePilot(run, hashes, list.record_count);
  std::span<const std::uint16_t> groups;
  if (filter.across_sources_only) groups = pilot.sources;
  const block::KeyTableOptions options = ScaledOptions(run.records.size(), pilot.scale);
  block::OverfullKeys overfull;
  block::KeyTable keys;
  keys.Build(pilot.records, recipes, options, true, 0, &overfull, pool);
  block::PairTable pairs;
  pairs.Build(keys, pilot.records.size(), groups, {}, pool);

  std::vector<block::PilotPairs> reached;
  double same = 0;
  for (const auto& [set, counts] : CountPairs(pilot, recipes, pairs, overfull, list, pool)) {
    same += counts.same;
    reached.push_back({set, counts.same, counts.strangers * pilot.scale * pilot.scale});
  }
  block::RecipeSet chosen = block::RecipeSet().set();
  if (same >= kSamePairsMin) {
    chosen = block::ChooseRecipes(reached, CountKeys(pilot, recipes, overfull, pool));
  }
  std::vector<block::KeyRecipe> kept;
  for (std::size_t r = 0; r < recipes.size(); ++r) {
    if (chosen.test(r)) kept.push_back(recipes[r]);
  }
  return kept;
}

}  // namespace doublon::engine
