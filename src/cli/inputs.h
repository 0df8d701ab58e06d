#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "cli/arguments.h"
#include "engine/sources.h"

namespace doublon::cli {

// Opens the files of a command with its --id and --config.
StatusOr<std::vector<engine::Source>> OpenInputs(const InputArguments& input, WorkerPool& pool);

// Prints "doublon: MESSAGE" on standard error and returns the exit code that fits the status: what
// is wrong with an input is kBadInput, with options or configuration kUsage, anything else
// kInternal.
int Fail(const Status& status);

// The sources' schemas, for normalize::FieldsOf.
std::vector<record::SourceSchema> SchemasOf(const std::vector<engine::Source>& sources);

std::size_t ThreadCount(unsigned asked);

}  // namespace doublon::cli
