#include <signal.h>
#include <sys/resource.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/service.h"
#include "service/service_harness.h"

// A service with a store: restarts, groups, failures.
namespace doublon::service {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ServiceStoreTest, AnswersAreTheSameAfterARestart) {
  const TempFolder directory;
  std::vector<std::string> questions;
  for (int n = 0; n < 20; ++n) {
    questions.push_back(fmt::format(R"({{"op":"get","source":"crm","record_id":"{}"}})", n));
    questions.push_back(fmt::format(R"({{"op":"entity","entity_id":{}}})", n + 1));
    questions.push_back(R"({"op":"match","record":)" + Person("x", n, true) + "}");
  }
  std::vector<std::string> before;
  {
    Harness harness(directory.path());
    ASSERT_TRUE(harness.status().ok()) << harness.status();
    EXPECT_THAT(harness.Ask(R"({"op":"hello"})"), HasSubstr(R"("durability":"disk")"));
    for (int n = 0; n < 20; ++n) harness.Ask(AddLine(std::to_string(n), n % 15, n >= 15));
    harness.Ask(R"({"op":"delete","source":"crm","record_id":"19"})");
    harness.Ask(AddLine("3", 16));
    for (const std::string& question : questions) before.push_back(harness.Ask(question));
  }
  Harness harness(directory.path());
  ASSERT_TRUE(harness.status().ok()) << harness.status();
  for (std::size_t i = 0; i < questions.size(); ++i)
    EXPECT_EQ(harness.Ask(questions[i]), before[i]) << questions[i];
  EXPECT_THAT(harness.Ask(AddLine("new", 50)), HasSubstr(R"("sequence":23)"));
}

TEST(ServiceStoreTest, IdsOfMergedEntitiesResolveAfterARestart) {
  const TempFolder directory;
  std::uint64_t merged = 0;
  {
    Harness harness(directory.path());
    // Two records that share nothing, then one that has the e-mail and name of the first and the
    // phone of the second.
    harness.Ask(AddLine("1", 1));
    harness.Ask(AddLine("2", 7));
    harness.Ask(AddLine("2", 1));
    merged = 2;
    EXPECT_THAT(harness.Ask(R"({"op":"entity","entity_id":2})"), HasSubstr(R"("alias_of":1)"));
  }
  Harness harness(directory.path());
  const std::string entity =
      harness.Ask(fmt::format(R"({{"op":"entity","entity_id":{}}})", merged));
  EXPECT_THAT(entity, HasSubstr(R"("alias_of":1)"));
  EXPECT_EQ(NumberIn(entity, "member_count"), 2U);
}

TEST(ServiceStoreTest, EntityIdsOfDeletedRecordsAreNotUsedAgain) {
  const TempFolder directory;
  {
    Harness harness(directory.path());
    harness.Ask(AddLine("1", 1));
    harness.Ask(AddLine("2", 2));
    harness.Ask(R"({"op":"delete","source":"crm","record_id":"2"})");
  }
  Harness harness(directory.path());
  EXPECT_THAT(harness.Ask(AddLine("3", 3)), HasSubstr(R"("entity_id":3)"));
}

TEST(ServiceStoreTest, AGroupIsOneCommit) {
  const TempFolder directory;
  Harness harness(directory.path());
  std::vector<std::string> lines;
  for (int n = 0; n < 50; ++n) lines.push_back(AddLine(std::to_string(n), n));
  harness.AskGroup(lines);
  EXPECT_EQ(NumberIn(harness.Ask(R"({"op":"stats"})"), "commits"), 1U);
  harness.AskGroup(lines);  // changes nothing, so that nothing is written
  EXPECT_EQ(NumberIn(harness.Ask(R"({"op":"stats"})"), "commits"), 1U);
}

TEST(ServiceStoreTest, ASecondServiceOnTheDirectoryIsRefused) {
  const TempFolder directory;
  Harness first(directory.path());
  Harness second(directory.path());
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
}

