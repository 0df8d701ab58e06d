#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"
#include "base/status.h"
#include "engine/live_resolver.h"
#include "model/model.h"
#include "protocol/answer.h"
#include "protocol/request.h"
#include "service/counters.h"
#include "service/options.h"
#include "store/change_set.h"
#include "store/store.h"

namespace doublon::service {

using Clock = std::chrono::steady_clock;

// A request of protocol::IsWrite on its way through Apply.
struct PendingWrite {
  const protocol::Request* request = nullptr;
  Clock::time_point received;     // what timeout_ms counts from
  std::string* answer = nullptr;  // the answer line is appended; several writes may share one
  std::string_view outcome;       // set by Apply, for the log: "ok", "partial" or an error code
};

// The resolver, the store and the lock between them.
//   Open, Load once, then Answer, Apply and Maintain in any order.
// Thread safety: all methods may be called from any thread; calls of Apply take turns.
class Service {
 public:
  // Opens the store, if any. Errors: InvalidArgument (options), those of store::Store::Open,
  // FailedPrecondition when another model made its entities and options.remake_entities is not set.
  static StatusOr<std::unique_ptr<Service>> Open(const ServiceOptions& options,
                                                 std::shared_ptr<const model::Model> model);

  // Makes the stored records resident. Until it is done, all but hello, ping and stats is answered
  // `not_ready`. When the store was written with another model, the entities that differ under this
  // one are stored anew (see ServiceOptions::remake_entities).
  Status Load();
  bool ready() const noexcept { return ready_; }
  bool read_only() const noexcept { return read_only_; }

  // Appends the answer line of a request that changes nothing (or that was refused by the parser).
  // Returns the outcome for the log: "ok", "partial", a verdict, or an error code; never content.
  std::string_view Answer(const protocol::Request& request, Clock::time_point received,
                          std::string& answer);

  // Carries out writes in order, stores them as one transaction and appends their answers, which
  // may be sent when it returns and not before.
  void Apply(std::span<PendingWrite> writes);

  // Work that nobody waits for: moves the store's log into its file when that is worth it. Call it
  // now and then from a thread that does nothing else.
  Status Maintain();

  Counters& counters() noexcept { return counters_; }
  const ServiceOptions& options() const noexcept { return options_; }
  // Why the service is read-only, for the operator; "" while it is not. Names files, no content.
  std::string read_only_reason() const;

 private:
  Service(const ServiceOptions& options, std::shared_ptr<const model::Model> model,
          std::unique_ptr<store::Store> store);

  // service.cc
  StatusOr<std::unique_ptr<engine::LiveResolver>> ReadStore()
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  Status StoreEntitiesOfModel(const engine::LiveResolver& resolver)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  void BecomeReadOnly(const Status& cause) ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  std::string_view Refuse(const protocol::Request& request, const protocol::WireError& error,
                          std::string& answer);
  void CountError(protocol::ErrorCode code) noexcept;

  // service_read.cc
  std::string_view Carry(const protocol::Request& request, Clock::time_point received,
                         std::string& answer);
  std::string_view Hello(const protocol::Request& request, std::string& answer);
  std::string_view Stats(const protocol::Request& request, std::string& answer);
  std::string_view MatchOne(const protocol::Request& request, Clock::time_point received,
                            std::string& answer);
  std::string_view MatchMany(const protocol::Request& request, Clock::time_point received,
                             std::string& answer);
  std::string_view Get(const protocol::Request& request, std::string& answer);
  std::string_view Entity(const protocol::Request& request, std::string& answer);
  std::string_view Explain(const protocol::Request& request, std::string& answer);
  std::string_view Normalize(const protocol::Request& request, std::string& answer);
  StatusOr<engine::LiveRecord> Resolve(const engine::LiveRecord& side) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  protocol::ServerFacts Facts() const;

  // service_write.cc
  struct Group;
  void ApplyOne(PendingWrite& write, Group& group) ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  void FailWrite(PendingWrite& write);
  void AddMany(PendingWrite& write, Group& group) ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  engine::AddResult AddRecord(const engine::LiveRecord& record, Clock::time_point deadline,
                              Group& group) ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  void DeleteRecord(PendingWrite& write, Group& group) ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);

  const ServiceOptions options_;
  const std::shared_ptr<const model::Model> model_;
  const std::string model_version_;
  const Clock::time_point started_;
  Counters counters_;

  std::atomic<bool> ready_{false};
  std::atomic<bool> read_only_{false};
  std::atomic<std::uint64_t> sequence_{0};  // of the last change; written under write_mutex_

  // Order of locking: write_mutex_, then mutex_.
  mutable Mutex write_mutex_;
  const std::unique_ptr<store::Store>
      store_;  // null for :memory:; used under write_mutex_, Checkpoint aside
  mutable SharedMutex mutex_ ABSL_ACQUIRED_AFTER(write_mutex_);
  std::unique_ptr<engine::LiveResolver> resolver_ ABSL_GUARDED_BY(mutex_);
  std::string read_only_reason_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace doublon::service
