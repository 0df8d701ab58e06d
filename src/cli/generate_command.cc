#include <cstdio>

#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/progress.h"
#include "generate/generate.h"

namespace doublon::cli {

int RunGenerate(const GenerateArguments& arguments) {
  WorkerPool pool(ThreadCount(arguments.threads));
  generate::GenerateOptions options;
  options.rows = arguments.rows;
  options.seed = arguments.seed;
  options.directory = arguments.out;
  generate::GenerateReport report;
  if (const Status status = generate::Generate(options, pool, &report); !status.ok()) {
    return Fail(FailedPrecondition(std::string(status.message())));
  }
  std::fprintf(
      stderr,
      "%s rows of %s persons in %s: voters.csv, donors.csv, petition.csv, members.csv, truth.csv\n",
      Grouped(arguments.rows).c_str(), Grouped(report.entities).c_str(), arguments.out.c_str());
  return kDone;
}

}  // namespace doublon::cli
