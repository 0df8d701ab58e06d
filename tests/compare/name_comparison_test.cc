#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "compare/field_comparisons.h"

namespace doublon::compare {
namespace {

using record::kAmbiguous;
using record::PreparedBuilder;

// One reading of a name, given and family name; several are readings in doubt.
struct Name {
  std::string given, family;
};

std::string RecordOf(const std::vector<Name>& readings) {
  PreparedBuilder builder;
  builder.Clear();
  const std::uint8_t flags = readings.size() > 1 ? kAmbiguous : 0;
  for (const Name& name : readings) {
    if (!name.given.empty()) builder.AddName(record::kGivenField, flags, name.given, 0, 0);
    if (!name.family.empty()) builder.AddName(record::kFamilyField, flags, name.family, 0, 0);
  }
  return std::string(builder.Finish());
}

record::PreparedView ViewOf(const std::string& bytes) {
  return record::PreparedView(reinterpret_cast<const std::byte*>(bytes.data()));
}

NameLevels LevelsFor(const std::vector<Name>& a, const std::vector<Name>& b) {
  const Comparison given, family;
  const std::string x = RecordOf(a), y = RecordOf(b);
  const NameLevels levels = CompareNames(&given, &family, ViewOf(x), ViewOf(y));
  const NameLevels mirrored = CompareNames(&given, &family, ViewOf(y), ViewOf(x));
  EXPECT_EQ(levels.given, mirrored.given);
  EXPECT_EQ(levels.family, mirrored.family);
  return levels;
}

std::vector<Name> InDoubt(const std::string& one, const std::string& other) {
  return {{one, other}, {other, one}};
}

TEST(CompareNamesTest, AWordOfAnUnsureNameCountsOnce) {
  const NameLevels levels =
      LevelsFor(InDoubt("anders", "kristersson"), InDoubt("ulf", "kristersson"));
  EXPECT_EQ(levels.given, GivenLevel::kDifferent);
  EXPECT_GE(levels.family, FamilyLevel::kExactFrequent);
}

TEST(CompareNamesTest, UnsureNamesInTheOtherOrderAgree) {
  const NameLevels levels = LevelsFor(InDoubt("laurent", "martin"), InDoubt("martin", "laurent"));
  EXPECT_GE(levels.given, GivenLevel::kExactFrequent);
  EXPECT_GE(levels.family, FamilyLevel::kExactFrequent);
}

TEST(CompareNamesTest, ASureNamePicksTheReadingThatAgrees) {
  const NameLevels levels = LevelsFor({{"martin", "laurent"}}, InDoubt("laurent", "martin"));
  EXPECT_GE(levels.given, GivenLevel::kExactFrequent);
  EXPECT_GE(levels.family, FamilyLevel::kExactFrequent);
}

TEST(CompareNamesTest, AValueThatBothReadingsShareIsInBoth) {
  // "martin luc martin": either the given name is martin, and the family name what is left.
  const NameLevels levels =
      LevelsFor({{"martin", "luc martin"}, {"martin", "martin luc"}}, {{"martin", "martin luc"}});
  EXPECT_GE(levels.given, GivenLevel::kExactFrequent);
  EXPECT_GE(levels.family, FamilyLevel::kExactFrequent);
}

TEST(CompareNamesTest, SwappedColumnsAreSeen) {
  EXPECT_EQ(LevelsFor({{"pierre", "dupont"}}, {{"dupont", "pierre"}}).given, GivenLevel::kSwapped);
}

TEST(CompareNamesTest, WordsPartedOtherwiseAreASubset) {
  const NameLevels levels =
      LevelsFor({{"boris", "johnson"}}, {{"alexandre", "boris de pfeffel johnson"}});
  EXPECT_EQ(levels.given, GivenLevel::kSubset);
  EXPECT_EQ(levels.family, FamilyLevel::kSubset);
}

TEST(CompareNamesTest, OneWordForTheWholeNameIsClose) {
  EXPECT_EQ(LevelsFor({{"", "ramimakhlouf"}}, {{"rami", "makhlouf"}}).family, FamilyLevel::kClose);
  EXPECT_EQ(LevelsFor({{"", "ramimakhlouf"}}, InDoubt("makhlouf", "rami")).given,
            GivenLevel::kClose);
  EXPECT_EQ(LevelsFor({{"", "makhlouf"}}, {{"rami", "makhlouf"}}).given, GivenLevel::kMissing);
}

TEST(CompareNamesTest, LongNamesWithAnotherWordDiffer) {
  EXPECT_LE(
      LevelsFor({{"ayman", "sabawi ibrahim rawi"}}, {{"ayman", "sabawi ibrahim tikriti"}}).family,
      FamilyLevel::kSimilar);
  EXPECT_EQ(LevelsFor({{"abdul ghafar", "zadran"}}, {{"abdul hakim", "zadran"}}).given,
            GivenLevel::kDifferent);
}

TEST(CompareNamesTest, OfTwoScriptsNothingIsSaid) {
  const NameLevels levels = LevelsFor({{"wei", "zhang"}}, {{"伟", "张"}});
  EXPECT_EQ(levels.given, GivenLevel::kMissing);
  EXPECT_EQ(levels.family, FamilyLevel::kMissing);
  EXPECT_GE(LevelsFor({{"伟", "张"}}, {{"伟", "张"}}).family, FamilyLevel::kExactFrequent);
}

TEST(CompareNamesTest, ANameWithoutVowelsIsThatOfItsConsonants) {
  constexpr std::uint32_t kFsl = 1, kSdk = 2;  // hashes of the skeletons
  const auto record = [](std::string_view given, std::string_view family) {
    PreparedBuilder builder;
    builder.Clear();
    builder.AddName(record::kGivenField, 0, given, 0, kFsl);
    builder.AddName(record::kFamilyField, 0, family, 0, kSdk);
    return std::string(builder.Finish());
  };
  const std::string x = record("fysl", "sdyqy"), y = record("faisal", "siddiqui");
  const Comparison given, family;
  const NameLevels levels = CompareNames(&given, &family, ViewOf(x), ViewOf(y));
  EXPECT_EQ(levels.given, GivenLevel::kClose);
  EXPECT_EQ(levels.family, FamilyLevel::kClose);
}

TEST(CompareSuffixTest, AnIBesideASecondIsTheFirst) {
  const Comparison comparison = {"suffix", ComparisonKind::kSuffix, record::kFirstCustomField, {}};
  const auto record = [](std::string_view given, std::string_view suffix) {
    PreparedBuilder builder;
    builder.Clear();
    builder.AddName(record::kGivenField, 0, given, 0, 0);
    if (!suffix.empty()) builder.AddPlain(record::kFirstCustomField, 0, suffix);
    return std::string(builder.Finish());
  };
  const std::string first = record("morris i", ""), second = record("morris", "ii"),
                    junior = record("morris", "jr");
  EXPECT_EQ(CompareSuffix(comparison, ViewOf(first), ViewOf(second)), 1);
  EXPECT_EQ(CompareSuffix(comparison, ViewOf(second), ViewOf(first)), 1);
  EXPECT_EQ(CompareSuffix(comparison, ViewOf(first), ViewOf(junior)),
            kMissingLevel);  // I may be an initial
  EXPECT_EQ(CompareSuffix(comparison, ViewOf(first), ViewOf(first)), kMissingLevel);
}

TEST(CompareNamesTest, OrganisationsHaveOneName) {
  const auto organisation = [](std::string_view name) {
    PreparedBuilder builder;
    builder.Clear();
    builder.SetFlag(record::kOrganisation);
    builder.AddName(record::kFamilyField, 0, name, 0, 0);
    return std::string(builder.Finish());
  };
  const std::string x = organisation("fondation du pont"), y = organisation("fondation du pont");
  const Comparison given, family;
  const NameLevels levels = CompareNames(&given, &family, ViewOf(x), ViewOf(y));
  EXPECT_EQ(levels.given, GivenLevel::kMissing);
  EXPECT_GE(levels.family, FamilyLevel::kExactFrequent);
}

TEST(CompareTest, TellsOrganisationsFromPersons) {
  const std::vector<Comparison> comparisons = {
      {"given_name", ComparisonKind::kGivenName, record::kGivenField, {}},
      {"company", ComparisonKind::kText, record::kFirstCustomField, {}},
      OrganisationComparison()};
  const auto record = [](std::string_view given, std::string_view company) {
    PreparedBuilder builder;
    builder.Clear();
    if (!given.empty()) builder.AddName(record::kGivenField, 0, given, 0, 0);
    if (!company.empty()) builder.AddText(record::kFirstCustomField, 0, company);
    builder.AddPhone(0, "33612345678", record::PhoneType::kMobile);
    return std::string(builder.Finish());
  };
  const std::string company = record("", "garage moderne"),
                    employee = record("anne", "garage moderne");
  const std::string person = record("anne", ""), nobody = record("", "");
  const auto sort = [&](const std::string& x, const std::string& y) {
    return static_cast<OrganisationLevel>(Compare(comparisons, ViewOf(x), ViewOf(y)).levels[2]);
  };
  EXPECT_EQ(sort(company, company), OrganisationLevel::kBoth);
  EXPECT_EQ(sort(company, employee), OrganisationLevel::kOne);
  EXPECT_EQ(sort(person, company), OrganisationLevel::kOne);
  EXPECT_EQ(sort(employee, person), OrganisationLevel::kPersons);
  EXPECT_EQ(sort(company, nobody), OrganisationLevel::kPersons);
}

TEST(CompareNamesTest, AWordWrittenAsItsInitialIsASubset) {
  EXPECT_EQ(LevelsFor({{"ali", "a velayati"}}, {{"ali", "akbar velayati"}}).family,
            FamilyLevel::kSubset);
}

}  // namespace
}  // namespace doublon::compare
