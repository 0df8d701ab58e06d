#pragma once

#include <string>

#include "base/status.h"

namespace doublon::store {

// Holds a directory for one process: an flock on DIR/doublon.lock, given back by the kernel when
// the process ends in whatever way. Movable; the destructor gives it back.
class DirectoryLock {
 public:
  // Makes the directory (and its parents) when missing, readable by its owner only. Errors:
  // FailedPrecondition when another process holds it, Unavailable when it cannot be made or
  // written.
  static StatusOr<DirectoryLock> Take(const std::string& directory);

  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock& operator=(DirectoryLock&& other) noexcept;
  ~DirectoryLock();

  // Makes an empty file of that name when there is none, readable by its owner only: the records
  // are personal data, and the directory may have been there before, open to others.
  Status CreatePrivateFile(const std::string& name) const;

  // Makes new files of the directory survive a power loss.
  Status SyncDirectory() const;

 private:
  DirectoryLock(std::string directory, int lock_file);
  std::string directory_;
  int lock_file_ = -1;
};

}  // namespace doublon::store
