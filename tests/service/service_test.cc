#include "service/service.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/service_harness.h"

namespace doublon::service {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(ServiceTest, AnAddedRecordIsFoundAgain) {
  Harness harness;
  EXPECT_THAT(harness.Ask(AddLine("1", 1)),
              HasSubstr(R"("outcome":"created","sequence":1,"verdict":"new")"));
  const std::string same =
      harness.Ask(R"({"op":"match","id":5,"record":)" + Person("x", 1, true) + "}");
  EXPECT_THAT(same, StartsWith(R"({"id":5,"status":"ok","verdict":"same","entity_id":1,)"));
  EXPECT_THAT(same, HasSubstr(R"("candidates":[{"source":"crm","record_id":"1","entity_id":1,)"));
  EXPECT_THAT(harness.Ask(R"({"op":"match","record":)" + Person("x", 2) + "}"),
              HasSubstr(R"("verdict":"new")"));
}

TEST(ServiceTest, AMatchWritesNothing) {
  Harness harness;
  harness.Ask(R"({"op":"match","record":)" + Person("1", 1) + "}");
  EXPECT_THAT(harness.Ask(R"({"op":"get","source":"crm","record_id":"1"})"),
              HasSubstr(R"("code":"not_found")"));
  EXPECT_EQ(NumberIn(harness.Ask(R"({"op":"stats"})"), "records"), 0U);
}

TEST(ServiceTest, AddingAgainChangesNothingAndSaysSo) {
  Harness harness;
  harness.Ask(AddLine("1", 1));
  EXPECT_THAT(harness.Ask(AddLine("1", 1)), HasSubstr(R"("outcome":"unchanged","sequence":1,)"));
  EXPECT_THAT(harness.Ask(AddLine("1", 2)), HasSubstr(R"("outcome":"replaced","sequence":2,)"));
  EXPECT_EQ(NumberIn(harness.Ask(R"({"op":"stats"})"), "records"), 1U);
}

TEST(ServiceTest, TheSamePersonTwiceIsOneEntity) {
  Harness harness;
  harness.Ask(AddLine("1", 1));
  const std::string second = harness.Ask(AddLine("2", 1, true));
  EXPECT_THAT(second, HasSubstr(R"("verdict":"same","entity_id":1)"));
  const std::string entity = harness.Ask(R"({"op":"entity","entity_id":1})");
  EXPECT_EQ(NumberIn(entity, "member_count"), 2U) << entity;
  EXPECT_EQ(NumberIn(harness.Ask(R"({"op":"hello"})"), "entities"), 1U);
}

TEST(ServiceTest, DeleteRemovesARecordOnce) {
  Harness harness;
  harness.Ask(AddLine("1", 1));
  const std::string line = R"({"op":"delete","source":"crm","record_id":"1"})";
  EXPECT_THAT(harness.Ask(line), HasSubstr(R"("outcome":"deleted","sequence":2)"));
  EXPECT_THAT(harness.Ask(line), HasSubstr(R"("code":"not_found")"));
  EXPECT_THAT(harness.Ask(R"({"op":"entity","entity_id":1})"), HasSubstr("not_found"));
  EXPECT_THAT(harness.Ask(AddLine("2", 2)),
              HasSubstr(R"("entity_id":2)"));  // ids are not used twice
}

TEST(ServiceTest, ManyRecordsAreAnsweredOneByOneInOrder) {
  Harness harness;
  const std::string answer = harness.Ask(R"({"op":"add","id":"m","records":[)" + Person("1", 1) +
                                         R"(,{"source":"crm"},)" + Person("2", 2) + "]}");
  EXPECT_THAT(
      answer,
      StartsWith(
          R"({"id":"m","status":"partial","counts":{"ok":2,"error":1},"results":[{"status":"ok",)"));
  EXPECT_THAT(answer, HasSubstr(R"("field":"record_id")"));
  EXPECT_LT(answer.find(R"("sequence":1)"), answer.find(R"("code":"bad_field")"));
  EXPECT_LT(answer.find(R"("code":"bad_field")"), answer.find(R"("sequence":2)"));
  EXPECT_THAT(harness.Ask(R"({"op":"match","records":[3,{"source":{}}]})"),
              StartsWith(R"({"status":"error","counts":{"ok":0,"error":2})"));
  EXPECT_EQ(harness.Ask(R"({"op":"match","records":[]})"),
            R"({"status":"ok","counts":{"ok":0,"error":0},"results":[]})");
}

TEST(ServiceTest, AnAnswerThatGrowsTooLongGoesOnWithoutCandidates) {
  ServiceOptions options;
  options.limits.answer_bytes_max = 3'000;
  Harness harness(options);
  harness.Ask(AddLine("1", 1));
  std::string records;
  for (int i = 0; i < 200; ++i) records += (i > 0 ? "," : "") + Person("x", 1);
  const std::string answer = harness.Ask(R"({"op":"match","records":[)" + records + "]}");
  EXPECT_THAT(answer, HasSubstr(R"("counts":{"ok":200,"error":0})"));
  EXPECT_THAT(answer, HasSubstr(R"("candidates":[{)"));
  EXPECT_THAT(answer, HasSubstr(R"("candidates":[],"truncated":true)"));
  EXPECT_LT(answer.size(), 200U * 160);
}

TEST(ServiceTest, AnExpiredRequestIsNotCarriedOut) {
  Harness harness;
  const auto long_ago = Clock::now() - std::chrono::seconds(10);
  const std::string add = R"({"op":"add","timeout_ms":1000,"record":)" + Person("1", 1) + "}";
  EXPECT_THAT(harness.Ask(add, long_ago), HasSubstr(R"("code":"deadline")"));
  EXPECT_THAT(
      harness.Ask(R"({"op":"add","timeout_ms":1000,"records":[)" + Person("1", 1) + "]}", long_ago),
      HasSubstr(R"("code":"deadline")"));
  EXPECT_THAT(harness.Ask(R"({"op":"match","timeout_ms":0,"record":)" + Person("1", 1) + "}"),
              HasSubstr(R"("code":"deadline")"));
  EXPECT_EQ(NumberIn(harness.Ask(R"({"op":"stats"})"), "records"), 0U);
  EXPECT_THAT(harness.Ask(add), HasSubstr("created"));
}

TEST(ServiceTest, BeforeLoadingOnlyTheStateIsTold) {
  Harness harness({}, /*load=*/false);
  EXPECT_THAT(harness.Ask(AddLine("1", 1)), HasSubstr(R"("code":"not_ready")"));
  EXPECT_THAT(harness.Ask(R"({"op":"match","record":)" + Person("1", 1) + "}"),
              HasSubstr(R"("code":"not_ready")"));
  EXPECT_THAT(harness.Ask(R"({"op":"hello"})"), HasSubstr(R"("ready":false)"));
  EXPECT_EQ(harness.Ask(R"({"op":"ping"})"), R"({"status":"ok"})");
  ASSERT_TRUE(harness.service().Load().ok());
  EXPECT_THAT(harness.Ask(R"({"op":"hello"})"), HasSubstr(R"("ready":true)"));
  EXPECT_THAT(harness.Ask(AddLine("1", 1)), HasSubstr("created"));
}

TEST(ServiceTest, AHigherProtocolIsRefusedAndTheServiceGoesOn) {
  Harness harness;
  EXPECT_THAT(harness.Ask(R"({"op":"hello","protocol":2})"),
              HasSubstr(R"("code":"unsupported_protocol")"));
  EXPECT_THAT(harness.Ask(R"({"op":"hello","protocol":1})"), HasSubstr(R"("protocol":[1,1])"));
}

TEST(ServiceTest, ExplainTakesRecordsAndNamesOfRecords) {
  Harness harness;
  harness.Ask(AddLine("1", 1));
  const std::string inline_pair =
      harness.Ask(R"({"op":"explain","a":)" + Person("1", 1) + R"(,"b":)" + Person("2", 1) + "}");
  const std::string by_name = harness.Ask(
      R"({"op":"explain","a":{"source":"crm","record_id":"1"},"b":)" + Person("2", 1) + "}");
  EXPECT_EQ(inline_pair, by_name);
  EXPECT_THAT(by_name, HasSubstr(R"("comparisons":[{"name":)"));
  EXPECT_THAT(by_name, HasSubstr(R"("sentence":)"));
  const std::string missing =
      harness.Ask(R"({"op":"explain","a":{"source":"crm","record_id":"9"},"b":{"x":1}})");
  EXPECT_THAT(missing, HasSubstr(R"("code":"not_found")"));
  EXPECT_THAT(missing, HasSubstr(R"("field":"a")"));
  EXPECT_THAT(harness.Ask(R"({"op":"explain","a":{"source":"crm"},"b":{"x":1}})"),
              HasSubstr("bad_request"));
}

TEST(ServiceTest, UnknownFieldsOfARecordAreKeptAndNamed) {
  Harness harness;
  std::string record = Person("1", 1);
  record.insert(record.size() - 1, R"(,"shoe size":"43")");
  EXPECT_THAT(harness.Ask(R"({"op":"add","record":)" + record + "}"),
              HasSubstr(R"("warnings":["shoe size"])"));
  EXPECT_THAT(harness.Ask(R"({"op":"get","source":"crm","record_id":"1"})"),
              HasSubstr(R"("shoe size":"43")"));
}

TEST(ServiceTest, NormalizeShowsCanonicalValues) {
  Harness harness;
  EXPECT_THAT(
      harness.Ask(
          R"({"op":"normalize","record":{"family_name":"LE  GUÉN","birth_date":"3/2/1970"}})"),
      HasSubstr(
          R"("values":[{"field":"family_name","value":"leguen"},{"field":"birth_date","value":"1970-02-03"}])"));
  EXPECT_THAT(
      harness.Ask(R"({"op":"normalize","record":{"email":"contact@gmial.com","shoe":"43"}})"),
      HasSubstr(
          R"({"field":"email","value":"contact@gmail.com","flags":"repaired suspect shared"}],"warnings":["shoe"])"));
}

// The entities as sets of record ids, whatever the ids of the entities.
std::set<std::set<std::string>> Entities(Harness& harness,
                                         const std::vector<std::string>& record_ids) {
  std::map<std::uint64_t, std::set<std::string>> by_entity;
  for (const std::string& record_id : record_ids) {
    by_entity[NumberIn(
                  harness.Ask(R"({"op":"get","source":"crm","record_id":")" + record_id + "\"}"),
                  "entity_id")]
        .insert(record_id);
  }
  std::set<std::set<std::string>> entities;
  for (auto& [entity, members] : by_entity) entities.insert(members);
  return entities;
}

