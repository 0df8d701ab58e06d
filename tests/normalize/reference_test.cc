#include "normalize/reference.h"

#include <gtest/gtest.h>

namespace doublon::normalize::reference {
namespace {

TEST(ReferenceTest, KnowsNamesByFrequency) {
  EXPECT_GT(FamilyNameCount("martin"), FamilyNameCount("legall"));
  EXPECT_GT(FamilyNameCount("legall"), 1000U);
  EXPECT_EQ(FamilyNameCount("zzyzxq"), 0U);
  EXPECT_GT(GivenNameCount("jean pierre"), 100'000U);
  EXPECT_GT(GivenNameTotal(), 80'000'000U);
  EXPECT_GT(FamilyNameTotal(), 60'000'000U);
  EXPECT_EQ(GivenNameCount(""), 0U);
}

TEST(ReferenceTest, TellsGenderOnlyWhereNamesDo) {
  EXPECT_EQ(GivenNameGender("marie claude"), 'f');
  EXPECT_EQ(GivenNameGender("jean"), 'm');
  EXPECT_EQ(GivenNameGender("camille"), '\0');
  EXPECT_EQ(GivenNameGender("zzyzxq"), '\0');
}

TEST(ReferenceTest, RelatesGivenNamesBothWays) {
  const auto both = [](std::string_view a, std::string_view b) {
    EXPECT_EQ(RelateGivenNames(a, b), RelateGivenNames(b, a));
    return RelateGivenNames(a, b);
  };
  EXPECT_EQ(both("mathieu", "matthieu"), GivenNameRelation::kVariant);
  EXPECT_EQ(both("michel", "michele"), GivenNameRelation::kFalseFriend);
  EXPECT_EQ(both("jean", "john"), GivenNameRelation::kEquivalent);
  EXPECT_EQ(both("abdelkader", "kader"), GivenNameRelation::kNickname);
  EXPECT_EQ(both("robert", "bob"), GivenNameRelation::kNickname);
  EXPECT_EQ(both("jean", "paul"), GivenNameRelation::kNone);
  EXPECT_EQ(both("jean", "jean"), GivenNameRelation::kNone);
}

TEST(ReferenceTest, KnowsTownsAndTheirPostcodes) {
  EXPECT_TRUE(PostcodeHasCity("69003", "lyon"));
  EXPECT_TRUE(PostcodeHasCity("75014", "paris"));
  EXPECT_FALSE(PostcodeHasCity("69003", "paris"));
  EXPECT_TRUE(PostcodeHasCity("42000", "saint etienne"));
  EXPECT_TRUE(IsPostcode("01000"));
  EXPECT_TRUE(PostcodeContradictsCity("69003", "paris"));
  EXPECT_FALSE(PostcodeContradictsCity("69003", "lyon"));
  EXPECT_FALSE(PostcodeContradictsCity("69100", "lyon"));      // another town of its département
  EXPECT_FALSE(PostcodeContradictsCity("69003", "sans nom"));  // a place that is not listed
  EXPECT_FALSE(PostcodeContradictsCity("69999", "paris"));     // a postcode that is not listed
  EXPECT_FALSE(PostcodeContradictsCity("", "paris"));
  EXPECT_FALSE(IsPostcode("00001"));
  ASSERT_TRUE(CityShare("paris").has_value());
  EXPECT_GT(*CityShare("paris"), *CityShare("lyon"));
  EXPECT_FALSE(CityShare("zzyzxq").has_value());
}

}  // namespace
}  // namespace doublon::normalize::reference
