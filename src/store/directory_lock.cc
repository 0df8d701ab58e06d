#include "store/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace doublon::store {

StatusOr<DirectoryLock> DirectoryLock::Take(const std::string& directory) {
  std::error_code error;
  const bool made = std::filesystem::create_directories(directory, error);
  if (error) {
    return Unavailable(
        fmt::format("cannot make the data directory {}: {}", directory, error.message()));
  }
  if (made) ::chmod(directory.c_str(), S_IRWXU);
  const std::string path = directory + "/doublon.lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) {
    return Unavailable(fmt::format("cannot open {}: {}", path, std::strerror(errno)));
  }
  DirectoryLock lock(directory, file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    return FailedPrecondition(
        fmt::format("the data directory {} is in use by another process", directory));
  }
  return lock;
}

DirectoryLock::DirectoryLock(std::string directory, int lock_file)
    : directory_(std::move(directory)), lock_file_(lock_file) {}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept
    : directory_(std::move(other.directory_)), lock_file_(std::exchange(other.lock_file_, -1)) {}

DirectoryLock& DirectoryLock::operator=(DirectoryLock&& other) noexcept {
  std::swap(directory_, other.directory_);
  std::swap(lock_file_, other.lock_file_);
  return *this;
}

DirectoryLock::~DirectoryLock() {
  if (lock_file_ >= 0) ::close(lock_file_);
}

Status DirectoryLock::CreatePrivateFile(const std::string& name) const {
  const std::string path = directory_ + "/" + name;
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return Unavailable(fmt::format("cannot open {}: {}", path, std::strerror(errno)));
  ::close(file);
  return OkStatus();
}

Status DirectoryLock::SyncDirectory() const {
  const int file = ::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) {
    return Unavailable(fmt::format("cannot open {}: {}", directory_, std::strerror(errno)));
  }
  const bool synced = ::fsync(file) == 0;
  const int failure = errno;
  ::close(file);
  if (!synced)
    return Unavailable(fmt::format("cannot sync {}: {}", directory_, std::strerror(failure)));
  return OkStatus();
}

}  // namespace doublon::store
