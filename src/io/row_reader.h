#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/csv_cells.h"
#include "io/csv_index.h"
#include "io/decoded_text.h"
#include "io/json_row.h"
#include "io/line_numbers.h"
#include "record/record_batch.h"

namespace doublon::io {

// An indexed file as the row readers see it. Everything pointed to must outlive them.
struct IndexedRows {
  const DecodedText* text = nullptr;
  const std::vector<RowEntry>* rows = nullptr;
  const LineNumbers* lines = nullptr;
  std::string file;  // for issues
  std::size_t column_count = 0;
  std::uint64_t cell_bytes_max = 0;
  std::size_t rows_end = 0;  // where the last row's bytes end

  // The row's bytes up to the next row, without the line ends, blanks and commas between them.
  std::string_view row_bytes(std::size_t row) const noexcept;
};

// Reads CSV rows into a batch. One reader a thread.
class CsvRowReader {
 public:
  CsvRowReader(const IndexedRows& file, const Dialect& dialect);

  // Adds the row to `batch`, or leaves it out; notes either in `issues` unless null (see
  // Table::Read). True when the row was added. Rows in order cost least.
  bool Read(std::size_t row, record::RecordBatch& batch, std::vector<record::RowIssue>* issues);

  // The last row that will be asked for before the next call of SetLast.
  void SetLast(std::size_t row) noexcept;

 private:
  std::size_t row_limit(std::size_t row) const noexcept;
  std::string_view CellValue(const CsvCell& cell, std::size_t row, std::size_t column,
                             bool may_be_broken, record::RecordBatch& batch,
                             std::vector<record::RowIssue>* issues);

  IndexedRows file_;
  Dialect dialect_;
  CsvCellSplitter splitter_;
  std::vector<CsvCell> cells_;
};

// Reads JSON rows into a batch. One reader a thread. `names` are the columns' keys.
class JsonRowReader {
 public:
  JsonRowReader(const IndexedRows& file, const std::vector<std::string>& names);
  bool Read(std::size_t row, record::RecordBatch& batch, std::vector<record::RowIssue>* issues);

 private:
  struct Cell {
    std::size_t leaf_count = 0;
    std::size_t filled_count = 0;
    std::string_view first;
    std::string joined;  // of several values
    std::string_view value() const noexcept {
      return filled_count == 0 ? std::string_view() : filled_count == 1 ? first : joined;
    }
  };
  void Collect(std::size_t row, std::vector<record::RowIssue>* issues);

  IndexedRows file_;
  JsonPaths paths_;
  JsonRowParser parser_;
  std::vector<JsonLeaf> leaves_;
  std::vector<Cell> cells_;
};

}  // namespace doublon::io
