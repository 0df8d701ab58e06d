#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cluster/entities.h"

namespace doublon::cluster {

// One connected component, rebuilt against chaining (see ResolveEntities).
struct Component {
  std::span<const std::uint32_t> members;  // record positions, ascending
  std::span<const Edge> edges;             // from weak_log_odds, between members
};

// Writes representative and weakest_log_odds of the members into `entities` and returns the number
// of refused links.
std::uint64_t RefineComponent(const EntityInput& input, const EntityOptions& options,
                              const Component& component, Entities* entities);

}  // namespace doublon::cluster
