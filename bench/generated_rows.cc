#include "generated_rows.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "engine/sources.h"
#include "generate/generate.h"
#include "record/record_batch.h"

namespace doublon::bench {

namespace {

[[noreturn]] void Stop(const Status& status) {
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  std::exit(1);
}

}  // namespace

GeneratedRows Generate(const std::string& list, std::uint64_t rows_of_all_lists) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("doublon-bench-" + std::to_string(getpid()));
  WorkerPool pool(1);
  generate::GenerateOptions options;
  options.rows = rows_of_all_lists;
  options.seed = 3;
  options.directory = folder.string();
  generate::GenerateReport report;
  if (const Status made = generate::Generate(options, pool, &report); !made.ok()) Stop(made);
  GeneratedRows generated;
  {
    auto sources = engine::OpenSources({(folder / (list + ".csv")).string()}, {}, pool);
    if (!sources.ok()) Stop(sources.status());
    const engine::Source& source = sources->front();
    generated.schema = source.schema;
    record::RecordBatch batch;
    std::vector<record::RowIssue> issues;
    source.table.Read(0, source.table.row_count(), batch, issues);
    for (std::size_t row = 0; row < batch.row_count(); ++row) {
      for (std::size_t column = 0; column < batch.column_count(); ++column)
        generated.bytes += batch.cell(row, column);
    }
    std::string_view rest = generated.bytes;
    for (std::size_t row = 0; row < batch.row_count(); ++row) {
      std::vector<std::string_view>& cells = generated.rows.emplace_back();
      for (std::size_t column = 0; column < batch.column_count(); ++column) {
        cells.push_back(rest.substr(0, batch.cell(row, column).size()));
        rest.remove_prefix(cells.back().size());
        if (generated.schema.columns[column].kind != record::Kind::kRecordId)
          generated.byte_count += cells.back().size();
      }
    }
  }
  std::filesystem::remove_all(folder);
  return generated;
}

}  // namespace doublon::bench
