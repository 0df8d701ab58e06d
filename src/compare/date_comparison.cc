#include <array>
#include <cstdlib>

#include "compare/best_level.h"
#include "compare/field_comparisons.h"
#include "similarity/similarity.h"

namespace doublon::compare {

namespace {

using record::ValueView;

struct Date {
  int year, month, day;  // 0 = unknown
};

Date DateOf(const ValueView& value) noexcept { return {value.year(), value.month(), value.day()}; }

std::array<char, 8> Digits(const Date& date) noexcept {
  std::array<char, 8> digits{};
  const int number = date.year * 10000 + date.month * 100 + date.day;
  for (int i = 7, rest = number; i >= 0; --i, rest /= 10) {
    digits[static_cast<std::size_t>(i)] = static_cast<char>('0' + rest % 10);
  }
  return digits;
}

bool Full(const Date& date) noexcept { return date.year != 0 && date.month != 0 && date.day != 0; }

DateLevel CompareFull(const Date& a, const Date& b) noexcept {
  if (a.year == b.year && a.month == b.day && a.day == b.month) return DateLevel::kSwapped;
  const std::array<char, 8> x = Digits(a), y = Digits(b);
  if (similarity::AtMostOneEdit({x.data(), 8}, {y.data(), 8})) return DateLevel::kOneEdit;
  const bool year = a.year == b.year, month = a.month == b.month, day = a.day == b.day;
  // A year off by one or by ten is a slip of the hand or of the reader; AtMostOneEdit sees all but
  // 1999/2000.
  if (month && day && (std::abs(a.year - b.year) == 1 || std::abs(a.year - b.year) == 10)) {
    return DateLevel::kOneEdit;
  }
  if (year && (month || day)) return DateLevel::kTwoParts;
  if (month && day) return DateLevel::kDayMonth;
  return year ? DateLevel::kYear : DateLevel::kDifferent;
}

DateLevel CompareValues(const ValueView& u, const ValueView& v) noexcept {
  const Date a = DateOf(u), b = DateOf(v);
  if (!Full(a) || !Full(b)) {
    const bool compatible = (a.year == 0 || b.year == 0 || a.year == b.year) &&
                            (a.month == 0 || b.month == 0 || a.month == b.month) &&
                            (a.day == 0 || b.day == 0 || a.day == b.day);
    if (compatible) return DateLevel::kPartial;
    return a.year == b.year ? DateLevel::kYear : DateLevel::kDifferent;
  }
  if (a.year == b.year && a.month == b.month && a.day == b.day) {
    // A presumed day (01/01, 31/12) is a year only.
    return u.has(record::kSuspect) || v.has(record::kSuspect) ? DateLevel::kPartial
                                                              : DateLevel::kExact;
  }
  if (u.has(record::kSuspect) || v.has(record::kSuspect)) {
    return a.year == b.year ? DateLevel::kPartial : DateLevel::kDifferent;
  }
  return CompareFull(a, b);
}

// Days since 1 January 1970 in the Gregorian calendar (H. Hinnant, chrono-compatible low-level date
// algorithms).
int DayNumber(const Date& date) noexcept {
  const int year = date.year - (date.month <= 2);
  const int era = year / 400, of_era = year % 400;
  const int of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

EventDateLevel CompareEvents(const ValueView& u, const ValueView& v) noexcept {
  const DateLevel as_written = CompareValues(u, v);
  if (as_written == DateLevel::kExact) return EventDateLevel::kExact;
  if (as_written == DateLevel::kPartial) return EventDateLevel::kPartial;
  const Date a = DateOf(u), b = DateOf(v);
  if (!Full(a) || !Full(b)) {
    return a.year == b.year ? EventDateLevel::kYear : EventDateLevel::kDifferent;
  }
  const int apart = std::abs(DayNumber(a) - DayNumber(b));
  if (apart <= 2) return EventDateLevel::kDays;
  if (apart <= 7) return EventDateLevel::kWeek;
  if (as_written == DateLevel::kOneEdit || as_written == DateLevel::kSwapped) {
    return EventDateLevel::kOneEdit;
  }
  if (apart <= 31) return EventDateLevel::kMonth;
  return apart <= 366 ? EventDateLevel::kYear : EventDateLevel::kDifferent;
}

}  // namespace

EventDateLevel CompareEventDates(std::uint8_t field, record::PreparedView a,
                                 record::PreparedView b) noexcept {
  return BestLevel<EventDateLevel>(field, a, b, CompareEvents);
}

DateLevel CompareDates(std::uint8_t field, record::PreparedView a,
                       record::PreparedView b) noexcept {
  return BestLevel<DateLevel>(field, a, b, CompareValues);
}

}  // namespace doublon::compare
