#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/status.h"
#include "base/worker_pool.h"
#include "generate/population.h"

namespace doublon::generate {

struct GenerateOptions {
  std::uint64_t rows =
      100000;  // of all four lists together, 1 to kRowsMax; memory: about 170 bytes a row
  std::uint64_t seed =
      1;  // same rows and seed: same files, byte for byte, for any number of threads
  std::string directory;  // made if it is not there; files of these names in it are replaced

  Status Validate() const;
};

inline constexpr std::uint64_t kRowsMax = 100'000'000;

// What was written.
struct GenerateReport {
  std::array<std::uint64_t, kSourceCount> rows{};  // by Source
  std::uint64_t entities = 0;
  std::uint64_t households = 0;           // with at least one row
  std::uint64_t rows_with_duplicate = 0;  // rows whose person has another row in any list
  std::uint64_t repeated_rows = 0;        // rows whose person has an earlier row in the same list
};

// Writes DIR/voters.csv, donors.csv, petition.csv, members.csv and truth.csv (source,id,entity):
// invented French contact lists with full truth. UTF-8, comma, LF; rows in random order; ids and
// entities tell nothing. Model and rates: docs/generate.md.
// Errors: bad options, a directory that cannot be made or written; no file is replaced unless it
// was written whole.
// Cost: about 3 microseconds a row and core. Threads: the pool's.
Status Generate(const GenerateOptions& options, WorkerPool& pool, GenerateReport* report);

}  // namespace doublon::generate
