#include "record/kind.h"

#include <cstdint>
#include <set>
#include <string>

#include "gtest/gtest.h"

namespace doublon::record {
namespace {

constexpr auto kLastKind = static_cast<std::uint8_t>(Kind::kIdentifier);

TEST(KindTest, EveryKindHasANameOfItsOwnThatReadsBack) {
  std::set<std::string_view> names;
  for (std::uint8_t i = 0; i <= kLastKind; ++i) {
    const auto kind = static_cast<Kind>(i);
    const std::string_view name = KindName(kind);
    EXPECT_FALSE(name.empty());
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(KindFromName(name), kind) << name;
  }
}

// These stand in configuration files and on the wire.
TEST(KindTest, NamesAreThoseOfTheConfiguration) {
  EXPECT_EQ(KindName(Kind::kIgnored), "ignored");
  EXPECT_EQ(KindName(Kind::kRecordId), "record_id");
  EXPECT_EQ(KindName(Kind::kGivenName), "given_name");
  EXPECT_EQ(KindName(Kind::kFamilyName), "family_name");
  EXPECT_EQ(KindName(Kind::kBirthName), "birth_name");
  EXPECT_EQ(KindName(Kind::kFullName), "full_name");
  EXPECT_EQ(KindName(Kind::kTitle), "title");
  EXPECT_EQ(KindName(Kind::kGender), "gender");
  EXPECT_EQ(KindName(Kind::kBirthDate), "birth_date");
  EXPECT_EQ(KindName(Kind::kBirthDay), "birth_day");
  EXPECT_EQ(KindName(Kind::kBirthMonth), "birth_month");
  EXPECT_EQ(KindName(Kind::kBirthYear), "birth_year");
  EXPECT_EQ(KindName(Kind::kEmail), "email");
  EXPECT_EQ(KindName(Kind::kPhone), "phone");
  EXPECT_EQ(KindName(Kind::kAddress), "address");
  EXPECT_EQ(KindName(Kind::kStreetNumber), "street_number");
  EXPECT_EQ(KindName(Kind::kAddressExtra), "address_extra");
  EXPECT_EQ(KindName(Kind::kPostcode), "postcode");
  EXPECT_EQ(KindName(Kind::kCity), "city");
  EXPECT_EQ(KindName(Kind::kCountry), "country");
  EXPECT_EQ(KindName(Kind::kText), "text");
  EXPECT_EQ(KindName(Kind::kCategory), "category");
  EXPECT_EQ(KindName(Kind::kNumber), "number");
  EXPECT_EQ(KindName(Kind::kDate), "date");
  EXPECT_EQ(KindName(Kind::kIdentifier), "identifier");
}

TEST(KindTest, OtherNamesAreRefused) {
  for (const std::string_view name :
       {"", "Given_name", "given name", "given_name ", "kGivenName"}) {
    EXPECT_EQ(KindFromName(name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace doublon::record
