#pragma once

#include <string>

#include "base/status.h"
#include "base/worker_pool.h"
#include "evaluate/comparison.h"
#include "evaluate/label_files.h"

namespace doublon::evaluate {

struct EvaluateOptions {
  std::string prediction_path;  // CSV of `doublon dedupe --out`; "-" reads standard input
  std::string truth_path;
  bool json = false;
  ComparisonOptions comparison;
  LabelFileOptions files;
};

// The whole command: reads both files, compares, and returns the report (text, or JSON when
// options.json).
// Errors: those of ReadLabelFiles, and both paths "-".
StatusOr<std::string> Evaluate(const EvaluateOptions& options, WorkerPool& pool);

}  // namespace doublon::evaluate
