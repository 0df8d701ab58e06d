#include "store/store.h"

#include <algorithm>
#include <atomic>
#include <random>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/numbers.h"
#include "base/hash.h"
#include "base/mutex.h"
#include "sqlite3.h"
#include "store/directory_lock.h"
#include "store/row_checksum.h"
#include "store/schema.h"
#include "store/sqlite_handle.h"

namespace doublon::store {
namespace {

constexpr int kCheckpointPages = 1'000;  // 4 MB of log: worth a checkpoint
// When nobody checkpoints beside us, Commit does it itself, rarely, at 256 MB of log.
constexpr int kInlineCheckpointPages = 65'536;

// 128 bits under a seed of this process stand for (source, record_id): two keys that collide cannot
// be made up.
struct RecordKey {
  std::uint64_t low = 0, high = 0;
  friend bool operator==(const RecordKey&, const RecordKey&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const RecordKey& key) {
    return H::combine(std::move(h), key.low);
  }
};

Status ConfigureConnection(SqliteHandle& database) {
  RETURN_IF_ERROR(database.Execute("PRAGMA journal_mode=WAL"));
  RETURN_IF_ERROR(database.Execute("PRAGMA synchronous=FULL"));
  RETURN_IF_ERROR(database.Execute("PRAGMA wal_autocheckpoint=0"));
  return database.Execute("PRAGMA cache_size=-16384");  // KiB
}

std::uint64_t MetaChecksum(std::string_view key, std::string_view value) {
  return TextsChecksum(0, {key, value});
}

StatusOr<std::string> ReadMeta(SqliteHandle& database, std::string_view key) {
  ASSIGN_OR_RETURN(Statement statement,
                   database.Prepare("SELECT value,checksum FROM meta WHERE key=?1"));
  statement.Bind(1, key);
  ASSIGN_OR_RETURN(const bool found, statement.Step());
  if (!found) return DataLoss(fmt::format("{}: meta has no {}", database.path(), key));
  std::string value(statement.Text(0));
  if (statement.Number(1) != MetaChecksum(key, value)) {
    return DataLoss(fmt::format("{}: {} in meta does not fit its checksum", database.path(), key));
  }
  return value;
}

StatusOr<std::uint64_t> ReadMetaNumber(SqliteHandle& database, std::string_view key) {
  ASSIGN_OR_RETURN(const std::string text, ReadMeta(database, key));
  std::uint64_t number = 0;
  if (!absl::SimpleAtoi(text, &number)) {
    return DataLoss(fmt::format("{}: {} in meta is not a number", database.path(), key));
  }
  return number;
}

Status WriteMeta(SqliteHandle& database, std::string_view key, std::string_view value) {
  ASSIGN_OR_RETURN(Statement statement,
                   database.Prepare("INSERT OR REPLACE INTO meta VALUES(?1,?2,?3)"));
  return statement.Bind(1, key).Bind(2, value).Bind(3, MetaChecksum(key, value)).Run();
}

// The same in every format, the first one without checksums included.
StatusOr<std::string> ReadFormat(SqliteHandle& database) {
  ASSIGN_OR_RETURN(Statement statement, database.Prepare("SELECT value FROM meta WHERE key=?1"));
  statement.Bind(1, kFormatVersionKey);
  ASSIGN_OR_RETURN(const bool found, statement.Step());
  if (!found) {
    return DataLoss(fmt::format("{}: meta has no {}", database.path(), kFormatVersionKey));
  }
  return std::string(statement.Text(0));
}

Status CreateTables(SqliteHandle& database, const Versions& versions) {
  RETURN_IF_ERROR(database.Execute("BEGIN IMMEDIATE"));
  RETURN_IF_ERROR(
      database.Execute(fmt::format("PRAGMA application_id={}", kApplicationId).c_str()));
  RETURN_IF_ERROR(database.Execute(kSchemaSql));
  RETURN_IF_ERROR(WriteMeta(database, kFormatVersionKey, fmt::format("{}", kFormatVersion)));
  RETURN_IF_ERROR(
      WriteMeta(database, kNormalizerVersionKey, fmt::format("{}", versions.normalizer)));
  RETURN_IF_ERROR(WriteMeta(database, kModelVersionKey, versions.model));
  RETURN_IF_ERROR(WriteMeta(database, kLastSequenceKey, "0"));
  RETURN_IF_ERROR(WriteMeta(database, kLastEntityIdKey, "0"));
  RETURN_IF_ERROR(WriteMeta(database, kRecordCountKey, "0"));
  RETURN_IF_ERROR(WriteMeta(database, kAliasCountKey, "0"));
  return database.Execute("COMMIT");
}

Status CheckFormat(SqliteHandle& database) {
  ASSIGN_OR_RETURN(const std::uint64_t application, database.QueryNumber("PRAGMA application_id"));
  if (application != static_cast<std::uint64_t>(kApplicationId)) {
    return FailedPrecondition(fmt::format("{} is not a doublon store", database.path()));
  }
  ASSIGN_OR_RETURN(const std::string format, ReadFormat(database));
  if (format != fmt::format("{}", kFormatVersion)) {
    return FailedPrecondition(fmt::format(
        "{} has store format {}, this program reads format {}: run the program that wrote it, or "
        "add the records to a new directory; nothing was changed",
        database.path(), format, kFormatVersion));
  }
  return OkStatus();
}

}  // namespace

struct Store::State {
  DirectoryLock lock;
  SqliteHandle database;
  Statement insert, remove, assign, alias, set_meta;
  absl::flat_hash_map<RecordKey, std::uint64_t> sequences;  // of the resident records
  absl::flat_hash_set<std::uint64_t> aliases;               // ids that have one
  std::uint64_t seed_low, seed_high;
  std::uint64_t last_sequence = 0;
  EntityId last_entity_id;
  Versions versions;
  std::atomic<bool> failed{false};
  std::atomic<int> wal_pages{0};
  Mutex checkpoint_mutex;
  SqliteHandle checkpointer ABSL_GUARDED_BY(checkpoint_mutex);

