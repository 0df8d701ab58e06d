#include "store/store.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/store_harness.h"

namespace doublon::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

FieldValues Fields(const std::string& name) {
  return {{"family_name", {name}}, {"email", {"a@x.fr", "b@x.fr"}}};
}

ChangeSet PutOne(std::uint64_t sequence, const std::string& record_id, std::uint64_t entity_id) {
  ChangeSet changes;
  changes.Put(sequence, "crm", record_id, EntityId{entity_id}, Fields("Dupont" + record_id));
  return changes;
}

void RunSql(const std::string& directory, const char* sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open((directory + "/doublon.db").c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
  sqlite3_close(database);
}

TEST(StoreTest, SurvivesARestart) {
  const TempFolder directory;
  {
    auto store = OpenStore(directory.path());
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE((*store)->Commit(PutOne(1, "1", 10)).ok());
    ChangeSet changes = PutOne(2, "2", 11);
    changes.Assign("crm", "1", EntityId{11});
    changes.Alias(EntityId{10}, EntityId{11});
    ASSERT_TRUE((*store)->Commit(changes).ok());
  }
  auto store = OpenStore(directory.path());
  ASSERT_TRUE(store.ok()) << store.status();
  const auto contents = LoadAll(**store);
  ASSERT_TRUE(contents.ok()) << contents.status();
  ASSERT_EQ(contents->records.size(), 2);
  EXPECT_EQ(contents->records.at({"crm", "1"}).entity_id, EntityId{11});
  EXPECT_EQ(contents->records.at({"crm", "2"}).fields, Fields("Dupont2"));
  EXPECT_EQ(contents->aliases.at(10), 11);
  EXPECT_EQ((*store)->last_sequence(), 2);
}

TEST(StoreTest, ReplacingMovesTheRecordToTheEnd) {
  const TempFolder directory;
  auto store = *OpenStore(directory.path());
  ASSERT_TRUE(store->Commit(PutOne(1, "1", 1)).ok());
  ASSERT_TRUE(store->Commit(PutOne(2, "2", 2)).ok());
  ChangeSet changes;
  changes.Put(3, "crm", "1", EntityId{1}, Fields("Durand"));
  ASSERT_TRUE(store->Commit(changes).ok());
  const auto contents = LoadAll(*store);
  ASSERT_TRUE(contents.ok());
  EXPECT_THAT(contents->sequences, ElementsAre(2, 3));
  EXPECT_EQ(contents->records.at({"crm", "1"}).fields, Fields("Durand"));
}

TEST(StoreTest, LaterChangesOfAGroupSeeEarlierOnes) {
  const TempFolder directory;
  auto store = *OpenStore(directory.path());
  ChangeSet changes = PutOne(1, "1", 1);
  changes.Put(2, "crm", "1", EntityId{2}, Fields("Durand"));
  changes.Put(3, "crm", "2", EntityId{3}, Fields("Petit"));
  changes.Assign("crm", "1", EntityId{3});
  changes.Remove(4, "crm", "2");
  ASSERT_TRUE(store->Commit(changes).ok());
  const auto contents = LoadAll(*store);
  ASSERT_TRUE(contents.ok());
  EXPECT_THAT(contents->sequences, ElementsAre(2));
  EXPECT_EQ(contents->records.at({"crm", "1"}).entity_id, EntityId{3});
  EXPECT_EQ(store->last_sequence(), 4);
}

TEST(StoreTest, SequencesAreNotReusedAfterTheLastRecordWentAway) {
  const TempFolder directory;
  {
    auto store = *OpenStore(directory.path());
    ASSERT_TRUE(store->Commit(PutOne(1, "1", 1)).ok());
    ChangeSet changes;
    changes.Remove(2, "crm", "1");
    ASSERT_TRUE(store->Commit(changes).ok());
  }
  auto store = *OpenStore(directory.path());
  EXPECT_EQ(store->last_sequence(), 2);
  EXPECT_TRUE(LoadAll(*store)->records.empty());
}

TEST(StoreTest, SourceAndRecordIdAreKeptApart) {
  const TempFolder directory;
  auto store = *OpenStore(directory.path());
  ChangeSet changes;
  changes.Put(1, "ab", "c", EntityId{1}, {});
  changes.Put(2, "a", "bc", EntityId{2}, {});
  changes.Put(3, std::string("a\0b", 3), "", EntityId{3}, {});
  ASSERT_TRUE(store->Commit(changes).ok());
  const auto contents = LoadAll(*store);
  ASSERT_TRUE(contents.ok());
  EXPECT_EQ(contents->records.size(), 3);
  EXPECT_EQ(contents->records.count({std::string("a\0b", 3), ""}), 1);
}

TEST(StoreTest, AChangeOfAnUnknownRecordStoresNothingOfItsGroup) {
  const TempFolder directory;
  {
    auto store = *OpenStore(directory.path());
    ChangeSet changes = PutOne(1, "1", 1);
    changes.Assign("crm", "missing", EntityId{5});
    EXPECT_EQ(store->Commit(changes).code(), absl::StatusCode::kInternal);
    EXPECT_TRUE(store->failed());
    EXPECT_EQ(store->Commit(PutOne(2, "2", 2)).code(), absl::StatusCode::kFailedPrecondition);
  }
  auto store = *OpenStore(directory.path());
  EXPECT_TRUE(LoadAll(*store)->records.empty());
  EXPECT_EQ(store->last_sequence(), 0);
}

TEST(StoreTest, ADirectoryServesOneStoreAtATime) {
  const TempFolder directory;
  auto first = *OpenStore(directory.path());
  const auto second = OpenStore(directory.path());
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr(directory.path()));
  first.reset();
  EXPECT_TRUE(OpenStore(directory.path()).ok());
}

