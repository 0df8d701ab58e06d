#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/worker_pool.h"
#include "io/csv_index.h"
#include "io/decoded_text.h"

namespace doublon::io {

// True when the first byte that is not blank is '{', or '[' with '{' or ']' behind it: JSON, not
// CSV.
bool LooksLikeJson(std::string_view text) noexcept;

// Where the JSON values of a file begin, and where the last one ends.
struct JsonIndex {
  std::vector<RowEntry> rows;
  std::size_t rows_end = 0;
};

// NDJSON: every line that is not blank. A JSON array: its elements, told apart by brackets outside
// strings. Errors (InvalidArgument, without the file's name): the array is not closed, or other
// text follows it. The values themselves are not checked. Cost: one pass on one thread.
StatusOr<JsonIndex> IndexJsonRows(std::string_view text);

// The keys of all rows that can be parsed: the columns. Ordered by the last place (count of values
// before it) a key has in any row, then by name, so that neither the order of the rows nor the
// number of workers matters. Errors (InvalidArgument, without the file's name): more than
// `column_count_max` keys; no row that is an object. Cost: parses every row once; 1.2 GB/s a core.
StatusOr<std::vector<std::string>> FindJsonColumns(const DecodedText& text, const JsonIndex& index,
                                                   std::size_t column_count_max, WorkerPool& pool);

}  // namespace doublon::io
