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
    const bool partial =
        kind != compare::ComparisonKind::kAddress && sense == compare::LevelSense::kPartial;
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

std::vector<std::uint32_t> FindHouseholds(const Candidates& candidates, const ComparedPairs& pairs,
                                          const model::ModelData& model,
                                          const std::vector<std::uint32_t>& representatives,
                                          WorkerPool& pool) {
  if (model.mixture.class_count <= model::kHomonyms || !model::OfPersons(model.comparisons))
    return {};
  std::vector<std::uint8_t> of_one_home(pairs.patterns.size());
  for (std::size_t i = 0; i < of_one_home.size(); ++i)
    of_one_home[i] = OneHousehold(model, pairs.patterns[i]);
  std::vector<std::vector<block::CandidatePair>> parts(pairs.parts.size());
  pool.ParallelFor(parts.size(), [&](std::size_t part, std::size_t) {
    const CandidatePart of_part(candidates, part);
    HugeVector<std::uint32_t> loaded;
    const std::span<const std::uint32_t> numbers = pairs.parts[part].Load(loaded);
    for (std::size_t i = 0; i < std::min(numbers.size(), of_part.size()); ++i) {
      if (of_one_home[numbers[i]] == 0) continue;
      const block::CandidatePair pair = of_part[i];
      if (representatives[pair.a] != representatives[pair.b]) parts[part].push_back(pair);
    }
  });
  cluster::UnionFind homes(representatives.size());
  for (std::uint32_t row = 0; row < representatives.size(); ++row)
    homes.Join(row, representatives[row]);
  for (const auto& part : parts) {
    for (const block::CandidatePair& pair : part) homes.Join(pair.a, pair.b);
  }
  std::vector<std::uint32_t> households(representatives.size());
  for (std::uint32_t row = 0; row < households.size(); ++row) households[row] = homes.Find(row);
  return households;
}

}  // namespace doublon::engine
