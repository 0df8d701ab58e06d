#include "engine/entity_output.h"

#include <algorithm>
#include <cmath>

#include "engine/describe.h"
#include "io/writer.h"

namespace doublon::engine {

namespace {

constexpr std::size_t kRowsPerChunk = 16'384;
constexpr std::size_t kChunksAtOnce = 4;  // for each worker

// Six decimals: what the model can tell apart, and the same text on any machine.
void AppendProbability(double log_odds, std::string& out) {
  if (std::isinf(log_odds) && log_odds > 0) {
    out += '1';
    return;
  }
  fmt::format_to(std::back_inserter(out), "{:.6f}", model::ProbabilityOf(log_odds));
}

void AppendName(const PreparedRun& run, std::uint32_t row, std::string& out) {
  io::AppendCsvCell(run.source_names[run.sources[row]], ',', out);
  out += ',';
  io::AppendCsvCell(run.ids[row], ',', out);
}

// Numbers groups from 1 in order of appearance; representatives are the smallest positions of their
// groups.
std::vector<std::uint32_t> Numbered(const std::vector<std::uint32_t>& representatives) {
  std::vector<std::uint32_t> numbers(representatives.size(), 0);
  std::uint32_t last = 0;
  for (std::size_t row = 0; row < numbers.size(); ++row) {
    std::uint32_t& number = numbers[representatives[row]];
    if (number == 0) number = ++last;
    numbers[row] = number;
  }
  return numbers;
}

}  // namespace

std::vector<std::uint32_t> EntityNumbers(const BatchResult& result) {
  return Numbered(result.entities.representative);
}

Status WriteEntities(const PreparedRun& run, const BatchResult& result, const std::string& path,
                     WorkerPool& pool) {
  ASSIGN_OR_RETURN(io::OutputFile file, io::OutputFile::Create(path));
  const std::vector<std::uint32_t> numbers = EntityNumbers(result);
  const std::vector<std::uint32_t> homes = Numbered(result.households);
  file.Append(homes.empty() ? "source,id,entity_id,probability\n"
                            : "source,id,entity_id,probability,household_id\n");
  std::vector<std::string> texts(kChunksAtOnce * pool.thread_count());
  for (std::size_t first = 0; first < run.records.size(); first += texts.size() * kRowsPerChunk) {
    pool.ParallelFor(texts.size(), [&](std::size_t chunk, std::size_t) {
      std::string& out = texts[chunk];
      out.clear();
      const std::size_t begin = first + chunk * kRowsPerChunk;
      for (std::size_t row = begin; row < std::min(begin + kRowsPerChunk, run.records.size());
           ++row) {
        AppendName(run, static_cast<std::uint32_t>(row), out);
        fmt::format_to(std::back_inserter(out), ",{},", numbers[row]);
        AppendProbability(result.entities.weakest_log_odds[row], out);
        if (!homes.empty()) fmt::format_to(std::back_inserter(out), ",{}", homes[row]);
        out += '\n';
      }
    });
    for (const std::string& text : texts) file.Append(text);
  }
  return file.Close();
}

Status WriteReview(const PreparedRun& run, const BatchResult& result, std::size_t pairs_max,
                   const std::string& path) {
  ASSIGN_OR_RETURN(io::OutputFile file, io::OutputFile::Create(path));
  const model::ModelData& model = result.model->data();
  std::string out = "source_a,id_a,source_b,id_b,probability,reasons\n";
  for (std::size_t i = 0; i < std::min(pairs_max, result.review.size()); ++i) {
    const cluster::Edge& pair = result.review[i];
    AppendName(run, pair.a, out);
    out += ',';
    AppendName(run, pair.b, out);
    out += ',';
    AppendProbability(pair.log_odds, out);
    std::string reasons;
    for (const std::string& reason :
         Reasons(model,
                 compare::Compare(model.comparisons, run.records[pair.a], run.records[pair.b]))) {
      reasons += (reasons.empty() ? "" : " ") + reason;
    }
    out += ',';
    io::AppendCsvCell(reasons, ',', out);
    out += '\n';
  }
  file.Append(out);
  return file.Close();
}

Status WritePairs(const PreparedRun& run, const BatchResult& result, const std::string& path) {
  ASSIGN_OR_RETURN(io::OutputFile file, io::OutputFile::Create(path));
  const model::ModelData& model = result.model->data();
  std::string out = "source_a,id_a,source_b,id_b,log_odds";
  for (const compare::Comparison& comparison : model.comparisons) {
    out += ',';
    io::AppendCsvCell(comparison.name, ',', out);
  }
  out += '\n';
  for (const cluster::Edge& pair : result.candidates) {
    AppendName(run, pair.a, out);
    out += ',';
    AppendName(run, pair.b, out);
    fmt::format_to(std::back_inserter(out), ",{:.4f}", pair.log_odds);
    const compare::ComparisonVector vector =
        compare::Compare(model.comparisons, run.records[pair.a], run.records[pair.b]);
    for (std::size_t j = 0; j < model.comparisons.size(); ++j) {
      out += ',';
      out += compare::LevelsOf(model.comparisons[j].kind)[vector.levels[j]].name;
    }
    out += '\n';
    file.Append(out);
    out.clear();
  }
  file.Append(out);
  return file.Close();
}

std::string TablesPath(const std::string& model_path) { return model_path + ".tables"; }

Status WriteModel(const model::Model& model, const std::string& path) {
  ASSIGN_OR_RETURN(io::OutputFile tables, io::OutputFile::Create(TablesPath(path)));
  tables.Append(model.Tables());
  RETURN_IF_ERROR(tables.Close());
  ASSIGN_OR_RETURN(io::OutputFile json, io::OutputFile::Create(path));
  json.Append(model.Json());
  return json.Close();
}

}  // namespace doublon::engine
