#include "engine/contradiction.h"

#include "cluster/entities.h"
#include "compare/field_comparisons.h"

namespace doublon::engine {

namespace {

// Pairs of one person at the level, at most, for it to contradict. Lists whose dates are often wholly wrong have no veto.
constexpr double kSameShareMax = 0.005;
constexpr std::uint8_t kDifferentSuffix = 1;

double ShareOfSame(const model::Mixture& mixture, std::size_t comparison, std::size_t level) {
  double same = 0, at_level = 0;
  for (std::size_t k = 0; k < mixture.class_count; ++k) {
    if (!mixture.same[k]) continue;
    same += mixture.shares[k];
    at_level += mixture.shares[k] * mixture.levels[comparison][level][k];
  }
  return same > 0 ? at_level / same : 1;
}

}  // namespace

EntityOdds::EntityOdds(const model::ModelData& model) : model_(model), contradicting_(model.comparisons.size(), 0) {
  for (std::size_t j = 0; j < contradicting_.size(); ++j) {
    std::uint8_t level = 0;
    if (model.comparisons[j].kind == compare::ComparisonKind::kBirthDate) {
      level = static_cast<std::uint8_t>(compare::DateLevel::kDifferent);
    } else if (model.comparisons[j].kind == compare::ComparisonKind::kSuffix) {
      level = kDifferentSuffix;
    }
    if (level != 0 && ShareOfSame(model.mixture, j, level) <= kSameShareMax) contradicting_[j] = level;
  }
}

double EntityOdds::operator()(record::PreparedView a, record::PreparedView b) const noexcept {
  const compare::ComparisonVector vector = compare::Compare(model_.comparisons, a, b);
  const double log_odds = model_.mixture.LogOdds(vector);
  // A pair that is linked by itself has evidence above the contradiction.
  if (log_odds >= model_.same_log_odds) return log_odds;
  for (std::size_t j = 0; j < contradicting_.size(); ++j) {
    if (contradicting_[j] != 0 && vector.levels[j] == contradicting_[j]) return cluster::kContradiction;
  }
  return log_odds;
}

}  // namespace doublon::engine
