#include "normalize/date_columns.h"

#include <algorithm>

#include "text/digits.h"

namespace doublon::normalize {

void AddDate(std::uint8_t field, const DateReading& reading, std::uint8_t flags, RowOutput& row) {
  if (reading.outcome == DateReading::Outcome::kMissing) return;
  const DateValue& date = reading.date;
  if (reading.outcome == DateReading::Outcome::kInvalid) {
    if (!reading.as_typed) return;
    row.Note(field, Repair::kNoDayOfCalendar, true);
    row.record.AddDate(field, flags | record::kRepaired, date.year, date.month, date.day);
    return;
  }
  if (reading.suspect) flags |= record::kSuspect;
  if (reading.moved) flags |= record::kRepaired;
  row.Note(field, Repair::kLateTimestamp, reading.moved);
  row.Note(field, Repair::kShortYear, reading.short_year);
  row.Note(field, Repair::kSpreadsheetSerial, reading.serial);
  if (reading.ambiguous) flags |= record::kAmbiguous;
  row.record.AddDate(field, flags, date.year, date.month, date.day);
  if (reading.ambiguous)
    row.record.AddDate(field, flags, reading.other.year, reading.other.month, reading.other.day);
}

void AddBirthDates(std::string_view cell, record::DateOrder order, record::Locale locale,
                   RowOutput& row) {
  ForValues(cell, [&](std::string_view value) {
    AddDate(record::kBirthDateField, ReadBirthDate(value, order, locale), 0, row);
  });
}

void AddBirthDate(const DateCells& cells, RowOutput& row) {
  const DateValue date = {ReadDatePart(cells.year, DatePart::kYear),
                          static_cast<std::uint8_t>(ReadDatePart(cells.month, DatePart::kMonth)),
                          static_cast<std::uint8_t>(ReadDatePart(cells.day, DatePart::kDay))};
  DateReading reading;
  reading.date = date;
  if (!JudgeBirthDate(date, reading.suspect)) return;
  reading.outcome = DateReading::Outcome::kFound;
  const bool full = date.year != 0 && date.month != 0 && date.day != 0;
  const std::uint8_t flags = full && !IsCalendarDate(date) ? record::kRepaired : 0;
  row.Note(record::kBirthDateField, Repair::kNoDayOfCalendar, flags != 0);
  reading.short_year =
      date.year != 0 && std::count_if(cells.year.begin(), cells.year.end(), text::IsDigit) <= 2;
  AddDate(record::kBirthDateField, reading, flags, row);
}

}  // namespace doublon::normalize
