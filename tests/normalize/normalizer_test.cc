#include "normalize/normalizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "record/prepared_record.h"

namespace doublon::normalize {
namespace {

using record::Kind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

record::Column ColumnOf(std::string header, Kind kind) {
  record::Column column;
  column.header = std::move(header);
  column.kind = kind;
  return column;
}

// One row under columns of the given kinds; a field's values as text.
class Prepared {
 public:
  Prepared(std::vector<Kind> kinds, std::vector<std::string_view> cells,
           record::Locale locale = record::Locale::kFrench) {
    record::SourceSchema schema;
    schema.locale = locale;
    for (std::size_t i = 0; i < kinds.size(); ++i)
      schema.columns.push_back(ColumnOf(fmt::format("column {}", i), kinds[i]));
    Normalizer normalizer(schema, FieldsOf(std::vector{schema}));
    normalizer.Normalize(cells, builder_);
    const std::string_view bytes = builder_.Finish();
    words_.assign((bytes.size() + 3) / 4, 0);
    std::memcpy(words_.data(), bytes.data(), bytes.size());
  }
  record::PreparedView view() const {
    return record::PreparedView(reinterpret_cast<const std::byte*>(words_.data()));
  }
  std::vector<std::string> Values(std::uint8_t field) const {
    std::vector<std::string> out;
    for (const record::ValueView value : view().values(field)) out.push_back(Text(value));
    return out;
  }
  record::ValueView Only(std::uint8_t field) const { return view().values(field)[0]; }

