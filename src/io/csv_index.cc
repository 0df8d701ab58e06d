#include "io/csv_index.h"

#include <algorithm>
#include <cstring>
#include <memory>

namespace doublon::io {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{4} << 20;
// How far beyond its chunk a worker looks for a closing quote before it leaves the row to the pass
// in order; keeps the whole linear when every chunk opens a quote that nothing closes.
constexpr std::size_t kChunkSearchBytes = std::size_t{1} << 20;

bool IsBlankLine(std::string_view line) noexcept {
  return std::all_of(line.begin(), line.end(), [](char c) { return c == ' ' || c == '\r'; });
}

std::size_t LineStartAtOrAfter(std::string_view text, std::size_t position,
                               char line_end) noexcept {
  if (position == 0) return 0;
  const std::size_t found = text.find(line_end, position - 1);
  return found == std::string_view::npos ? text.size() : found + 1;
}

struct Chunk {
  std::size_t begin = 0;  // first line start, taken to be outside quotes
  std::size_t end = 0;    // where its scan ended
  std::vector<RowEntry> rows;
};

// Rows of a chunk that turned out to be right, in file order.
struct Segment {
  const RowEntry* rows = nullptr;
  std::size_t count = 0;
};

// Chunks are scanned as if each began outside quotes; this walks them in order and rescans where
// that was wrong, until it meets a row start the chunk has found as well: from there on both scans
// are the same.
class ChunkJoiner {
 public:
  ChunkJoiner(std::string_view text, const Dialect& dialect) : scanner_(text, dialect) {}

  void Join(const Chunk& chunk, std::size_t stop, std::size_t& position) {
    std::size_t from = 0;
    if (position != chunk.begin && !Resynchronise(chunk, stop, position, from)) return;
    Add(chunk.rows.data() + from, chunk.rows.size() - from);
    position = chunk.end;
    if (position < stop) Rescan(stop, position);
  }

  std::vector<RowEntry> Take(WorkerPool& pool) {
    std::vector<std::size_t> offsets;
    std::size_t total = 0;
    for (const Segment& segment : segments_) {
      offsets.push_back(total);
      total += segment.count;
    }
    std::vector<RowEntry> rows(total);
    pool.ParallelFor(segments_.size(), [&](std::size_t i, std::size_t) {
      std::copy_n(segments_[i].rows, segments_[i].count, rows.begin() + offsets[i]);
    });
    return rows;
  }

 private:
  void Add(const RowEntry* rows, std::size_t count) {
    if (count > 0) segments_.push_back({rows, count});
  }

  void Rescan(std::size_t stop, std::size_t& position) {
    auto& rows = rescanned_.emplace_back(std::make_unique<std::vector<RowEntry>>());
    position = scanner_.Scan(position, stop, *rows);
    Add(rows->data(), rows->size());
  }

  bool Resynchronise(const Chunk& chunk, std::size_t stop, std::size_t& position,
                     std::size_t& from) {
    auto& rows = *rescanned_.emplace_back(std::make_unique<std::vector<RowEntry>>());
    while (position < stop) {
      while (from < chunk.rows.size() && chunk.rows[from].begin() < position) ++from;
      if (from < chunk.rows.size() && chunk.rows[from].begin() == position) break;
      position = scanner_.Scan(position, position + 1, rows);
    }
    Add(rows.data(), rows.size());
    return position < stop;
  }

  CsvRowScanner scanner_;
  std::vector<Segment> segments_;
  std::vector<std::unique_ptr<std::vector<RowEntry>>> rescanned_;
};

}  // namespace

CsvRowScanner::CsvRowScanner(std::string_view text, const Dialect& dialect) noexcept
    : text_(text),
      dialect_(dialect),
      stream_(text, {dialect.line_end, dialect.quote, dialect.line_end}),
      search_end_(text.size()) {}

std::size_t CsvRowScanner::EndOfQuotes(std::size_t position) const noexcept {
  while (position < search_end_ && text_[position] == dialect_.quote) ++position;
  return position;
}

