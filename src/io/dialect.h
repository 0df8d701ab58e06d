#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace doublon::io {

// How a CSV file is written.
struct Dialect {
  char delimiter = ',';
  char quote = '"';
  char line_end =
      '\n';  // '\r' only in files that have no '\n'; CR before '\n' is not part of a cell
  bool spaced = false;  // spaces may stand between a delimiter and an opening quote: a, "b, c"
};

// True when a cell begins at `at` in the row that begins at `row_begin`.
inline bool StartsCell(std::string_view text, std::size_t row_begin, std::size_t at,
                       const Dialect& dialect) noexcept {
  if (dialect.spaced) {
    while (at > row_begin && text[at - 1] == ' ') --at;
  }
  return at == row_begin || text[at - 1] == dialect.delimiter;
}

// True when nothing but spaces lies between `at` and the next delimiter, line end or the end of the
// text.
inline bool EndsCell(std::string_view text, std::size_t at, const Dialect& dialect) noexcept {
  while (at < text.size() && text[at] == ' ') ++at;
  return at == text.size() || text[at] == dialect.delimiter || text[at] == dialect.line_end ||
         text[at] == '\r';
}

// What the first rows of a file say about it.
struct DialectGuess {
  Dialect dialect;
  std::size_t header_begin =
      0;  // where the header row starts (the first data row when there is none)
  bool has_header = true;
  std::size_t column_count = 0;  // cells that most rows have
  bool has_row_numbers =
      false;  // rows begin with their number, for which the header has no name (R's write.table)
  std::vector<std::string> notes;  // for people: what was decided that they may want to know
};

// Decides delimiter, quote, line end and header row from the text's first rows (at most 256 KiB and
// 200 rows). Inputs: UTF-8 text of the file; `delimiter` '\0' to detect it. A first line "sep=;"
// decides and is skipped. Delimiter: the candidate that splits the rows most evenly into most
// cells; the header row must hold it. Text that none splits is one column, read with a delimiter
// that occurs nowhere in it. Lines before the header that hold one cell where the table has three
// or more (titles) are skipped and noted. Header: the first row, unless it looks like data (see
// LooksLikeData). Total and deterministic. Cost: below a millisecond; one pass over the text when
// it is one column.
DialectGuess GuessDialect(std::string_view text, char delimiter);

// Reads a delimiter as people write it: one ASCII character, "\t" or "tab". "" gives '\0' (detect).
// Errors: InvalidArgument for anything else, a quote, a line end or a letter or digit.
StatusOr<char> ParseDelimiter(std::string_view written);

}  // namespace doublon::io
