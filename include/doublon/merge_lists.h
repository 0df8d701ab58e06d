#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace doublon {

struct MergeOptions {
  double max_false_merge_rate = 0.001;  // share of merged pairs that may be wrong, in (0, 1)
  bool objective_f1 = false;            // instead: the best expected pairwise F1
  bool across_files_only = false;  // as `doublon link`: compare records of different files only
  std::string id_column;   // "" = a column called id, record_id or rec_id, else the row's number
  std::string model_path;  // "" = learn from the files
  unsigned threads = 0;    // 0 = one a core
};

struct MergedRow {
  std::string source;  // the file's stem
  std::string id;
  std::uint64_t entity_id = 0;  // from 1 in order of appearance
  double probability = 1;       // the weakest link that holds the row in its entity; 1 for a single
};

struct MergedLists {
  std::vector<MergedRow> rows;        // in input order, rejected rows left out
  std::vector<std::string> rejected;  // "FILE:LINE: what is wrong", no contents
  double expected_precision = 1,
         expected_recall = 1;  // of merged pairs, of the pairs the keys reach
};

// Finds who is who in CSV, TSV and NDJSON files (plain or .gz), as `doublon dedupe` does. Same
// files and options: same result, whatever the number of threads. Errors name file and line.
absl::StatusOr<MergedLists> MergeLists(const std::vector<std::string>& files,
                                       const MergeOptions& options);

}  // namespace doublon
