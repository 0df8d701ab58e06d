#include <algorithm>
#include <cstdio>
#include <deque>
#include <optional>

#include "cli/batch_report.h"
#include "cli/client_connection.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/progress.h"
#include "cli/wire_record.h"
#include "io/writer.h"
#include "simdjson.h"

namespace doublon::cli {

namespace {

constexpr std::uint64_t kRowsPerRead = 1024;
constexpr std::size_t kFlushBytes = 1 << 18;

// The request lines of the files, file by file, row by row.
class RequestLines {
 public:
  RequestLines(const std::vector<engine::Source>& sources, std::string_view op)
      : sources_(sources), op_(op) {}

  bool Next(std::string& line) {
    while (at_ == batch_.row_count()) {
      if (!ReadMore()) return false;
    }
    line = "{\"op\":\"";
    line += op_;
    line += "\",\"record\":";
    writer_->Append(batch_, at_++, line);
    line += '}';
    return true;
  }

  const std::vector<record::RowIssue>& issues() const { return issues_; }

 private:
  // The next rows of this file, or the first ones of the next file that has any.
  bool ReadMore() {
    while (source_ == nullptr || next_row_ == source_->table.row_count()) {
      if (next_source_ == sources_.size()) return false;
      source_ = &sources_[next_source_++];
      writer_.emplace(source_->schema);
      next_row_ = 0;
    }
    const std::uint64_t last = std::min(source_->table.row_count(), next_row_ + kRowsPerRead);
    source_->table.Read(next_row_, last, batch_, issues_);
    next_row_ = last;
    at_ = 0;
    return true;
  }

  const std::vector<engine::Source>& sources_;
  std::string_view op_;
  std::size_t next_source_ = 0;
  const engine::Source* source_ = nullptr;
  std::optional<WireRecordWriter> writer_;  // of source_
  record::RecordBatch batch_;
  std::vector<record::RowIssue> issues_;
  std::uint64_t next_row_ = 0;
  std::size_t at_ = 0;
};

// The row a request line is about: an answer on the wire does not repeat it. Lines are our own, so
// they are well formed.
struct Asked {
  std::string source, record_id;
};

struct Answers {
  std::uint64_t ok = 0, failed = 0;
};

// One line of CSV for an answer: source,id,status,verdict,outcome,entity_id,probability,error.
class AnswerCsv {
 public:
  static constexpr std::string_view kHeader =
      "source,id,status,verdict,outcome,entity_id,probability,error\n";
  void Append(const Asked& asked, std::string_view answer, std::string& out) {
    simdjson::dom::element root;
    if (parser_.parse(answer.data(), answer.size()).get(root) != simdjson::SUCCESS) return;
    io::AppendCsvCell(asked.source, ',', out);
    out += ',';
    io::AppendCsvCell(asked.record_id, ',', out);
    for (const char* key : {"status", "verdict", "outcome", "entity_id", "probability"}) {
      out += ',';
      simdjson::dom::element value;
      if (root[key].get(value) == simdjson::SUCCESS && !value.is_null()) AppendValue(value, out);
    }
    out += ',';
    std::string_view code;
    if (root["error"]["code"].get(code) == simdjson::SUCCESS) io::AppendCsvCell(code, ',', out);
    out += '\n';
  }

 private:
  static void AppendValue(const simdjson::dom::element& value, std::string& out) {
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) return io::AppendCsvCell(text, ',', out);
    out += simdjson::minify(value);
  }
  simdjson::dom::parser parser_;
};

// The answer's own members behind the row's.
void AppendJsonAnswer(const Asked& asked, std::string_view answer, std::string& out) {
  out += "{\"source\":";
  io::AppendJsonString(asked.source, out);
  out += ",\"record_id\":";
  io::AppendJsonString(asked.record_id, out);
  out += ',';
  out += answer.substr(1);
  out += '\n';
}

bool Failed(std::string_view answer) {
  return answer.find("\"status\":\"error\"") != std::string_view::npos;
}

bool WantsCsv(const std::string& path) { return path.ends_with(".csv"); }

}  // namespace

int RunClient(const ClientArguments& arguments) {
  const bool add = !arguments.add_files.empty();
  InputArguments input;
  input.files = add ? arguments.add_files : arguments.match_files;
  input.id_column = arguments.id_column;
  input.config = arguments.config;
  if (const Status status = io::CheckNotAnInput(arguments.out, input.files); !status.ok()) {
    return Fail(FailedPrecondition(std::string(status.message())));
  }
  WorkerPool pool(1);
  auto sources = OpenInputs(input, pool);
  if (!sources.ok()) return Fail(sources.status());
  if (!arguments.quiet) std::fputs(DescribeSources(*sources).c_str(), stderr);

  ClientOptions options;
  if (const Status status = options.SetServer(arguments.server); !status.ok()) {
    return Fail(FailedPrecondition(std::string(status.message())));
  }
  auto connection = ClientConnection::Connect(options);
  if (!connection.ok()) return Fail(connection.status());
  auto file = io::OutputFile::Create(arguments.out);
  if (!file.ok()) return Fail(FailedPrecondition(std::string(file.status().message())));

  const bool csv = WantsCsv(arguments.out);
  RequestLines requests(*sources, add ? "add" : "match");
  // Ids wait here between request and answer; answers come in the order of requests.
  std::deque<Asked> asked;
  simdjson::dom::parser parser;
  AnswerCsv answer_csv;
  std::string out = csv ? std::string(AnswerCsv::kHeader) : std::string();
  Answers answers;
  const auto next = [&](std::string& line) {
    if (!requests.Next(line)) return false;
    simdjson::dom::element root;
    std::string_view name, id;
    if (parser.parse(line).get(root) == simdjson::SUCCESS &&
        root["record"]["source"].get(name) == simdjson::SUCCESS &&
        root["record"]["record_id"].get(id) == simdjson::SUCCESS) {
      asked.push_back({std::string(name), std::string(id)});
    } else {
      asked.push_back({});
    }
    return true;
  };
  const auto on_answer = [&](std::string_view answer) {
    ++(Failed(answer) ? answers.failed : answers.ok);
    if (csv) {
      answer_csv.Append(asked.front(), answer, out);
    } else {
      AppendJsonAnswer(asked.front(), answer, out);
    }
    asked.pop_front();
    if (out.size() >= kFlushBytes) {
      file->Append(out);
      out.clear();
    }
    return OkStatus();
  };
  const Status exchanged = (*connection)->Exchange(next, on_answer);
  std::fputs(DescribeIssues(requests.issues(), 20).c_str(), stderr);
  if (!exchanged.ok() || !arguments.quiet) {
    std::fprintf(stderr, "%s answered, %s refused\n", Grouped(answers.ok).c_str(),
                 Grouped(answers.failed).c_str());
  }
  // Never half a file: what was answered before is asked again, and adding again changes nothing.
  if (!exchanged.ok()) return Fail(exchanged);
  file->Append(out);
  if (const Status closed = file->Close(); !closed.ok()) return Fail(closed);
  const bool rejected = std::any_of(requests.issues().begin(), requests.issues().end(),
                                    [](const record::RowIssue& issue) { return issue.rejected; });
  return answers.failed > 0 || rejected ? kBadInput : kDone;
}

}  // namespace doublon::cli
