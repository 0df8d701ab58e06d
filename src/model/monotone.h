#pragma once

#include <array>
#include <span>

#include "compare/comparison.h"
#include "model/mixture.h"

namespace doublon::model {

// Makes better agreement weigh no less than worse: where the weight of a level (log2 of its share
// in the classes that mean the same to that in the others) falls below that of a worse one
// (compare::OrderedLevels), the two are pooled in every class (pool adjacent violators), so that
// both weigh alike; what they had together stays. Returns how many levels were pooled. `homes`:
// classes that share an address by their nature and do not count among the others there. That an
// address in common is mostly a household's must not make it weigh what another street of one town
// does between namesakes.
std::size_t MakeMonotone(std::span<const compare::Comparison> comparisons,
                         const std::array<bool, kClassCountMax>& homes, Mixture* mixture);

}  // namespace doublon::model
