#pragma once

#include <span>

#include "model/mixture.h"

namespace doublon::model {

// What merging every candidate pair from `log_odds` upward is expected to give.
struct Threshold {
  double log_odds = 0;            // merge from here
  double expected_precision = 1;  // of merged pairs
  double expected_recall = 1;     // of the same-person pairs among the candidates
};

// The lowest threshold whose merged pairs are expected to hold at most `rate` false ones (0 < rate
// < 1). A pair whose own chance of being false exceeds margin_factor × rate is never merged,
// however well the others do: kMarginFactor for lists of persons, whose classes are well known;
// kMarginFactorOther for others, where the chances of the least sure pairs may be several times
// what the model says.
inline constexpr double kMarginFactor = 50;
inline constexpr double kMarginFactorOther = 5;
Threshold ThresholdForFalseMergeRate(std::span<const PatternCount> patterns, const Mixture& mixture,
                                     double rate, double margin_factor = kMarginFactor);

// The threshold with the best expected pairwise F1.
Threshold ThresholdForF1(std::span<const PatternCount> patterns, const Mixture& mixture);

}  // namespace doublon::model
