#include "model/threshold.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace doublon::model {

namespace {

struct Scored {
  double log_odds;
  double probability;
  double count;
};

std::vector<Scored> BestFirst(std::span<const PatternCount> patterns, const Mixture& mixture) {
  std::vector<Scored> scored;
  scored.reserve(patterns.size());
  for (const PatternCount& pattern : patterns) {
    const double log_odds = mixture.LogOdds(pattern.vector);
    scored.push_back({log_odds, ProbabilityOf(log_odds), static_cast<double>(pattern.count)});
  }
  std::stable_sort(scored.begin(), scored.end(),
                   [](const Scored& a, const Scored& b) { return a.log_odds > b.log_odds; });
  return scored;
}

// Walks down from the surest pair and keeps the last place where `accept` holds; none_accepted:
// from where to merge pairs that are not among these when it holds nowhere.
template <typename Accept>
Threshold Walk(const std::vector<Scored>& scored, double none_accepted, Accept accept) {
  double all_same = 0;
  for (const Scored& pair : scored) all_same += pair.count * pair.probability;
  Threshold best;
  best.log_odds = none_accepted;
  if (!scored.empty())
    best.log_odds = std::max(none_accepted, scored[0].log_odds + 1);  // merge none of these
  best.expected_recall = 0;
  double same = 0, merged = 0;
  for (std::size_t i = 0; i < scored.size(); ++i) {
    same += scored[i].count * scored[i].probability;
    merged += scored[i].count;
    if (i + 1 < scored.size() && scored[i + 1].log_odds == scored[i].log_odds) continue;
    if (!accept(scored[i], same, merged, all_same)) continue;
    best.log_odds = scored[i].log_odds;
    best.expected_precision = same / merged;
    best.expected_recall = all_same > 0 ? same / all_same : 1;
  }
  return best;
}

}  // namespace

Threshold ThresholdForFalseMergeRate(std::span<const PatternCount> patterns, const Mixture& mixture,
                                     double rate, double margin_factor) {
  const double own_max = std::min(0.5, margin_factor * rate);
  return Walk(BestFirst(patterns, mixture), std::log2((1 - rate) / rate),
              [&](const Scored& pair, double same, double merged, double) {
                return 1 - pair.probability <= own_max && merged - same <= rate * merged;
              });
}

Threshold ThresholdForF1(std::span<const PatternCount> patterns, const Mixture& mixture) {
  double best_f1 = 0;
  return Walk(BestFirst(patterns, mixture), 0,
              [&](const Scored&, double same, double merged, double all_same) {
                const double f1 = 2 * same / (merged + all_same);
                if (f1 <= best_f1) return false;
                best_f1 = f1;
                return true;
              });
}

}  // namespace doublon::model
