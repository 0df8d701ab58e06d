#pragma once

#include <cstdint>
#include <span>

#include "base/worker_pool.h"
#include "block/key_table.h"

namespace doublon::block {

// What the keys of a list will come to, as far as a sample of its records tells.
struct KeyForecast {
  double key_count = 0;     // KeyReport::key_count
  double refined_rows = 0;  // records in blocks too large, counted once a block
  double block_pairs = 0;   // KeyReport::pair_count
  double pair_count = 0;    // each pair once, of different groups where there are groups
  std::uint32_t block_size_max = 0;
};

struct SampleOfRecords {
  const record::PreparedStore* records;   // at most 2^24
  std::span<const std::uint16_t> groups;  // of each, as PairTable::Build takes them
  double share;                           // of all records, in (0, 1]
};

// Forecasts what KeyTable::Build with the same arguments, and PairTable::Build, will find in the
// whole list. Exact but for keys that two recipes make where share is 1. Deterministic. Cost: about
// 5 µs a record of the sample and core.
KeyForecast ForecastKeys(const SampleOfRecords& sample, std::span<const KeyRecipe> recipes,
                         const KeyTableOptions& options, bool grow_overfull,
                         std::uint32_t block_size_hard, const OverfullKeys& known,
                         WorkerPool& pool);

}  // namespace doublon::block