TEST(ServiceTest, TheOrderOfAddsDoesNotMatter) {
  std::vector<std::pair<std::string, std::string>> adds;
  std::vector<std::string> record_ids;
  for (int n = 0; n < 40; ++n) {
    for (int copy = 0; copy < n % 3 + 1; ++copy) {
      record_ids.push_back(fmt::format("{}-{}", n, copy));
      adds.emplace_back(record_ids.back(), AddLine(record_ids.back(), n, copy == 1));
    }
  }
  std::set<std::set<std::string>> first;
  std::mt19937 random(7);
  for (int round = 0; round < 3; ++round) {
    Harness harness;
    for (const auto& [record_id, line] : adds) harness.Ask(line);
    const auto entities = Entities(harness, record_ids);
    if (round == 0) {
      first = entities;
      EXPECT_EQ(first.size(), 40U);
    }
    EXPECT_EQ(entities, first) << "round " << round;
    std::shuffle(adds.begin(), adds.end(), random);
  }
}

TEST(ServiceTest, StatsCountRequestsAndErrors) {
  Harness harness;
  harness.Ask(R"({"op":"ping"})");
  harness.Ask(R"({"op":"ping","x":1})");
  harness.Ask("nope");
  const std::string stats = harness.Ask(R"({"op":"stats"})");
  EXPECT_EQ(NumberIn(stats, "bad_json"), 1U) << stats;
  EXPECT_EQ(NumberIn(stats, "bad_request"), 1U);
  EXPECT_EQ(NumberIn(stats, "ping"), 2U);
}

}  // namespace
}  // namespace doublon::service
