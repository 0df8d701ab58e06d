#include "io/table.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <utility>

#include "base/hash.h"
#include "io/csv_cells.h"
#include "io/csv_index.h"
#include "io/decoded_text.h"
#include "io/dialect.h"
#include "io/header_row.h"
#include "io/json_index.h"
#include "io/line_numbers.h"
#include "io/row_reader.h"
#include "io/source_bytes.h"

namespace doublon::io {
namespace {

constexpr std::uint64_t kSampleSeed =
    0x646f75626c6f6e31;  // written down: the sample must never change

Status Refused(const std::string& path, std::string_view why) {
  return InvalidArgument(fmt::format("{}: {}", DisplayName(path), why));
}

std::string SourceName(const std::string& path) {
  if (path == "-") return "stdin";
  std::string name = path.substr(path.find_last_of('/') + 1);
  const auto strip = [&name](std::string_view ending) {
    if (name.size() <= ending.size()) return false;
    const bool ends = std::equal(ending.rbegin(), ending.rend(), name.rbegin(), [](char a, char b) {
      return a == std::tolower(static_cast<unsigned char>(b));
    });
    if (ends) name.resize(name.size() - ending.size());
    return ends;
  };
  strip(".gz");
  constexpr std::array<std::string_view, 6> kEndings = {".csv",  ".tsv",    ".txt",
                                                        ".json", ".ndjson", ".jsonl"};
  for (const std::string_view ending : kEndings) {
    if (strip(ending)) break;
  }
  return name;
}

}  // namespace

struct Table::State {
  State(std::string path_read, SourceBytes bytes, WorkerPool& pool)
      : path(std::move(path_read)),
        source(SourceName(path)),
        decoded(std::move(bytes), pool),
        lines(decoded.text(), '\n') {}

  Status OpenCsv(const TableOptions& options, char delimiter, WorkerPool& pool);
  Status OpenJson(const TableOptions& options, WorkerPool& pool);
  Status ReadHeader(const DialectGuess& guess, const TableOptions& options,
                    std::size_t& data_begin);
  IndexedRows indexed() const {
    IndexedRows file;
    file.text = &decoded;
    file.rows = &rows;
    file.lines = &lines;
    file.file = path;
    file.column_count = headers.size();
    file.cell_bytes_max = cell_bytes_max;
    file.rows_end = rows_end;
    return file;
  }

