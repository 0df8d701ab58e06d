#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace doublon::record {

// A block of raw records, column by column. Cells are UTF-8 views into the input file (which must
// outlive the batch) or into the batch's own arena (unquoted or decoded cells). Several values in
// one cell (arrays of NDJSON) are separated by U+001F.
class RecordBatch {
 public:
  RecordBatch() = default;
  RecordBatch(std::size_t column_count, std::size_t row_capacity) {
    Reset(column_count, row_capacity);
  }

  // Empties the batch and lays it out anew; keeps its memory.
  void Reset(std::size_t column_count, std::size_t row_capacity) {
    column_count_ = column_count;
    row_capacity_ = row_capacity;
    row_count_ = 0;
    cells_.assign(column_count * row_capacity, {});
    row_numbers_.clear();
    arena_.clear();
  }

  std::size_t row_count() const noexcept { return row_count_; }
  std::size_t column_count() const noexcept { return column_count_; }
  bool full() const noexcept { return row_count_ == row_capacity_; }

  std::string_view cell(std::size_t row, std::size_t column) const noexcept {
    return cells_[column * row_capacity_ + row];
  }
  // Number of the data row in its file, from 1, header not counted.
  std::uint64_t row_number(std::size_t row) const noexcept { return row_numbers_[row]; }

  // Adds a row of empty cells and returns its position. The batch must not be full().
  std::size_t AddRow(std::uint64_t row_number) {
    row_numbers_.push_back(row_number);
    return row_count_++;
  }
  void SetCell(std::size_t row, std::size_t column, std::string_view value) noexcept {
    cells_[column * row_capacity_ + row] = value;
  }
  // Keeps `bytes` for the life of the batch and returns a view of them.
  std::string_view Keep(std::string bytes) { return arena_.emplace_back(std::move(bytes)); }

 private:
  std::size_t column_count_ = 0;
  std::size_t row_capacity_ = 0;
  std::size_t row_count_ = 0;
  std::vector<std::string_view> cells_;
  std::vector<std::uint64_t> row_numbers_;
  std::deque<std::string> arena_;  // a deque: views stay valid when it grows
};

// Between the values of one cell.
inline constexpr char kValueSeparator = '\x1f';

// A row that could not be taken as it is. `reason` is for people and holds no content of the row.
struct RowIssue {
  std::string file;
  std::uint64_t line = 0;    // line in the file, from 1
  std::uint64_t column = 0;  // column (field) number from 1; 0 when the whole row is meant
  std::string reason;
  // True: the row is not in the output; false: it was taken, with this remark.
  bool rejected = false;
};

}  // namespace doublon::record
