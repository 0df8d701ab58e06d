#pragma once

#include <span>
#include <string>
#include <vector>

#include "cluster/entities.h"
#include "engine/sources.h"

namespace doublon::engine {

// Which sources of a link run hold each person once: those the user named, and those where the
// edges say so: hardly any record of another source surely joins two of theirs. Result indexed by source
// number.
std::vector<bool> UniqueSources(const PreparedRun& run, std::span<const cluster::Edge> edges,
                                double same_log_odds, const std::vector<std::string>& named);

}  // namespace doublon::engine
