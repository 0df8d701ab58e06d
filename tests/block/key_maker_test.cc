#include "block/key_maker.h"

#include <algorithm>

#include "block/people.h"
#include "gtest/gtest.h"

namespace doublon::block {
namespace {

using tests::Person;

std::vector<BlockKey> Keys(std::string_view bytes, const std::vector<KeyRecipe>& recipes,
                           const OverfullKeys& overfull = {}) {
  KeyMaker maker(recipes);
  std::vector<BlockKey> keys;
  maker.MakeSorted(record::PreparedView(reinterpret_cast<const std::byte*>(bytes.data())), overfull,
                   keys);
  return keys;
}

std::vector<KeyRecipe> ContactRecipes() {
  return RecipesFor(tests::ContactFields(), std::vector<bool>(10, true), 1'000'000);
}

bool Meet(const Person& a, const Person& b) {
  const std::string x = tests::Prepare(a), y = tests::Prepare(b);
  const auto keys_x = Keys(x, ContactRecipes()), keys_y = Keys(y, ContactRecipes());
  std::vector<BlockKey> shared;
  std::set_intersection(keys_x.begin(), keys_x.end(), keys_y.begin(), keys_y.end(),
                        std::back_inserter(shared));
  return !shared.empty();
}

TEST(KeyMakerTest, KeysAreSortedDistinctAndOfFortyBits) {
  const std::string record = tests::Prepare(
      {"jean pierre", "dupont", 1950, 4, 3, "jp.dupont@exemple.fr", "33600010001", "69003"});
  const auto keys = Keys(record, ContactRecipes());
  EXPECT_GE(keys.size(), 10U);
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
  EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end());
  for (const BlockKey key : keys) EXPECT_LT(key, 1ULL << kKeyBits);
}

TEST(KeyMakerTest, OneErrorLeavesACommonKey) {
  const Person person = {"isabelle",    "lefebvre", 1961, 5, 12, "ilefebvre@exemple.fr",
                         "33600010002", "14000"};
  Person other = person;
  other.family = "martin";  // married
  EXPECT_TRUE(Meet(person, other));
  other = person;
  other.given = "isabeau";
  other.email = "x.y@exemple.fr";
  EXPECT_TRUE(Meet(person, other));
  other = person;
  other.year = 1916;
  other.phone = "33600019999";
  EXPECT_TRUE(Meet(person, other));
  EXPECT_TRUE(
      Meet({"thomas", "simon"}, {"simon", "thomas"}));  // swapped columns, nothing else known
}

TEST(KeyMakerTest, StrangersShareNoKey) {
  EXPECT_FALSE(Meet({"paul", "dupont", 1950, 4, 3, "", "", "69003"},
                    {"marie", "bernard", 1982, 9, 21, "", "", "75011"}));
}

TEST(KeyMakerTest, OverfullKeyIsRefinedAndWithoutTheFieldDropped) {
  const std::vector<KeyRecipe> recipes = {
      {{{Transform::kWhole, record::kEmailField}}, {{Transform::kInitial, record::kGivenField}}}};
  const std::string full = tests::Prepare({"jean", "dupont", 0, 0, 0, "contact@exemple.fr"});
  const std::string other = tests::Prepare({"marie", "dupont", 0, 0, 0, "contact@exemple.fr"});
  const std::string bare = tests::Prepare({"", "dupont", 0, 0, 0, "contact@exemple.fr"});
  const auto plain = Keys(full, recipes);
  ASSERT_EQ(plain.size(), 1U);
  EXPECT_EQ(plain, Keys(other, recipes));
  const OverfullKeys overfull = {plain[0]};
  const auto refined = Keys(full, recipes, overfull);
  ASSERT_EQ(refined.size(), 1U);
  EXPECT_NE(refined, plain);
  EXPECT_NE(refined, Keys(other, recipes, overfull));
  EXPECT_TRUE(Keys(bare, recipes, overfull).empty());
  EXPECT_TRUE(Keys(full, recipes, {plain[0], refined[0]}).empty());
}

TEST(KeyMakerTest, SecondPersonOfACoupleGivesNoKey) {
  record::PreparedBuilder builder;
  builder.Clear();
  builder.AddName(record::kGivenField, record::kSecondPerson, "marie", 1, 1);
  builder.AddName(record::kFamilyField, 0, "dupont", 2, 2);
  const std::vector<KeyRecipe> recipes = {
      {{{Transform::kFirstToken, record::kGivenField}, {Transform::kFrKey, record::kFamilyField}},
       {}}};
  EXPECT_TRUE(Keys(builder.Finish(), recipes).empty());
}

}  // namespace
}  // namespace doublon::block
