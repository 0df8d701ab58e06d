#include "protocol/answer.h"

#include <cmath>
#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace doublon::protocol {
namespace {

using testing::HasSubstr;

engine::MatchResult OneCandidate() {
  engine::MatchResult match;
  match.verdict = engine::Verdict::kSame;
  match.entity_id = EntityId{7};
  match.probability = 0.99951234567;
  match.weight = 12.345678;
  match.candidates = {{"crm", "a\"1", EntityId{7}, 12.345678, 0.99951234567, {"email_same"}}};
  return match;
}

TEST(AnswerTest, IdIsEchoedVerbatimAndFirst) {
  std::string out;
  BeginAnswer("1.50e+3", AnswerStatus::kOk, out);
  EndAnswer(out);
  EXPECT_EQ(out, "{\"id\":1.50e+3,\"status\":\"ok\"}\n");
  out.clear();
  BeginAnswer("", AnswerStatus::kPartial, out);
  EXPECT_EQ(out, "{\"status\":\"partial\"");
}

TEST(AnswerTest, AMatchTellsVerdictEntityAndCandidates) {
  std::string out;
  AppendMatch(OneCandidate(), CandidateList::kFull, out);
  EXPECT_EQ(
      out,
      R"(,"verdict":"same","entity_id":7,"probability":0.999512,"weight":12.3457,"candidates":[)"
      R"({"source":"crm","record_id":"a\"1","entity_id":7,"probability":0.999512,"weight":12.3457,)"
      R"("reasons":["email_same"]}])");
}

TEST(AnswerTest, NoEntityIsNull) {
  std::string out;
  AppendMatch({}, CandidateList::kFull, out);
  EXPECT_EQ(out, R"(,"verdict":"new","entity_id":null,"probability":0,"weight":0,"candidates":[])");
}

TEST(AnswerTest, CutCandidatesAreSaid) {
  std::string out;
  AppendMatch(OneCandidate(), CandidateList::kCut, out);
  EXPECT_THAT(out, HasSubstr(R"("candidates":[],"truncated":true)"));
}

TEST(AnswerTest, WarningsAndTruncationAreToldWhenThereAreAny) {
  engine::MatchResult match = OneCandidate();
  match.warnings = {"shoe size"};
  match.truncated = true;
  std::string out;
  AppendMatch(match, CandidateList::kFull, out);
  EXPECT_THAT(out, HasSubstr(R"(,"warnings":["shoe size"],"truncated":true)"));
}

TEST(AnswerTest, AnAddTellsOutcomeSequenceAndMergedEntities) {
  engine::AddResult add;
  add.match = OneCandidate();
  add.outcome = engine::AddOutcome::kReplaced;
  add.entity_id = EntityId{3};
  add.changes.aliases = {{EntityId{8}, EntityId{3}}, {EntityId{9}, EntityId{3}}};
  std::string out;
  AppendAdd(add, 42, 0, CandidateList::kFull, out);
  EXPECT_THAT(
      out,
      HasSubstr(
          R"(,"outcome":"replaced","sequence":42,"verdict":"same","entity_id":3,"merged":[8,9])"));
  EXPECT_THAT(out, HasSubstr(R"("candidates":[])"));  // limit 0
}

TEST(AnswerTest, NumbersOutOfRangeStayNumbers) {
  for (const double odd :
       {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
        std::numeric_limits<double>::quiet_NaN(), -0.0}) {
    engine::MatchResult match;
    match.weight = odd;
    match.probability = odd;
    std::string out;
    AppendMatch(match, CandidateList::kFull, out);
    EXPECT_THAT(out, testing::Not(HasSubstr("inf"))) << odd;
    EXPECT_THAT(out, testing::Not(HasSubstr("nan"))) << odd;
    EXPECT_THAT(out, testing::Not(HasSubstr("-0,"))) << odd;
  }
}

TEST(AnswerTest, ARecordKeepsItsFieldsInOrder) {
  std::string out;
  AppendRecord({"crm", "1", {{"family_name", {"Dupont"}}, {"email", {"a", "b"}}, {"phone", {}}}},
               out);
  EXPECT_EQ(
      out,
      R"({"source":"crm","record_id":"1","family_name":"Dupont","email":["a","b"],"phone":[]})");
}

TEST(AnswerTest, ALongEntityIsCutAndSaysSo) {
  const engine::LiveRecord record{"crm", "1", {{"family_name", {std::string(100, 'a')}}}};
  engine::LiveResolver::Entity entity;
  entity.entity_id = EntityId{5};
  for (int i = 0; i < 100; ++i) entity.members.push_back({&record, EntityId{5}});
  std::string out;
  AppendEntity(entity, 1000, out);
  EXPECT_LT(out.size(), 1500U);
  EXPECT_THAT(out, HasSubstr(R"("member_count":100)"));
  EXPECT_THAT(out, HasSubstr(R"(],"truncated":true)"));
  out.clear();
  AppendEntity(entity, 1'000'000, out);
  EXPECT_THAT(out, testing::Not(HasSubstr("truncated")));
}

}  // namespace
}  // namespace doublon::protocol