std::size_t CsvRowScanner::FindClose(std::size_t from) noexcept {
  if (known_from_ <= from && from <= known_close_) return known_close_;
  known_from_ = from;
  known_close_ = search_end_;
  for (std::size_t at = from; at < search_end_;) {
    const void* found = std::memchr(text_.data() + at, dialect_.quote, search_end_ - at);
    if (found == nullptr) break;
    const auto run = static_cast<std::size_t>(static_cast<const char*>(found) - text_.data());
    at = EndOfQuotes(run);
    if ((at - run) % 2 == 0) continue;
    // A run cut by the limit of the search may go on behind it.
    if (at < search_end_ || at == text_.size()) known_close_ = at - 1;
    break;
  }
  return known_close_;
}

CsvRowScanner::Quote CsvRowScanner::SkipQuoted(std::size_t open, std::size_t& close) noexcept {
  const std::size_t run_end = EndOfQuotes(open);
  const bool cut = search_end_ < text_.size();
  if (cut && run_end >= search_end_) return Quote::kGaveUp;
  if ((run_end - open) % 2 == 0) {
    close = run_end - 1;
    return Quote::kClosed;
  }
  close = FindClose(run_end);
  if (close >= search_end_) return cut ? Quote::kGaveUp : Quote::kUnclosed;
  const std::string_view inside = text_.substr(open, close - open);
  const bool one_line = inside.find(dialect_.line_end) == std::string_view::npos;
  return one_line || EndsCell(text_, close + 1, dialect_) ? Quote::kClosed : Quote::kUnclosed;
}

std::size_t CsvRowScanner::Scan(std::size_t position, std::size_t stop,
                                std::vector<RowEntry>& rows) {
  std::size_t row_begin = position;
  bool unclosed = false;
  stream_.SkipTo(position);
  while (row_begin < std::min(stop, text_.size())) {
    const std::size_t at = stream_.Next();
    if (at == text_.size() || text_[at] == dialect_.line_end) {
      const std::string_view line = text_.substr(row_begin, at - row_begin);
      const bool maybe_blank = line.empty() || line.front() == ' ' || line.front() == '\r';
      if (!maybe_blank || !IsBlankLine(line)) {
        rows.push_back({row_begin | (unclosed ? RowEntry::kUnclosedBit : 0)});
      }
      row_begin = std::min(at + 1, text_.size());
      unclosed = false;
      continue;
    }
    const bool opens = !unclosed && StartsCell(text_, row_begin, at, dialect_);
    if (!opens) continue;
    // Most quoted cells close on their line and double no quote: the next separator is a lone
    // quote.
    const std::size_t next = stream_.PeekInBlock();
    if (next + 1 < text_.size() && next > at + 1 && text_[next] == dialect_.quote &&
        text_[next + 1] != dialect_.quote) {
      stream_.TakePeeked();
      continue;
    }
    std::size_t close = at;
    switch (SkipQuoted(at, close)) {
      case Quote::kClosed:
        stream_.SkipTo(close + 1);
        break;
      case Quote::kUnclosed:
        unclosed = true;
        break;
      case Quote::kGaveUp:
        return row_begin;
    }
  }
  return row_begin;
}

std::vector<RowEntry> IndexCsvRows(std::string_view text, std::size_t begin, const Dialect& dialect,
                                   WorkerPool& pool) {
  const std::size_t chunk_count = std::max<std::size_t>(1, (text.size() - begin) / kChunkBytes);
  std::vector<Chunk> chunks(chunk_count);
  const auto stop_of = [&](std::size_t i) {
    return i + 1 == chunk_count ? text.size() : begin + (i + 1) * kChunkBytes;
  };
  pool.ParallelFor(chunk_count, [&](std::size_t i, std::size_t) {
    Chunk& chunk = chunks[i];
    chunk.begin = i == 0 ? begin : LineStartAtOrAfter(text, stop_of(i - 1), dialect.line_end);
    CsvRowScanner scanner(text, dialect);
    scanner.LimitSearch(std::min(text.size(), stop_of(i) + kChunkSearchBytes));
    chunk.end = scanner.Scan(chunk.begin, stop_of(i), chunk.rows);
  });
  ChunkJoiner joiner(text, dialect);
  std::size_t position = begin;
  for (std::size_t i = 0; i < chunk_count; ++i) {
    if (position < stop_of(i)) joiner.Join(chunks[i], stop_of(i), position);
  }
  return joiner.Take(pool);
}

}  // namespace doublon::io
