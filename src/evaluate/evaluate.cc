#include "evaluate/evaluate.h"

#include "evaluate/report.h"

namespace doublon::evaluate {

StatusOr<std::string> Evaluate(const EvaluateOptions& options, WorkerPool& pool) {
  if (options.prediction_path == "-" && options.truth_path == "-") {
    return InvalidArgument("only one of the two files can be read from standard input");
  }
  ASSIGN_OR_RETURN(
      const LabelledFiles files,
      ReadLabelFiles(options.prediction_path, options.truth_path, options.files, pool));
  const Comparison comparison = ComparePartitions(files.rows, options.comparison);
  return options.json ? RenderJson(files, comparison) : RenderText(files, comparison);
}

}  // namespace doublon::evaluate