  State(DirectoryLock directory_lock, SqliteHandle handle)
      : lock(std::move(directory_lock)), database(std::move(handle)) {
    std::random_device device;
    seed_low = (std::uint64_t{device()} << 32) | device();
    seed_high = (std::uint64_t{device()} << 32) | device();
  }

  RecordKey KeyOf(std::string_view source, std::string_view record_id) const {
    // Each half mixes both texts; the source's length keeps ("ab","c") and ("a","bc") apart.
    RecordKey key;
    key.low = StableHash(record_id, MixHash(StableHash(source, seed_low), source.size()));
    key.high = StableHash(record_id, MixHash(StableHash(source, seed_high), source.size()));
    return key;
  }

  Status Prepare() {
    ASSIGN_OR_RETURN(insert, database.Prepare("INSERT INTO records VALUES(?1,?2,?3,?4,?5,?6,?7)"));
    ASSIGN_OR_RETURN(remove, database.Prepare("DELETE FROM records WHERE sequence=?1"));
    ASSIGN_OR_RETURN(
        assign,
        database.Prepare("UPDATE records SET entity_id=?2,entity_checksum=?3 WHERE sequence=?1"));
    ASSIGN_OR_RETURN(alias, database.Prepare("INSERT OR REPLACE INTO aliases VALUES(?1,?2,?3)"));
    ASSIGN_OR_RETURN(set_meta,
                     database.Prepare("UPDATE meta SET value=?2,checksum=?3 WHERE key=?1"));
    return OkStatus();
  }

  Status LoadAliases(const std::function<Status(EntityId, EntityId)>& on_alias) {
    ASSIGN_OR_RETURN(
        Statement rows,
        database.Prepare("SELECT entity_id,target,checksum FROM aliases ORDER BY entity_id"));
    while (true) {
      ASSIGN_OR_RETURN(const bool more, rows.Step());
      if (!more) return CheckCount(kAliasCountKey, aliases.size());
      const std::uint64_t from = rows.Number(0), to = rows.Number(1);
      if (rows.Number(2) != NumbersChecksum(from, to)) {
        return DataLoss(
            fmt::format("{}: alias {} does not fit its checksum", database.path(), from));
      }
      aliases.insert(from);
      RETURN_IF_ERROR(on_alias(EntityId{from}, EntityId{to}));
    }
  }

  Status LoadRecords(const std::function<Status(StoredRecord&&)>& on_record) {
    ASSIGN_OR_RETURN(Statement rows,
                     database.Prepare("SELECT sequence,source,record_id,entity_id,entity_checksum,"
                                      "body,checksum FROM records ORDER BY sequence"));
    BodyReader reader;
    while (true) {
      ASSIGN_OR_RETURN(const bool more, rows.Step());
      if (!more) return CheckCount(kRecordCountKey, sequences.size());
      StoredRecord record;
      record.sequence = rows.Number(0);
      record.source = rows.Text(1);
      record.record_id = rows.Text(2);
      record.entity_id = EntityId{rows.Number(3)};
      const std::string_view body = rows.Text(5);
      if (rows.Number(6) !=
              TextsChecksum(record.sequence, {record.source, record.record_id, body}) ||
          rows.Number(4) != NumbersChecksum(record.sequence, record.entity_id.value)) {
        return Damage(record.sequence, "it does not fit its checksum");
      }
      const Status read = reader.Read(body, record.fields);
      if (!read.ok()) return Damage(record.sequence, FromAbsl(read.message()));
      if (record.sequence > last_sequence)
        return Damage(record.sequence, "it is beyond the last sequence in meta");
      if (record.entity_id.value == 0) return Damage(record.sequence, "it has no entity id");
      if (!sequences.emplace(KeyOf(record.source, record.record_id), record.sequence).second) {
        return Damage(record.sequence, "its source and record id are stored twice");
      }
      RETURN_IF_ERROR(on_record(std::move(record)));
    }
  }

