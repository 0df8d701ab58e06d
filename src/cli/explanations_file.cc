#include "cli/explanations_file.h"

#include "engine/describe.h"
#include "engine/entity_output.h"
#include "io/writer.h"
#include "protocol/answer.h"

namespace doublon::cli {

Status WriteExplanations(const engine::PreparedRun& run, const engine::BatchResult& result,
                         const std::string& path) {
  ASSIGN_OR_RETURN(io::OutputFile file, io::OutputFile::Create(path));
  const std::vector<std::uint32_t> numbers = engine::EntityNumbers(result);
  std::string line;
  for (const cluster::Edge& link : result.links) {
    line = "{\"source_a\":";
    io::AppendJsonString(run.source_names[run.sources[link.a]], line);
    protocol::AppendMember("id_a", std::string_view(run.ids[link.a]), line);
    protocol::AppendMember("source_b", std::string_view(run.source_names[run.sources[link.b]]),
                           line);
    protocol::AppendMember("id_b", std::string_view(run.ids[link.b]), line);
    protocol::AppendMember("entity_id", std::uint64_t{numbers[link.a]}, line);
    protocol::AppendExplanation(
        engine::ExplainPair(result.model->data(), run.records[link.a], run.records[link.b]), line);
    line += "}\n";
    file.Append(line);
  }
  return file.Close();
}

}  // namespace doublon::cli
