#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "io/dialect.h"
#include "io/separators.h"

namespace doublon::io {

// A cell as it stands in the text, without its outer quotes.
struct CsvCell {
  std::string_view bytes;
  bool plain =
      true;  // false: doubled quotes or text behind the closing quote; UnescapeCell gives the value
  bool has_suffix = false;  // text follows the closing quote: "12"bis
};

// Splits rows into cells. The separators of a block are found once, so rows asked for in order cost
// one pass. Not thread-safe; the text must outlive it.
class CsvCellSplitter {
 public:
  CsvCellSplitter(std::string_view text, const Dialect& dialect) noexcept;

  // Rows are asked for below `end`; bytes behind it are not looked at.
  void SetEnd(std::size_t end) noexcept { stream_.SetEnd(end); }

  // Cuts the row that begins at `begin` and ends at a line end outside quotes or at `limit`;
  // `cells` is cleared first. The views point into the text. Total: a quote that nothing closes
  // before `limit` ends there.
  void Split(std::size_t begin, std::size_t limit, std::vector<CsvCell>& cells);

 private:
  std::size_t CloseQuote(std::size_t from, std::size_t limit, bool& doubled) const noexcept;

  std::string_view text_;
  Dialect dialect_;
  SeparatorStream stream_;
};

// The value of a cell that is not plain: doubled quotes once, the text behind the closing quote
// appended.
std::string UnescapeCell(std::string_view bytes, char quote);

}  // namespace doublon::io
