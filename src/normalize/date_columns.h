#pragma once

#include <cstdint>
#include <string_view>

#include "normalize/date.h"
#include "normalize/row_output.h"
#include "record/schema.h"

namespace doublon::normalize {

// The cells of one date in three columns; empty ones are missing.
struct DateCells {
  std::string_view year, month, day;
  bool empty() const noexcept { return year.empty() && month.empty() && day.empty(); }
};

// Adds a date that was read to `field`: both readings of an ambiguous one; a full date that no
// calendar has (31/04) as it was typed, since it still tells most; nothing for any other outcome.
void AddDate(std::uint8_t field, const DateReading& reading, std::uint8_t flags, RowOutput& row);

// Adds the dates of birth in a cell of one or several values. Total.
void AddBirthDates(std::string_view cell, record::DateOrder order, record::Locale locale,
                   RowOutput& row);
// Adds the date of birth whose parts have columns of their own. Total.
void AddBirthDate(const DateCells& cells, RowOutput& row);

}  // namespace doublon::normalize
