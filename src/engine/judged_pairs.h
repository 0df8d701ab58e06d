#pragma once

#include <string>
#include <vector>

#include "cluster/entities.h"
#include "engine/sources.h"
#include "evaluate/named_pairs.h"

namespace doublon::engine {

// The pairs by position in the run, those judged the same and those judged different, each sorted
// and once. Errors: a record that the run does not have, an id that several sources have where the
// pair names no source.
StatusOr<cluster::Decisions> LocatePairs(const PreparedRun& run,
                                         const std::vector<evaluate::NamedPair>& pairs,
                                         const std::string& path);

}  // namespace doublon::engine
