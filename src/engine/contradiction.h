#pragma once

#include <span>
#include <vector>

#include "cluster/entities.h"
#include "compare/comparison.h"
#include "model/model.h"

namespace doublon::engine {

// How entities are built under a model, in a batch and live.
inline cluster::EntityOptions EntityOptionsOf(const model::ModelData& model) {
  cluster::EntityOptions options;
  options.same_log_odds = model.same_log_odds;
  options.neutral_log_odds = model.neutral_log_odds;
  options.weak_log_odds = model.weak_log_odds;
  return options;
}

// log2 odds of pairs for building entities: as the model's, but cluster::kContradiction where two
// records differ in what one person has once and, in these lists, is hardly ever wrong: full birth
// dates without a part in common, generations (Jr and Sr), unless other evidence links the pair all
// the same. Pure, symmetric. `model` must outlive it. Thread safe.
class EntityOdds {
 public:
  explicit EntityOdds(const model::ModelData& model);
  double operator()(record::PreparedView a, record::PreparedView b) const noexcept;
  // Of two groups of records, each group seen as one record with all its values: every comparison
  // is at the best level that two records of the groups reach. kContradiction when a pair
  // contradicts, or is all but certain not to be one person.
  double Joint(std::span<const record::PreparedView> x,
               std::span<const record::PreparedView> y) const;

 private:
  bool Contradicts(const compare::ComparisonVector& vector) const noexcept;

  const model::ModelData& model_;
  std::vector<std::uint8_t>
      contradicting_;  // level of each comparison that contradicts; 0: none does
  std::vector<std::vector<double>> weights_;  // by comparison and level, other comparisons unknown
};

}  // namespace doublon::engine
