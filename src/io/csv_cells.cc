#include "io/csv_cells.h"

#include <algorithm>

namespace doublon::io {

CsvCellSplitter::CsvCellSplitter(std::string_view text, const Dialect& dialect) noexcept
    : text_(text),
      dialect_(dialect),
      stream_(text, {dialect.line_end, dialect.quote, dialect.delimiter}) {}

std::size_t CsvCellSplitter::CloseQuote(std::size_t from, std::size_t limit,
                                        bool& doubled) const noexcept {
  const std::string_view row = text_.substr(0, limit);
  doubled = false;
  for (std::size_t at = row.find(dialect_.quote, from); at != std::string_view::npos;
       at = row.find(dialect_.quote, at + 2)) {
    if (at + 1 >= limit || row[at + 1] != dialect_.quote) return at;
    doubled = true;
  }
  return limit;
}

void CsvCellSplitter::Split(std::size_t begin, std::size_t limit, std::vector<CsvCell>& cells) {
  cells.clear();
  std::size_t cell_begin = begin;
  std::size_t quote_close = 0;  // of the quoted cell under way; 0: the cell is not quoted
  bool doubled = false;
  stream_.SkipTo(begin);
  while (true) {
    const std::size_t at = std::min(stream_.Next(), limit);
    if (at < limit && text_[at] == dialect_.quote) {
      if (quote_close != 0 || !StartsCell(text_, cell_begin, at, dialect_)) continue;
      const std::size_t next = stream_.PeekInBlock();
      cell_begin = at + 1;
      if (next + 1 < limit && next > at + 1 && text_[next] == dialect_.quote &&
          text_[next + 1] != dialect_.quote) {
        stream_.TakePeeked();
        quote_close = next;
        doubled = false;
      } else {
        quote_close = CloseQuote(at + 1, limit, doubled);
        stream_.SkipTo(quote_close + 1);
      }
      continue;
    }
    const bool row_ends = at == limit || text_[at] == dialect_.line_end;
    std::size_t cell_end = at;
    if (row_ends) {
      while (cell_end > cell_begin && cell_end > quote_close && text_[cell_end - 1] == '\r')
        --cell_end;
    }
    CsvCell& cell = cells.emplace_back();
    if (quote_close == 0) {
      cell.bytes = text_.substr(cell_begin, cell_end - cell_begin);
    } else {
      const std::size_t behind = std::min(quote_close + 1, cell_end);
      const std::string_view suffix = text_.substr(behind, cell_end - behind);
      cell.has_suffix = suffix.find_first_not_of(' ') != std::string_view::npos;
      cell.plain = !doubled && !cell.has_suffix;
      const std::size_t end = cell.has_suffix ? cell_end : std::min(quote_close, cell_end);
      cell.bytes = text_.substr(cell_begin, end - cell_begin);
    }
    if (row_ends) return;
    cell_begin = at + 1;
    quote_close = 0;
  }
}

std::string UnescapeCell(std::string_view bytes, char quote) {
  std::string value;
  value.reserve(bytes.size());
  std::size_t at = 0;
  for (bool inside = true; at < bytes.size(); ++at) {
    if (!inside || bytes[at] != quote) {
      value.push_back(bytes[at]);
    } else if (at + 1 < bytes.size() && bytes[at + 1] == quote) {
      value.push_back(bytes[at++]);
    } else {
      inside = false;  // the closing quote; what follows is literal
    }
  }
  return value;
}

}  // namespace doublon::io
