#include <cstdio>

#include "cli/commands.h"
#include "cli/inputs.h"
#include "evaluate/evaluate.h"
#include "evaluate/named_pairs.h"

namespace doublon::cli {

int RunEvaluate(const EvaluateArguments& arguments) {
  WorkerPool pool(UsableCoreCount());
  if (!arguments.labels.empty()) {
    const auto pairs = evaluate::ReadNamedPairs(arguments.labels, pool);
    if (!pairs.ok()) return Fail(pairs.status());
    const auto agreement = evaluate::ComparePairs(arguments.prediction, *pairs, pool);
    if (!agreement.ok()) return Fail(agreement.status());
    std::fputs(evaluate::RenderPairAgreement(*agreement, arguments.json).c_str(), stdout);
    return std::fflush(stdout) == 0 ? kDone : kInternal;
  }
  evaluate::EvaluateOptions options;
  options.prediction_path = arguments.prediction;
  options.truth_path = arguments.truth;
  options.json = arguments.json;
  options.comparison.across_sources_only = arguments.across_sources_only;
  const auto report = evaluate::Evaluate(options, pool);
  if (!report.ok()) return Fail(report.status());
  std::fputs(report->c_str(), stdout);
  return std::fflush(stdout) == 0 ? kDone : kInternal;
}

}  // namespace doublon::cli
