#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/worker_pool.h"
#include "record/record_batch.h"
#include "text/encoding.h"

namespace doublon::io {

enum class Format : std::uint8_t { kCsv, kNdjson };

struct TableOptions {
  std::uint64_t cell_bytes_max = 1 << 20;  // a longer cell is a rejected row
  std::uint32_t column_count_max = 2000;   // more is an error of the file
  std::uint64_t unpacked_bytes_max = std::uint64_t{16}
                                     << 30;  // what a gzip file or a pipe may hold in memory
  std::string delimiter;  // "" = detect among , ; tab | and others; "\t" or "tab" for a tab
};

// One input file, opened, decoded and indexed; rows are then read in any order by any thread.
// Sequence: Open, then const methods. Thread safety: const methods may be called from several
// threads at once. CSV: RFC 4180 and what people write: any delimiter, quotes with line breaks and
// doubled quotes, CR/LF/CRLF, ragged rows, BOM, any encoding of text::Encoding, .gz (by magic
// bytes), "-" for standard input, "sep=;" first line, titles before the header, no header (the
// columns are then column_1 ...), single quotes. notes() says what was assumed. NDJSON (first
// non-blank byte is '{'): one object a line; a file that is one JSON array of objects is read as
// well. Columns are the union of the keys of all good rows, ordered by the last place a key has in
// any row, then by name: the order of the rows does not matter. Nested objects get dotted names;
// arrays, the fields of objects in arrays and a key given twice become one cell with
// record::kValueSeparator; null is an empty cell; numbers stay as written. Cells are valid UTF-8:
// broken bytes in a UTF-8 file are repaired cell by cell and noted (RepairUtf8). Memory: the
// decoded bytes (mapped when they need no decoding) and 8 bytes a row.
class Table {
 public:
  // Errors (NotFound, InvalidArgument) name the file and what to do: not found, a directory, no
  // permission, binary, empty, too many columns, an unclosed quote in the header, truncated gzip,
  // no line that is a JSON object. A header with no rows is not an error: row_count() is 0. An
  // unclosed quote does not swallow the file: the row where it opens is rejected with its line,
  // reading goes on at the next line.
  static StatusOr<Table> Open(const std::string& path, const TableOptions& options,
                              WorkerPool& pool);

  Table(Table&&) noexcept;
  Table& operator=(Table&&) noexcept;
  ~Table();

  const std::string& path() const noexcept;
  // File stem without .csv, .tsv, .txt, .json, .ndjson, .jsonl and .gz; "stdin" for "-".
  const std::string& source() const noexcept;
  Format format() const noexcept;
  text::Encoding encoding() const noexcept;
  char delimiter() const noexcept;  // CSV
  const std::vector<std::string>& headers()
      const noexcept;  // decoded, trimmed; duplicates and blanks made unique
  // What was decided about the file that its owner may want to know (no header row, lines skipped),
  // for people.
  const std::vector<std::string>& notes() const noexcept;
  std::uint64_t row_count() const noexcept;  // data rows, good or not, blank lines not counted
  std::uint64_t byte_count() const noexcept;
  std::uint64_t row_line(
      std::uint64_t row) const noexcept;  // line in the file where data row `row` (from 0) starts

  // Reads rows [first, last) into `batch` (Reset by the call). Rows that cannot be taken (unclosed
  // quote, too long a cell, bad JSON, more cells than headers where the surplus is not blank) are
  // left out and noted in `issues`; rows with too few cells are taken, missing cells empty, and
  // noted (not rejected).
  void Read(std::uint64_t first, std::uint64_t last, record::RecordBatch& batch,
            std::vector<record::RowIssue>& issues) const;

  // Rows [first, last) will hardly be read again: the memory of their mapped text may go. Reading
  // them again is right, and slower.
  void ReleaseRows(std::uint64_t first, std::uint64_t last) const noexcept;
  // Gives the text and its index back: rows and their lines may not be asked for from then on;
  // names, headers, notes and counts stay.
  void DropRows() noexcept;

  // A sample of at most `rows_max` rows, those with the least hash of their bytes, in order of the
  // hash: it does not depend on the order of the rows (all good rows when there are no more). Rows
  // that cannot be taken are left out. Views live as long as the batch and the Table. Cost: one
  // hash of the file's bytes.
  void Sample(std::uint64_t rows_max, record::RecordBatch& batch) const;

 private:
  struct State;
  explicit Table(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace doublon::io
