#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "engine/batch_run.h"
#include "engine/entity_output.h"
#include "engine/lists.h"
#include "engine/live_resolver.h"
#include "gtest/gtest.h"
#include "normalize/normalizer.h"
#include "temp_folder.h"

namespace doublon::engine {
namespace {

using tests::ContactRow;
using Partition = std::set<std::set<std::string>>;

struct Ran {
  PreparedRun run;
  BatchResult result;
  Partition partition() const {
    std::map<std::uint32_t, std::set<std::string>> entities;
    for (std::uint32_t row = 0; row < run.records.size(); ++row) {
      entities[result.entities.representative[row]].emplace(run.ids[row]);
    }
    Partition partition;
    for (const auto& [representative, ids] : entities) partition.insert(ids);
    return partition;
  }
};

Ran RunRows(const std::vector<ContactRow>& rows, std::size_t threads,
            std::shared_ptr<const model::Model> model = nullptr, const MemoryOptions& memory = {}) {
  const tests::TempFolder folder;
  const std::string path = folder.Write("people.csv", tests::Csv(rows));
  WorkerPool pool(threads);
  auto sources = OpenSources({path}, {}, pool);
  EXPECT_TRUE(sources.ok()) << sources.status();
  const auto fields =
      model != nullptr ? model->fields() : normalize::FieldsOf(std::vector{(*sources)[0].schema});
  Ran ran;
  ran.run = PrepareSources(*sources, fields, pool);
  BatchOptions options;
  options.model = model;
  StageClock stages;
  options.memory = memory;
  StatusOr<BatchResult> result = RunBatch(ran.run, options, pool, stages);
  EXPECT_TRUE(result.ok()) << result.status();
  if (result.ok()) ran.result = *std::move(result);
  return ran;
}

LiveRecord Live(const ContactRow& row) {
  LiveRecord record;
  record.source = "people";
  record.record_id = row.id;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) record.fields.push_back({name, {value}});
  };
  add("given_name", row.given);
  add("family_name", row.family);
  add("birth_date", row.birth_date);
  add("email", row.email);
  add("phone", row.phone);
  add("address", row.address);
  add("postcode", row.postcode);
  add("city", row.city);
  return record;
}

Partition PartitionOf(const LiveResolver& resolver, const std::vector<ContactRow>& rows) {
  std::map<EntityId, std::set<std::string>> entities;
  for (const ContactRow& row : rows) {
    const auto stored = resolver.Get("people", row.id);
    EXPECT_TRUE(stored.ok());
    if (stored.ok()) entities[stored->entity_id].insert(row.id);
  }
  Partition partition;
  for (const auto& [id, ids] : entities) partition.insert(ids);
  return partition;
}

class BatchLiveTest : public testing::Test {
 protected:
  std::vector<ContactRow> rows_ = tests::InventContacts(700, 1);
};

TEST_F(BatchLiveTest, FindsDuplicatesAndNotRelatives) {
  const Ran ran = RunRows(rows_, 2);
  EXPECT_LT(ran.partition().size(), 640U);
  EXPECT_GT(ran.partition().size(), 300U);
}

TEST_F(BatchLiveTest, OrderAndThreadsDoNotMatter) {
  const Ran here = RunRows(rows_, 1);
  std::vector<ContactRow> shuffled = rows_;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937_64(5));
  const Ran there = RunRows(shuffled, 3);
  EXPECT_EQ(here.partition(), there.partition());
  EXPECT_EQ(here.result.model->Json(), there.result.model->Json());
  EXPECT_EQ(here.result.model->version(), there.result.model->version());
}

