#include "doublon/merge_lists.h"

#include "base/status.h"
#include "engine/batch_run.h"
#include "engine/entity_output.h"
#include "normalize/normalizer.h"

namespace doublon {

StatusOr<MergedLists> MergeLists(const std::vector<std::string>& files,
                                 const MergeOptions& options) {
  if (!(options.max_false_merge_rate > 0 && options.max_false_merge_rate < 1)) {
    return InvalidArgument("max_false_merge_rate must lie between 0 and 1");
  }
  engine::BatchOptions batch;
  batch.false_merge_rate = options.max_false_merge_rate;
  batch.objective_f1 = options.objective_f1;
  batch.across_sources_only = options.across_files_only;
  if (!options.model_path.empty()) {
    ASSIGN_OR_RETURN(batch.model, model::Model::Load(options.model_path));
  }
  WorkerPool pool(options.threads == 0 ? UsableCoreCount() : options.threads);
  engine::SourceOptions source_options;
  source_options.id_column = options.id_column;
  ASSIGN_OR_RETURN(std::vector<engine::Source> sources,
                   engine::OpenSources(files, source_options, pool));
  std::vector<record::SourceSchema> schemas;
  for (const engine::Source& source : sources) schemas.push_back(source.schema);
  engine::PreparedRun run = engine::PrepareSources(
      sources, batch.model != nullptr ? batch.model->fields() : normalize::FieldsOf(schemas), pool);
  for (engine::Source& source : sources) source.table.DropRows();
  engine::StageClock stages;
  ASSIGN_OR_RETURN(const engine::BatchResult result, engine::RunBatch(run, batch, pool, stages));

  MergedLists merged;
  merged.expected_precision = result.model->data().expected_precision;
  merged.expected_recall = result.model->data().expected_recall;
  for (const record::RowIssue& issue : run.issues) {
    if (issue.rejected)
      merged.rejected.push_back(fmt::format("{}:{}: {}", issue.file, issue.line, issue.reason));
  }
  const std::vector<std::uint32_t> numbers = engine::EntityNumbers(result);
  merged.rows.reserve(run.records.size());
  for (std::size_t row = 0; row < run.records.size(); ++row) {
    merged.rows.push_back({run.source_names[run.sources[row]], std::string(run.ids[row]),
                           numbers[row],
                           model::ProbabilityOf(result.entities.weakest_log_odds[row])});
  }
  return merged;
}

}  // namespace doublon