  // A damaged page may hide rows without a trace in those that are left.
  Status CheckCount(std::string_view key, std::uint64_t found) {
    ASSIGN_OR_RETURN(const std::uint64_t stored, ReadMetaNumber(database, key));
    if (found == stored) return OkStatus();
    return DataLoss(
        fmt::format("{}: {} is {}, but {} were found", database.path(), key, stored, found));
  }

  Status Damage(std::uint64_t at, std::string_view what) const {
    return DataLoss(fmt::format("{}: record with sequence {}: {}", database.path(), at, what));
  }

  // Where a change's record is. Internal error when it is not resident: the caller's bug.
  StatusOr<std::uint64_t> Find(const ChangeSet::Change& change) const {
    const auto found = sequences.find(KeyOf(change.source, change.record_id));
    if (found == sequences.end()) {
      return Internal(fmt::format("{}: a change of a record that is not stored", database.path()));
    }
    return found->second;
  }

  Status Apply(const ChangeSet::Change& change) {
    switch (change.kind) {
      case ChangeSet::Kind::kPut: {
        std::uint64_t& place = sequences[KeyOf(change.source, change.record_id)];
        if (place != 0) RETURN_IF_ERROR(remove.Bind(1, place).Run());
        place = change.sequence;
        return insert.Bind(1, change.sequence)
            .Bind(2, change.source)
            .Bind(3, change.record_id)
            .Bind(4, change.entity_id.value)
            .Bind(5, NumbersChecksum(change.sequence, change.entity_id.value))
            .Bind(6, change.body)
            .Bind(7, TextsChecksum(change.sequence, {change.source, change.record_id, change.body}))
            .Run();
      }
      case ChangeSet::Kind::kRemove: {
        ASSIGN_OR_RETURN(const std::uint64_t place, Find(change));
        sequences.erase(KeyOf(change.source, change.record_id));
        return remove.Bind(1, place).Run();
      }
      case ChangeSet::Kind::kAssign: {
        ASSIGN_OR_RETURN(const std::uint64_t place, Find(change));
        return assign.Bind(1, place)
            .Bind(2, change.entity_id.value)
            .Bind(3, NumbersChecksum(place, change.entity_id.value))
            .Run();
      }
      case ChangeSet::Kind::kAlias:
        aliases.insert(change.entity_id.value);
        return alias.Bind(1, change.entity_id.value)
            .Bind(2, change.target.value)
            .Bind(3, NumbersChecksum(change.entity_id.value, change.target.value))
            .Run();
    }
    return Internal("a change of no known kind");
  }

  Status SetMeta(std::string_view key, std::string_view value) {
    return set_meta.Bind(1, key).Bind(2, value).Bind(3, MetaChecksum(key, value)).Run();
  }

