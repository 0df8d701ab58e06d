#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"

namespace doublon::io {

// The bytes of one input as they are on disk, after gunzip. Movable; views of bytes() live as long
// as it does. A plain file is mapped: it must not be cut short by others while it is read (the
// process would get SIGBUS).
class SourceBytes {
 public:
  // `path`: a file, a FIFO or "-" (standard input, read to its end). Gzip is told by its magic
  // bytes, whatever the name; members one behind the other are joined. `unpacked_bytes_max` bounds
  // what a packed or piped input may hold. Errors, with the name of the file and what to do:
  // NotFound; InvalidArgument for a directory, no permission, an empty input, an archive or a
  // spreadsheet (by magic bytes), a gzip file that is cut or damaged, too much data.
  static StatusOr<SourceBytes> Open(const std::string& path, std::uint64_t unpacked_bytes_max);

  SourceBytes(SourceBytes&& other) noexcept;
  SourceBytes& operator=(SourceBytes&& other) noexcept;
  ~SourceBytes();

  // bytes().substr(begin, size) will hardly be read again: its memory may go, where the file is
  // mapped. Reading it again is right, and slower.
  void ReleasePages(std::size_t begin, std::size_t size) const noexcept;
  // Gives the memory back; bytes() is empty from then on.
  void Drop() noexcept;

  std::string_view bytes() const noexcept { return mapped_ != nullptr ? mapping() : owned_; }

 private:
  SourceBytes() = default;
  std::string_view mapping() const noexcept { return {static_cast<const char*>(mapped_), size_}; }

  void* mapped_ = nullptr;
  std::size_t size_ = 0;
  std::string owned_;
};

// How messages call `path`: "standard input" for "-".
std::string DisplayName(const std::string& path);

}  // namespace doublon::io
