#include <unistd.h>

#include <cstdio>

#include "cli/commands.h"
#include "cli/config_file.h"
#include "cli/inputs.h"
#include "io/writer.h"

namespace doublon::cli {

int RunInit(const InitArguments& arguments) {
  WorkerPool pool(ThreadCount(arguments.input.threads));
  auto sources = OpenInputs(arguments.input, pool);
  if (!sources.ok()) return Fail(sources.status());
  if (arguments.out != "-" && !arguments.force && access(arguments.out.c_str(), F_OK) == 0) {
    return Fail(FailedPrecondition(arguments.out +
                                   " exists; --force overwrites it, --out writes elsewhere"));
  }
  auto file = io::OutputFile::Create(arguments.out);
  if (!file.ok()) return Fail(file.status());
  file->Append(WriteConfig(*sources));
  if (const Status status = file->Close(); !status.ok()) return Fail(status);
  if (arguments.out != "-") {
    std::fprintf(stderr, "%s written; pass it with --config %s\n", arguments.out.c_str(),
                 arguments.out.c_str());
  }
  return kDone;
}

}  // namespace doublon::cli
