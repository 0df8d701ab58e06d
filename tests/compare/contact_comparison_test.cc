#include <gtest/gtest.h>

#include <string>

#include "compare/field_comparisons.h"

namespace doublon::compare {
namespace {

using record::PreparedBuilder;

struct Contact {
  std::string given = "bruno", family = "simon", email, street, postcode, city;
  std::uint16_t number = 12;
};

std::string RecordOf(const Contact& contact) {
  PreparedBuilder builder;
  builder.Clear();
  builder.AddName(record::kGivenField, 0, contact.given, 0, 0);
  builder.AddName(record::kFamilyField, 0, contact.family, 0, 0);
  if (!contact.email.empty()) builder.AddEmail(0, contact.email);
  if (!contact.street.empty()) builder.AddStreet(0, contact.number, '\0', 1, contact.street);
  if (!contact.postcode.empty()) builder.AddPlain(record::kPostcodeField, 0, contact.postcode);
  if (!contact.city.empty()) builder.AddPlain(record::kCityField, 0, contact.city);
  return std::string(builder.Finish());
}

// Both ways round, which must agree.
template <typename CompareViews>
auto Compared(const Contact& a, const Contact& b, const CompareViews& compare_views) {
  const std::string x = RecordOf(a), y = RecordOf(b);
  const record::PreparedView left(reinterpret_cast<const std::byte*>(x.data()));
  const record::PreparedView right(reinterpret_cast<const std::byte*>(y.data()));
  const Comparison comparison;
  EXPECT_EQ(compare_views(comparison, left, right), compare_views(comparison, right, left));
  return compare_views(comparison, left, right);
}

EmailLevel Emails(const std::string& a, const std::string& b) {
  return Compared({.email = a}, {.email = b}, CompareEmails);
}

std::uint8_t Addresses(const Contact& a, const Contact& b) {
  return Compared(a, b, CompareAddresses);
}

std::uint8_t Level(StreetPart street, LocalityPart locality) {
  return static_cast<std::uint8_t>(static_cast<std::uint8_t>(street) * kLocalityCount +
                                   static_cast<std::uint8_t>(locality));
}

TEST(CompareEmailsTest, TwoDomainsOfOneMailboxAreTheSame) {
  EXPECT_EQ(Emails("marmotte.bleue@wanadoo.fr", "marmotte.bleue@orange.fr"), EmailLevel::kSame);
  EXPECT_EQ(Emails("bruno.simon.metz@wanadoo.fr", "bruno.simon.metz@orange.fr"),
            EmailLevel::kSameNamed);
  EXPECT_EQ(Emails("marmotte.bleue@sfr.fr", "marmotte.bleue@neuf.fr"), EmailLevel::kLocalPart);
}

TEST(ComparePhonesTest, ANumberWithItsCallingCodeIsTheOneWithout) {
  const Comparison comparison = {"phone", ComparisonKind::kPhone, record::kPhoneField, {}};
  const auto compared = [&](std::string_view a, std::string_view b) {
    const auto record = [](std::string_view digits) {
      PreparedBuilder builder;
      builder.Clear();
      builder.AddPhone(0, digits, record::PhoneType::kUnknown);
      return std::string(builder.Finish());
    };
    const std::string x = record(a), y = record(b);
    return ComparePhones(comparison,
                         record::PreparedView(reinterpret_cast<const std::byte*>(x.data())),
                         record::PreparedView(reinterpret_cast<const std::byte*>(y.data())));
  };
  EXPECT_EQ(compared("914936202565", "4936202565"), PhoneLevel::kSameLandline);
  EXPECT_EQ(compared("4812856234", "74812856234"), PhoneLevel::kSameLandline);
  EXPECT_EQ(compared("914936202565", "4936202566"), PhoneLevel::kDifferent);
  EXPECT_EQ(compared("1234567", "91234567"), PhoneLevel::kOneEdit);  // too short to tell
}

TEST(CompareEmailsTest, NamesAloneAtAnotherProviderSayLittle) {
  EXPECT_EQ(Emails("bsimon@sfr.fr", "bsimon@neuf.fr"), EmailLevel::kSimilar);
  EXPECT_EQ(Emails("simon.bruno@sfr.fr", "simon.bruno@free.fr"), EmailLevel::kSimilar);
  EXPECT_EQ(Emails("bruno.simon57@sfr.fr", "bruno.simon57@free.fr"), EmailLevel::kLocalPart);
}

TEST(CompareAddressesTest, TwoTownsOfOneNameAreTwo) {
  const Contact one = {.street = "paris", .postcode = "93100", .city = "montreuil"};
  Contact other = one;
  other.postcode = "62170";
  EXPECT_EQ(Addresses(one, other), Level(StreetPart::kExact, LocalityPart::kDifferent));
  other.postcode = "93109";  // no postcode of any Montreuil: a slip
  EXPECT_EQ(Addresses(one, other), Level(StreetPart::kExact, LocalityPart::kHalf));
}

TEST(CompareAddressesTest, GivenNamesOfStreetsMayBeInitials) {
  EXPECT_EQ(Addresses({.street = "a briand"}, {.street = "aristide briand"}),
            Level(StreetPart::kSimilar, LocalityPart::kMissing));
  EXPECT_EQ(Addresses({.street = "w madison"}, {.street = "wharf madison"}),
            Level(StreetPart::kDifferent, LocalityPart::kMissing));
}

}  // namespace
}  // namespace doublon::compare
