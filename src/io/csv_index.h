#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/worker_pool.h"
#include "io/dialect.h"
#include "io/separators.h"

namespace doublon::io {

// One entry a row: the offset of its first byte, and whether a quote opens in it that nothing
// closes.
struct RowEntry {
  static constexpr std::uint64_t kUnclosedBit = std::uint64_t{1} << 63;
  std::uint64_t bits = 0;
  std::uint64_t begin() const noexcept { return bits & ~kUnclosedBit; }
  bool unclosed() const noexcept { return (bits & kUnclosedBit) != 0; }
};

// Finds where rows begin, from any line start that lies outside quotes. A pure function of the
// text, the dialect and the position: the state it keeps only saves time.
//
// A cell is quoted when its first byte is the quote. It ends at the first quote that is not
// doubled. When no such quote follows, or when it lies on a later line and neither a delimiter nor
// a line end comes after it (that is the opening quote of another cell), the quote is unclosed: the
// row is the rest of its own line and is marked. Rows of nothing but spaces are left out. Cost:
// linear in the bytes scanned, whatever they are.
class CsvRowScanner {
 public:
  CsvRowScanner(std::string_view text, const Dialect& dialect) noexcept;

  // Bytes a closing quote is looked for before the scan gives up (see Scan); for scans of a part of
  // the text.
  void LimitSearch(std::size_t end) noexcept { search_end_ = end; }

  // Appends the rows that begin in [position, stop) and returns the line start after the last one
  // (≥ stop, or the size of the text). When a search for a closing quote met its limit, returns the
  // start of that row (< stop).
  std::size_t Scan(std::size_t position, std::size_t stop, std::vector<RowEntry>& rows);

 private:
  enum class Quote : std::uint8_t { kClosed, kUnclosed, kGaveUp };
  Quote SkipQuoted(std::size_t open, std::size_t& close) noexcept;
  std::size_t FindClose(std::size_t from) noexcept;
  std::size_t EndOfQuotes(std::size_t position) const noexcept;

  std::string_view text_;
  Dialect dialect_;
  SeparatorStream stream_;
  std::size_t search_end_;
  // The last answer of FindClose: the first run of an odd number of quotes at or after known_from_
  // ends at known_close_ (the end of the search: there is none). It holds for every position
  // between the two.
  std::size_t known_from_ = 1;
  std::size_t known_close_ = 0;
};

// The rows of text[begin, end of text). `begin` is a line start outside quotes. The result does not
// depend on the number of workers. Cost: one pass; 8 bytes a row, twice that while it runs.
std::vector<RowEntry> IndexCsvRows(std::string_view text, std::size_t begin, const Dialect& dialect,
                                   WorkerPool& pool);

}  // namespace doublon::io