TEST_F(BatchLiveTest, MemoryDoesNotMatter) {
  const Ran plain = RunRows(rows_, 2);
  EXPECT_EQ(plain.result.spilled_bytes, 0U);
  MemoryOptions tight;
  tight.bytes_max = 1;
  for (const std::size_t threads : {1, 3}) {
    const Ran spilled = RunRows(rows_, threads, nullptr, tight);
    EXPECT_GT(spilled.result.spilled_bytes, 0U);
    EXPECT_EQ(spilled.result.entities.representative, plain.result.entities.representative);
    EXPECT_EQ(spilled.result.entities.weakest_log_odds, plain.result.entities.weakest_log_odds);
    EXPECT_EQ(spilled.result.estimated_reach, plain.result.estimated_reach);
    EXPECT_EQ(spilled.result.model->Json(), plain.result.model->Json());
  }
}

TEST_F(BatchLiveTest, OneByOneInAnyOrderEqualsBatchWithThatModel) {
  const std::shared_ptr<const model::Model> model = RunRows(rows_, 2).result.model;
  const Partition batch = RunRows(rows_, 2, model).partition();
  for (const std::uint64_t seed : {1, 2, 3}) {
    std::vector<ContactRow> order = rows_;
    std::shuffle(order.begin(), order.end(), std::mt19937_64(seed));
    LiveResolver resolver(model, {});
    for (const ContactRow& row : order) resolver.Add(Live(row));
    EXPECT_EQ(PartitionOf(resolver, rows_), batch) << seed;
  }
}

TEST_F(BatchLiveTest, DeletesAndReplacesLeaveNoTrace) {
  const std::shared_ptr<const model::Model> model = RunRows(rows_, 2).result.model;
  LiveResolver resolver(model, {});
  std::vector<ContactRow> others = tests::InventContacts(300, 9);
  for (std::size_t i = 0; i < others.size(); ++i)
    others[i].id = i % 2 == 0 ? "x" + std::to_string(i) : rows_[i].id;
  for (const ContactRow& row : others) resolver.Add(Live(row));
  for (const ContactRow& row : rows_) resolver.Add(Live(row));
  for (std::size_t i = 0; i < others.size(); i += 2)
    EXPECT_TRUE(resolver.Delete("people", others[i].id).ok());
  EXPECT_EQ(resolver.record_count(), rows_.size());
  EXPECT_EQ(PartitionOf(resolver, rows_), RunRows(rows_, 1, model).partition());
}

// More copies than a block may hold: chains of copies keep them together, in a batch as one by one,
// in any order.
TEST_F(BatchLiveTest, CopiesBeyondTheBlockLimitAreOnePerson) {
  model::ModelData data = RunRows(rows_, 2).result.model->data();
  data.block_size_hard = 12;
  const auto model = std::make_shared<const model::Model>(std::move(data));
  std::vector<ContactRow> rows(rows_.begin(), rows_.begin() + 60);
  for (std::size_t person = 0; person < 3; ++person) {
    for (int copy = 0; copy < 40; ++copy) {
      ContactRow row = rows_[person];
      row.email =
          "jeanne.martin" + std::to_string(person) + "@orange.fr";  // enough to tell who it is
      row.id = "copy" + std::to_string(person) + "_" + std::to_string(copy);
      rows.push_back(row);
    }
  }
  const Partition batch = RunRows(rows, 2, model).partition();
  const auto holds_forty =
      std::count_if(batch.begin(), batch.end(),
                    [](const std::set<std::string>& entity) { return entity.size() >= 40; });
  EXPECT_EQ(holds_forty, 3);
  EXPECT_EQ(RunRows(rows, 1, nullptr).partition().size(),
            RunRows(rows, 3, nullptr).partition().size());
  for (const std::uint64_t seed : {1, 2}) {
    std::vector<ContactRow> order = rows;
    std::shuffle(order.begin(), order.end(), std::mt19937_64(seed));
    LiveResolver resolver(model, {});
    for (const ContactRow& row : order) resolver.Add(Live(row));
    EXPECT_EQ(PartitionOf(resolver, rows), batch) << seed;
    // Away with three copies in four, in a third order.
    std::vector<ContactRow> left;
    std::shuffle(order.begin(), order.end(), std::mt19937_64(seed + 10));
    for (const ContactRow& row : order) {
      if (row.id.starts_with("copy") && row.id.back() % 4 != 0) {
        EXPECT_TRUE(resolver.Delete("people", row.id).ok());
      } else {
        left.push_back(row);
      }
    }
    EXPECT_EQ(PartitionOf(resolver, left), RunRows(left, 2, model).partition()) << seed;
  }
}

