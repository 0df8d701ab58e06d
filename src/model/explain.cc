#include "model/explain.h"

namespace doublon::model {

WeightParts ExplainWeight(const Mixture& mixture, const compare::ComparisonVector& vector) {
  WeightParts parts;
  compare::ComparisonVector seen;
  parts.prior = mixture.LogOdds(seen);
  double before = parts.prior;
  for (std::size_t j = 0; j < mixture.levels.size(); ++j) {
    seen.levels[j] = vector.levels[j];
    const double after = mixture.LogOdds(seen);
    parts.comparisons.push_back(after - before);
    before = after;
  }
  parts.total = before;
  return parts;
}

}  // namespace doublon::model
