#include "engine/describe.h"

#include <set>

#include "gtest/gtest.h"

namespace doublon::engine {
namespace {

std::vector<compare::ComparisonKind> AllKinds() {
  std::vector<compare::ComparisonKind> kinds;
  for (int number = 0; number < 64; ++number) {
    const auto kind = static_cast<compare::ComparisonKind>(number);
    if (!compare::LevelsOf(kind).empty()) kinds.push_back(kind);
  }
  return kinds;
}

TEST(ReasonTextTest, EveryReasonHasWordsInBothLanguages) {
  ASSERT_GE(AllKinds().size(), 13U);
  for (const compare::ComparisonKind kind : AllKinds()) {
    compare::Comparison comparison;
    comparison.kind = kind;
    comparison.name = "home_page";
    for (const compare::Level& level : compare::LevelsOf(kind)) {
      if (level.reason.empty()) continue;
      const std::string english = ReasonText(level.reason, comparison, Language::kEnglish);
      const std::string french = ReasonText(level.reason, comparison, Language::kFrench);
      EXPECT_FALSE(english.empty()) << level.reason;
      EXPECT_FALSE(french.empty()) << level.reason;
      EXPECT_EQ(english.find('_'), std::string::npos) << english;
      EXPECT_EQ(french.find('_'), std::string::npos) << french;
    }
  }
}

TEST(ReasonTextTest, AnyOtherFieldIsNamed) {
  compare::Comparison comparison;
  comparison.name = "signed_on";
  comparison.kind = compare::ComparisonKind::kDate;
  EXPECT_EQ(ReasonText("date_same", comparison, Language::kEnglish), "same signed on");
  EXPECT_EQ(ReasonText("date_different", comparison, Language::kFrench), "signed on différent");
  comparison.kind = compare::ComparisonKind::kBirthDate;
  EXPECT_EQ(ReasonText("date_same", comparison, Language::kEnglish), "same date of birth");
  EXPECT_EQ(ReasonText("date_same", comparison, Language::kFrench), "même date de naissance");
}

}  // namespace
}  // namespace doublon::engine