// The same model with blocks of a few records at most, so that they fill up and empty all the time.
std::shared_ptr<const model::Model> WithSmallBlocks(const model::Model& model,
                                                    std::uint32_t block_size_hard) {
  model::ModelData data = model.data();
  data.block_size_hard = block_size_hard;
  return std::make_shared<const model::Model>(std::move(data));
}

TEST_F(BatchLiveTest, BlocksThatFillUpAndEmptyLeaveNoTrace) {
  const std::shared_ptr<const model::Model> learnt = RunRows(rows_, 2).result.model;
  for (const std::uint32_t block_size_hard : {2U, 5U, 20U}) {
    const auto model = WithSmallBlocks(*learnt, block_size_hard);
    std::mt19937_64 random(block_size_hard);
    std::vector<ContactRow> rows = rows_;
    // Copies, so that several blocks of one record cross at once.
    for (std::size_t i = 0; i < 120; ++i) {
      rows.push_back(rows[i / 8]);
      rows.back().id = "copy" + std::to_string(i);
    }
    LiveResolver resolver(model, {});
    std::shuffle(rows.begin(), rows.end(), random);
    for (const ContactRow& row : rows) resolver.Add(Live(row));
    EXPECT_EQ(PartitionOf(resolver, rows), RunRows(rows, 2, model).partition()) << block_size_hard;
    // Replaced by others' contents, deleted, and back.
    for (std::size_t i = 0; i < 400; ++i) {
      const std::size_t at = random() % rows.size();
      if (random() % 2 == 0) {
        ContactRow other = rows[random() % rows.size()];
        other.id = rows[at].id;
        resolver.Add(Live(other));
        rows[at] = other;
      } else {
        ASSERT_TRUE(resolver.Delete("people", rows[at].id).ok());
        if (random() % 2 == 0) {
          resolver.Add(Live(rows[at]));
        } else {
          rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at));
        }
      }
    }
    EXPECT_EQ(PartitionOf(resolver, rows), RunRows(rows, 2, model).partition()) << block_size_hard;
  }
}

TEST_F(BatchLiveTest, AddIsIdempotentAndIdsSurvive) {
  const std::shared_ptr<const model::Model> model = RunRows(rows_, 2).result.model;
  LiveResolver resolver(model, {});
  for (const ContactRow& row : rows_)
    EXPECT_EQ(resolver.Add(Live(row)).outcome, AddOutcome::kCreated);
  for (const ContactRow& row : rows_) {
    const EntityId before = resolver.Get("people", row.id)->entity_id;
    const AddResult again = resolver.Add(Live(row));
    EXPECT_EQ(again.outcome, AddOutcome::kUnchanged);
    EXPECT_TRUE(again.changes.assignments.empty());
    EXPECT_EQ(again.entity_id, before);
  }
}

TEST_F(BatchLiveTest, OldIdsResolveAfterMerges) {
  const std::shared_ptr<const model::Model> model = RunRows(rows_, 2).result.model;
  LiveResolver resolver(model, {});
  std::set<EntityId> seen;
  for (const ContactRow& row : rows_) seen.insert(resolver.Add(Live(row)).entity_id);
  for (const EntityId id : seen) {
    const auto entity = resolver.GetEntity(id);
    ASSERT_TRUE(entity.ok());
    EXPECT_FALSE(entity->members.empty());
    EXPECT_EQ(entity->alias_of.value != 0, entity->entity_id != id);
  }
}

