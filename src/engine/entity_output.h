#pragma once

#include <string>
#include <string_view>

#include "base/status.h"
#include "engine/batch_run.h"

namespace doublon::engine {

// The number of each record's entity: from 1, in order of first appearance.
std::vector<std::uint32_t> EntityNumbers(const BatchResult& result);

// Writes `source,id,entity_id,probability`, one line a record in input order; probability is that
// of the weakest link that holds the row, 1 for a single. A column household_id follows where
// households were asked for.
Status WriteEntities(const PreparedRun& run, const BatchResult& result, const std::string& path,
                     WorkerPool& pool);

// Writes the pairs to look at, most likely first: both ids, probability, reasons. At most
// `pairs_max`.
Status WriteReview(const PreparedRun& run, const BatchResult& result, std::size_t pairs_max,
                   const std::string& path);

// Writes every pair that was compared (BatchResult::candidates): both ids, log2 odds, the level of
// each comparison.
Status WritePairs(const PreparedRun& run, const BatchResult& result, const std::string& path);

// Where the tables of a model file are: beside it.
std::string TablesPath(const std::string& model_path);
// Writes model.json and its tables.
Status WriteModel(const model::Model& model, const std::string& path);

}  // namespace doublon::engine
