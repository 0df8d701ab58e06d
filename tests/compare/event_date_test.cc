#include <gtest/gtest.h>

#include <string>

#include "compare/field_comparisons.h"

namespace doublon::compare {
namespace {

struct Day {
  std::uint16_t year = 0;
  std::uint8_t month = 0, day = 0;
};

std::string RecordOf(const Day& date) {
  record::PreparedBuilder builder;
  builder.Clear();
  if (date.year != 0 || date.day != 0)
    builder.AddDate(record::kFirstCustomField, 0, date.year, date.month, date.day);
  return std::string(builder.Finish());
}

// Both ways round, which must agree.
EventDateLevel Compared(const Day& a, const Day& b) {
  const std::string x = RecordOf(a), y = RecordOf(b);
  const record::PreparedView left(reinterpret_cast<const std::byte*>(x.data()));
  const record::PreparedView right(reinterpret_cast<const std::byte*>(y.data()));
  const EventDateLevel level = CompareEventDates(record::kFirstCustomField, left, right);
  EXPECT_EQ(CompareEventDates(record::kFirstCustomField, right, left), level);
  return level;
}

TEST(CompareEventDatesTest, DaysApartCountOverTheEndsOfMonthsAndYears) {
  EXPECT_EQ(Compared({2022, 3, 28}, {2022, 3, 28}), EventDateLevel::kExact);
  EXPECT_EQ(Compared({2022, 2, 28}, {2022, 3, 1}), EventDateLevel::kDays);
  EXPECT_EQ(Compared({2020, 2, 27}, {2020, 3, 1}), EventDateLevel::kWeek);
  EXPECT_EQ(Compared({2021, 12, 31}, {2022, 1, 2}), EventDateLevel::kDays);
  EXPECT_EQ(Compared({2021, 12, 31}, {2022, 1, 7}), EventDateLevel::kWeek);
  EXPECT_EQ(Compared({2021, 12, 31}, {2022, 1, 31}), EventDateLevel::kMonth);
  EXPECT_EQ(Compared({2021, 12, 31}, {2022, 3, 5}), EventDateLevel::kYear);
  EXPECT_EQ(Compared({2021, 1, 25}, {2022, 3, 17}), EventDateLevel::kDifferent);
}

TEST(CompareEventDatesTest, SlipsOfTheHandAreSeenFarOff) {
  EXPECT_EQ(Compared({2012, 3, 28}, {2022, 3, 28}), EventDateLevel::kOneEdit);
  EXPECT_EQ(Compared({2022, 3, 11}, {2022, 11, 3}), EventDateLevel::kOneEdit);
}

TEST(CompareEventDatesTest, MissingPartsAreNoDisagreement) {
  EXPECT_EQ(Compared({2022, 3, 28}, {}), EventDateLevel::kMissing);
  EXPECT_EQ(Compared({2022, 3, 28}, {2022, 0, 0}), EventDateLevel::kPartial);
  EXPECT_EQ(Compared({2022, 3, 28}, {2019, 0, 0}), EventDateLevel::kDifferent);
}

}  // namespace
}  // namespace doublon::compare
