#include "server/executor.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <optional>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"
#include "protocol/request_parser.h"

namespace doublon::server {
namespace {

using protocol::Request;

// A round is what is carried out of a batch before its turn may go to another connection.
constexpr std::size_t kRoundRequests = 256;
constexpr std::size_t kRoundBytes = 1 << 20;
// Fewer reads than this are not worth waking another worker for.
constexpr std::size_t kShareRequests = 16;
// With this much to send, a batch is handed back first.
constexpr std::size_t kAnswerBytes = 1 << 20;
// One commit holds the writes of so many records, about; more waits for the next.
constexpr std::size_t kCommitRecords = 10'000;
constexpr std::chrono::milliseconds kMaintenanceInterval{200};

// One batch on its way.
struct Task {
  std::unique_ptr<Batch> batch;
  Executor::Done done;
  std::vector<Request> round;       // parsed: all reads, or all writes
  std::optional<Request> carried;   // parsed, of the other kind: the next round begins with it
  std::vector<std::string> shares;  // answers of each share of a round of reads
  std::atomic<std::size_t> shares_left{0};
};
using TaskPointer = std::shared_ptr<Task>;

// A share of a round of reads, or (share == kAdvance) the next round of a task.
constexpr std::size_t kAdvance = ~std::size_t{0};
struct Job {
  TaskPointer task;
  std::size_t share = kAdvance;
};

Request RequestFor(const BatchLine& line, const Batch& batch, const protocol::Limits& limits,
                   protocol::RequestParser& parser) {
  if (line.fate == LineFate::kRequest) return parser.Parse(batch.text(line), line.number);
  Request request;
  request.id = "null";
  request.line = line.number;
  const bool too_large = line.fate == LineFate::kTooLarge;
  request.error = protocol::WireError{
      too_large ? protocol::ErrorCode::kTooLarge : protocol::ErrorCode::kOverloaded,
      too_large
          ? fmt::format("the line is longer than {} bytes and was skipped", limits.line_bytes_max)
          : "too many requests are waiting; the line was skipped",
      {},
      line.number};
  return request;
}

bool GoesToWriter(const Request& request) {
  return !request.error && protocol::IsWrite(request.op);
}

std::size_t RecordCount(const Request& request) {
  return std::max<std::size_t>(1, request.records.size());
}

}  // namespace

struct Executor::State {
  service::Service& service;
  const AccessLog& log;
  std::size_t worker_count;
  std::vector<std::thread> threads;

  Mutex mutex;
  ConditionVariable job_comes, write_comes, stop_comes;
  bool stopping ABSL_GUARDED_BY(mutex) = false;
  std::deque<Job> jobs ABSL_GUARDED_BY(mutex);
  std::deque<TaskPointer> writes ABSL_GUARDED_BY(mutex);

  State(service::Service& used_service, const AccessLog& used_log, std::size_t workers)
      : service(used_service), log(used_log), worker_count(workers) {}

  const protocol::Limits& limits() const { return service.options().limits; }

  void Push(Job job) {
    {
      MutexLock lock(mutex);
      jobs.push_back(std::move(job));
    }
    job_comes.NotifyOne();
  }

  // ---- workers ----
  void Work() {
    protocol::RequestParser parser(limits());
    while (true) {
      Job job;
      {
        MutexLock lock(mutex);
        while (!stopping && jobs.empty()) job_comes.Wait(mutex);
        if (stopping) return;
        job = std::move(jobs.front());
        jobs.pop_front();
      }
      if (job.share == kAdvance) {
        Advance(job.task, parser);
      } else {
        RunShare(job.task, job.share);
      }
    }
  }

  // Parses the next round, which holds reads only or writes only, and carries it out or hands it to
  // the writer.
  void Advance(const TaskPointer& task, protocol::RequestParser& parser) {
    ParseRound(*task, parser);
    if (GoesToWriter(task->round.front())) {
      {
        MutexLock lock(mutex);
        writes.push_back(task);
      }
      write_comes.NotifyOne();
      return;
    }
    const std::size_t count = task->round.size();
    const std::size_t share_count =
        std::clamp<std::size_t>(count / kShareRequests, 1, worker_count);
    task->shares.assign(share_count, {});
    task->shares_left = share_count;
    if (share_count > 1) {
      MutexLock lock(mutex);
      // In front: the connection waits for these, the others have waited for less.
      for (std::size_t share = 1; share < share_count; ++share) jobs.push_front({task, share});
      job_comes.NotifyAll();
    }
    RunShare(task, 0);
  }

