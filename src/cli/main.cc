#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/simd_target.h"

namespace doublon::cli {

namespace {

int Run(const Arguments& arguments) {
  if (arguments.command == "dedupe" || arguments.command == "link" ||
      arguments.command == "train") {
    return RunDedupe(arguments.batch);
  }
  if (arguments.command == "init") return RunInit(arguments.init);
  if (arguments.command == "normalize") return RunNormalize(arguments.normalize);
  if (arguments.command == "explain") return RunExplain(arguments.explain);
  if (arguments.command == "evaluate") return RunEvaluate(arguments.evaluate);
  if (arguments.command == "generate") return RunGenerate(arguments.generate);
  if (arguments.command == "serve") return RunServe(arguments.serve);
  if (arguments.command == "client") return RunClient(arguments.client);
  return kUsage;
}

// Input files are mapped into memory: one that loses its end meanwhile shows as a bus error.
extern "C" void EndOnBusError(int) {
  constexpr std::string_view kMessage =
      "doublon: an input file was shortened, or its disk failed, while it was read; nothing was "
      "written: run again when it is whole\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kMessage.data(), kMessage.size());
  ::_exit(kBadInput);
}

}  // namespace

}  // namespace doublon::cli

int main(int argc, char** argv) {
  // A reader that goes away (head, less) ends the program by a failed write, not by a signal.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGBUS, doublon::cli::EndOnBusError);
  try {
    const char* const simd = std::getenv("DOUBLON_SIMD");
    const doublon::Status used = doublon::cli::UseSimdTarget(simd == nullptr ? "" : simd);
    if (!used.ok()) return doublon::cli::Fail(used);
    doublon::cli::Arguments arguments;
    int exit_code = 0;
    if (!doublon::cli::ParseArguments(argc, argv, &arguments, &exit_code)) return exit_code;
    return doublon::cli::Run(arguments);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "doublon: internal error: %s\n", error.what());
    return doublon::cli::kInternal;
  }
}
