#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "base/worker_pool.h"
#include "evaluate/comparison.h"

namespace doublon::evaluate {

struct LabelFileOptions {
  std::size_t names_max = 10;  // ids named in each remark; the rest are counted
};

// A count with the first few ids it is made of ("source id", or "id" when the file has no sources).
struct NamedCount {
  std::uint64_t count = 0;
  std::vector<std::string> examples;
};

// The rows of a prediction and a truth file brought together. Nothing is dropped in silence:
struct LabelledFiles {
  LabelledRows rows;
  bool truth_has_sources = false;
  NamedCount unknown_to_truth;  // predicted rows that truth lacks: left out of `rows`
  NamedCount not_predicted;  // truth rows that the prediction lacks, of a source it has: in `rows`,
                             // as singles
  std::uint64_t truth_rows_of_other_sources =
      0;                             // of sources the prediction has none of: left out of `rows`
  NamedCount repeated;               // lines that say again what an earlier line said
  std::uint64_t rejected_lines = 0;  // unreadable or without an id or an entity
};

// Reads a prediction (columns source, id, entity_id as `doublon dedupe --out` writes; `source` may
// be missing) and a truth (source,id,entity, or id,entity over all files). Headers: any case;
// entity | entity_id | cluster | cluster_id, id | record_id | rec_id. Files: whatever io::Table
// takes.
// Errors: a column is missing; one (source, id) is put in two entities; an id occurs in several
// sources while truth names no source; no row in common. Messages name ids, never other cells.
// Cost: one pass over each file, a hash table of the truth rows. Threads: only those of the pool
// while a file is opened.
StatusOr<LabelledFiles> ReadLabelFiles(const std::string& prediction_path,
                                       const std::string& truth_path,
                                       const LabelFileOptions& options, WorkerPool& pool);

}  // namespace doublon::evaluate
