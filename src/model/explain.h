#pragma once

#include <vector>

#include "model/mixture.h"

namespace doublon::model {

// The weight of a pair, part by part, in bits (log2 odds). The parts add up to the total.
struct WeightParts {
  double prior = 0;                 // before anything is compared: candidate pairs of this model
  std::vector<double> comparisons;  // what each comparison adds to those before it
  double total = 0;
};

// In a mixture, comparisons do not add up by themselves: a household explains several agreements at
// once. The part of a comparison is therefore what it changes given the comparisons before it
// (chain rule), so that parts sum to the total.
WeightParts ExplainWeight(const Mixture& mixture, const compare::ComparisonVector& vector);

}  // namespace doublon::model
