#include "engine/households.h"

#include <algorithm>

#include "cluster/union_find.h"
#include "compare/comparison.h"
#include "model/training.h"

namespace doublon::engine {

namespace {

constexpr double kHouseholdMin = 0.5;

bool SharesHome(const model::ModelData& model, const compare::ComparisonVector& vector) {
  for (std::size_t j = 0; j < model.comparisons.size(); ++j) {
    const compare::ComparisonKind kind = model.comparisons[j].kind;
    if (kind != compare::ComparisonKind::kAddress && kind != compare::ComparisonKind::kPhone &&
        kind != compare::ComparisonKind::kEmail) {
      continue;
    }
    const compare::LevelSense sense = compare::LevelsOf(kind)[vector.levels[j]].sense;
    // A shared phone or mailbox is a partial agreement of persons, and a whole one of homes.
    const bool partial = kind != compare::ComparisonKind::kAddress && sense == compare::LevelSense::kPartial;
    if (sense == compare::LevelSense::kAgree || partial) return true;
  }
  return false;
}

bool OneHousehold(const model::ModelData& model, const compare::ComparisonVector& vector) {
  const model::ClassValues joint = model.mixture.Joint(vector);
  double all = 0;
  for (const double value : joint) all += value;
  const double home = joint[model::kHousehold] + joint[model::kTwins] + joint[model::kHomonyms];
  return home > kHouseholdMin * all && SharesHome(model, vector);
}

}  // namespace

std::vector<std::uint32_t> FindHouseholds(const PreparedRun& run, const block::KeyTable& keys, const model::ModelData& model,
                                          const std::vector<std::uint32_t>& representatives, WorkerPool& pool) {
  if (model.mixture.class_count != model::kClassNameCount) return {};
  std::vector<std::vector<block::CandidatePair>> parts(keys.task_count());
  pool.ParallelFor(keys.task_count(), [&](std::size_t task, std::size_t) {
    keys.ForPairs(task, 1, [&](std::span<const block::CandidatePair> pairs, bool) {
      for (const block::CandidatePair& pair : pairs) {
        if (representatives[pair.a] == representatives[pair.b]) continue;
        if (OneHousehold(model, compare::Compare(model.comparisons, run.records[pair.a], run.records[pair.b]))) {
          parts[task].push_back(pair);
        }
      }
    });
  });
  cluster::UnionFind homes(representatives.size());
  for (std::uint32_t row = 0; row < representatives.size(); ++row) homes.Join(row, representatives[row]);
  for (const auto& part : parts) {
    for (const block::CandidatePair& pair : part) homes.Join(pair.a, pair.b);
  }
  std::vector<std::uint32_t> households(representatives.size());
  for (std::uint32_t row = 0; row < households.size(); ++row) households[row] = homes.Find(row);
  return households;
}

}  // namespace doublon::engine
