#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>

namespace doublon {

// Long-lived worker threads for data-parallel steps.
// Thread safety: ParallelFor may be called by one thread at a time; the body runs on the workers
// and the caller.
class WorkerPool {
 public:
  // thread_count ≥ 1 counts the calling thread: 1 starts no thread at all.
  explicit WorkerPool(std::size_t thread_count);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  std::size_t thread_count() const noexcept { return thread_count_; }

  // Runs body(chunk, worker) for chunk in [0, chunk_count), in any order, and returns when all are
  // done. worker is in [0, thread_count) and no two calls with the same worker overlap, so it may
  // index scratch. Results must not depend on which worker took a chunk: combine them by chunk
  // index. The body must not throw and must not call ParallelFor.
  void ParallelFor(std::size_t chunk_count,
                   const std::function<void(std::size_t chunk, std::size_t worker)>& body);

 private:
  struct State;
  std::size_t thread_count_;
  std::unique_ptr<State> state_;
};

// Calls body(row, worker) for every row in [0, row_count), some thousand rows a chunk; as
// ParallelFor otherwise.
template <typename Body>
void ForEachRow(WorkerPool& pool, std::size_t row_count, const Body& body) {
  constexpr std::size_t kRowsPerChunk = 8192;
  pool.ParallelFor((row_count + kRowsPerChunk - 1) / kRowsPerChunk,
                   [&](std::size_t chunk, std::size_t worker) {
                     const std::size_t last = std::min(row_count, (chunk + 1) * kRowsPerChunk);
                     for (std::size_t row = chunk * kRowsPerChunk; row < last; ++row)
                       body(row, worker);
                   });
}

// Number of cores this process may use, at least 1.
std::size_t UsableCoreCount() noexcept;

}  // namespace doublon
