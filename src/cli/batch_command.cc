#include <algorithm>
#include <chrono>
#include <cstdio>

#include "cli/batch_report.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/progress.h"
#include "engine/entity_output.h"
#include "io/writer.h"
#include "normalize/normalizer.h"

namespace doublon::cli {

namespace {

constexpr std::size_t kIssuesShown = 20;

Status WriteText(const std::string& path, const std::string& text) {
  ASSIGN_OR_RETURN(io::OutputFile file, io::OutputFile::Create(path));
  file.Append(text);
  return file.Close();
}

// No output may be one of the inputs, and only one may go to standard output.
Status CheckOutputs(const BatchArguments& arguments) {
  std::size_t to_stdout = 0;
  for (const std::string& path : {arguments.out, arguments.review, arguments.model_out, arguments.stats, arguments.pairs, arguments.rejects}) {
    if (path.empty()) continue;
    const Status apart = io::CheckNotAnInput(path, arguments.input.files);
    if (!apart.ok()) return FailedPrecondition(std::string(apart.message()));
    to_stdout += path == "-";
  }
  if (to_stdout > 1) return FailedPrecondition("only one output can go to standard output");
  return OkStatus();
}

Status WriteOutputs(const BatchArguments& arguments, const engine::PreparedRun& run, const engine::BatchResult& result,
                    bool rejected, engine::StageClock& stages, WorkerPool& pool) {
  stages.Start("writing");
  RETURN_IF_ERROR(engine::WriteEntities(run, result, arguments.out, pool));
  if (!arguments.review.empty()) {
    RETURN_IF_ERROR(engine::WriteReview(run, result, arguments.review_max, arguments.review));
  }
  if (!arguments.pairs.empty()) RETURN_IF_ERROR(engine::WritePairs(run, result, arguments.pairs));
  if (!arguments.model_out.empty()) RETURN_IF_ERROR(engine::WriteModel(*result.model, arguments.model_out));
  if (rejected && !arguments.rejects.empty()) {
    RETURN_IF_ERROR(WriteText(arguments.rejects, RejectsCsv(run.issues)));
  }
  stages.Stop();
  if (!arguments.stats.empty()) RETURN_IF_ERROR(WriteText(arguments.stats, StatsJson(run, result, stages)));
  return OkStatus();
}

bool IsRegularName(const std::string& path) { return path != "-" && path.rfind("/dev/", 0) != 0; }

}  // namespace

int RunDedupe(const BatchArguments& given) {
  BatchArguments arguments = given;
  if (arguments.rejects.empty() && IsRegularName(arguments.out)) arguments.rejects = arguments.out + ".rejects.csv";
  const auto start = std::chrono::steady_clock::now();
  WorkerPool pool(ThreadCount(arguments.input.threads));
  Progress progress(arguments.input.quiet);
  if (const Status status = CheckOutputs(arguments); !status.ok()) return Fail(status);

  engine::BatchOptions options;
  options.false_merge_rate = arguments.false_merge_rate;
  options.objective_f1 = arguments.objective == "f1";
  options.across_sources_only = arguments.link;
  options.unique_sources = arguments.unique;
  options.keep_candidates = !arguments.pairs.empty();
  if (!arguments.model.empty()) {
    auto model = model::Model::Load(arguments.model);
    if (!model.ok()) return Fail(FailedPrecondition(std::string(model.status().message())));
    options.model = *model;
  }
  if (arguments.link && arguments.input.files.size() < 2) {
    return Fail(FailedPrecondition("link needs two files or more; `doublon dedupe` finds duplicates within one"));
  }

  engine::StageClock stages([&](std::string_view stage) { progress.Show(stage); });
  stages.Start("opening");
  auto sources = OpenInputs(arguments.input, pool);
  if (!sources.ok()) return Fail(sources.status());
  const auto fields = options.model != nullptr ? options.model->fields() : normalize::FieldsOf(SchemasOf(*sources));
  stages.Start("normalising");
  engine::PreparedRun run = engine::PrepareSources(*sources, fields, pool);
  const bool rejected = std::any_of(run.issues.begin(), run.issues.end(),
                                    [](const record::RowIssue& issue) { return issue.rejected; });
  progress.Clear();
  std::fputs(DescribeIssues(run.issues, kIssuesShown).c_str(), stderr);
  if (rejected && arguments.input.strict) {
    std::fputs("doublon: stopped at rejected rows (--strict); nothing was written\n", stderr);
    return kBadInput;
  }
  if (!arguments.input.quiet) std::fputs(DescribeSources(*sources).c_str(), stderr);

  const engine::BatchResult result = engine::RunBatch(run, options, pool, stages);
  const Status written = WriteOutputs(arguments, run, result, rejected, stages, pool);
  progress.Clear();
  if (!written.ok()) return Fail(written.code() == absl::StatusCode::kInvalidArgument ? FailedPrecondition(std::string(written.message())) : written);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!arguments.input.quiet) std::fputs(DescribeResult(arguments, run, result, seconds).c_str(), stderr);
  if (!rejected) return kDone;
  if (arguments.rejects.empty()) {
    std::fputs(RejectsCsv(run.issues).c_str(), stderr);
  } else {
    std::fprintf(stderr, "rejected rows are listed in %s\n", arguments.rejects.c_str());
  }
  return kBadInput;
}

}  // namespace doublon::cli
