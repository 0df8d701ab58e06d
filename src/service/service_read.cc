#include "service/many_answer.h"
#include "service/service.h"

// Requests that change nothing.
namespace doublon::service {
namespace {

using protocol::AnswerStatus;
using protocol::CandidateList;
using protocol::ErrorCode;
using protocol::Op;
using protocol::Request;
using protocol::WireError;

std::string_view Finish(std::string& answer) {
  protocol::EndAnswer(answer);
  return "ok";
}

}  // namespace

std::string_view Service::Answer(const Request& request, Clock::time_point received,
                                 std::string& answer) {
  if (request.op != Op::kNone) {
    counters_.requests[static_cast<std::size_t>(request.op)].fetch_add(1,
                                                                       std::memory_order_relaxed);
  }
  if (request.error) return Refuse(request, *request.error, answer);
  const bool always =
      request.op == Op::kHello || request.op == Op::kPing || request.op == Op::kStats;
  if (!always && !ready_) {
    return Refuse(request, {ErrorCode::kNotReady, "the stored records are being loaded", {}, 0},
                  answer);
  }
  if (Expired(DeadlineOf(request, received))) return Refuse(request, DeadlineError(), answer);
  return Carry(request, received, answer);
}

std::string_view Service::Carry(const Request& request, Clock::time_point received,
                                std::string& answer) {
  switch (request.op) {
    case Op::kHello:
      return Hello(request, answer);
    case Op::kMatch:
      return request.many ? MatchMany(request, received, answer)
                          : MatchOne(request, received, answer);
    case Op::kGet:
      return Get(request, answer);
    case Op::kEntity:
      return Entity(request, answer);
    case Op::kExplain:
      return Explain(request, answer);
    case Op::kNormalize:
      return Normalize(request, answer);
    case Op::kStats:
      return Stats(request, answer);
    case Op::kPing:
      protocol::BeginAnswer(request.id, AnswerStatus::kOk, answer);
      return Finish(answer);
    case Op::kAdd:
    case Op::kDelete:
    case Op::kNone:
      break;
  }
  return Refuse(request, {ErrorCode::kInternal, "a write was taken for a read", {}, 0}, answer);
}

protocol::ServerFacts Service::Facts() const {
  protocol::ServerFacts facts;
  facts.version = DOUBLON_VERSION;
  facts.model_version = model_version_;
  facts.normalizer_version = model_->normalizer_version();
  facts.durability = store_ != nullptr ? "disk" : "memory";
  facts.ready = ready_;
  facts.read_only = read_only_;
  ReaderMutexLock lock(mutex_);
  facts.records = resolver_->record_count();
  facts.entities = resolver_->entity_count();
  return facts;
}

std::string_view Service::Hello(const Request& request, std::string& answer) {
  if (request.protocol > protocol::kProtocolVersion) {
    return Refuse(request,
                  {ErrorCode::kUnsupportedProtocol,
                   fmt::format("this server speaks protocol {}; the connection goes on with it",
                               protocol::kProtocolVersion),
                   "protocol", 0},
                  answer);
  }
  protocol::BeginAnswer(request.id, AnswerStatus::kOk, answer);
  protocol::AppendHello(Facts(), options_.limits, answer);
  return Finish(answer);
}

std::string_view Service::Stats(const Request& request, std::string& answer) {
  const protocol::ServerFacts facts = Facts();
  protocol::BeginAnswer(request.id, AnswerStatus::kOk, answer);
  protocol::AppendMember("ready", facts.ready, answer);
  protocol::AppendMember("durability", facts.durability, answer);
  protocol::AppendMember("read_only", facts.read_only, answer);
  if (facts.read_only)
    protocol::AppendMember("read_only_reason", std::string_view(read_only_reason()), answer);
  protocol::AppendMember("records", facts.records, answer);
  protocol::AppendMember("entities", facts.entities, answer);
  {
    ReaderMutexLock lock(mutex_);
    protocol::AppendMember("memory_bytes", resolver_->memory_bytes(), answer);
  }
  protocol::AppendMember("sequence", sequence_.load(), answer);
  protocol::AppendMember("commits", counters_.commits.load(), answer);
  const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - started_);
  protocol::AppendMember("uptime_seconds", static_cast<std::uint64_t>(uptime.count()), answer);
  answer += ",\"requests\":{";
  for (std::size_t i = 0; i < protocol::kOpCount; ++i) {
    answer += fmt::format("{}\"{}\":{}", i > 0 ? "," : "", protocol::OpName(static_cast<Op>(i)),
                          counters_.requests[i].load());
  }
  answer += "},\"errors\":{";
  for (std::size_t i = 0; i < protocol::kErrorCodeCount; ++i) {
    answer += fmt::format("{}\"{}\":{}", i > 0 ? "," : "", protocol::ErrorCodeTable()[i].name,
                          counters_.errors[i].load());
  }
  answer += fmt::format(
      "}},\"connections\":{{\"open\":{},\"accepted\":{},\"rejected\":{},\"closed_slow_reader\":{},"
      "\"closed_first_byte\":{},\"closed_idle\":{}}}",
      counters_.connections_open.load(), counters_.connections_accepted.load(),
      counters_.connections_rejected.load(), counters_.closed_slow_reader.load(),
      counters_.closed_first_byte.load(), counters_.closed_idle.load());
  return Finish(answer);
}