  void ParseRound(Task& task, protocol::RequestParser& parser) {
    const Batch& batch = *task.batch;
    task.round.clear();
    std::size_t bytes = 0, records = 0;
    std::size_t at = batch.next;
    while (at < batch.lines.size()) {
      Request request = task.carried ? *std::exchange(task.carried, std::nullopt)
                                     : RequestFor(batch.lines[at], batch, limits(), parser);
      if (!task.round.empty() && GoesToWriter(request) != GoesToWriter(task.round.front())) {
        task.carried = std::move(request);
        return;
      }
      bytes += batch.lines[at].size;
      records += RecordCount(request);
      task.round.push_back(std::move(request));
      ++at;
      const bool full = GoesToWriter(task.round.front()) ? records >= kCommitRecords
                                                         : at - batch.next >= kRoundRequests;
      if (full || bytes >= kRoundBytes) return;
    }
  }

  void RunShare(const TaskPointer& task, std::size_t share) {
    const std::size_t count = task->round.size(), shares = task->shares.size();
    std::string log_text;
    for (std::size_t i = count * share / shares; i < count * (share + 1) / shares; ++i) {
      const Request& request = task->round[i];
      const BatchLine& line = task->batch->lines[task->batch->next + i];
      const std::string_view outcome = service.Answer(request, line.received, task->shares[share]);
      if (log.on()) AppendLog(*task->batch, line, request, outcome, log_text);
    }
    log.Write(log_text);
    if (task->shares_left.fetch_sub(1, std::memory_order_acq_rel) > 1) return;
    for (const std::string& answers : task->shares) task->batch->answers += answers;
    EndRound(task);
  }

  static void AppendLog(const Batch& batch, const BatchLine& line, const Request& request,
                        std::string_view outcome, std::string& text) {
    AccessLog::Append({batch.connection, line.number, protocol::OpName(request.op), outcome,
                       service::Clock::now() - line.received},
                      text);
  }

  void EndRound(const TaskPointer& task) {
    Batch& batch = *task->batch;
    batch.next += task->round.size();
    if (!batch.done() && batch.answers.size() < kAnswerBytes) return Push({task, kAdvance});
    // A request parsed ahead is parsed again when the batch comes back.
    task->done(std::move(task->batch));
  }

  // ---- the writer ----
  void Write(const std::function<void(Status)>& on_loaded) {
    on_loaded(service.ready() ? OkStatus() : service.Load());
    while (true) {
      std::vector<TaskPointer> group;
      {
        MutexLock lock(mutex);
        while (!stopping && writes.empty()) write_comes.Wait(mutex);
        if (stopping) return;
        std::size_t records = 0;
        while (!writes.empty() && records < kCommitRecords) {
          for (const Request& request : writes.front()->round) records += RecordCount(request);
          group.push_back(std::move(writes.front()));
          writes.pop_front();
        }
      }
      ApplyGroup(group);
    }
  }

  void ApplyGroup(const std::vector<TaskPointer>& group) {
    std::vector<service::PendingWrite> pending;
    for (const TaskPointer& task : group) {
      Batch& batch = *task->batch;
      for (std::size_t i = 0; i < task->round.size(); ++i) {
        pending.push_back(
            {&task->round[i], batch.lines[batch.next + i].received, &batch.answers, {}});
      }
    }
    service.Apply(pending);
    if (log.on()) {
      std::string text;
      std::size_t at = 0;
      for (const TaskPointer& task : group) {
        for (std::size_t i = 0; i < task->round.size(); ++i, ++at) {
          AppendLog(*task->batch, task->batch->lines[task->batch->next + i], task->round[i],
                    pending[at].outcome, text);
        }
      }
      log.Write(text);
    }
    for (const TaskPointer& task : group) EndRound(task);
  }

  // ---- maintenance ----
  void Maintain() {
    MutexLock lock(mutex);
    while (true) {
      if (!stopping) stop_comes.WaitFor(mutex, kMaintenanceInterval);
      if (stopping) return;
      mutex.Unlock();
      // An error costs nothing but the size of the log, and comes back from the commits if it
      // lasts.
      service.Maintain().IgnoreError();
      mutex.Lock();
    }
  }
};

Executor::Executor(service::Service& service, const AccessLog& log, std::size_t worker_count)
    : state_(std::make_unique<State>(service, log, std::max<std::size_t>(1, worker_count))) {}

Executor::~Executor() { Stop(); }

void Executor::Start(std::function<void(Status)> on_loaded) {
  State* state = state_.get();
  for (std::size_t i = 0; i < state->worker_count; ++i)
    state->threads.emplace_back([state] { state->Work(); });
  state->threads.emplace_back([state, loaded = std::move(on_loaded)] { state->Write(loaded); });
  state->threads.emplace_back([state] { state->Maintain(); });
}

void Executor::Stop() {
  {
    MutexLock lock(state_->mutex);
    state_->stopping = true;
  }
  state_->job_comes.NotifyAll();
  state_->write_comes.NotifyAll();
  state_->stop_comes.NotifyAll();
  for (std::thread& thread : state_->threads) thread.join();
  state_->threads.clear();
}

void Executor::Submit(std::unique_ptr<Batch> batch, Done done) {
  auto task = std::make_shared<Task>();
  task->batch = std::move(batch);
  task->done = std::move(done);
  state_->Push({std::move(task), kAdvance});
}

}  // namespace doublon::server
