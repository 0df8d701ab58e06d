#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "protocol/answer.h"
#include "protocol/request_parser.h"
#include "simdjson.h"

namespace {

// What the service relies on, whatever the line.
void CheckRequest(const doublon::protocol::Request& request) {
  using doublon::protocol::Op;
  if (request.error) {
    // Without the id: one of more than 64 bits is JSON that this parser refuses.
    std::string answer;
    doublon::protocol::AppendErrorAnswer({}, *request.error, answer);
    simdjson::dom::parser parser;
    if (parser.parse(answer).error() || answer.find('\n') != answer.size() - 1) std::abort();
    return;
  }
  if (request.op == Op::kNone) std::abort();
  if ((request.op == Op::kMatch || request.op == Op::kAdd) && !request.many &&
      request.records.size() != 1)
    std::abort();
  if (request.op == Op::kNormalize && request.records.size() != 1) std::abort();
  if (!request.many && !request.records.empty() && request.records[0].error) std::abort();
  if (request.op != Op::kAdd) return;
  for (const auto& item : request.records) {
    if (!item.error && (item.record.source.empty() || item.record.record_id.empty())) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static doublon::protocol::RequestParser reused{doublon::protocol::Limits()};
  doublon::protocol::RequestParser fresh{doublon::protocol::Limits()};
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const auto request = fresh.Parse(line, 1);
  CheckRequest(request);
  const auto again = reused.Parse(line, 1);
  if (again.error.has_value() != request.error.has_value() || again.id != request.id ||
      again.op != request.op)
    std::abort();
  // Whatever another parser refuses for its form must be refused here. (It refuses numbers over 64
  // bits as well.)
  simdjson::dom::parser strict;
  const auto error = strict.parse(line.data(), line.size()).error();
  const bool about_form =
      error && error != simdjson::NUMBER_ERROR && error != simdjson::DEPTH_ERROR;
  if (about_form &&
      (!request.error || request.error->code != doublon::protocol::ErrorCode::kBadJson))
    std::abort();
  if (!error && request.error && request.error->code == doublon::protocol::ErrorCode::kBadJson &&
      request.error->message.find("nested") == std::string::npos) {
    std::abort();
  }
  return 0;
}
