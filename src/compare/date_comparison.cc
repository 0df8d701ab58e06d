#include <algorithm>
#include <array>
#include <cstdlib>

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

}  // namespace

DateLevel CompareDates(std::uint8_t field, record::PreparedView a,
                       record::PreparedView b) noexcept {
  DateLevel best = DateLevel::kMissing;
  for (const ValueView x : a.values(field)) {
    for (const ValueView y : b.values(field)) best = std::max(best, CompareValues(x, y));
  }
  return best;
}

}  // namespace doublon::compare
