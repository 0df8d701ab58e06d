#include "engine/run_memory.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/huge_allocator.h"

namespace doublon::engine {

namespace {

// Of what is left, the part that words on their way to the file may take; beyond the second
// number, more is no faster.
constexpr std::uint64_t kBufferShare = 4;
constexpr std::uint64_t kBufferBytesMax = std::uint64_t{128} << 20;

}  // namespace

std::uint64_t ResidentBytes() noexcept {
  std::FILE* file = std::fopen("/proc/self/statm", "re");
  if (file == nullptr) return 0;
  unsigned long long all = 0, resident = 0;
  const int read = std::fscanf(file, "%llu %llu", &all, &resident);
  std::fclose(file);
  return read == 2 ? resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) : 0;
}

block::Spill RunMemory::PlaceFor(std::uint64_t bytes) {
  if (!limited()) return {};
  ReturnFreeMemory();
  const std::uint64_t held = ResidentBytes();
  const std::uint64_t left = options_.bytes_max > held ? options_.bytes_max - held : 0;
  if (bytes <= left) return {};
  if (file_ == nullptr) {
    StatusOr<std::unique_ptr<SpillFile>> created = SpillFile::Create(options_.temp_folder);
    if (!created.ok()) {
      created_ = created.status();
      return {};
    }
    file_ = *std::move(created);
  }
  stages_.Say(fmt::format("{} MiB in temporary files", spilled_bytes() >> 20));
  return {file_.get(), std::min(left / kBufferShare, kBufferBytesMax)};
}

Status RunMemory::status() const {
  RETURN_IF_ERROR(created_);
  return file_ == nullptr ? OkStatus() : file_->status();
}

}  // namespace doublon::engine
