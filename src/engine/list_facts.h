#pragma once

#include <cstdint>

#include "base/worker_pool.h"
#include "engine/candidates.h"
#include "engine/sources.h"
#include "engine/stage_clock.h"
#include "model/model.h"
#include "model/training.h"

namespace doublon::engine {

// What is known of a list before its keys are made.
struct ListFacts {
  model::ModelData data;  // frequencies, comparisons with their cuts, recipes; no weights so far
  RecordHashes hashes;
  // Comparisons (of `data`), levels of random pairs, the number of records.
  model::TrainingInput input;
};

// Counts the values of the records, annotates them with how rare each is, and chooses what is
// compared and by which keys records meet: all kinds of key, or those that the list needs.
// record_count: of the list, of which `run` may hold a part drawn by chance. Depends on the
// contents of the records only.
ListFacts LearnFacts(PreparedRun& run, std::uint64_t record_count, const PairFilter& filter,
                     bool all_recipes, StageClock& stages, WorkerPool& pool);

// Writes the rarity bytes of all records.
void AnnotateAll(const model::FrequencyTable& frequencies, record::PreparedStore& records,
                 WorkerPool& pool);

}  // namespace doublon::engine
