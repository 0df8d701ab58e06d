#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/worker_pool.h"
#include "cluster/entities.h"
#include "engine/run_memory.h"
#include "engine/scoring.h"
#include "engine/sources.h"
#include "engine/stage_clock.h"
#include "model/model.h"

namespace doublon::engine {

struct BatchOptions {
  double false_merge_rate =
      0.001;  // at most this share of merged pairs is expected to be false; in (0, 1)
  bool objective_f1 = false;         // instead: the best expected pairwise F1
  bool across_sources_only = false;  // link
  std::vector<std::string>
      unique_sources;  // link: sources that hold each person once, as the user says
  std::shared_ptr<const model::Model> model;  // use this model; null = learn one from the records
  cluster::Decisions decisions;               // of people, by position
  cluster::Decisions labels;                  // pairs judged by people to learn from
  bool households = false;                    // fill BatchResult::households
  bool keep_candidates = false;  // fill BatchResult::candidates; costs 16 bytes a candidate pair
  bool keep_links = false;       // fill BatchResult::links
  MemoryOptions memory;
  // Other records that each may be compared with, about; larger blocks and all kinds of key make
  // them, as far as there are any. 0 = what the list needs. Costs time and memory in proportion.
  std::uint32_t candidates_per_record = 0;
};

struct BatchResult {
  std::shared_ptr<const model::Model> model;
  cluster::Entities entities;
  std::vector<std::uint32_t> households;  // of each record, see FindHouseholds; when asked for
  std::vector<cluster::Edge>
      review;  // pairs from the review threshold that were not merged, most likely first
  std::vector<cluster::Edge> candidates;  // every pair compared, when asked for
  std::vector<cluster::Edge>
      links;  // pairs over the threshold that are in one entity, by row, when asked for
  block::KeyReport keys;
  double estimated_reach =
      1;  // share of the pairs of one person that the keys bring together, as estimated
  std::uint64_t pair_count = 0;             // candidate pairs compared
  std::vector<std::string> unique_sources;  // taken as holding each person once
  std::uint64_t spilled_bytes = 0;          // put into a temporary file
};

// How the keys of a run are made.
block::KeyTableOptions KeyOptionsOf(const BatchOptions& options);

// From prepared records to entities: frequencies, keys, learning, scoring, entities. Annotates the
// records of `run` in place. Same records, options and model: same entities, whatever the order of
// the records, the number of workers and the memory. Errors: those of SpillFile, only where memory
// is limited.
StatusOr<BatchResult> RunBatch(PreparedRun& run, const BatchOptions& options, WorkerPool& pool,
                               StageClock& stages);

}  // namespace doublon::engine
