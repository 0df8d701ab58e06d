#pragma once

#include <span>

#include "compare/comparison.h"
#include "model/mixture.h"

namespace doublon::model {

// Makes better agreement weigh no less than worse: where the weight of a level (log2 of its share in the classes that mean the same
// to that in the others) falls below that of a worse one (compare::OrderedLevels), the two are pooled in every class (pool
// adjacent violators), so that both weigh alike; what they had together stays. Returns how many levels were pooled.
std::size_t MakeMonotone(std::span<const compare::Comparison> comparisons, Mixture* mixture);

}  // namespace doublon::model
