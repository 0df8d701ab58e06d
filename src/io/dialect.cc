#include "io/dialect.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "io/csv_cells.h"
#include "io/csv_index.h"
#include "io/header_row.h"

namespace doublon::io {
namespace {

constexpr std::size_t kSampleBytes = 256 * 1024;
constexpr std::size_t kSampleRows = 200;
constexpr std::size_t kTitleLinesMax = 10;
// The first four are what people and programs write; the others are tried for less weight.
constexpr std::string_view kDelimiters = ",;\t|:^~#\x01\x1e";
constexpr std::size_t kUsualDelimiters = 4;
// A delimiter that occurs in no text, for one column whose cells hold all the usual ones.
constexpr char kNoDelimiter = '\x1e';

struct Row {
  std::size_t begin = 0;
  bool clean =
      true;  // no quote unclosed, no text behind a closing quote: signs of a wrong delimiter
  std::vector<std::string> cells;
};

// The first rows of the text in one dialect.
std::vector<Row> SplitSample(std::string_view sample, bool cut, const Dialect& dialect) {
  std::vector<RowEntry> entries;
  CsvRowScanner(sample, dialect).Scan(0, sample.size(), entries);
  if (cut && entries.size() > 1) entries.pop_back();
  CsvCellSplitter splitter(sample, dialect);
  std::vector<CsvCell> cells;
  std::vector<Row> rows;
  for (std::size_t i = 0; i < entries.size() && rows.size() < kSampleRows; ++i) {
    // The quote may close beyond the sample: what follows it here tells nothing.
    if (cut && entries[i].unclosed() && !rows.empty()) break;
    const std::size_t limit = i + 1 < entries.size() ? entries[i + 1].begin() : sample.size();
    splitter.Split(entries[i].begin(), limit, cells);
    Row& row = rows.emplace_back();
    row.begin = entries[i].begin();
    row.clean = !entries[i].unclosed();
    for (const CsvCell& cell : cells) {
      row.clean = row.clean && !cell.has_suffix;
      row.cells.push_back(cell.plain ? std::string(cell.bytes)
                                     : UnescapeCell(cell.bytes, dialect.quote));
    }
  }
  return rows;
}

std::size_t FilledCount(const Row& row) {
  return static_cast<std::size_t>(
      std::count_if(row.cells.begin(), row.cells.end(),
                    [](const std::string& cell) { return !TrimmedText(cell).empty(); }));
}

// The most frequent number of cells a row; the larger of two equally frequent.
std::size_t UsualCellCount(const std::vector<Row>& rows) {
  std::map<std::size_t, std::size_t> row_counts;
  for (const Row& row : rows) ++row_counts[row.cells.size()];
  std::size_t usual = 0;
  std::size_t most = 0;
  for (const auto& [cell_count, row_count] : row_counts) {
    if (row_count < most) continue;
    usual = cell_count;
    most = row_count;
  }
  return usual;
}

// Position of the header among the rows: behind titles, lines of one cell where the table has three
// or more.
std::size_t HeaderRowIndex(const std::vector<Row>& rows, std::size_t usual) {
  if (usual < 3) return 0;
  std::size_t i = 0;
  while (i < rows.size() && i < kTitleLinesMax && FilledCount(rows[i]) <= 1) ++i;
  return i < rows.size() && i < kTitleLinesMax ? i : 0;
}

// True when every row behind the header has one cell more and begins with 1, 2, 3 and so on.
bool RowsAreNumbered(const std::vector<Row>& rows, std::size_t header) {
  for (std::size_t i = header + 1; i < rows.size(); ++i) {
    const std::vector<std::string>& cells = rows[i].cells;
    if (cells.size() != rows[header].cells.size() + 1) return false;
    if (cells.front() != std::to_string(i - header)) return false;
  }
  return rows.size() > header + 1;
}

// How well a delimiter explains the rows: 0 not at all; grows with even rows and many cells.
double Fitness(const std::vector<Row>& rows, bool usual_delimiter) {
  const std::size_t usual = UsualCellCount(rows);
  if (usual < 2) return 0.0;
  const std::size_t header = HeaderRowIndex(rows, usual);
  if (rows[header].cells.size() < 2) return 0.0;
  const auto even = std::count_if(rows.begin() + header, rows.end(), [&](const Row& row) {
    return row.clean && row.cells.size() == usual;
  });
  const double share = static_cast<double>(even) / static_cast<double>(rows.size() - header);
  // A header in another delimiter looks like a title; so a reading without titles is preferred.
  return share * share * share * std::log2(static_cast<double>(usual)) *
         (usual_delimiter ? 1.0 : 0.4) * (header == 0 ? 1.0 : 0.1);
}

// '\r' when the first line end outside quotes is a lone one and such ones prevail.
char GuessLineEnd(std::string_view sample) {
  bool quoted = false;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    if (sample[i] == '"') quoted = !quoted;
    if (quoted || sample[i] != '\r') {
      if (!quoted && sample[i] == '\n') return '\n';
      continue;
    }
    const std::size_t next = sample.find_first_not_of('\r', i);
    if (next != std::string_view::npos && sample[next] == '\n') return '\n';
    return CountByte(sample, '\r') > CountByte(sample, '\n') ? '\r' : '\n';
  }
  return sample.find('\n') == std::string_view::npos && sample.find('\r') != std::string_view::npos
             ? '\r'
             : '\n';
}

// The delimiter that fits best, '\0' when none does.
char BestDelimiter(std::string_view sample, bool cut, Dialect dialect) {
  char best = '\0';
  double best_fitness = 0.0;
  for (std::size_t i = 0; i < kDelimiters.size(); ++i) {
    dialect.delimiter = kDelimiters[i];
    if (sample.find(dialect.delimiter) == std::string_view::npos) continue;
    const std::vector<Row> rows = SplitSample(sample, cut, dialect);
    if (rows.empty()) continue;
    const double fitness = Fitness(rows, i < kUsualDelimiters);
    if (fitness > best_fitness) {
      best_fitness = fitness;
      best = dialect.delimiter;
    }
  }
  return best;
}

// Share of the filled cells of the first `row_count` rows that begin with `open` and end with
// `close`.
double WrappedShare(const std::vector<Row>& rows, std::size_t row_count, std::string_view open,
                    char close) {
  std::size_t filled = 0;
  std::size_t wrapped = 0;
  for (std::size_t i = 0; i < std::min(row_count, rows.size()); ++i) {
    for (const std::string& cell : rows[i].cells) {
      if (TrimmedText(cell).empty()) continue;
      ++filled;
      if (cell.size() > open.size() && cell.starts_with(open) && cell.back() == close) ++wrapped;
    }
  }
  return filled == 0 ? 0.0 : static_cast<double>(wrapped) / static_cast<double>(filled);
}

// Single quotes around nearly every cell, or spaces before the quotes.
void GuessQuoting(std::string_view sample, bool cut, bool detect_delimiter, Dialect& dialect) {
  const std::vector<Row> rows = SplitSample(sample, cut, dialect);
  // Delimiters inside single quotes still cut the cells here, so not all of them look wrapped.
  if (WrappedShare(rows, rows.size(), "'", '\'') > 0.5 && WrappedShare(rows, 1, "'", '\'') > 0.99) {
    dialect.quote = '\'';
  } else if (WrappedShare(rows, rows.size(), " \"", '"') > 0.3) {
    dialect.spaced = true;
  } else {
    return;
  }
  if (!detect_delimiter) return;
  const char delimiter = BestDelimiter(sample, cut, dialect);
  if (delimiter != '\0') dialect.delimiter = delimiter;
}

char UnusedDelimiter(std::string_view text) {
  for (const char candidate : kDelimiters.substr(0, kUsualDelimiters)) {
    if (text.find(candidate) == std::string_view::npos) return candidate;
  }
  return kNoDelimiter;
}

// Bytes that may part cells. Others would cut characters, numbers or quoted cells in two.
bool MayDelimit(char c) {
  const auto byte = static_cast<unsigned char>(c);
  const bool alphanumeric =
      (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
  return byte != 0 && byte < 0x7f && !alphanumeric && c != '"' && c != '\r' && c != '\n';
}

// The size of a first line "sep=;" with its line end, 0 when there is none; `delimiter` is what it
// says.
std::size_t SepLine(std::string_view text, char& delimiter) {
  const std::size_t line_size = std::min(text.find_first_of("\r\n"), text.size());
  std::string_view line = text.substr(0, line_size);
  while (line.size() > 5 && line.back() == line[4] && line[4] != '=') line.remove_suffix(1);
  if (line.size() >= 7 && line.front() == '"' && line.back() == '"') {
    line = line.substr(1, line.size() - 2);
  }
  if (line.size() != 5 || (line[0] | 0x20) != 's' || (line[1] | 0x20) != 'e' ||
      (line[2] | 0x20) != 'p' || line[3] != '=' || !MayDelimit(line[4])) {
    return 0;
  }
  delimiter = line[4];
  std::size_t next = line_size;
  if (next < text.size() && text[next] == '\r') ++next;
  if (next < text.size() && text[next] == '\n') ++next;
  return next;
}

}  // namespace

DialectGuess GuessDialect(std::string_view text, char delimiter) {
  DialectGuess guess;
  char said = '\0';
  const std::size_t skipped = SepLine(text, said);
  if (delimiter == '\0') delimiter = said;
  const std::string_view sample = text.substr(skipped, kSampleBytes);
  const bool cut = sample.size() < text.size() - skipped;
  guess.dialect.line_end = GuessLineEnd(sample);
  guess.dialect.delimiter =
      delimiter == '\0' ? BestDelimiter(sample, cut, guess.dialect) : delimiter;
  if (guess.dialect.delimiter == '\0') guess.dialect.delimiter = UnusedDelimiter(text);
  GuessQuoting(sample, cut, delimiter == '\0', guess.dialect);

  const std::vector<Row> rows = SplitSample(sample, cut, guess.dialect);
  guess.header_begin = skipped;
  if (rows.empty()) return guess;
  guess.column_count = UsualCellCount(rows);
  const std::size_t header = HeaderRowIndex(rows, guess.column_count);
  guess.header_begin = skipped + rows[header].begin;
  guess.has_row_numbers = RowsAreNumbered(rows, header);
  if (header > 0) {
    guess.notes.push_back(fmt::format("{} lines before the header row were skipped", header));
  }
  std::vector<std::vector<std::string>> following;
  for (std::size_t i = header + 1; i < rows.size(); ++i) following.push_back(rows[i].cells);
  guess.has_header = !LooksLikeData(rows[header].cells, following);
  if (!guess.has_header) {
    guess.notes.push_back(
        "the first row looks like data, not like column names: the columns are named column_1, "
        "column_2 and so on");
  }
  return guess;
}

StatusOr<char> ParseDelimiter(std::string_view written) {
  if (written.empty()) return '\0';
  if (written == "\\t" || written == "tab") return '\t';
  if (written.size() != 1 || !MayDelimit(written.front())) {
    return InvalidArgument(
        "the delimiter must be one ASCII character that is not a letter, a digit, a quote or a "
        "line "
        "end (write tab or \\t for a tab)");
  }
  return written.front();
}

}  // namespace doublon::io