 private:
  static std::string Text(const record::ValueView& value) {
    switch (value.field()) {
      case record::kGivenField:
      case record::kFamilyField:
        return std::string(value.name_text());
      case record::kBirthDateField:
        return fmt::format("{}-{}-{}", value.year(), value.month(), value.day());
      case record::kStreetField:
        return fmt::format("{} {}", value.street_number(), value.street_text());
      case record::kGenderField:
        return std::string(1, static_cast<char>(value.extra()));
      default:
        return std::string(value.text());
    }
  }
  record::PreparedBuilder builder_;
  std::vector<std::uint32_t> words_;
};

TEST(NormalizerTest, PreparesAContact) {
  const Prepared p({Kind::kTitle, Kind::kGivenName, Kind::kFamilyName, Kind::kBirthDate,
                    Kind::kEmail, Kind::kPhone, Kind::kAddress, Kind::kPostcode, Kind::kCity},
                   {"Mme", "Anne-Marie", "LE GALL", "07/11/1962", "Anne.LeGall@gmail.com",
                    "06 98 76 54 32", "12 bis, rue des Lilas", "1000", "Bourg-en-Bresse"});
  EXPECT_THAT(p.Values(record::kGivenField), ElementsAre("anne marie"));
  EXPECT_THAT(p.Values(record::kFamilyField), ElementsAre("legall"));
  EXPECT_THAT(p.Values(record::kBirthDateField), ElementsAre("1962-11-7"));
  EXPECT_THAT(p.Values(record::kEmailField), ElementsAre("annelegall@gmail.com"));
  EXPECT_THAT(p.Values(record::kPhoneField), ElementsAre("33698765432"));
  EXPECT_THAT(p.Values(record::kStreetField), ElementsAre("12 lilas"));
  EXPECT_EQ(p.Only(record::kStreetField).street_repetition(), 'b');
  EXPECT_THAT(p.Values(record::kPostcodeField), ElementsAre("01000"));
  EXPECT_THAT(p.Values(record::kCityField), ElementsAre("bourg en bresse"));
  EXPECT_THAT(p.Values(record::kGenderField), ElementsAre("f"));
}

TEST(NormalizerTest, MiddleNamesJoinTheGivenName) {
  const Prepared p({Kind::kGivenName, Kind::kGivenName}, {"Jean", "Paul"});
  EXPECT_THAT(p.Values(record::kGivenField), ElementsAre("jean paul"));
}

TEST(NormalizerTest, CouplesAreFlaggedAndSoIsTheSecondPerson) {
  const Prepared p({Kind::kFullName}, {"Paul et Anne ROUX"});
  EXPECT_TRUE(p.view().has(record::kCouple));
  ASSERT_THAT(p.Values(record::kGivenField), ElementsAre("paul", "anne"));
  EXPECT_FALSE(p.view().values(record::kGivenField)[0].has(record::kSecondPerson));
  EXPECT_TRUE(p.view().values(record::kGivenField)[1].has(record::kSecondPerson));
}

TEST(NormalizerTest, OrganisationsAreFlagged) {
  EXPECT_TRUE(Prepared({Kind::kFullName}, {"SARL ROUX"}).view().has(record::kOrganisation));
  EXPECT_FALSE(Prepared({Kind::kFullName}, {"Paul ROUX"}).view().has(record::kOrganisation));
}

TEST(NormalizerTest, UnsureFullNamesKeepBothReadings) {
  const Prepared p({Kind::kFullName}, {"Thomas Martin"});
  EXPECT_THAT(p.Values(record::kGivenField), UnorderedElementsAre("thomas", "martin"));
  for (const record::ValueView value : p.view().values(record::kGivenField))
    EXPECT_TRUE(value.has(record::kAmbiguous));
  EXPECT_THAT(Prepared({Kind::kFullName}, {"Jean LEFEBVRE"}).Values(record::kGivenField),
              ElementsAre("jean"));
}

TEST(NormalizerTest, BirthNameStandsBesideTheUsageName) {
  const Prepared p({Kind::kFamilyName, Kind::kBirthName}, {"PETIT", "ROUX"});
  ASSERT_THAT(p.Values(record::kFamilyField), ElementsAre("petit", "roux"));
  EXPECT_FALSE(p.view().values(record::kFamilyField)[0].has(record::kBirthNameFlag));
  EXPECT_TRUE(p.view().values(record::kFamilyField)[1].has(record::kBirthNameFlag));
}

TEST(NormalizerTest, OneCellAddressFillsPostcodeAndCity) {
  const Prepared p({Kind::kAddress}, {"3 place du March\xc3\xa9 14000 Caen"});
  EXPECT_THAT(p.Values(record::kStreetField), ElementsAre("3 marche"));
  EXPECT_THAT(p.Values(record::kPostcodeField), ElementsAre("14000"));
  EXPECT_THAT(p.Values(record::kCityField), ElementsAre("caen"));
}

TEST(NormalizerTest, StreetNumberColumnJoinsTheAddress) {
  const Prepared p({Kind::kStreetNumber, Kind::kAddress, Kind::kAddressExtra},
                   {"69", "giblin street", "killarney"}, record::Locale::kEnglish);
  EXPECT_THAT(p.Values(record::kStreetField), ElementsAre("69 giblin"));
}

TEST(NormalizerTest, ExtraLineIsTheStreetWhenTheFirstHasNone) {
  const Prepared p({Kind::kAddress, Kind::kAddressExtra}, {"", "4 rue Basse"});
  EXPECT_THAT(p.Values(record::kStreetField), ElementsAre("4 basse"));
}

TEST(NormalizerTest, EnglishAddressesAreRead) {
  const auto street = [](std::string_view cell) {
    return Prepared({Kind::kAddress}, {cell}, record::Locale::kEnglish)
        .Values(record::kStreetField);
  };
  EXPECT_THAT(street("177 pridhamstreet"), ElementsAre("177 pridham"));
  EXPECT_THAT(street("unit 3 / 12 smith st"), ElementsAre("12 smith"));
  EXPECT_THAT(street("435 s. la cienega blvd."), ElementsAre("435 s cienega"));
}

TEST(NormalizerTest, PartsOfADateMakeOne) {
  const std::vector<Kind> kinds = {Kind::kBirthDay, Kind::kBirthMonth, Kind::kBirthYear};
  EXPECT_THAT(Prepared(kinds, {"07", "04", "1988"}).Values(record::kBirthDateField),
              ElementsAre("1988-4-7"));
  EXPECT_THAT(Prepared(kinds, {"", "1", ""}).Values(record::kBirthDateField), ElementsAre("0-1-0"));
  EXPECT_THAT(Prepared(kinds, {"", "", ""}).Values(record::kBirthDateField), IsEmpty());
}

TEST(NormalizerTest, UndecidedDatesKeepBothReadingsOutsideFrance) {
  const Prepared p({Kind::kBirthDate}, {"03/04/1980"}, record::Locale::kEnglish);
  EXPECT_THAT(p.Values(record::kBirthDateField), UnorderedElementsAre("1980-4-3", "1980-3-4"));
  EXPECT_THAT(Prepared({Kind::kBirthDate}, {"03/04/1980"}).Values(record::kBirthDateField),
              ElementsAre("1980-4-3"));
}

TEST(NormalizerTest, RoleAndFamilyMailboxesAreWeak) {
  EXPECT_TRUE(Prepared({Kind::kEmail}, {"contact@roux.fr"})
                  .Only(record::kEmailField)
                  .has(record::kSuspect));
  EXPECT_TRUE(Prepared({Kind::kEmail}, {"famille.roux@free.fr"})
                  .Only(record::kEmailField)
                  .has(record::kShared));
  EXPECT_TRUE(Prepared({Kind::kEmail}, {"paul@yopmail.com"})
                  .Only(record::kEmailField)
                  .has(record::kSuspect));
  EXPECT_EQ(Prepared({Kind::kEmail}, {"paul.roux@free.fr"}).Only(record::kEmailField).flags(), 0);
}

TEST(NormalizerTest, ValuesOfAnArrayAllCount) {
  const Prepared p({Kind::kEmail}, {"a.roux@free.fr\x1fp.roux@free.fr"});
  EXPECT_THAT(p.Values(record::kEmailField), ElementsAre("a.roux@free.fr", "p.roux@free.fr"));
}

TEST(NormalizerTest, CustomColumnsHaveFieldsOfTheirOwn) {
  const Prepared p({Kind::kCategory, Kind::kNumber, Kind::kIdentifier},
                   {"Rouge", "1 234,50 \xe2\x82\xac", "ab-12"});
  EXPECT_THAT(p.Values(record::kFirstCustomField), ElementsAre("rouge"));
  EXPECT_DOUBLE_EQ(p.Only(record::kFirstCustomField + 1).number(), 1234.5);
  EXPECT_THAT(p.Values(record::kFirstCustomField + 2), ElementsAre("AB12"));
}

TEST(NormalizerTest, ShortAndLongRowsAreTaken) {
  EXPECT_EQ(Prepared({Kind::kGivenName, Kind::kFamilyName}, {"Paul"}).view().value_count(), 1U);
  EXPECT_EQ(Prepared({Kind::kGivenName}, {"Paul", "Roux"}).view().value_count(), 1U);
}

TEST(FieldsOfTest, DoesNotDependOnTheOrderOfSources) {
  record::SourceSchema a{"a", record::Locale::kFrench, {ColumnOf("Colour", Kind::kCategory)}};
  record::SourceSchema b{"b",
                         record::Locale::kFrench,
                         {ColumnOf("size", Kind::kNumber), ColumnOf("COLOUR", Kind::kCategory)}};
  const auto fields = FieldsOf(std::vector{a, b});
  EXPECT_EQ(fields, FieldsOf(std::vector{b, a}));
  ASSERT_EQ(fields.size(), record::kFirstCustomField + 2U);
  EXPECT_EQ(fields[record::kFirstCustomField].name, "colour");
}

TEST(NormalizerTest, FlagsPostcodesGivenTheirZeroBack) {
  const auto flags = [](Kind kind, std::string_view cell) {
    return Prepared({kind}, {cell}).Only(record::kPostcodeField).flags();
  };
  EXPECT_EQ(flags(Kind::kPostcode, "1000"), record::kRepaired);
  EXPECT_EQ(flags(Kind::kPostcode, "01000"), 0);
  EXPECT_EQ(flags(Kind::kAddress, "3 rue Haute 1000 Bourg-en-Bresse"), record::kRepaired);
}

TEST(FlagContradictionsTest, FlagsPostcodeAndTownThatCannotBothBeRight) {
  const auto suspect = [](std::vector<std::string_view> towns, std::string_view country,
                          record::Locale locale) {
    record::PreparedBuilder builder;
    builder.AddPlain(record::kPostcodeField, 0, "13001");
    for (const std::string_view town : towns) builder.AddPlain(record::kCityField, 0, town);
    if (!country.empty()) builder.AddPlain(record::kCountryField, 0, country);
    FlagContradictions(locale, builder);
    const record::PreparedView view(reinterpret_cast<const std::byte*>(builder.Finish().data()));
    const bool flagged = view.values(record::kPostcodeField)[0].has(record::kSuspect);
    EXPECT_EQ(view.values(record::kCityField)[0].has(record::kSuspect), flagged);
    return flagged;
  };
  const auto french = record::Locale::kFrench;
  EXPECT_TRUE(suspect({"lyon"}, "", french));
  EXPECT_TRUE(suspect({"lyon"}, "france", french));
  EXPECT_FALSE(suspect({"marseille"}, "", french));
  EXPECT_FALSE(suspect({"lyon", "marseille"}, "", french));
  EXPECT_FALSE(suspect({"lyon"}, "belgique", french));
  EXPECT_FALSE(suspect({"lyon"}, "", record::Locale::kEnglish));
}

}  // namespace
}  // namespace doublon::normalize