std::string_view Service::MatchOne(const Request& request, Clock::time_point received,
                                   std::string& answer) {
  engine::MatchResult match;
  {
    ReaderMutexLock lock(mutex_);
    match = resolver_->Match(request.records.front().record, request.limit,
                             DeadlineOf(request, received));
  }
  if (match.expired) return Refuse(request, DeadlineError(), answer);
  protocol::BeginAnswer(request.id, AnswerStatus::kOk, answer);
  protocol::AppendMatch(match, CandidateList::kFull, answer);
  protocol::EndAnswer(answer);
  return engine::VerdictName(match.verdict);
}

std::string_view Service::MatchMany(const Request& request, Clock::time_point received,
                                    std::string& answer) {
  const Clock::time_point deadline = DeadlineOf(request, received);
  ManyAnswer many;
  for (const protocol::RecordItem& item : request.records) {
    if (item.error) {
      CountError(item.error->code);
      many.AppendError(*item.error);
      continue;
    }
    engine::MatchResult match;
    match.expired = Expired(deadline);
    if (!match.expired) {
      // Taken record by record: a long request must not keep writers waiting.
      ReaderMutexLock lock(mutex_);
      match = resolver_->Match(item.record, request.limit, deadline);
    }
    if (match.expired) {
      CountError(ErrorCode::kDeadline);
      many.AppendError(DeadlineError());
      continue;
    }
    const bool cut = many.size() > options_.limits.answer_bytes_max;
    protocol::AppendMatch(match, cut ? CandidateList::kCut : CandidateList::kFull,
                          many.BeginResult());
    many.EndResult();
  }
  return many.Finish(request, answer);
}

std::string_view Service::Get(const Request& request, std::string& answer) {
  ReaderMutexLock lock(mutex_);
  const auto stored = resolver_->Get(request.source, request.record_id);
  if (!stored.ok()) return Refuse(request, protocol::ErrorForStatus(stored.status()), answer);
  protocol::BeginAnswer(request.id, AnswerStatus::kOk, answer);
  protocol::AppendStored(*stored, answer);
  return Finish(answer);
}

std::string_view Service::Entity(const Request& request, std::string& answer) {
  ReaderMutexLock lock(mutex_);
  const auto entity = resolver_->GetEntity(request.entity_id);
  if (!entity.ok()) return Refuse(request, protocol::ErrorForStatus(entity.status()), answer);
  protocol::BeginAnswer(request.id, AnswerStatus::kOk, answer);
  protocol::AppendEntity(*entity, options_.limits.answer_bytes_max, answer);
  return Finish(answer);
}

// One side of an explain: itself, or the resident record it names.
StatusOr<engine::LiveRecord> Service::Resolve(const engine::LiveRecord& side) const {
  if (!side.fields.empty()) return side;
  if (side.source.empty() || side.record_id.empty()) {
    return InvalidArgument(
        "needs fields to compare, or the source and record_id of a resident record");
  }
  ASSIGN_OR_RETURN(const engine::LiveResolver::Stored stored,
                   resolver_->Get(side.source, side.record_id));
  return *stored.record;
}

std::string_view Service::Explain(const Request& request, std::string& answer) {
  ReaderMutexLock lock(mutex_);
  const auto refuse = [&](const Status& status, std::string_view side) {
    WireError error = protocol::ErrorForStatus(status);
    error.field = side;
    return Refuse(request, error, answer);
  };
  const StatusOr<engine::LiveRecord> a = Resolve(request.a.record);
  if (!a.ok()) return refuse(a.status(), "a");
  const StatusOr<engine::LiveRecord> b = Resolve(request.b.record);
  if (!b.ok()) return refuse(b.status(), "b");
  const engine::Explanation explanation = resolver_->Explain(*a, *b);
  protocol::BeginAnswer(request.id, AnswerStatus::kOk, answer);
  protocol::AppendExplanation(explanation, answer);
  return Finish(answer);
}

std::string_view Service::Normalize(const Request& request, std::string& answer) {
  ReaderMutexLock lock(mutex_);
  const engine::NormalizedRecord normalized = resolver_->Normalized(request.records.front().record);
  protocol::BeginAnswer(request.id, AnswerStatus::kOk, answer);
  protocol::AppendNormalized(normalized, answer);
  return Finish(answer);
}

}  // namespace doublon::service
