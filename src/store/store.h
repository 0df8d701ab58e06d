#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/ids.h"
#include "base/status.h"
#include "store/change_set.h"
#include "store/record_body.h"

namespace doublon::store {

struct StoredRecord {
  std::uint64_t sequence = 0;
  std::string source, record_id;
  EntityId entity_id;
  FieldValues fields;
};

// The durable side of a service: one directory, one process, one SQLite file.
//   Open, Load once, then Commit and Checkpoint in any order.
// Thread safety: Load and Commit by one thread at a time; Checkpoint and NeedsCheckpoint may run
// beside them.
class Store {
 public:
  // Opens DIR/doublon.db, or makes both with these versions. Errors: FailedPrecondition when
  // another process has the directory, when the file is no doublon store, or when its format
  // differs (nothing is written then); DataLoss for damage; Unavailable, ResourceExhausted from the
  // system. Differing versions are no error, see versions().
  static StatusOr<std::unique_ptr<Store>> Open(const std::string& directory,
                                               const Versions& versions);
  ~Store();

  // Hands every alias, then every record in order of sequence, to the callbacks; stops at their
  // first error. Every row is checked against its checksum, and none may be missing. Errors:
  // DataLoss names the file. Cost: one scan; memory of one record plus the key
  // map.
  Status Load(const std::function<Status(EntityId from, EntityId to)>& on_alias,
              const std::function<Status(StoredRecord&& record)>& on_record);

  // Stores the changes as one transaction; ok = they are on disk. After a failure nothing of them
  // is stored (or, when the disk failed while syncing, all may turn up after a restart), and each
  // further Commit fails at once; Load may be used to read back what is stored. Removing or
  // assigning a record that is not there is an Internal error.
  Status Commit(const ChangeSet& changes);

  // Moves what the log (WAL) holds into the database file, so that the log stays small;
  // NeedsCheckpoint says when it pays. Runs on a connection of its own and does not block Commit.
  // An error harms nothing but the log's size.
  bool NeedsCheckpoint() const noexcept;
  Status Checkpoint();

  std::uint64_t last_sequence() const noexcept;
  EntityId last_entity_id() const noexcept;
  const Versions& versions() const noexcept;  // what the stored entities were made with
  bool failed() const noexcept;               // a Commit failed
  const std::string& path() const noexcept;   // of the database file

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace doublon::store
