#include "protocol/answer.h"

#include <algorithm>
#include <cmath>

#include "io/writer.h"
#include "protocol/request.h"

namespace doublon::protocol {
namespace {

constexpr double kWeightScale = 1e4;       // weights to 4 decimals
constexpr double kProbabilityScale = 1e6;  // probabilities to 6
constexpr double kWeightBound = 1e6;

// JSON has no infinity and no NaN; neither is expected, and neither may break a line.
void AppendRounded(double value, double scale, std::string& out) {
  const double bounded = std::isnan(value) ? 0 : std::clamp(value, -kWeightBound, kWeightBound);
  out += fmt::format("{}", std::round(bounded * scale) / scale + 0.0);
}

void AppendName(std::string_view name, std::string& out) {
  out += ",\"";
  out += name;
  out += "\":";
}

void AppendWeight(std::string_view name, double weight, std::string& out) {
  AppendName(name, out);
  AppendRounded(weight, kWeightScale, out);
}

void AppendProbability(double probability, std::string& out) {
  AppendName("probability", out);
  AppendRounded(probability, kProbabilityScale, out);
}

void AppendEntityId(std::string_view name, EntityId id, std::string& out) {
  AppendName(name, out);
  out += id.value == 0 ? "null" : fmt::format("{}", id.value);
}

void AppendStrings(const std::vector<std::string>& values, std::string& out) {
  out += '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += ',';
    io::AppendJsonString(values[i], out);
  }
  out += ']';
}

std::string_view StatusName(AnswerStatus status) noexcept {
  switch (status) {
    case AnswerStatus::kOk:
      return "ok";
    case AnswerStatus::kPartial:
      return "partial";
    case AnswerStatus::kError:
      break;
  }
  return "error";
}

void AppendCandidates(const std::vector<engine::CandidateMatch>& candidates, std::size_t limit,
                      std::string& out) {
  AppendName("candidates", out);
  out += '[';
  const std::size_t count = std::min(limit, candidates.size());
  for (std::size_t i = 0; i < count; ++i) {
    const engine::CandidateMatch& candidate = candidates[i];
    out += i > 0 ? ",{\"source\":" : "{\"source\":";
    io::AppendJsonString(candidate.source, out);
    AppendMember("record_id", std::string_view(candidate.record_id), out);
    AppendEntityId("entity_id", candidate.entity_id, out);
    AppendProbability(candidate.probability, out);
    AppendWeight("weight", candidate.weight, out);
    AppendName("reasons", out);
    AppendStrings(candidate.reasons, out);
    out += '}';
  }
  out += ']';
}

// What match and add answers share after the entity id.
void AppendFindings(const engine::MatchResult& match, std::size_t limit, CandidateList list,
                    std::string& out) {
  AppendProbability(match.probability, out);
  AppendWeight("weight", match.weight, out);
  AppendCandidates(match.candidates, list == CandidateList::kFull ? limit : 0, out);
  if (!match.warnings.empty()) {
    AppendName("warnings", out);
    AppendStrings(match.warnings, out);
  }
  const bool cut = list == CandidateList::kCut && !match.candidates.empty();
  if (match.truncated || cut) AppendMember("truncated", true, out);
}

void AppendLimits(const Limits& limits, std::string& out) {
  AppendName("limits", out);
  out += fmt::format("{{\"line_bytes\":{}", limits.line_bytes_max);
  AppendMember("nesting", std::uint64_t{limits.nesting_max}, out);
  AppendMember("records_per_request", std::uint64_t{limits.records_per_request_max}, out);
  AppendMember("fields_per_record", std::uint64_t{limits.fields_per_record_max}, out);
  AppendMember("value_bytes", std::uint64_t{limits.value_bytes_max}, out);
  AppendMember("candidates", std::uint64_t{limits.candidates_max}, out);
  AppendMember("connections", std::uint64_t{limits.connections_max}, out);
  AppendMember("requests_in_flight", std::uint64_t{limits.requests_in_flight_max}, out);
  AppendMember("bytes_in_flight", std::uint64_t{limits.bytes_in_flight_max}, out);
  AppendMember("output_bytes", std::uint64_t{limits.output_bytes_hard_max}, out);
  out += '}';
}

}  // namespace

void AppendMember(std::string_view name, std::uint64_t value, std::string& out) {
  AppendName(name, out);
  out += fmt::format("{}", value);
}

void AppendMember(std::string_view name, bool value, std::string& out) {
  AppendName(name, out);
  out += value ? "true" : "false";
}

void AppendMember(std::string_view name, std::string_view value, std::string& out) {
  AppendName(name, out);
  io::AppendJsonString(value, out);
}

void AppendMember(std::string_view name, const char* value, std::string& out) {
  AppendMember(name, std::string_view(value), out);
}

void BeginAnswer(std::string_view id, AnswerStatus status, std::string& out) {
  out += '{';
  if (!id.empty()) {
    out += "\"id\":";
    out += id;
    out += ',';
  }
  out += "\"status\":\"";
  out += StatusName(status);
  out += '"';
}

void EndAnswer(std::string& out) { out += "}\n"; }

void BeginResult(AnswerStatus status, std::string& out) { BeginAnswer({}, status, out); }

void AppendErrorAnswer(std::string_view id, const WireError& error, std::string& out) {
  BeginAnswer(id, AnswerStatus::kError, out);
  out += ',';
  AppendError(error, out);
  EndAnswer(out);
}

void AppendErrorResult(const WireError& error, std::string& out) {
  BeginResult(AnswerStatus::kError, out);
  out += ',';
  AppendError(error, out);
  out += '}';
}

void AppendMatch(const engine::MatchResult& match, CandidateList candidates, std::string& out) {
  AppendMember("verdict", engine::VerdictName(match.verdict), out);
  AppendEntityId("entity_id", match.entity_id, out);
  AppendFindings(match, match.candidates.size(), candidates, out);
}

