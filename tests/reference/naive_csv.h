#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace doublon::reference {

// A row as the plain reader sees it.
struct NaiveRow {
  std::size_t begin = 0;
  bool unclosed = false;
  std::vector<std::string> cells;  // empty when unclosed
};

// The CSV rules of src/io/README.md written down one byte at a time, without any cleverness:
// quadratic on hostile input, and the measure of the fast reader. Line ends are '\n'.
class NaiveCsvReader {
 public:
  NaiveCsvReader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

  std::vector<NaiveRow> Rows() {
    std::vector<NaiveRow> rows;
    std::size_t at = 0;
    while (at < text_.size()) {
      NaiveRow row;
      row.begin = at;
      std::size_t next = ReadRow(at, row);
      if (row.unclosed) {
        row.cells.clear();
        while (next < text_.size() && text_[next] != '\n') ++next;
        ++next;
      }
      bool blank = !row.unclosed;
      for (std::size_t i = at; i < next && i < text_.size(); ++i) {
        if (text_[i] != ' ' && text_[i] != '\r' && text_[i] != '\n') blank = false;
      }
      if (!blank) rows.push_back(row);
      at = next;
    }
    return rows;
  }

 private:
  bool CellEndsAfterSpaces(std::size_t at) const {
    while (at < text_.size() && text_[at] == ' ') ++at;
    return at >= text_.size() || text_[at] == delimiter_ || text_[at] == '\n' || text_[at] == '\r';
  }

  // Returns where the next row begins; for an unclosed quote, where it opens.
  std::size_t ReadRow(std::size_t at, NaiveRow& row) {
    while (true) {
      std::string cell;

      if (at < text_.size() && text_[at] == '"') {
        const std::size_t open = at;
        bool line_break = false;
        bool closed = false;
        for (++at; at < text_.size(); ++at) {
          if (text_[at] == '"') {
            if (at + 1 < text_.size() && text_[at + 1] == '"') {
              ++at;
            } else {
              closed = true;
              ++at;
              break;
            }
          }
          if (text_[at] == '\n') line_break = true;
          cell.push_back(text_[at]);
        }
        if (!closed || (line_break && !CellEndsAfterSpaces(at))) {
          row.unclosed = true;
          return open;
        }

        std::string suffix;
        while (at < text_.size() && text_[at] != delimiter_ && text_[at] != '\n')
          suffix += text_[at++];
        const bool row_ends = at >= text_.size() || text_[at] == '\n';
        while (row_ends && !suffix.empty() && suffix.back() == '\r') suffix.pop_back();
        if (suffix.find_first_not_of(' ') != std::string::npos) cell += suffix;
      } else {
        while (at < text_.size() && text_[at] != delimiter_ && text_[at] != '\n')
          cell += text_[at++];
        const bool row_ends = at >= text_.size() || text_[at] == '\n';
        while (row_ends && !cell.empty() && cell.back() == '\r') cell.pop_back();
      }
      row.cells.push_back(cell);
      if (at >= text_.size() || text_[at] == '\n') return at + 1;
      ++at;
    }
  }

  std::string_view text_;
  char delimiter_;
};

}  // namespace doublon::reference