  Status WriteTransaction(const ChangeSet& changes) {
    RETURN_IF_ERROR(database.Execute("BEGIN IMMEDIATE"));
    for (const ChangeSet::Change& change : changes.changes()) RETURN_IF_ERROR(Apply(change));
    if (changes.last_sequence() != 0) {
      RETURN_IF_ERROR(SetMeta(kLastSequenceKey, fmt::format("{}", changes.last_sequence())));
    }
    if (changes.last_entity_id().value != 0) {
      RETURN_IF_ERROR(SetMeta(kLastEntityIdKey, fmt::format("{}", changes.last_entity_id().value)));
    }
    RETURN_IF_ERROR(SetMeta(kRecordCountKey, fmt::format("{}", sequences.size())));
    RETURN_IF_ERROR(SetMeta(kAliasCountKey, fmt::format("{}", aliases.size())));
    if (changes.versions()) {
      RETURN_IF_ERROR(SetMeta(kModelVersionKey, changes.versions()->model));
      RETURN_IF_ERROR(
          SetMeta(kNormalizerVersionKey, fmt::format("{}", changes.versions()->normalizer)));
    }
    return database.Execute("COMMIT");
  }
};

StatusOr<std::unique_ptr<Store>> Store::Open(const std::string& directory,
                                             const Versions& versions) {
  ASSIGN_OR_RETURN(DirectoryLock lock, DirectoryLock::Take(directory));
  RETURN_IF_ERROR(
      lock.CreatePrivateFile("doublon.db"));  // SQLite gives its other files the same mode
  ASSIGN_OR_RETURN(SqliteHandle database, SqliteHandle::Open(directory + "/doublon.db"));
  ASSIGN_OR_RETURN(const std::uint64_t tables,
                   database.QueryNumber("SELECT count(*) FROM sqlite_schema"));
  if (tables == 0) {
    RETURN_IF_ERROR(ConfigureConnection(database));
    RETURN_IF_ERROR(CreateTables(database, versions));
    RETURN_IF_ERROR(lock.SyncDirectory());
  } else {
    RETURN_IF_ERROR(CheckFormat(database));
    RETURN_IF_ERROR(ConfigureConnection(database));
  }
  auto state = std::make_unique<State>(std::move(lock), std::move(database));
  RETURN_IF_ERROR(state->Prepare());
  ASSIGN_OR_RETURN(state->last_sequence, ReadMetaNumber(state->database, kLastSequenceKey));
  ASSIGN_OR_RETURN(state->last_entity_id.value, ReadMetaNumber(state->database, kLastEntityIdKey));
  ASSIGN_OR_RETURN(state->versions.model, ReadMeta(state->database, kModelVersionKey));
  ASSIGN_OR_RETURN(const std::uint64_t normalizer,
                   ReadMetaNumber(state->database, kNormalizerVersionKey));
  state->versions.normalizer = static_cast<std::uint32_t>(normalizer);
  sqlite3_wal_hook(
      state->database.raw(),
      [](void* pages, sqlite3*, const char*, int page_count) {
        static_cast<std::atomic<int>*>(pages)->store(page_count, std::memory_order_relaxed);
        return SQLITE_OK;
      },
      &state->wal_pages);
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Status Store::Load(const std::function<Status(EntityId, EntityId)>& on_alias,
                   const std::function<Status(StoredRecord&&)>& on_record) {
  state_->sequences.clear();
  state_->aliases.clear();
  ASSIGN_OR_RETURN(state_->last_sequence, ReadMetaNumber(state_->database, kLastSequenceKey));
  RETURN_IF_ERROR(state_->LoadAliases(on_alias));
  return state_->LoadRecords(on_record);
}

Status Store::Commit(const ChangeSet& changes) {
  State& state = *state_;
  if (state.failed) {
    return FailedPrecondition(
        fmt::format("{}: an earlier commit failed; restart to write again", state.database.path()));
  }
  if (changes.empty()) return OkStatus();
  const Status written = state.WriteTransaction(changes);
  if (!written.ok()) {
    // A retry after a failed sync may report success for data the kernel has dropped, so none is
    // made.
    state.failed = true;
    if (sqlite3_get_autocommit(state.database.raw()) == 0) {
      state.database.Execute("ROLLBACK").IgnoreError();
    }
    return written;
  }
  state.last_sequence = std::max(state.last_sequence, changes.last_sequence());
  state.last_entity_id = std::max(state.last_entity_id, changes.last_entity_id());
  if (changes.versions()) state.versions = *changes.versions();
  if (state.wal_pages.load(std::memory_order_relaxed) > kInlineCheckpointPages) {
    sqlite3_wal_checkpoint_v2(state.database.raw(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                              nullptr);
  }
  return OkStatus();
}

bool Store::NeedsCheckpoint() const noexcept {
  return state_->wal_pages.load(std::memory_order_relaxed) > kCheckpointPages;
}

Status Store::Checkpoint() {
  State& state = *state_;
  MutexLock lock(state.checkpoint_mutex);
  if (state.checkpointer.raw() == nullptr) {
    ASSIGN_OR_RETURN(state.checkpointer, SqliteHandle::Open(state.database.path()));
    RETURN_IF_ERROR(state.checkpointer.Execute("PRAGMA wal_autocheckpoint=0"));
  }
  // A connection that has read nothing yet does not know of the log, and its checkpoint would do
  // nothing.
  RETURN_IF_ERROR(state.checkpointer.QueryNumber("SELECT count(*) FROM meta").status());
  const int code = sqlite3_wal_checkpoint_v2(state.checkpointer.raw(), nullptr,
                                             SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) {
    return SqliteError(state.database.path(), state.checkpointer.raw(), code);
  }
  return OkStatus();
}

std::uint64_t Store::last_sequence() const noexcept { return state_->last_sequence; }
EntityId Store::last_entity_id() const noexcept { return state_->last_entity_id; }
const Versions& Store::versions() const noexcept { return state_->versions; }
bool Store::failed() const noexcept { return state_->failed; }
const std::string& Store::path() const noexcept { return state_->database.path(); }

}  // namespace doublon::store
