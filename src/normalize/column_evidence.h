#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "record/schema.h"

namespace doublon::normalize {

// What the values of a column look like. Shares are of the filled cells, 0 to 1.
struct ColumnEvidence {
  std::uint64_t rows = 0, filled = 0, distinct = 0;
  double email = 0;                     // hold an e-mail address
  double phone = 0;                     // are written as telephone numbers are
  double date = 0;                      // are dates
  double birth_year_range = 0;          // of the dates: years in which people alive were born
  double number = 0;                    // are numbers
  double integer = 0;                   // are whole numbers
  double day = 0, month = 0, year = 0;  // whole numbers from 1 to 31, 1 to 12, 1900 to 2020
  double digit = 0;                     // hold a digit
  double given = 0;          // a word is a given name of the tables (France, United States)
  double family = 0;         // a word is a family name of the tables
  double person = 0;         // two to five words, one of them a given name
  double other_letters = 0;  // one to five words in other letters than Latin ones, which the tables
                             // of names do not have
  double title = 0;          // courtesy titles
  double town = 0;           // towns of France
  double french_postcode = 0;
  double words = 0;    // mean number of words
  double letters = 0;  // mean number of bytes
  record::DateOrder date_order = record::DateOrder::kUnknown;
};

// Looks at a sample of a column's cells. Does not depend on their order.
ColumnEvidence LookAt(std::span<const std::string_view> cells);

}  // namespace doublon::normalize
