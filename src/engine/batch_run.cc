#include "engine/batch_run.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "engine/compared_pairs.h"
#include "engine/contradiction.h"
#include "engine/households.h"
#include "engine/list_facts.h"
#include "engine/reach.h"
#include "engine/uniqueness.h"
#include "model/threshold.h"
#include "model/training.h"

namespace doublon::engine {

namespace {

// Pairs that training sees. Beyond some million the learnt shares no longer move.
constexpr double kTrainingPairs = 3e6;
// Pairs less likely than this are not worth a person's look.
constexpr double kReviewProbability = 0.10;
// Links weaker than the threshold by more than this add next to nothing to what records say
// together, and namesakes have hundreds of them.
constexpr double kWeakBits = 4;
// Above any threshold.
constexpr double kNeverTogether = 1000;

// Shipped weights go with the shipped sense of "rare": takes over the cuts of the comparisons both
// models have. Whether any changed.
bool TakeShippedCuts(const model::ModelData& shipped, model::ModelData* data) {
  bool changed = false;
  for (compare::Comparison& comparison : data->comparisons) {
    const auto same = std::find_if(
        shipped.comparisons.begin(), shipped.comparisons.end(), [&](const auto& other) {
          return other.kind == comparison.kind && other.name == comparison.name;
        });
    if (same == shipped.comparisons.end() || same->rarity_cuts == comparison.rarity_cuts) continue;
    comparison.rarity_cuts = same->rarity_cuts;
    changed = true;
  }
  return changed;
}

model::Threshold SetThresholds(std::span<const model::PatternCount> patterns,
                               const BatchOptions& options, model::ModelData* data) {
  const model::Threshold threshold =
      options.objective_f1 ? model::ThresholdForF1(patterns, data->mixture)
                           : model::ThresholdForFalseMergeRate(
                                 patterns, data->mixture, options.false_merge_rate,
                                 model::OfPersons(data->comparisons) ? model::kMarginFactor
                                                                     : model::kMarginFactorOther);
  data->same_log_odds = threshold.log_odds;
  data->review_log_odds =
      std::min(threshold.log_odds, std::log2(kReviewProbability / (1 - kReviewProbability)));
  // For the best F1 a pair of persons of which little is known does not speak against an entity:
  // they leave fields empty. It does for a promise, and of other things, which chain by an address
  // or a name of many.
  data->neutral_log_odds =
      options.objective_f1 && model::OfPersons(data->comparisons)
          ? std::min(threshold.log_odds, data->mixture.LogOdds(compare::ComparisonVector{}))
          : threshold.log_odds;
  // A person gives one list a telephone and another an address, so records of persons say more
  // together. Of other things one record in a group that is wrong brings in the next. For the best
  // F1 only what votes refused is looked at so: pairs below the threshold become no surer.
  if (model::OfPersons(data->comparisons)) {
    data->weak_log_odds = threshold.log_odds;
    if (!options.objective_f1)
      data->weak_log_odds = std::max(data->review_log_odds, threshold.log_odds - kWeakBits);
  } else {
    data->weak_log_odds = kNeverTogether;
  }
  data->expected_precision = threshold.expected_precision;
  data->expected_recall = threshold.expected_recall;
  return threshold;
}

// Everything learnt from the records, up to and including the thresholds. Annotates the records and
// fills `hashes`, `candidates` and `pairs` on the way.
model::ModelData Learn(PreparedRun& run, const BatchOptions& options, const PairFilter& filter,
                       StageClock& stages, RecordHashes* hashes, Candidates* candidates,
                       ComparedPairs* pairs, RunMemory& memory, WorkerPool& pool) {
  ListFacts facts =
      LearnFacts(run, run.records.size(), filter, options.candidates_per_record != 0, stages, pool);
  model::ModelData& data = facts.data;
  model::TrainingInput& input = facts.input;
  input.cautious = !options.objective_f1;
  *hashes = std::move(facts.hashes);
  stages.Start("making keys");
  *candidates = FindCandidates(run, *hashes, data.recipes, KeyOptionsOf(options), true,
                               data.block_size_hard, filter, &data.overfull, memory, pool);
  // What this run looks at, runs by its model do as well.
  data.block_size_hard = std::max(data.block_size_hard, candidates->keys.block_size_max);

  stages.Start("comparing");
  // Levels of all that training looks at, under the present comparisons.
  const auto compare_all = [&] {
    *pairs = ComparePairs(run.records, *candidates, data.comparisons, hashes->content,
                          kTrainingPairs, memory, pool);
    input.candidates = pairs->sample;
    input.labels.clear();
    for (const auto* judged : {&options.labels.same, &options.labels.different}) {
      for (const cluster::Edge& pair : *judged) {
        input.labels.push_back(
            {compare::Compare(data.comparisons, run.records[pair.a], run.records[pair.b]),
             judged == &options.labels.same});
      }
    }
  };
  compare_all();
  stages.Start("learning");
  for (const model::PatternCount& pattern : pairs->sample) data.trained_pairs += pattern.count;
  const std::shared_ptr<const model::Model> shipped = model::Model::BuiltInLearnt();
  if (!shipped->data().comparisons.empty()) {
    input.prior_mixture = &shipped->data().mixture;
    input.prior_comparisons = shipped->data().comparisons;
  }
  model::TrainingResult trained = model::Train(input);
  if (!trained.learnt && TakeShippedCuts(shipped->data(), &data)) {
    input.random_levels =
        CountRandomLevels(run.records, data.comparisons, hashes->content, filter, pool);
    compare_all();
    trained = model::Train(input);
  }
  data.mixture = std::move(trained.mixture);
  data.em_log_likelihood = std::move(trained.trace.log_likelihood);
  data.notes.insert(data.notes.end(), trained.notes.begin(), trained.notes.end());
  SetThresholds(pairs->sample, options, &data);
  return std::move(facts.data);
}

std::vector<record::PreparedView> ViewsOf(const record::PreparedStore& records,
                                          std::span<const std::uint32_t> rows) {
  std::vector<record::PreparedView> views;
  for (const std::uint32_t row : rows) views.push_back(records[row]);
  return views;
}

// Homes are shared within a source as well, so where pairs across sources alone were compared, all
// are.
std::vector<std::uint32_t> Households(const PreparedRun& run, const BatchOptions& options,
                                      const model::ModelData& data, const RecordHashes& hashes,
                                      Candidates candidates, ComparedPairs pairs,
                                      const cluster::Entities& entities, RunMemory& memory,
                                      WorkerPool& pool) {
  if (options.across_sources_only) {
    block::OverfullKeys overfull = data.overfull;
    candidates = FindCandidates(run, hashes, data.recipes, {}, false, data.block_size_hard, {},
                                &overfull, memory, pool);
    pairs =
        ComparePairs(run.records, candidates, data.comparisons, hashes.content, 0, memory, pool);
  }
  return FindHouseholds(candidates, pairs, data, entities.representative, pool);
}

}  // namespace

block::KeyTableOptions KeyOptionsOf(const BatchOptions& options) {
  block::KeyTableOptions keys;
  if (options.candidates_per_record == 0) return keys;
  // A pair is a candidate of both its records, and in about so many blocks.
  constexpr double kBlocksPerPair = 2;
  constexpr std::uint32_t kWideBlockSizeMax = 20'000;
  keys.pairs_per_record = kBlocksPerPair / 2 * options.candidates_per_record;
  keys.pairs_min = 0;
  keys.block_size_floor = 2;
  keys.block_size_ceiling = kWideBlockSizeMax;
  return keys;
}

StatusOr<BatchResult> RunBatch(PreparedRun& run, const BatchOptions& options, WorkerPool& pool,
                               StageClock& stages) {
  BatchResult result;
  RunMemory memory(options.memory, stages);
  const PairFilter filter = {options.across_sources_only, &run.sources};
  Candidates candidates;
  RecordHashes hashes;
  ComparedPairs pairs;
  result.model = options.model;
  if (result.model == nullptr) {
    result.model = std::make_shared<const model::Model>(
        Learn(run, options, filter, stages, &hashes, &candidates, &pairs, memory, pool));
  } else {
    const model::ModelData& data = result.model->data();
    stages.Start("making keys");
    AnnotateAll(data.frequencies, run.records, pool);
    block::OverfullKeys overfull = data.overfull;
    hashes = HashRecords(run, pool);
    candidates = FindCandidates(run, hashes, data.recipes, {}, false, data.block_size_hard, filter,
                                &overfull, memory, pool);
    stages.Start("comparing");
    pairs =
        ComparePairs(run.records, candidates, data.comparisons, hashes.content, 0, memory, pool);
  }
  RETURN_IF_ERROR(memory.status());
  result.keys = candidates.keys;
  const model::ModelData& data = result.model->data();

  stages.Start("building entities");
  constexpr double kAll = -std::numeric_limits<double>::infinity();
  std::vector<cluster::Edge> edges = ScorePairs(
      candidates, pairs, data.mixture, options.keep_candidates ? kAll : data.review_log_odds, pool);
  if (options.keep_candidates) {
    result.candidates = edges;
    std::erase_if(edges,
                  [&](const cluster::Edge& edge) { return edge.log_odds < data.review_log_odds; });
  }
  result.pair_count = pairs.pair_count();
  if (!options.households) pairs = {};
  cluster::EntityInput input;
  input.record_count = run.records.size();
  input.tie_hashes = hashes.tie;
  input.sources = run.sources;
  const EntityOdds entity_odds(data);
  input.log_odds = [&](std::uint32_t a, std::uint32_t b) {
    return entity_odds(run.records[a], run.records[b]);
  };
  input.joint_log_odds = [&](std::span<const std::uint32_t> x, std::span<const std::uint32_t> y) {
    return entity_odds.Joint(ViewsOf(run.records, x), ViewsOf(run.records, y));
  };
  input.decisions = options.decisions;
  cluster::EntityOptions entity_options = EntityOptionsOf(data);
  if (options.across_sources_only) {
    entity_options.unique = UniqueSources(run, edges, data.same_log_odds, options.unique_sources);
    for (std::size_t s = 0; s < entity_options.unique.size(); ++s) {
      if (entity_options.unique[s]) result.unique_sources.push_back(run.source_names[s]);
    }
  }
  result.entities = cluster::ResolveEntities(input, edges, entity_options, pool);
  result.estimated_reach = EstimateReach(candidates.pairs, edges, data.same_log_odds,
                                         result.entities, hashes.content, filter);
  if (options.households) {
    result.households = Households(run, options, data, hashes, std::move(candidates),
                                   std::move(pairs), result.entities, memory, pool);
  }
  result.spilled_bytes = memory.spilled_bytes();
  RETURN_IF_ERROR(memory.status());
  for (const cluster::Edge& edge : edges) {
    if (result.entities.representative[edge.a] != result.entities.representative[edge.b]) {
      result.review.push_back(edge);
    } else if (options.keep_links && edge.log_odds >= data.same_log_odds) {
      result.links.push_back(edge);
    }
  }
  std::sort(result.links.begin(), result.links.end(),
            [](const cluster::Edge& x, const cluster::Edge& y) {
              return std::tuple(x.a, x.b) < std::tuple(y.a, y.b);
            });
  std::sort(result.review.begin(), result.review.end(),
            [](const cluster::Edge& x, const cluster::Edge& y) {
              return std::tuple(-x.log_odds, x.a, x.b) < std::tuple(-y.log_odds, y.a, y.b);
            });
  stages.Stop();
  return result;
}

}  // namespace doublon::engine
