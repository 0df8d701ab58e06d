#include "normalize/profile.h"

#include <gtest/gtest.h>

namespace doublon::normalize {
namespace {

using record::Kind;

// The kind that a column is taken for, beside columns of given and family names.
Kind KindOf(const std::string& header, const std::vector<std::string_view>& values) {
  std::vector<std::string> headers = {"given_name", "family_name", header};
  std::vector<std::vector<std::string_view>> sample = {
      std::vector<std::string_view>(values.size(), "Claire"),
      std::vector<std::string_view>(values.size(), "Moreau"), values};
  return GuessSchema("list", headers, sample, "", nullptr).columns[2].kind;
}

TEST(GuessSchemaTest, NamesInOtherLettersAreNames) {
  EXPECT_EQ(KindOf("native_name_full", {"张伟", "فيصل صديقي", ""}), Kind::kFullName);
  EXPECT_EQ(KindOf("name_in_russian", {"Иван Петров", "Анна Смирнова", ""}), Kind::kFullName);
  EXPECT_EQ(KindOf("native_name_last", {"张", "صديقي", ""}), Kind::kFamilyName);
}

TEST(GuessSchemaTest, OtherThingsThatHaveNamesAreNot) {
  EXPECT_NE(KindOf("campaign_name", {"Spring 2024", "Autumn 2023", "Spring 2024"}),
            Kind::kFullName);
  EXPECT_NE(KindOf("language_native", {"русский", "中文", ""}), Kind::kFullName);
}

TEST(GuessSchemaTest, DecimalsAreNoTelephoneNumbers) {
  EXPECT_EQ(KindOf("c6", {"91726.761", "173806.4", "105804.362"}), Kind::kNumber);
  EXPECT_EQ(KindOf("c6", {"-1.5536212", "48.8566142", "2.3522219"}), Kind::kNumber);
  EXPECT_EQ(KindOf("c6", {"02 0373 0285", "04 7005 4927", "08 0569 6312"}), Kind::kPhone);
  EXPECT_EQ(KindOf("c6", {"01.43.45.67.89", "06.61.22.33.44", "04.75.96.47.88"}), Kind::kPhone);
}

// Three in five given names and one in three family names known: neither column would do alone.
TEST(GuessSchemaTest, NamesFullOfErrorsAreFoundAsAPair) {
  const std::vector<std::string> known_given = {"pierre", "marie", "jean", "anne", "paul", "julie"};
  const std::vector<std::string> known_family = {"martin", "durand", "lefebvre", "moreau",
                                                 "girard"};
  std::vector<std::string> given, family;
  for (int i = 0; i < 300; ++i) {
    const std::string odd = std::string("qx") + static_cast<char>('a' + i % 26) + "zk" +
                            static_cast<char>('a' + i / 26);
    given.push_back(i % 5 < 3 ? known_given[i % 6] : "g" + odd);
    family.push_back(i % 3 == 0 ? known_family[i % 5] : "f" + odd);
  }
  const std::vector<std::string> headers = {"c1", "c2"};
  const std::vector<std::vector<std::string_view>> sample = {{given.begin(), given.end()},
                                                             {family.begin(), family.end()}};
  const record::SourceSchema schema = GuessSchema("list", headers, sample, "", nullptr);
  EXPECT_EQ(schema.columns[0].kind, Kind::kGivenName);
  EXPECT_EQ(schema.columns[1].kind, Kind::kFamilyName);
}

}  // namespace
}  // namespace doublon::normalize
