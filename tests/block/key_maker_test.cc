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

// Do a record made by `add_a` and one made by `add_b` meet by the key of that part alone?
bool MeetBy(Transform transform, const auto& add_a, const auto& add_b) {
  const std::vector<KeyRecipe> recipes = {{{{transform, record::kFirstCustomField}}, {}}};
  const auto keys_of = [&](const auto& add) {
    record::PreparedBuilder builder;
    builder.Clear();
    add(builder);
    return Keys(builder.Finish(), recipes);
  };
  const auto a = keys_of(add_a), b = keys_of(add_b);
  return std::any_of(a.begin(), a.end(),
                     [&](BlockKey key) { return std::find(b.begin(), b.end(), key) != b.end(); });
}

bool NumbersMeet(double a, double b) {
  const auto add = [](double number) {
    return [number](record::PreparedBuilder& builder) {
      builder.AddNumber(record::kFirstCustomField, 0, number);
    };
  };
  return MeetBy(Transform::kNearNumber, add(a), add(b));
}

bool DatesMeet(int day_a, int day_b) {
  const auto add = [](int day) {  // days from 1 March, months of 31 days
    return [day](record::PreparedBuilder& builder) {
      builder.AddDate(record::kFirstCustomField, 0, 2022,
                      static_cast<std::uint8_t>(3 + (day - 1) / 31),
                      static_cast<std::uint8_t>(1 + (day - 1) % 31));
    };
  };
  return MeetBy(Transform::kNearDays, add(day_a), add(day_b));
}

TEST(KeyMakerTest, NearNumbersMeetWhereverTheyLie) {
  for (double number = 0.013; number < 1e7; number *= 1.037) {
    EXPECT_TRUE(NumbersMeet(number, 1.1 * number)) << number;
    EXPECT_TRUE(NumbersMeet(-number, -1.1 * number)) << number;
    EXPECT_FALSE(NumbersMeet(number, 1.3 * number)) << number;
    EXPECT_FALSE(NumbersMeet(number, -number)) << number;
  }
}

TEST(KeyMakerTest, NearDatesMeetAcrossMonths) {
  for (int day = 1; day <= 70; ++day) {
    EXPECT_TRUE(DatesMeet(day, day + 4)) << day;
    EXPECT_FALSE(DatesMeet(day, day + 9)) << day;
  }
}

}  // namespace
}  // namespace doublon::block
