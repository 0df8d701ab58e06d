#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "cli/batch_report.h"
#include "cli/commands.h"
#include "cli/explanations_file.h"
#include "cli/inputs.h"
#include "cli/plan_report.h"
#include "cli/progress.h"
#include "engine/entity_output.h"
#include "engine/judged_pairs.h"
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

bool IsRegularName(const std::string& path) { return path != "-" && path.rfind("/dev/", 0) != 0; }

// Every file the run may write, named by its option. A model has its tables beside it.
std::vector<std::string> OutputPaths(const BatchArguments& arguments) {
  std::vector<std::string> paths;
  if (arguments.plan) {
    if (!arguments.stats.empty()) paths.push_back(arguments.stats);
    return paths;
  }
  for (const std::string& path :
       {arguments.out, arguments.review, arguments.model_out, arguments.stats, arguments.pairs,
        arguments.rejects, arguments.explain_out}) {
    if (!path.empty()) paths.push_back(path);
  }
  if (!arguments.model_out.empty()) paths.push_back(engine::TablesPath(arguments.model_out));
  return paths;
}

// Told before the work, not after it. Devices and pipes are left alone: opening one is seen at the
// other end.
Status CheckWritable(const std::string& path) {
  std::error_code ignored;
  const std::filesystem::file_status status = std::filesystem::status(path, ignored);
  if (!IsRegularName(path) || std::filesystem::is_other(status)) return OkStatus();
  const auto tried = io::OutputFile::Create(path);  // not closed, so that nothing stays
  return tried.ok() ? OkStatus() : FailedPrecondition(std::string(tried.status().message()));
}

// No output may be one of the inputs or another output, and only one may go to standard output.
Status CheckOutputs(const BatchArguments& arguments) {
  if (arguments.model_out == "-")
    return FailedPrecondition("--model-out writes two files and needs a name");
  std::vector<std::string> seen;
  for (const std::string& path : OutputPaths(arguments)) {
    const Status apart = io::CheckNotAnInput(path, arguments.input.files);
    if (!apart.ok()) return FailedPrecondition(std::string(apart.message()));
    std::error_code ignored;
    const std::string place =
        IsRegularName(path)
            ? std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored)
                  .string()
            : path;
    if (std::find(seen.begin(), seen.end(), place) != seen.end() &&
        (path == "-" || IsRegularName(path))) {
      return FailedPrecondition(
          path == "-"
              ? "only one output can go to standard output"
              : fmt::format("{}: is asked for twice; give each output a file of its own", path));
    }
    seen.push_back(place);
    RETURN_IF_ERROR(CheckWritable(path));
  }
  return OkStatus();
}

Status WriteOutputs(const BatchArguments& arguments, const engine::PreparedRun& run,
                    const engine::BatchResult& result, bool rejected, engine::StageClock& stages,
                    WorkerPool& pool) {
  stages.Start("writing");
  if (!arguments.train) RETURN_IF_ERROR(engine::WriteEntities(run, result, arguments.out, pool));
  if (!arguments.review.empty()) {
    RETURN_IF_ERROR(engine::WriteReview(run, result, arguments.review_max, arguments.review));
  }
  if (!arguments.pairs.empty()) RETURN_IF_ERROR(engine::WritePairs(run, result, arguments.pairs));
  if (!arguments.model_out.empty())
    RETURN_IF_ERROR(engine::WriteModel(*result.model, arguments.model_out));
  if (!arguments.explain_out.empty())
    RETURN_IF_ERROR(WriteExplanations(run, result, arguments.explain_out));
  if (rejected && !arguments.rejects.empty()) {
    RETURN_IF_ERROR(WriteText(arguments.rejects, RejectsCsv(run.issues)));
  }
  stages.Stop();
  if (!arguments.stats.empty())
    RETURN_IF_ERROR(WriteText(arguments.stats, StatsJson(run, result, stages)));
  return OkStatus();
}

// Decisions and labels, by position in the run.
Status ReadJudgements(const BatchArguments& arguments, const engine::PreparedRun& run,
                      WorkerPool& pool, engine::BatchOptions* options) {
  for (const auto& [path, located] : {std::pair(&arguments.decisions, &options->decisions),
                                      std::pair(&arguments.labels, &options->labels)}) {
    if (path->empty()) continue;
    ASSIGN_OR_RETURN(const std::vector<evaluate::NamedPair> pairs,
                     evaluate::ReadNamedPairs(*path, pool));
    ASSIGN_OR_RETURN(*located, engine::LocatePairs(run, pairs, *path));
  }
  return OkStatus();
}

