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

}  // namespace
}  // namespace doublon::normalize
