#include "engine/contradiction.h"

#include <cmath>

#include "cluster/entities.h"
#include "compare/field_comparisons.h"

namespace doublon::engine {

namespace {

// Pairs of one person at the level, at most, for it to contradict. Lists whose dates are often
// wholly wrong have no veto.
constexpr double kSameShareMax = 0.005;
constexpr std::uint8_t kDifferentSuffix = 1;
// A pair of two groups less likely than this is evidence against them that no better pair
// outweighs.
constexpr double kDenial = -8;

// Shares of a level among the pairs of one person and among others.
struct LevelShares {
  double same = 0, other = 0;
};

LevelShares SharesOf(const model::Mixture& mixture, std::size_t comparison, std::size_t level) {
  LevelShares all, at_level;
  for (std::size_t k = 0; k < mixture.class_count; ++k) {
    const double at = mixture.shares[k] * mixture.levels[comparison][level][k];
    (mixture.same[k] ? all.same : all.other) += mixture.shares[k];
    (mixture.same[k] ? at_level.same : at_level.other) += at;
  }
  return {all.same > 0 ? at_level.same / all.same : 1,
          all.other > 0 ? at_level.other / all.other : 1};
}

}  // namespace

EntityOdds::EntityOdds(const model::ModelData& model)
    : model_(model), contradicting_(model.comparisons.size(), 0) {
  for (std::size_t j = 0; j < contradicting_.size(); ++j) {
    std::uint8_t level = 0;
    if (model.comparisons[j].kind == compare::ComparisonKind::kBirthDate) {
      level = static_cast<std::uint8_t>(compare::DateLevel::kDifferent);
    } else if (model.comparisons[j].kind == compare::ComparisonKind::kSuffix) {
      level = kDifferentSuffix;
    }
    if (level != 0 && SharesOf(model.mixture, j, level).same <= kSameShareMax)
      contradicting_[j] = level;
  }
  for (std::size_t j = 0; j < contradicting_.size(); ++j) {
    constexpr double kTiny = 1e-12;
    std::vector<double>& weights = weights_.emplace_back(model.mixture.levels[j].size(), 0);
    for (std::size_t level = 1; level < weights.size(); ++level) {
      const LevelShares shares = SharesOf(model.mixture, j, level);
      weights[level] = std::log2((shares.same + kTiny) / (shares.other + kTiny));
    }
  }
}

double EntityOdds::operator()(record::PreparedView a, record::PreparedView b) const noexcept {
  const compare::ComparisonVector vector = compare::Compare(model_.comparisons, a, b);
  const double log_odds = model_.mixture.LogOdds(vector);
  // A pair that is linked by itself has evidence above the contradiction.
  if (log_odds >= model_.same_log_odds) return log_odds;
  return Contradicts(vector) ? cluster::kContradiction : log_odds;
}

bool EntityOdds::Contradicts(const compare::ComparisonVector& vector) const noexcept {
  for (std::size_t j = 0; j < contradicting_.size(); ++j) {
    if (contradicting_[j] != 0 && vector.levels[j] == contradicting_[j]) return true;
  }
  return false;
}

double EntityOdds::Joint(std::span<const record::PreparedView> x,
                         std::span<const record::PreparedView> y) const {
  compare::ComparisonVector best;
  for (const record::PreparedView a : x) {
    for (const record::PreparedView b : y) {
      const compare::ComparisonVector vector = compare::Compare(model_.comparisons, a, b);
      if (Contradicts(vector) || model_.mixture.LogOdds(vector) < kDenial)
        return cluster::kContradiction;
      for (std::size_t j = 0; j < weights_.size(); ++j) {
        const std::uint8_t level = vector.levels[j];
        if (level == compare::kMissingLevel) continue;
        if (best.levels[j] == compare::kMissingLevel ||
            weights_[j][level] > weights_[j][best.levels[j]])
          best.levels[j] = level;
      }
    }
  }
  return model_.mixture.LogOdds(best);
}

}  // namespace doublon::engine
