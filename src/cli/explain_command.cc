#include <cstdio>
#include <cstdlib>
#include <optional>

#include "cli/commands.h"
#include "cli/inputs.h"
#include "engine/batch_run.h"
#include "engine/describe.h"
#include "io/writer.h"
#include "normalize/normalizer.h"

namespace doublon::cli {

namespace {

struct Side {
  std::size_t file;  // index into the files opened
  std::string id;
};

bool French(const std::string& lang) {
  if (!lang.empty()) return lang == "fr";
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return std::string_view(value).substr(0, 2) == "fr";
  }
  return false;
}

std::optional<std::uint32_t> FindRow(const engine::PreparedRun& run, const Side& side) {
  for (std::uint32_t row = 0; row < run.records.size(); ++row) {
    if (run.sources[row] == side.file && run.ids[row] == side.id) return row;
  }
  return std::nullopt;
}

std::string Cut(std::string text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max - 1;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "~";
}

std::string Table(const engine::Explanation& explanation, bool french) {
  std::string out =
      fmt::format("{:<16} {:<26} {:<26} {:<22} {:>7}\n", french ? "comparaison" : "comparison", "a",
                  "b", french ? "niveau" : "level", french ? "poids" : "weight");
  double running = explanation.prior_weight;
  out += fmt::format("{:<16} {:<26} {:<26} {:<22} {:>+7.2f}\n", french ? "(a priori)" : "(prior)",
                     "", "", "", running);
  for (const engine::ExplainedComparison& comparison : explanation.comparisons) {
    out += fmt::format("{:<16} {:<26} {:<26} {:<22} {:>+7.2f}\n", Cut(comparison.name, 16),
                       Cut(comparison.value_a, 26), Cut(comparison.value_b, 26), comparison.level,
                       comparison.weight);
  }
  out += fmt::format("{:<16} {:<26} {:<26} {:<22} {:>+7.2f}\n\n", "total", "", "",
                     fmt::format("p = {:.6f}", explanation.probability), explanation.total_weight);
  return out + (french ? explanation.sentence_fr : explanation.sentence_en) + "\n";
}

std::string Json(const engine::Explanation& explanation) {
  std::string out = "{\"comparisons\": [";
  for (std::size_t i = 0; i < explanation.comparisons.size(); ++i) {
    const engine::ExplainedComparison& comparison = explanation.comparisons[i];
    out += i ? ",\n  {" : "\n  {";
    const auto text = [&](std::string_view key, const std::string& value) {
      out += fmt::format("\"{}\": ", key);
      io::AppendJsonString(value, out);
      out += ", ";
    };
    text("name", comparison.name);
    text("a", comparison.value_a);
    text("b", comparison.value_b);
    text("level", comparison.level);
    text("reason", comparison.reason);
    out += fmt::format("\"weight\": {:.4f}}}", comparison.weight);
  }
  out += fmt::format(
      "],\n \"prior\": {:.4f}, \"weight\": {:.4f}, \"probability\": {:.6f},\n \"sentence\": "
      "{{\"en\": ",
      explanation.prior_weight, explanation.total_weight, explanation.probability);
  io::AppendJsonString(explanation.sentence_en, out);
  out += ", \"fr\": ";
  io::AppendJsonString(explanation.sentence_fr, out);
  return out + "}}\n";
}

}  // namespace

int RunExplain(const ExplainArguments& given) {
  ExplainArguments arguments = given;
  const std::vector<std::string>& pair = arguments.pair;
  const Side a = {0, pair[1]};
  const Side b = {pair.size() == 4 && pair[2] != pair[0] ? 1U : 0U, pair.back()};
  arguments.input.files = {pair[0]};
  if (b.file == 1) arguments.input.files.push_back(pair[2]);

  WorkerPool pool(ThreadCount(arguments.input.threads));
  engine::BatchOptions options;
  if (!arguments.model.empty()) {
    auto model = model::Model::Load(arguments.model);
    if (!model.ok()) return Fail(FailedPrecondition(std::string(model.status().message())));
    options.model = *model;
  }
  auto sources = OpenInputs(arguments.input, pool);
  if (!sources.ok()) return Fail(sources.status());
  const auto fields =
      options.model != nullptr ? options.model->fields() : normalize::FieldsOf(SchemasOf(*sources));
  engine::PreparedRun run = engine::PrepareSources(*sources, fields, pool);
  const auto row_a = FindRow(run, a), row_b = FindRow(run, b);
  for (const auto& [side, row] : {std::pair(a, row_a), std::pair(b, row_b)}) {
    if (!row)
      return Fail(NotFound(
          fmt::format("{}: no row with id \"{}\"", arguments.input.files[side.file], side.id)));
  }
  engine::StageClock stages;
  auto ran = engine::RunBatch(run, options, pool, stages);
  if (!ran.ok()) return Fail(ran.status());
  const engine::BatchResult result = *std::move(ran);
  const engine::Explanation explanation =
      engine::ExplainPair(result.model->data(), run.records[*row_a], run.records[*row_b]);
  std::fputs(arguments.json ? Json(explanation).c_str()
                            : Table(explanation, French(arguments.lang)).c_str(),
             stdout);
  if (!arguments.json && !arguments.input.quiet) {
    const bool together =
        result.entities.representative[*row_a] == result.entities.representative[*row_b];
    std::fprintf(stdout, "%s\n",
                 together ? (French(arguments.lang) ? "Dans cette exécution : une même entité."
                                                    : "In this run: one entity.")
                          : (French(arguments.lang) ? "Dans cette exécution : deux entités."
                                                    : "In this run: two entities."));
  }
  return std::fflush(stdout) == 0 ? kDone : kInternal;
}

}  // namespace doublon::cli
