#include "base/worker_pool.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "base/check.h"

namespace doublon {

// One job at a time. `generation` tells sleeping workers that a new job is there; `running` counts
// the workers still in it, so that ParallelFor cannot return while a worker may touch the body.
struct WorkerPool::State {
  std::mutex mutex;
  std::condition_variable wake;
  std::condition_variable done;
  std::uint64_t generation = 0;
  std::size_t running = 0;
  bool stopping = false;
  const std::function<void(std::size_t, std::size_t)>* body = nullptr;
  std::size_t chunk_count = 0;
  std::atomic<std::size_t> next_chunk{0};
  std::vector<std::thread> threads;

  void TakeChunks(std::size_t worker) {
    for (std::size_t chunk = next_chunk.fetch_add(1); chunk < chunk_count;
         chunk = next_chunk.fetch_add(1)) {
      (*body)(chunk, worker);
    }
  }

  void Work(std::size_t worker) {
    std::uint64_t seen = 0;
    std::unique_lock lock(mutex);
    while (true) {
      wake.wait(lock, [&] { return stopping || generation != seen; });
      if (stopping) return;
      seen = generation;
      lock.unlock();
      TakeChunks(worker);
      lock.lock();
      if (--running == 0) done.notify_one();
    }
  }
};

namespace {

// The kernel stacks new threads on one core for 100 ms and more, which makes two threads run at the
// speed of one (measured, see bench/README.md); workers are therefore spread over the allowed
// cores.
void PinToCore(std::thread& thread, std::size_t worker) {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  const auto allowed_count = static_cast<std::size_t>(CPU_COUNT(&allowed));
  if (allowed_count < 2) return;
  std::size_t skip = worker % allowed_count;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed) || skip-- != 0) continue;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    pthread_setaffinity_np(thread.native_handle(), sizeof one, &one);
    return;
  }
}

}  // namespace

WorkerPool::WorkerPool(std::size_t thread_count)
    : thread_count_(std::max<std::size_t>(1, thread_count)), state_(std::make_unique<State>()) {
  for (std::size_t worker = 1; worker < thread_count_; ++worker) {
    state_->threads.emplace_back([this, worker] { state_->Work(worker); });
    PinToCore(state_->threads.back(), worker);
  }
}

WorkerPool::~WorkerPool() {
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->wake.notify_all();
  for (std::thread& thread : state_->threads) thread.join();
}

void WorkerPool::ParallelFor(std::size_t chunk_count,
                             const std::function<void(std::size_t, std::size_t)>& body) {
  if (chunk_count == 0) return;
  if (thread_count_ == 1 || chunk_count == 1) {
    for (std::size_t chunk = 0; chunk < chunk_count; ++chunk) body(chunk, 0);
    return;
  }
  {
    std::lock_guard lock(state_->mutex);
    DOUBLON_CHECK(state_->running == 0);
    state_->body = &body;
    state_->chunk_count = chunk_count;
    state_->next_chunk = 0;
    state_->running = state_->threads.size();
    ++state_->generation;
  }
  state_->wake.notify_all();
  state_->TakeChunks(0);
  std::unique_lock lock(state_->mutex);
  state_->done.wait(lock, [&] { return state_->running == 0; });
}

std::size_t UsableCoreCount() noexcept {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
  return std::max<std::size_t>(1, static_cast<std::size_t>(CPU_COUNT(&allowed)));
}

}  // namespace doublon
