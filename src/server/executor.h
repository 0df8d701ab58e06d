#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "server/access_log.h"
#include "server/batch.h"
#include "service/service.h"

namespace doublon::server {

// Carries batches out on threads of its own: workers parse and match, one writer applies the writes
// of all connections and commits them together, one more thread moves the store's log along.
//   Start once, then Submit; Stop once.
class Executor {
 public:
  // The batch comes back with answers: when it is done, or when enough answers have gathered that
  // they had better be sent first (then it is submitted again for the rest). Called on any of the
  // threads.
  using Done = std::function<void(std::unique_ptr<Batch>)>;

  Executor(service::Service& service, const AccessLog& log, std::size_t worker_count);
  ~Executor();  // stops

  // Starts the threads and loads the service on the writer; on_loaded is called there with the
  // outcome.
  void Start(std::function<void(Status)> on_loaded);
  // Ends the threads. Work that has not begun is dropped, and its Done not called.
  void Stop();

  // At most one batch of a connection at a time, so that its order is kept.
  void Submit(std::unique_ptr<Batch> batch, Done done);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace doublon::server
