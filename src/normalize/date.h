#pragma once

#include <cstdint>
#include <string_view>

#include "record/schema.h"

namespace doublon::normalize {

struct DateValue {
  std::uint16_t year = 0;  // 0: unknown part
  std::uint8_t month = 0;
  std::uint8_t day = 0;
  friend bool operator==(const DateValue&, const DateValue&) = default;
};

struct DateReading {
  enum class Outcome : std::uint8_t { kMissing, kInvalid, kFound };
  Outcome outcome = Outcome::kMissing;
  DateValue date;
  DateValue other;         // day and month the other way round, when `ambiguous`
  bool ambiguous = false;  // both readings are valid and neither order is known
  bool suspect = false;    // a default or a presumed date
  bool moved =
      false;  // a timestamp late in the evening, taken for midnight of the next day in France
  bool short_year = false;  // of two digits
  bool serial = false;      // a spreadsheet's count of days
  // The numbers were there but are no date of a living person (31/04, 1880, month 24); `date` holds
  // them as typed.
  bool as_typed = false;
};

// Reads one date of birth (domain.md §5): d/m/y, m/d/y and y-m-d in any punctuation, compact
// digits, month names in French, English, German, Spanish, Italian, timestamps, spreadsheet
// serials, year alone, month and year, two-digit years, zeros for unknown parts. `order` is the
// column's; when it is unknown, French lists are read day first and others keep both readings.
// Dates that people and programs fill in are missing or suspect. Total; any bytes.
DateReading ReadBirthDate(std::string_view raw, record::DateOrder order,
                          record::Locale locale) noexcept;

// The same for dates that are not births: no bounds of life, no suspects. Two-digit years lie in
// 1970 to 2069.
DateReading ReadPlainDate(std::string_view raw, record::DateOrder order,
                          record::Locale locale) noexcept;

// One part of a birth date in a column of its own; 0 when it is missing or none.
enum class DatePart : std::uint8_t { kDay, kMonth, kYear };
std::uint16_t ReadDatePart(std::string_view raw, DatePart part) noexcept;

// True when the parts are a day of the calendar (unknown parts allowed).
bool IsCalendarDate(const DateValue& date) noexcept;

// Marks a birth date put together from parts as missing (returns false) or suspect.
bool JudgeBirthDate(DateValue date, bool& suspect) noexcept;

}  // namespace doublon::normalize
