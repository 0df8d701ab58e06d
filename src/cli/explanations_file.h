#pragma once

#include <string>

#include "base/status.h"
#include "engine/batch_run.h"

namespace doublon::cli {

// Writes one JSON object a line for every pair that was merged for its own weight
// (BatchResult::links), in order of rows: source_a, id_a, source_b, id_b, entity_id as in the
// entity file, then what the wire's `explain` answers: comparisons with both values, level and
// weight; prior, total, probability; a sentence in English and French. Holds one line at a time.
Status WriteExplanations(const engine::PreparedRun& run, const engine::BatchResult& result,
                         const std::string& path);

}  // namespace doublon::cli