TEST(StoreTest, AnotherFormatIsRefused) {
  const TempFolder directory;
  { auto store = *OpenStore(directory.path()); }
  RunSql(directory.path(), "UPDATE meta SET value='99' WHERE key='format_version'");
  const auto refused = OpenStore(directory.path());
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("format 99"));
}

TEST(StoreTest, AStoreOfTheFirstFormatIsRefusedInWordsAndLeftAlone) {
  const TempFolder directory;
  RunSql(
      directory.path(),
      "PRAGMA application_id=1684171886;"
      "CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
      "CREATE TABLE records(sequence INTEGER PRIMARY KEY, source TEXT NOT NULL, record_id TEXT NOT "
      "NULL, entity_id INTEGER NOT NULL, body TEXT NOT NULL) STRICT;"
      "INSERT INTO meta VALUES('format_version','1'),('last_sequence','1');"
      "INSERT INTO records VALUES(1,'crm','1',1,'{}')");
  const auto bytes = [&] {
    std::ifstream file(directory.path() + "/doublon.db", std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const std::string before = bytes();
  const auto refused = OpenStore(directory.path());
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(
      std::string(refused.status().message()),
      testing::AllOf(HasSubstr("format 1"), HasSubstr("reads format 2"), HasSubstr("doublon.db")));
  EXPECT_EQ(bytes(), before);
}

TEST(StoreTest, TheVersionsAreKeptUntilAChangeSaysOtherwise) {
  const TempFolder directory;
  { auto store = *OpenStore(directory.path(), "model-1"); }
  const Versions first = {kTestNormalizer, "model-1"}, second = {kTestNormalizer + 1, "model-2"};
  {
    auto store = *Store::Open(directory.path(), second);
    EXPECT_EQ(store->versions(), first);
    ChangeSet changes;
    changes.SetVersions(second);
    ASSERT_TRUE(store->Commit(changes).ok());
    EXPECT_EQ(store->versions(), second);
  }
  EXPECT_EQ((*OpenStore(directory.path(), "model-1"))->versions(), second);
}

TEST(StoreTest, TheLastEntityIdOutlivesItsEntity) {
  const TempFolder directory;
  {
    auto store = *OpenStore(directory.path());
    ChangeSet changes = PutOne(1, "1", 41);
    changes.SetLastEntityId(EntityId{41});
    ASSERT_TRUE(store->Commit(changes).ok());
    ChangeSet removal;
    removal.Remove(2, "crm", "1");
    ASSERT_TRUE(store->Commit(removal).ok());
  }
  EXPECT_EQ((*OpenStore(directory.path()))->last_entity_id(), EntityId{41});
}

TEST(StoreTest, AForeignDatabaseIsRefused) {
  const TempFolder directory;
  RunSql(directory.path(), "CREATE TABLE holidays(day TEXT)");
  EXPECT_EQ(OpenStore(directory.path()).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(StoreTest, AFileThatIsNoDatabaseIsNamedDamage) {
  const TempFolder directory;
  std::ofstream(directory.path() + "/doublon.db") << std::string(8192, 'x');
  const auto refused = OpenStore(directory.path());
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("doublon.db"));
}

TEST(StoreTest, DamagedRowsAreNamedNeverSkipped) {
  for (const char* damage :
       {"UPDATE records SET body=replace(body,'Dupont2','Dupond2') WHERE sequence=2",
        "UPDATE records SET source='cr' WHERE sequence=2",
        "UPDATE records SET entity_id=1 WHERE sequence=2",
        "UPDATE records SET checksum=checksum+1 WHERE sequence=2",
        "UPDATE records SET body='{\"family_name\":3}' WHERE sequence=2",
        "UPDATE records SET body='{' WHERE sequence=2",
        "UPDATE records SET record_id='1' WHERE sequence=2",
        "UPDATE records SET entity_id=0 WHERE sequence=2"}) {
    const TempFolder directory;
    {
      auto store = *OpenStore(directory.path());
      ASSERT_TRUE(store->Commit(PutOne(1, "1", 1)).ok());
      ASSERT_TRUE(store->Commit(PutOne(2, "2", 2)).ok());
    }
    RunSql(directory.path(), damage);
    auto store = *OpenStore(directory.path());
    const auto contents = LoadAll(*store);
    EXPECT_EQ(contents.status().code(), absl::StatusCode::kDataLoss) << damage;
    EXPECT_THAT(std::string(contents.status().message()), HasSubstr("sequence 2")) << damage;
  }
}

TEST(StoreTest, DamageOutsideTheRecordsIsNamed) {
  for (const char* damage :
       {"UPDATE meta SET value='1' WHERE key='last_sequence'",
        "UPDATE meta SET value='3' WHERE key='last_entity_id'",
        "UPDATE meta SET value='3' WHERE key='record_count'",
        "DELETE FROM meta WHERE key='model_version'", "DELETE FROM records WHERE sequence=2",
        "DELETE FROM aliases", "UPDATE aliases SET target=1"}) {
    const TempFolder directory;
    {
      auto store = *OpenStore(directory.path());
      ASSERT_TRUE(store->Commit(PutOne(1, "1", 1)).ok());
      ChangeSet changes = PutOne(2, "2", 2);
      changes.Alias(EntityId{7}, EntityId{2});
      ASSERT_TRUE(store->Commit(changes).ok());
    }
    RunSql(directory.path(), damage);
    auto store = OpenStore(directory.path());
    const Status status = store.ok() ? LoadAll(**store).status() : store.status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << damage;
    EXPECT_THAT(std::string(status.message()), HasSubstr("doublon.db")) << damage;
  }
}

// Whatever bit of the file turns, what is loaded is what was stored, or the file is named.
TEST(StoreTest, ATurnedBitIsNamedOrHarmless) {
  const TempFolder directory;
  const std::string file = directory.path() + "/doublon.db";
  {
    auto store = *OpenStore(directory.path());
    for (std::uint64_t i = 1; i <= 60; ++i) {
      ChangeSet changes = PutOne(i, std::to_string(i), i);
      if (i % 3 == 0) changes.Assign("crm", std::to_string(i - 1), EntityId{i});
      if (i % 3 == 0) changes.Alias(EntityId{i - 1}, EntityId{i});
      ASSERT_TRUE(store->Commit(changes).ok());
    }
  }
  std::string bytes;
  {
    std::ifstream whole(file, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(whole), {});
  }
  const Contents before = *LoadAll(**OpenStore(directory.path()));
  std::uint64_t state = 77;
  int named = 0;
  for (int round = 0; round < 600; ++round) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    const std::size_t bit = (state >> 20) % (bytes.size() * 8);
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    {
      std::ofstream out(file, std::ios::binary | std::ios::trunc);
      out << damaged;
    }
    std::filesystem::remove(file + "-wal");
    std::filesystem::remove(file + "-shm");
    auto store = OpenStore(directory.path());
    Status status = store.status();
    if (store.ok()) {
      const auto contents = LoadAll(**store);
      status = contents.status();
      if (contents.ok()) {
        ASSERT_EQ(contents->aliases, before.aliases) << "bit " << bit;
        ASSERT_EQ(contents->sequences, before.sequences) << "bit " << bit;
        for (const auto& [name, record] : before.records) {
          const auto found = contents->records.find(name);
          ASSERT_TRUE(found != contents->records.end()) << "bit " << bit;
          ASSERT_EQ(found->second.fields, record.fields) << "bit " << bit;
          ASSERT_EQ(found->second.entity_id, record.entity_id) << "bit " << bit;
        }
        continue;
      }
    }
    ++named;
    ASSERT_THAT(std::string(status.message()), HasSubstr("doublon.db")) << "bit " << bit;
  }
  EXPECT_GT(named, 100);
}

TEST(StoreTest, ACutFileIsDamage) {
  const TempFolder directory;
  {
    auto store = *OpenStore(directory.path());
    ChangeSet changes;
    for (std::uint64_t i = 1; i <= 2'000; ++i) {
      changes.Put(i, "crm", std::to_string(i), EntityId{i}, Fields("Dupont"));
    }
    ASSERT_TRUE(store->Commit(changes).ok());
  }
  const std::string file = directory.path() + "/doublon.db";
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2 / 4096 * 4096);
  auto store = OpenStore(directory.path());
  Status status = store.status();
  if (store.ok()) status = LoadAll(**store).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
}

TEST(StoreTest, CheckpointEmptiesTheLogIntoTheFile) {
  const TempFolder directory;
  auto store = *OpenStore(directory.path());
  ChangeSet changes;
  for (std::uint64_t i = 1; i <= 60'000; ++i) {
    changes.Put(i, "crm", std::to_string(i), EntityId{i},
                Fields("Dupont, a name of some length to fill pages"));
  }
  ASSERT_TRUE(store->Commit(changes).ok());
  EXPECT_TRUE(store->NeedsCheckpoint());
  ASSERT_TRUE(store->Checkpoint().ok());
  EXPECT_GT(std::filesystem::file_size(directory.path() + "/doublon.db"), 1'000U * 4096);
  ASSERT_TRUE(store->Commit(PutOne(60'001, "x", 1)).ok());
  EXPECT_FALSE(store->NeedsCheckpoint());  // the log starts over
}

TEST(StoreTest, ANewDirectoryIsForItsOwnerOnly) {
  const TempFolder directory;
  const std::string fresh = directory.path() + "/a/b";
  ASSERT_TRUE(OpenStore(fresh).ok());
  struct stat status;
  ASSERT_EQ(::stat(fresh.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700U);
}

TEST(StoreTest, FilesAreForTheirOwnerOnlyWhateverTheDirectory) {
  const TempFolder directory;
  ::chmod(directory.path().c_str(), 0755);
  auto store = *OpenStore(directory.path());
  ASSERT_TRUE(store->Commit(PutOne(1, "1", 1)).ok());
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
    EXPECT_EQ(static_cast<int>(entry.status().permissions()), 0600) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 3);  // lock, database, log
}

TEST(StoreTest, ADirectoryThatCannotBeMadeIsAnError) {
  EXPECT_EQ(OpenStore("/proc/no/such").status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace doublon::store
