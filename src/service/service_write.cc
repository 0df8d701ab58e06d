#include <utility>

#include "service/many_answer.h"
#include "service/service.h"

// Requests that change records.
namespace doublon::service {
namespace {

using protocol::AnswerStatus;
using protocol::CandidateList;
using protocol::ErrorCode;
using protocol::Op;
using protocol::Request;

}  // namespace

// What one Apply has done so far.
struct Service::Group {
  std::uint64_t sequence = 0;  // of the last change made
  store::ChangeSet changes;
};

void Service::Apply(std::span<PendingWrite> writes) {
  MutexLock writing(write_mutex_);
  Group group;
  group.sequence = sequence_;
  std::vector<std::size_t> answer_starts;
  answer_starts.reserve(writes.size());
  for (PendingWrite& write : writes) {
    answer_starts.push_back(write.answer->size());
    ApplyOne(write, group);
  }
  if (store_ != nullptr && !group.changes.empty()) {
    {
      ReaderMutexLock lock(mutex_);
      group.changes.SetLastEntityId(resolver_->last_entity_id());
    }
    const Status stored = store_->Commit(group.changes);
    if (!stored.ok()) {
      BecomeReadOnly(stored);
      // Writes may share an answer text: first each is cut back, then each gets its refusal, in
      // order.
      for (std::size_t i = writes.size(); i-- > 0;) writes[i].answer->resize(answer_starts[i]);
      for (PendingWrite& write : writes) FailWrite(write);
      return;
    }
    counters_.commits.fetch_add(1, std::memory_order_relaxed);
  }
  sequence_ = group.sequence;
}

void Service::FailWrite(PendingWrite& write) {
  const protocol::WireError failure{
      ErrorCode::kInternal,
      "the change could not be stored; the service is read-only until it is restarted",
      {},
      0};
  write.outcome = Refuse(*write.request, write.request->error.value_or(failure), *write.answer);
}

void Service::ApplyOne(PendingWrite& write, Group& group) {
  const Request& request = *write.request;
  if (request.op != Op::kNone) {
    counters_.requests[static_cast<std::size_t>(request.op)].fetch_add(1,
                                                                       std::memory_order_relaxed);
  }
  std::string& answer = *write.answer;
  if (request.error) {
    write.outcome = Refuse(request, *request.error, answer);
  } else if (!ready_) {
    write.outcome = Refuse(
        request, {ErrorCode::kNotReady, "the stored records are being loaded", {}, 0}, answer);
  } else if (read_only_) {
    write.outcome = Refuse(request,
                           {ErrorCode::kReadOnly,
                            "the store failed; the service is read-only until it is restarted",
                            {},
                            0},
                           answer);
  } else if (Expired(DeadlineOf(request, write.received))) {
    write.outcome = Refuse(request, DeadlineError(), answer);
  } else if (request.op == Op::kDelete) {
    DeleteRecord(write, group);
  } else if (request.many) {
    AddMany(write, group);
  } else {
    const engine::AddResult add =
        AddRecord(request.records.front().record, DeadlineOf(request, write.received), group);
    if (add.match.expired) {
      write.outcome = Refuse(request, DeadlineError(), answer);
      return;
    }
    protocol::BeginAnswer(request.id, AnswerStatus::kOk, answer);
    protocol::AppendAdd(add, group.sequence, request.limit, CandidateList::kFull, answer);
    protocol::EndAnswer(answer);
    write.outcome = engine::AddOutcomeName(add.outcome);
  }
}

void Service::AddMany(PendingWrite& write, Group& group) {
  const Request& request = *write.request;
  const Clock::time_point deadline = DeadlineOf(request, write.received);
  ManyAnswer many;
  for (const protocol::RecordItem& item : request.records) {
    if (item.error) {
      CountError(item.error->code);
      many.AppendError(*item.error);
      continue;
    }
    engine::AddResult add;
    add.match.expired = Expired(deadline);
    if (!add.match.expired) add = AddRecord(item.record, deadline, group);
    if (add.match.expired) {
      CountError(ErrorCode::kDeadline);
      many.AppendError(DeadlineError());
      continue;
    }
    const bool cut = many.size() > options_.limits.answer_bytes_max;
    protocol::AppendAdd(add, group.sequence, request.limit,
                        cut ? CandidateList::kCut : CandidateList::kFull, many.BeginResult());
    many.EndResult();
  }
  write.outcome = many.Finish(request, *write.answer);
}

engine::AddResult Service::AddRecord(const engine::LiveRecord& record, Clock::time_point deadline,
                                     Group& group) {
  const auto draft = [&] {
    // Matches go on beside the long part. write_mutex_ keeps other changes out until it is in.
    ReaderMutexLock lock(mutex_);
    return resolver_->PrepareAdd(record, deadline);
  };
  engine::LiveResolver::Draft drafted = draft();
  engine::AddResult add;
  {
    // Given up after each record, so that matches wait for one add at most.
    WriterMutexLock lock(mutex_);
    add = resolver_->Add(std::move(drafted));
  }
  if (add.match.expired || add.outcome == engine::AddOutcome::kUnchanged) return add;
  ++group.sequence;
  if (store_ == nullptr) return add;
  group.changes.Put(group.sequence, record.source, record.record_id, add.entity_id, record.fields);
  for (const engine::EntityChanges::Assignment& assignment : add.changes.assignments) {
    if (assignment.source == record.source && assignment.record_id == record.record_id) continue;
    group.changes.Assign(assignment.source, assignment.record_id, assignment.entity_id);
  }
  for (const auto& [from, to] : add.changes.aliases) group.changes.Alias(from, to);
  return add;
}

void Service::DeleteRecord(PendingWrite& write, Group& group) {
  const Request& request = *write.request;
  StatusOr<engine::EntityChanges> changes = engine::EntityChanges();
  {
    WriterMutexLock lock(mutex_);
    changes = resolver_->Delete(request.source, request.record_id);
  }
  if (!changes.ok()) {
    write.outcome = Refuse(request, protocol::ErrorForStatus(changes.status()), *write.answer);
    return;
  }
  ++group.sequence;
  if (store_ != nullptr) {
    group.changes.Remove(group.sequence, request.source, request.record_id);
    for (const engine::EntityChanges::Assignment& assignment : changes->assignments) {
      group.changes.Assign(assignment.source, assignment.record_id, assignment.entity_id);
    }
    for (const auto& [from, to] : changes->aliases) group.changes.Alias(from, to);
  }
  protocol::BeginAnswer(request.id, AnswerStatus::kOk, *write.answer);
  protocol::AppendDelete(*changes, group.sequence, *write.answer);
  protocol::EndAnswer(*write.answer);
  write.outcome = "deleted";
}

}  // namespace doublon::service