// Files cannot grow while it lives: what a full disk does.
class FullDisk {
 public:
  FullDisk() {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit none{1, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST(ServiceStoreTest, AFailedCommitMakesItReadOnlyOverWhatIsStored) {
  const TempFolder directory;
  {
    Harness harness(directory.path());
    ASSERT_TRUE(harness.status().ok());
    ASSERT_THAT(harness.Ask(AddLine("1", 1)), HasSubstr("created"));
    std::string answers;
    {
      const FullDisk full;
      answers = harness.AskGroup({AddLine("2", 2), AddLine("1", 1),
                                  R"({"op":"delete","source":"crm","record_id":"1"})",
                                  R"({"op":"delete","source":"crm","record_id":"404"})"});
    }
    // None of the group is told ok, whatever its own change was.
    EXPECT_THAT(answers, Not(HasSubstr(R"("status":"ok")")));
    EXPECT_EQ(std::count(answers.begin(), answers.end(), '\n'), 4) << answers;
    EXPECT_EQ(answers.find('\0'), std::string::npos);
    EXPECT_THAT(answers, HasSubstr(R"("code":"internal")"));
    EXPECT_THAT(harness.Ask(AddLine("3", 3)), HasSubstr(R"("code":"read_only")"));
    EXPECT_THAT(harness.Ask(R"({"op":"hello"})"), HasSubstr(R"("read_only":true)"));
    EXPECT_THAT(harness.Ask(R"({"op":"stats"})"), HasSubstr("doublon.db"));
    // The resolver is what the store holds: the delete did not happen, the add did not.
    EXPECT_THAT(harness.Ask(R"({"op":"match","record":)" + Person("x", 1) + "}"),
                HasSubstr(R"("verdict":"same")"));
    EXPECT_THAT(harness.Ask(R"({"op":"match","record":)" + Person("x", 2) + "}"),
                HasSubstr(R"("verdict":"new")"));
    EXPECT_EQ(NumberIn(harness.Ask(R"({"op":"stats"})"), "records"), 1U);
  }
  Harness harness(directory.path());
  ASSERT_TRUE(harness.status().ok()) << harness.status();
  EXPECT_EQ(NumberIn(harness.Ask(R"({"op":"stats"})"), "records"), 1U);
  EXPECT_THAT(harness.Ask(AddLine("2", 2)), HasSubstr("created"));
}

// The store as another model might have left it: record 2 apart from 1, record 3 with 1.
void WriteAsAnotherModel(const std::string& directory) {
  const store::Versions versions = {1, "some-other-model"};
  auto store = *store::Store::Open(directory, versions);
  store::ChangeSet changes;
  ASSERT_TRUE(store
                  ->Load([](EntityId, EntityId) { return OkStatus(); },
                         [&](store::StoredRecord&& record) {
                           const std::uint64_t id = record.record_id == "2" ? 9 : 1;
                           changes.Assign(record.source, record.record_id, EntityId{id});
                           return OkStatus();
                         })
                  .ok());
  changes.SetLastEntityId(EntityId{9});
  changes.SetVersions(versions);
  ASSERT_TRUE(store->Commit(changes).ok());
}

TEST(ServiceStoreTest, AStoreOfAnotherModelIsRefusedInWords) {
  const TempFolder directory;
  {
    Harness harness(directory.path());
    harness.Ask(AddLine("1", 1));
  }
  WriteAsAnotherModel(directory.path());
  Harness harness(directory.path());
  EXPECT_EQ(harness.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(harness.status().message()),
              testing::AllOf(HasSubstr("doublon.db"), HasSubstr("some-other-model"),
                             HasSubstr("--remake-entities")));
}

TEST(ServiceStoreTest, UnderAnotherModelEntitiesAreMadeAndStoredAnewWhenAsked) {
  const TempFolder directory;
  {
    Harness harness(directory.path());
    harness.Ask(AddLine("1", 1));
    harness.Ask(AddLine("2", 1, true));
    harness.Ask(AddLine("3", 3));
  }
  WriteAsAnotherModel(directory.path());
  std::vector<std::string> answers;
  for (int round = 0; round < 2; ++round) {
    ServiceOptions options = Harness::OptionsFor(directory.path());
    options.remake_entities = round == 0;  // once is enough
    Harness harness(options);
    ASSERT_TRUE(harness.status().ok()) << harness.status();
    std::string answer;
    for (const char* id : {"1", "2", "3"}) {
      answer +=
          harness.Ask(fmt::format(R"({{"op":"get","source":"crm","record_id":"{}"}})", id)) + "\n";
    }
    answers.push_back(answer);
    const auto entity = [&](const char* id) {
      return NumberIn(
          harness.Ask(fmt::format(R"({{"op":"get","source":"crm","record_id":"{}"}})", id)),
          "entity_id");
    };
    EXPECT_EQ(entity("1"), entity("2"));
    EXPECT_NE(entity("1"), entity("3"));
  }
  EXPECT_EQ(answers[0], answers[1]);
}

TEST(ServiceStoreTest, AnEmptyStoreTakesAnyModel) {
  const TempFolder directory;
  WriteAsAnotherModel(directory.path());
  Harness harness(directory.path());
  ASSERT_TRUE(harness.status().ok()) << harness.status();
  EXPECT_THAT(harness.Ask(AddLine("1", 1)), HasSubstr("created"));
  Harness second(Harness::OptionsFor(directory.path()), false);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);  // in use by the first
}

TEST(ServiceStoreTest, ARecordWithoutAKeyIsNamedDamage) {
  const TempFolder directory;
  {
    // Made by hand, checksums and all: no request leads here.
    auto store = *store::Store::Open(directory.path(), {1, "any"});
    store::ChangeSet changes;
    changes.Put(1, "", "1", EntityId{1}, {{"family_name", {"Petit"}}});
    ASSERT_TRUE(store->Commit(changes).ok());
  }
  ServiceOptions options = Harness::OptionsFor(directory.path());
  options.remake_entities = true;
  Harness harness(options);
  EXPECT_EQ(harness.status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace doublon::service