// Plans the run where that was asked for or memory is limited. What the command ends with where it
// ends here.
std::optional<int> EndsWithPlan(const BatchArguments& arguments,
                                const std::vector<engine::Source>& sources,
                                const std::vector<record::Field>& fields,
                                const engine::BatchOptions& options, Progress& progress,
                                WorkerPool& pool) {
  if (!arguments.plan && arguments.memory_bytes == 0) return std::nullopt;
  progress.Show("planning");
  const engine::RunPlan plan = engine::PlanRun(sources, fields, options, pool);
  ReturnFreeMemory();
  progress.Clear();
  if (arguments.memory_bytes != 0) {
    if (const Status status = CheckMemory(arguments, plan); !status.ok()) return Fail(status);
  }
  if (!arguments.plan) return std::nullopt;
  if (!arguments.stats.empty()) {
    const Status written = WriteText(arguments.stats, PlanJson(plan, pool.thread_count()));
    if (!written.ok()) return Fail(written);
  }
  if (arguments.stats != "-") std::fputs(DescribePlan(plan, pool.thread_count()).c_str(), stdout);
  return kDone;
}

}  // namespace

int RunDedupe(const BatchArguments& given) {
  BatchArguments arguments = given;
  if (arguments.rejects.empty() && IsRegularName(arguments.out))
    arguments.rejects = arguments.out + ".rejects.csv";
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
  options.keep_links = !arguments.explain_out.empty();
  options.households = arguments.households;
  options.candidates_per_record = arguments.candidates;
  options.memory.bytes_max = arguments.memory_bytes;
  options.memory.temp_folder = arguments.temp;
  if (!arguments.model.empty()) {
    auto model = model::Model::Load(arguments.model);
    if (!model.ok()) return Fail(FailedPrecondition(std::string(model.status().message())));
    options.model = *model;
  }
  if (arguments.link && arguments.input.files.size() < 2) {
    return Fail(FailedPrecondition(
        "link needs two files or more; `doublon dedupe` finds duplicates within one"));
  }

  engine::StageClock stages([&](std::string_view stage) { progress.Show(stage); });
  stages.Start("opening");
  auto sources = OpenInputs(arguments.input, pool);
  if (!sources.ok()) return Fail(sources.status());
  const auto fields =
      options.model != nullptr ? options.model->fields() : normalize::FieldsOf(SchemasOf(*sources));
  if (const auto ended = EndsWithPlan(arguments, *sources, fields, options, progress, pool))
    return *ended;
  stages.Start("normalising");
  engine::PreparedRun run = engine::PrepareSources(*sources, fields, pool);
  const bool rejected = std::any_of(run.issues.begin(), run.issues.end(),
                                    [](const record::RowIssue& issue) { return issue.rejected; });
  for (engine::Source& source : *sources) source.table.DropRows();
  ReturnFreeMemory();
  progress.Clear();
  std::fputs(DescribeIssues(run.issues, kIssuesShown).c_str(), stderr);
  if (rejected && arguments.input.strict) {
    std::fputs("doublon: stopped at rejected rows (--strict); nothing was written\n", stderr);
    return kBadInput;
  }
  if (!arguments.input.quiet) std::fputs(DescribeSources(*sources).c_str(), stderr);

  if (const Status status = ReadJudgements(arguments, run, pool, &options); !status.ok()) {
    return Fail(FailedPrecondition(std::string(status.message())));
  }
  auto ran = engine::RunBatch(run, options, pool, stages);
  if (!ran.ok()) return Fail(ran.status());
  const engine::BatchResult result = *std::move(ran);
  const Status written = WriteOutputs(arguments, run, result, rejected, stages, pool);
  progress.Clear();
  if (!written.ok())
    return Fail(written.code() == absl::StatusCode::kInvalidArgument
                    ? FailedPrecondition(std::string(written.message()))
                    : written);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!arguments.input.quiet)
    std::fputs(DescribeResult(arguments, run, result, seconds).c_str(), stderr);
  if (!rejected) return kDone;
  if (arguments.rejects.empty()) {
    std::fputs(RejectsCsv(run.issues).c_str(), stderr);
  } else {
    std::fprintf(stderr, "rejected rows are listed in %s\n", arguments.rejects.c_str());
  }
  return kBadInput;
}

}  // namespace doublon::cli
