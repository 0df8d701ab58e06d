#include "base/spill_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace doublon {

namespace {

// A file without a name; where the file system has none such, one whose name goes at once.
int OpenNameless(const std::string& folder) {
  const int nameless = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (nameless >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return nameless;
  std::string path = folder + "/doublon.XXXXXX";
  const int named = mkostemp(path.data(), O_CLOEXEC);
  if (named >= 0) unlink(path.c_str());
  return named;
}

}  // namespace

StatusOr<std::unique_ptr<SpillFile>> SpillFile::Create(const std::string& wanted) {
  std::error_code error;
  std::string folder =
      wanted.empty() ? std::filesystem::temp_directory_path(error).string() : wanted;
  if (error) {
    return FailedPrecondition(
        fmt::format("no folder for temporary files ({}); name one with --temp", error.message()));
  }
  const int descriptor = OpenNameless(folder);
  if (descriptor < 0) {
    return FailedPrecondition(fmt::format("{}: no temporary file can be made there: {}", folder,
                                          std::system_category().message(errno)));
  }
  return std::unique_ptr<SpillFile>(new SpillFile(descriptor, std::move(folder)));
}

SpillFile::~SpillFile() { close(descriptor_); }

void SpillFile::Fail(int error) const noexcept {
  int none = 0;
  error_.compare_exchange_strong(none, error);
}

std::uint64_t SpillFile::Append(std::span<const std::byte> bytes) noexcept {
  const std::uint64_t offset = end_.fetch_add(bytes.size());
  Write(offset, bytes);
  return offset;
}

void SpillFile::Write(std::uint64_t offset, std::span<const std::byte> bytes) noexcept {
  while (!bytes.empty() && error_ == 0) {
    const ssize_t written =
        pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0) {
      if (errno != EINTR) Fail(errno);
      continue;
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

bool SpillFile::Read(std::uint64_t offset, std::span<std::byte> bytes) const noexcept {
  while (!bytes.empty() && error_ == 0) {
    const ssize_t got = pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (got <= 0) {
      if (got == 0 || errno != EINTR) Fail(got == 0 ? EIO : errno);
      continue;
    }
    bytes = bytes.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return error_ == 0;
}

void SpillFile::Free(std::uint64_t offset, std::size_t size) noexcept {
  fallocate(descriptor_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(offset),
            static_cast<off_t>(size));  // a wish: the space is then given back at the end
}

Status SpillFile::status() const {
  if (error_ == 0) return OkStatus();
  return ResourceExhausted(
      fmt::format("temporary files in {}: {}; make room there, name another folder with --temp, or "
                  "allow more memory",
                  folder_, std::system_category().message(error_)));
}

}  // namespace doublon
