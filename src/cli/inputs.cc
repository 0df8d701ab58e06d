#include "cli/inputs.h"

#include <cstdio>

#include "cli/config_file.h"

namespace doublon::cli {

StatusOr<std::vector<engine::Source>> OpenInputs(const InputArguments& input, WorkerPool& pool) {
  engine::SourceOptions options;
  options.id_column = input.id_column;
  if (!input.config.empty()) {
    const Status read = ReadConfig(input.config, &options);
    if (!read.ok())
      return FailedPrecondition(
          std::string(read.message()));  // the user's to mend, not the input's
  }
  return engine::OpenSources(input.files, options, pool);
}

int Fail(const Status& status) {
  std::fprintf(stderr, "doublon: %s\n", std::string(status.message()).c_str());
  switch (status.code()) {
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kInvalidArgument:
      return kBadInput;
    case absl::StatusCode::kFailedPrecondition:
      return kUsage;
    default:
      return kInternal;
  }
}

std::vector<record::SourceSchema> SchemasOf(const std::vector<engine::Source>& sources) {
  std::vector<record::SourceSchema> schemas;
  for (const engine::Source& source : sources) schemas.push_back(source.schema);
  return schemas;
}

std::size_t ThreadCount(unsigned asked) { return asked == 0 ? UsableCoreCount() : asked; }

}  // namespace doublon::cli
