#pragma once

#include "cli/arguments.h"

// One function a subcommand: runs it, prints what people need to know, returns the exit code.
namespace doublon::cli {

int RunDedupe(const BatchArguments& arguments);
int RunInit(const InitArguments& arguments);
int RunNormalize(const NormalizeArguments& arguments);
int RunExplain(const ExplainArguments& arguments);
int RunEvaluate(const EvaluateArguments& arguments);
int RunGenerate(const GenerateArguments& arguments);
int RunServe(const ServeArguments& arguments);
int RunClient(const ClientArguments& arguments);

}  // namespace doublon::cli
