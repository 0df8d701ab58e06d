#include "base/worker_pool.h"

#include <atomic>
#include <vector>

#include "gtest/gtest.h"

namespace doublon {
namespace {

TEST(WorkerPoolTest, RunsEveryChunkOnce) {
  for (const std::size_t threads : {1, 2, 3, 8}) {
    WorkerPool pool(threads);
    for (const std::size_t chunks : {0, 1, 2, 7, 1000}) {
      std::vector<std::atomic<int>> runs(chunks);
      pool.ParallelFor(chunks, [&](std::size_t chunk, std::size_t) { ++runs[chunk]; });
      for (const auto& run : runs) EXPECT_EQ(run.load(), 1);
    }
  }
}

TEST(WorkerPoolTest, NoTwoCallsShareAWorker) {
  WorkerPool pool(4);
  std::vector<std::atomic<int>> busy(4);
  std::atomic<bool> shared{false};
  pool.ParallelFor(2000, [&](std::size_t, std::size_t worker) {
    if (busy[worker].fetch_add(1) != 0) shared = true;
    busy[worker].fetch_sub(1);
  });
  EXPECT_FALSE(shared.load());
}

TEST(WorkerPoolTest, SurvivesManyShortJobs) {
  WorkerPool pool(3);
  std::atomic<std::size_t> sum{0};
  for (std::size_t job = 0; job < 5000; ++job) {
    pool.ParallelFor(3, [&](std::size_t chunk, std::size_t) { sum += chunk; });
  }
  EXPECT_EQ(sum.load(), 15000U);
}

}  // namespace
}  // namespace doublon
