#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/status.h"
#include "block/word_buckets.h"
#include "engine/stage_clock.h"

namespace doublon::engine {

struct MemoryOptions {
  std::uint64_t bytes_max = 0;  // resident memory of the process; 0 = no limit
  std::string temp_folder;      // for what does not fit; "" = the system's
};

// Decides what of a run stands in memory and what in a temporary file. What a run gives does not
// depend on it. Not thread safe; the file is.
class RunMemory {
 public:
  // stages: told how much was put aside; must outlive it.
  RunMemory(MemoryOptions options, const StageClock& stages)
      : options_(std::move(options)), stages_(stages) {}

  bool limited() const noexcept { return options_.bytes_max != 0; }
  // Where a step that takes so many bytes in memory puts them: in memory where the limit leaves
  // room beside what the process holds at present, else in the file, which is made when first
  // needed.
  block::Spill PlaceFor(std::uint64_t bytes);
  std::uint64_t spilled_bytes() const noexcept { return file_ ? file_->appended_bytes() : 0; }
  // The first failure of the file, if any: results are not to be used then.
  Status status() const;

 private:
  MemoryOptions options_;
  const StageClock& stages_;
  std::unique_ptr<SpillFile> file_;
  Status created_ = OkStatus();
};

// Resident memory of the process at present, in bytes; 0 where the system does not tell.
std::uint64_t ResidentBytes() noexcept;

}  // namespace doublon::engine
