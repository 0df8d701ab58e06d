#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "generate/alias_table.h"
#include "generate/contact.h"
#include "generate/permutation.h"
#include "generate/random.h"
#include "generate/tables.h"
#include "gtest/gtest.h"

namespace doublon::generate {
namespace {

TEST(RandomTest, DependsOnSeedAndStreamOnly) {
  Random a(7, 9);
  Random b(7, 9);
  Random other_seed(8, 9);
  Random other_stream(7, 10);
  for (int i = 0; i < 100; ++i) {
    const std::uint64_t value = a.Next();
    EXPECT_EQ(value, b.Next());
    EXPECT_NE(value, other_seed.Next());
    EXPECT_NE(value, other_stream.Next());
  }
}

TEST(RandomTest, StaysInBounds) {
  Random random(1, 1);
  std::set<int> seen;
  for (int i = 0; i < 10000; ++i) {
    EXPECT_LT(random.Below(3), 3U);
    const double unit = random.Unit();
    EXPECT_GE(unit, 0);
    EXPECT_LT(unit, 1);
    seen.insert(random.Between(-2, 2));
  }
  EXPECT_EQ(seen, (std::set<int>{-2, -1, 0, 1, 2}));
}

TEST(AliasTableTest, DrawsInProportionToWeights) {
  const std::vector<double> weights = {0, 1, 2, 3, 0, 94, 1e-9};
  const AliasTable table(weights);
  std::vector<double> drawn(weights.size(), 0);
  Random random(3, 0);
  constexpr int kDraws = 1000000;
  for (int i = 0; i < kDraws; ++i) drawn[table.Sample(random)] += 1;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double expected = weights[i] / 100 * kDraws;
    EXPECT_NEAR(drawn[i], expected, 5 * std::sqrt(expected) + 1) << i;
  }
}

TEST(AliasTableTest, OneWeightIsAlwaysDrawn) {
  const std::vector<double> weights = {5};
  const AliasTable table(weights);
  Random random(3, 0);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(table.Sample(random), 0U);
}

TEST(PermutationTest, IsABijection) {
  for (const std::uint64_t count : {1U, 2U, 3U, 4U, 5U, 16U, 17U, 1000U, 65537U}) {
    const Permutation permutation(count, 42);
    std::vector<bool> seen(count, false);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t image = permutation(i);
      ASSERT_LT(image, count);
      ASSERT_FALSE(seen[image]);
      seen[image] = true;
    }
  }
}

TEST(PermutationTest, LeavesNoOrder) {
  constexpr std::uint64_t kCount = 10000;
  const Permutation permutation(kCount, 1);
  std::uint64_t ascents = 0;
  std::uint64_t close = 0;
  for (std::uint64_t i = 1; i < kCount; ++i) {
    const std::uint64_t a = permutation(i - 1);
    const std::uint64_t b = permutation(i);
    ascents += a < b;
    close += (a < b ? b - a : a - b) <= 5;
  }
  EXPECT_NEAR(static_cast<double>(ascents), kCount / 2.0, 300);
  EXPECT_LT(close, 40U);  // 10 expected
}

TEST(TablesTest, FamilyNamesComeAsOftenAsInFrance) {
  const Tables& tables = Tables::Read();
  Random random(11, 0);
  constexpr int kDraws = 2000000;
  std::vector<int> drawn(20, 0);
  int named = 0;
  double rare_share = 0;
  for (int i = 0; i < kDraws; ++i) {
    const Tables::DrawnFamilyName name = tables.DrawFamilyName(random);
    for (std::size_t top = 0; top < drawn.size(); ++top) {
      drawn[top] += name.shown == tables.family_names()[top].shown;
    }
    named += name.share >= tables.family_names().back().share;
    rare_share += name.share < tables.family_names().back().share;
  }
  for (std::size_t top = 0; top < drawn.size(); ++top) {
    const double expected = tables.family_names()[top].share * kDraws;
    EXPECT_NEAR(drawn[top], expected, 5 * std::sqrt(expected)) << top;
  }
  EXPECT_EQ(tables.family_names().front().shown, "Martin");
  EXPECT_NEAR(rare_share / kDraws, 0.29,
              0.02);  // what the table leaves to names rarer than its last
  EXPECT_GT(named, kDraws / 2);
}

TEST(TablesTest, GivenNamesFollowTheYearOfBirth) {
  const Tables& tables = Tables::Read();
  Random random(12, 0);
  int old_kevins = 0;
  int young_kevins = 0;
  int old_jeans = 0;
  int young_jeans = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string& old_name = tables.DrawGivenName(Sex::kMale, 1935, random).shown;
    const std::string& young_name = tables.DrawGivenName(Sex::kMale, 1992, random).shown;
    old_kevins += old_name == "Kévin" || old_name == "Kevin";
    young_kevins += young_name == "Kévin" || young_name == "Kevin";
    old_jeans += old_name == "Jean";
    young_jeans += young_name == "Jean";
  }
  EXPECT_EQ(old_kevins, 0);
  EXPECT_GT(young_kevins, 200);
  EXPECT_GT(old_jeans, 1000);
  EXPECT_LT(young_jeans, old_jeans / 5);
}

TEST(TablesTest, StreetsOfACommuneStayTheSame) {
  const Tables& tables = Tables::Read();
  EXPECT_EQ(tables.StreetOf(3, 7), tables.StreetOf(3, 7));
  std::set<std::uint32_t> streets;
  for (std::uint32_t slot = 0; slot < 100; ++slot) streets.insert(tables.StreetOf(3, slot));
  EXPECT_GT(streets.size(), 60U);
}

TEST(ContactTest, TelephoneNumbersOfDifferentOrdinalsDiffer) {
  std::set<std::string> numbers;
  constexpr std::uint64_t kCount = 200000;
  for (std::uint64_t i = 0; i < kCount; ++i) {
    const std::string mobile = MakeMobile(i, 5, "35000");
    const std::string landline = MakeLandline(i, 5, "35000");
    ASSERT_EQ(mobile.size(), 10U);
    ASSERT_EQ(landline.substr(0, 2), "02");
    ASSERT_TRUE(mobile[1] == '6' || mobile[1] == '7');
    numbers.insert(mobile);
    numbers.insert(landline);
  }
  EXPECT_EQ(numbers.size(), 2 * kCount);
}

TEST(ContactTest, OverseasNumbersHaveTheirCodes) {
  EXPECT_EQ(MakeMobile(1, 5, "97400").substr(0, 4), "0692");
  EXPECT_EQ(MakeLandline(1, 5, "97139").substr(0, 4), "0590");
  EXPECT_EQ(MakeLandline(1, 5, "20000").substr(0, 2), "04");
  EXPECT_EQ(MakeLandline(1, 5, "75011").substr(0, 2), "01");
}

}  // namespace
}  // namespace doublon::generate
