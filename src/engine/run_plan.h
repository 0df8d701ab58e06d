#pragma once

#include <cstdint>
#include <vector>

#include "base/worker_pool.h"
#include "block/key_forecast.h"
#include "engine/batch_run.h"
#include "engine/sources.h"

namespace doublon::engine {

// What a run will take, told from a sample of its rows before the long work. Aims at a factor of
// 1.5 either way.
struct RunPlan {
  std::uint64_t row_count = 0;     // exact
  std::uint64_t sample_count = 0;  // rows normalised, keyed and compared for this plan
  block::KeyForecast keys;
  std::uint64_t peak_bytes = 0;   // resident memory at most, without a limit
  std::uint64_t least_bytes = 0;  // the smallest limit under which the run completes
  std::uint64_t spill_bytes = 0;  // put into the temporary file under that limit, about
  double seconds = 0;             // from now on, without a limit, on these threads
};

// fields: as for PrepareSources. Depends on the files and options; `seconds` on the machine as
// well. Cost: a twentieth of the run or less.
RunPlan PlanRun(const std::vector<Source>& sources, const std::vector<record::Field>& fields,
                const BatchOptions& options, WorkerPool& pool);

}  // namespace doublon::engine