  std::string path;
  std::string source;
  DecodedText decoded;
  LineNumbers lines;
  Format format = Format::kCsv;
  Dialect dialect;
  std::uint64_t cell_bytes_max = 0;
  std::vector<std::string> headers;
  std::vector<std::string> notes;
  std::vector<std::string> json_keys;
  std::vector<RowEntry> rows;
  std::size_t rows_end = 0;
  // What stays when the rows are dropped.
  std::uint64_t row_count = 0, byte_count = 0;
};

Status Table::State::ReadHeader(const DialectGuess& guess, const TableOptions& options,
                                std::size_t& data_begin) {
  const std::string_view text = decoded.text();
  CsvRowScanner scanner(text, guess.dialect);
  std::vector<RowEntry> first;
  std::size_t next = guess.header_begin;
  while (first.empty() && next < text.size()) next = scanner.Scan(next, next + 1, first);
  if (first.empty()) return Refused(path, "holds no row; there is nothing to read");
  if (first.front().unclosed()) {
    return Refused(path, fmt::format("line {}: the header row opens a quote that nothing closes",
                                     lines.LineAt(first.front().begin())));
  }
  CsvCellSplitter splitter(text, guess.dialect);
  splitter.SetEnd(next);
  std::vector<CsvCell> cells;
  splitter.Split(first.front().begin(), next, cells);
  if (std::max(cells.size(), guess.column_count) > options.column_count_max) {
    return Refused(
        path, fmt::format("has {} columns, more than {}; keep those that matter",
                          std::max(cells.size(), guess.column_count), options.column_count_max));
  }
  std::vector<std::string> names;
  for (const CsvCell& cell : cells) {
    if (cell.bytes.size() > options.cell_bytes_max) {
      return Refused(path,
                     fmt::format("a cell of the header is longer than {} bytes; is it a table "
                                 "with one row a line?",
                                 options.cell_bytes_max));
    }
    std::string name =
        cell.plain ? std::string(cell.bytes) : UnescapeCell(cell.bytes, guess.dialect.quote);
    names.push_back(text::IsValidUtf8(name) ? std::move(name) : RepairUtf8(name));
  }
  if (!guess.has_header) std::fill(names.begin(), names.end(), std::string());
  if (guess.has_header && guess.has_row_numbers) {
    names.insert(names.begin(), std::string());
    notes.push_back("the rows begin with a number that the header has no name for: column_1");
  } else if (names.size() < guess.column_count) {
    notes.push_back(
        fmt::format("most rows have {} cells and the first has {}: the columns without "
                    "a name are called column_{} and so on",
                    guess.column_count, names.size(), names.size() + 1));
    names.resize(guess.column_count);
  }
  headers = MakeHeaders(names);
  data_begin = guess.has_header ? next : first.front().begin();
  return OkStatus();
}

Status Table::State::OpenCsv(const TableOptions& options, char delimiter, WorkerPool& pool) {
  const std::string_view text = decoded.text();
  const DialectGuess guess = GuessDialect(text, delimiter);
  dialect = guess.dialect;
  notes = guess.notes;
  if (dialect.line_end != '\n') lines.SetLineEnd(dialect.line_end);
  std::size_t data_begin = 0;
  RETURN_IF_ERROR(ReadHeader(guess, options, data_begin));
  rows = IndexCsvRows(text, data_begin, dialect, pool);
  rows_end = text.size();
  return OkStatus();
}

Status Table::State::OpenJson(const TableOptions& options, WorkerPool& pool) {
  format = Format::kNdjson;
  StatusOr<JsonIndex> index = IndexJsonRows(decoded.text());
  if (!index.ok()) return Refused(path, FromAbsl(index.status().message()));
  StatusOr<std::vector<std::string>> keys =
      FindJsonColumns(decoded, *index, options.column_count_max, pool);
  if (!keys.ok()) return Refused(path, FromAbsl(keys.status().message()));
  json_keys = *std::move(keys);
  headers = MakeHeaders(json_keys);
  rows = std::move(index->rows);
  rows_end = index->rows_end;
  return OkStatus();
}

StatusOr<Table> Table::Open(const std::string& path, const TableOptions& options,
                            WorkerPool& pool) {
  ASSIGN_OR_RETURN(const char delimiter, ParseDelimiter(options.delimiter));
  ASSIGN_OR_RETURN(SourceBytes bytes, SourceBytes::Open(path, options.unpacked_bytes_max));
  if (text::LooksBinary(bytes.bytes().substr(0, std::size_t{1} << 20))) {
    return Refused(path, "looks like a program's data, not text; export the list as CSV");
  }
  auto state = std::make_unique<State>(path, std::move(bytes), pool);
  state->cell_bytes_max = options.cell_bytes_max;
  const bool json = LooksLikeJson(state->decoded.text());
  RETURN_IF_ERROR(json ? state->OpenJson(options, pool) : state->OpenCsv(options, delimiter, pool));
  state->row_count = state->rows.size();
  state->byte_count = state->decoded.text().size();
  return Table(std::move(state));
}

Table::Table(std::unique_ptr<State> state) : state_(std::move(state)) {}
Table::Table(Table&&) noexcept = default;
Table& Table::operator=(Table&&) noexcept = default;
Table::~Table() = default;

const std::string& Table::path() const noexcept { return state_->path; }
const std::string& Table::source() const noexcept { return state_->source; }
Format Table::format() const noexcept { return state_->format; }
text::Encoding Table::encoding() const noexcept { return state_->decoded.encoding(); }
char Table::delimiter() const noexcept { return state_->dialect.delimiter; }
const std::vector<std::string>& Table::headers() const noexcept { return state_->headers; }
const std::vector<std::string>& Table::notes() const noexcept { return state_->notes; }
std::uint64_t Table::row_count() const noexcept { return state_->row_count; }
std::uint64_t Table::byte_count() const noexcept { return state_->byte_count; }
std::uint64_t Table::row_line(std::uint64_t row) const noexcept {
  return state_->lines.LineAt(state_->rows[row].begin());
}

void Table::ReleaseRows(std::uint64_t first, std::uint64_t last) const noexcept {
  if (first >= last) return;
  const std::size_t begin = state_->rows[first].begin();
  const std::size_t end =
      last < state_->rows.size() ? state_->rows[last].begin() : state_->rows_end;
  state_->decoded.ReleasePages(begin, end - begin);
}

void Table::DropRows() noexcept {
  std::vector<RowEntry>().swap(state_->rows);
  state_->decoded.Drop();
}

void Table::Read(std::uint64_t first, std::uint64_t last, record::RecordBatch& batch,
                 std::vector<record::RowIssue>& issues) const {
  last = std::min(last, row_count());
  first = std::min(first, last);
  batch.Reset(state_->headers.size(), last - first);
  if (first == last) return;
  const IndexedRows file = state_->indexed();
  if (state_->format == Format::kCsv) {
    CsvRowReader reader(file, state_->dialect);
    reader.SetLast(last - 1);
    for (std::uint64_t row = first; row < last; ++row) reader.Read(row, batch, &issues);
  } else {
    JsonRowReader reader(file, state_->json_keys);
    for (std::uint64_t row = first; row < last; ++row) reader.Read(row, batch, &issues);
  }
}

void Table::Sample(std::uint64_t rows_max, record::RecordBatch& batch) const {
  const IndexedRows file = state_->indexed();
  // Rows that cannot be read take places in the choice; a few more than asked for make up for them.
  const std::uint64_t chosen_max = std::min(row_count(), rows_max + rows_max / 4 + 64);
  std::vector<std::pair<std::uint64_t, std::uint64_t>>
      chosen;  // hash, row: a heap, the largest first
  for (std::uint64_t row = 0; row < row_count(); ++row) {
    const std::pair key(StableHash(file.row_bytes(row), kSampleSeed), row);
    if (chosen.size() == chosen_max) {
      if (chosen_max == 0 || key >= chosen.front()) continue;
      std::pop_heap(chosen.begin(), chosen.end());
      chosen.pop_back();
    }
    chosen.push_back(key);
    std::push_heap(chosen.begin(), chosen.end());
  }
  std::sort_heap(chosen.begin(), chosen.end());
  batch.Reset(state_->headers.size(), std::min(rows_max, row_count()));
  const bool csv = state_->format == Format::kCsv;
  CsvRowReader csv_reader(file, state_->dialect);
  JsonRowReader json_reader(file, state_->json_keys);
  for (const auto& [hash, row] : chosen) {
    if (batch.full()) break;
    csv_reader.SetLast(row);
    csv ? csv_reader.Read(row, batch, nullptr) : json_reader.Read(row, batch, nullptr);
  }
}

}  // namespace doublon::io