void AppendAdd(const engine::AddResult& add, std::uint64_t sequence, std::size_t limit,
               CandidateList candidates, std::string& out) {
  AppendMember("outcome", engine::AddOutcomeName(add.outcome), out);
  AppendMember("sequence", sequence, out);
  AppendMember("verdict", engine::VerdictName(add.match.verdict), out);
  AppendEntityId("entity_id", add.entity_id, out);
  AppendName("merged", out);
  out += '[';
  bool first = true;
  for (const auto& [from, to] : add.changes.aliases) {
    if (!first) out += ',';
    out += fmt::format("{}", from.value);
    first = false;
  }
  out += ']';
  AppendFindings(add.match, limit, candidates, out);
}

void AppendDelete(const engine::EntityChanges& changes, std::uint64_t sequence, std::string& out) {
  AppendMember("outcome", "deleted", out);
  AppendMember("sequence", sequence, out);
  AppendName("reassigned", out);
  out += '[';
  bool first = true;
  for (const engine::EntityChanges::Assignment& assignment : changes.assignments) {
    out += first ? "{\"source\":" : ",{\"source\":";
    first = false;
    io::AppendJsonString(assignment.source, out);
    AppendMember("record_id", std::string_view(assignment.record_id), out);
    AppendEntityId("entity_id", assignment.entity_id, out);
    out += '}';
  }
  out += ']';
}

void AppendRecord(const engine::LiveRecord& record, std::string& out) {
  out += "{\"source\":";
  io::AppendJsonString(record.source, out);
  AppendMember("record_id", std::string_view(record.record_id), out);
  for (const auto& [name, values] : record.fields) {
    out += ',';
    io::AppendJsonString(name, out);
    out += ':';
    if (values.size() == 1) {
      io::AppendJsonString(values.front(), out);
    } else {
      AppendStrings(values, out);
    }
  }
  out += '}';
}

void AppendStored(const engine::LiveResolver::Stored& stored, std::string& out) {
  AppendEntityId("entity_id", stored.entity_id, out);
  AppendName("record", out);
  AppendRecord(*stored.record, out);
}

void AppendEntity(const engine::LiveResolver::Entity& entity, std::size_t bytes_max,
                  std::string& out) {
  const std::size_t start = out.size();
  AppendEntityId("entity_id", entity.entity_id, out);
  if (entity.alias_of.value != 0) AppendEntityId("alias_of", entity.alias_of, out);
  AppendMember("member_count", std::uint64_t{entity.members.size()}, out);
  AppendName("members", out);
  out += '[';
  bool truncated = false;
  for (std::size_t i = 0; i < entity.members.size() && !truncated; ++i) {
    if (i > 0) out += ',';
    AppendRecord(*entity.members[i].record, out);
    truncated = out.size() - start > bytes_max && i + 1 < entity.members.size();
  }
  out += ']';
  if (truncated) AppendMember("truncated", true, out);
}

void AppendExplanation(const engine::Explanation& explanation, std::string& out) {
  AppendName("comparisons", out);
  out += '[';
  for (std::size_t i = 0; i < explanation.comparisons.size(); ++i) {
    const engine::ExplainedComparison& comparison = explanation.comparisons[i];
    out += i > 0 ? ",{\"name\":" : "{\"name\":";
    io::AppendJsonString(comparison.name, out);
    AppendMember("level", std::string_view(comparison.level), out);
    AppendWeight("weight", comparison.weight, out);
    if (!comparison.reason.empty()) {
      AppendMember("reason", std::string_view(comparison.reason), out);
      AppendMember("text", std::string_view(comparison.text_en), out);
      AppendMember("text_fr", std::string_view(comparison.text_fr), out);
    }
    AppendMember("a", std::string_view(comparison.value_a), out);
    AppendMember("b", std::string_view(comparison.value_b), out);
    out += '}';
  }
  out += ']';
  AppendWeight("prior", explanation.prior_weight, out);
  AppendWeight("total", explanation.total_weight, out);
  AppendProbability(explanation.probability, out);
  AppendMember("sentence", std::string_view(explanation.sentence_en), out);
  AppendMember("sentence_fr", std::string_view(explanation.sentence_fr), out);
}

void AppendNormalized(const engine::NormalizedRecord& record, std::string& out) {
  AppendName("values", out);
  out += '[';
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const engine::NormalizedField& field = record.fields[i];
    out += i > 0 ? ",{\"field\":" : "{\"field\":";
    io::AppendJsonString(field.name, out);
    AppendMember("value", std::string_view(field.value), out);
    if (!field.flags.empty()) AppendMember("flags", std::string_view(field.flags), out);
    out += '}';
  }
  out += ']';
  if (!record.flags.empty()) AppendMember("flags", std::string_view(record.flags), out);
  if (!record.warnings.empty()) {
    AppendName("warnings", out);
    AppendStrings(record.warnings, out);
  }
}

void AppendHello(const ServerFacts& facts, const Limits& limits, std::string& out) {
  AppendMember("server", "doublon", out);
  AppendMember("version", facts.version, out);
  AppendName("protocol", out);
  out += fmt::format("[{},{}]", kProtocolVersion, kProtocolVersion);
  AppendMember("model_version", facts.model_version, out);
  AppendMember("normalizer_version", std::uint64_t{facts.normalizer_version}, out);
  AppendMember("durability", facts.durability, out);
  AppendMember("ready", facts.ready, out);
  AppendMember("read_only", facts.read_only, out);
  AppendMember("records", facts.records, out);
  AppendMember("entities", facts.entities, out);
  AppendLimits(limits, out);
}

}  // namespace doublon::protocol
