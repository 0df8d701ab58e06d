#include <algorithm>
#include <set>

#include "doublon/merge_lists.h"
#include "doublon/record.h"
#include "doublon/resolver.h"
#include "gtest/gtest.h"

// Only the public headers are used here, as another program would.
namespace doublon {
namespace {

Record Person(std::string id, std::string given, std::string email) {
  return {"web",
          std::move(id),
          {{"given_name", {std::move(given)}},
           {"family_name", {"Rouvillois"}},
           {"birth_date", {"1961-05-17"}},
           {"email", {std::move(email)}},
           {"postcode", {"69003"}}}};
}

TEST(ResolverTest, RecognisesAPersonAndForgetsIt) {
  auto resolver = Resolver::Open("");
  ASSERT_TRUE(resolver.ok()) << resolver.status();
  const Record jeanne = Person("1", "Jeanne", "jeanne.rouvillois@orange.fr");
  EXPECT_EQ((*resolver)->Match(jeanne, 5).verdict, Resolver::Verdict::kNew);
  const auto added = (*resolver)->Add(jeanne);
  ASSERT_TRUE(added.ok());
  const Resolver::Answer again =
      (*resolver)->Match(Person("", "Jeane", "jeanne.rouvillois@orange.fr"), 5);
  EXPECT_EQ(again.verdict, Resolver::Verdict::kSame);
  EXPECT_EQ(again.entity_id, added->entity_id);
  ASSERT_EQ(again.candidates.size(), 1U);
  EXPECT_EQ(again.candidates[0].record_id, "1");
  EXPECT_FALSE(again.candidates[0].reasons.empty());
  EXPECT_EQ(*(*resolver)->EntityOf("web", "1"), added->entity_id);
  EXPECT_TRUE((*resolver)->Remove("web", "1").ok());
  EXPECT_EQ((*resolver)->record_count(), 0U);
  EXPECT_EQ((*resolver)->EntityOf("web", "1").status().code(), absl::StatusCode::kNotFound);
}

TEST(ResolverTest, ErrorsAreSaid) {
  EXPECT_FALSE(Resolver::Open("/nowhere/model.json").ok());
  auto resolver = Resolver::Open("");
  EXPECT_EQ((*resolver)->Add(Person("", "Jeanne", "")).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(MergeListsTest, GivesEveryRowAnEntity) {
  const std::string folder = DOUBLON_SOURCE_DIR "/datasets/samples/";
  const auto merged = MergeLists({folder + "donors.csv", folder + "web_form.ndjson"}, {});
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_EQ(merged->rows.size(), 220U);
  EXPECT_TRUE(merged->rejected.empty());
  std::set<std::uint64_t> entities;
  for (const MergedRow& row : merged->rows) entities.insert(row.entity_id);
  EXPECT_LT(entities.size(), merged->rows.size());
  EXPECT_EQ(*entities.rbegin(), entities.size());  // numbered from 1 without holes
}

TEST(MergeListsTest, ErrorsNameTheFile) {
  const auto merged = MergeLists({"/nowhere/list.csv"}, {});
  ASSERT_FALSE(merged.ok());
  EXPECT_NE(std::string(merged.status().message()).find("/nowhere/list.csv"), std::string::npos);
  EXPECT_FALSE(MergeLists({"/nowhere/list.csv"}, {.max_false_merge_rate = 0}).ok());
}

}  // namespace
}  // namespace doublon