TEST_F(BatchLiveTest, MatchWritesNothingAndFindsTheRecord) {
  const std::shared_ptr<const model::Model> model = RunRows(rows_, 2).result.model;
  LiveResolver resolver(model, {});
  const ContactRow full = rows_[0];
  resolver.Add(Live(full));
  LiveRecord asked = Live(full);
  asked.record_id.clear();
  const MatchResult match = resolver.Match(asked, 5);
  EXPECT_EQ(match.verdict, Verdict::kSame);
  ASSERT_EQ(match.candidates.size(), 1U);
  EXPECT_EQ(match.candidates[0].record_id, full.id);
  EXPECT_FALSE(match.candidates[0].reasons.empty());
  EXPECT_EQ(resolver.record_count(), 1U);
  LiveRecord thin;
  thin.fields = {{"given_name", {"Jean"}}};
  EXPECT_EQ(resolver.Match(thin, 5).verdict, Verdict::kNotEnoughEvidence);
}

TEST_F(BatchLiveTest, TheWorkOfOneChangeIsBounded) {
  constexpr std::uint32_t kBlockSize = 100;
  const auto model = WithSmallBlocks(*RunRows(rows_, 2).result.model, kBlockSize);
  LiveResolver resolver(model, {});
  LiveRecord copy = Live(rows_[0]);
  std::uint64_t most = 0;
  const auto add = [&](std::size_t number) {
    copy.record_id = std::to_string(number);
    most = std::max(most, resolver.Add(copy).compared);
  };
  for (std::size_t i = 0; i < 2 * kBlockSize; ++i) add(i);
  // Each is compared with those that share a key and the copies beside it; the entities' own
  // questions cost nothing more.
  EXPECT_LE(most, kBlockSize + 2);
  // At the limit all blocks open and close again; copies are compared once.
  for (std::size_t i = kBlockSize + 1; i < 2 * kBlockSize; ++i)
    resolver.Delete("people", std::to_string(i)).status().IgnoreError();
  most = 0;
  for (int round = 0; round < 3; ++round) {
    resolver.Delete("people", "7").status().IgnoreError();
    add(7);
    copy.fields.push_back({"note", {std::to_string(round)}});  // another content of the same keys
    add(7);
  }
  EXPECT_LE(most, kBlockSize + 2);
}

TEST_F(BatchLiveTest, ADeadlineThatPassedChangesNothing) {
  const std::shared_ptr<const model::Model> model = RunRows(rows_, 2).result.model;
  LiveResolver resolver(model, {});
  const Deadline past = std::chrono::steady_clock::now() - std::chrono::seconds(1);
  resolver.Add(Live(rows_[0]));
  LiveRecord other = Live(rows_[0]);
  other.record_id = "other";
  EXPECT_TRUE(resolver.Match(other, 5, past).expired);
  EXPECT_TRUE(resolver.Add(other, past).match.expired);
  EXPECT_EQ(resolver.record_count(), 1U);
  EXPECT_FALSE(resolver.Add(other, past + std::chrono::hours(1)).match.expired);
  EXPECT_EQ(resolver.record_count(), 2U);
}

TEST_F(BatchLiveTest, OutputHasOneLineARecordInOrder) {
  const Ran ran = RunRows(rows_, 2);
  WorkerPool pool(2);
  const tests::TempFolder folder;
  const std::string path = folder.File("entities.csv");
  ASSERT_TRUE(WriteEntities(ran.run, ran.result, path, pool).ok());
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  EXPECT_EQ(line, "source,id,entity_id,probability");
  for (const ContactRow& row : rows_) {
    ASSERT_TRUE(std::getline(file, line));
    EXPECT_EQ(line.rfind("people," + row.id + ",", 0), 0U) << line;
  }
  EXPECT_FALSE(std::getline(file, line));
}

}  // namespace
}  // namespace doublon::engine
