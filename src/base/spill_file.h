#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/status.h"

namespace doublon {

// A temporary file for what memory has no room for. It has no name from the start, so nothing of it
// stays however the process ends. Thread safety: all methods may be called from several threads;
// bytes are read after they were written.
class SpillFile {
 public:
  // `folder`: where; "" = the system's folder for temporary files. Errors: FailedPrecondition when
  // no file can be made there.
  static StatusOr<std::unique_ptr<SpillFile>> Create(const std::string& folder);
  ~SpillFile();
  SpillFile(const SpillFile&) = delete;
  SpillFile& operator=(const SpillFile&) = delete;

  // Writes bytes behind all others and returns where they stand. A write that fails (disk full) is
  // told by status(); nothing is kept from then on.
  std::uint64_t Append(std::span<const std::byte> bytes) noexcept;
  void Write(std::uint64_t offset, std::span<const std::byte> bytes) noexcept;
  // False, and `bytes` unset, when they could not be read or anything could not be written before.
  bool Read(std::uint64_t offset, std::span<std::byte> bytes) const noexcept;
  // The bytes are needed no longer: the disk gets them back where its file system can.
  void Free(std::uint64_t offset, std::size_t size) noexcept;

  // The first failure, if any: ResourceExhausted with the folder and what to do.
  Status status() const;
  std::uint64_t appended_bytes() const noexcept { return end_; }  // those freed since included
  const std::string& folder() const noexcept { return folder_; }

 private:
  SpillFile(int descriptor, std::string folder) noexcept
      : descriptor_(descriptor), folder_(std::move(folder)) {}
  void Fail(int error) const noexcept;

  int descriptor_;
  std::string folder_;
  std::atomic<std::uint64_t> end_{0};
  mutable std::atomic<int> error_{0};  // errno of the first failure
};

}  // namespace doublon
