#include "io/json_index.h"

#include <algorithm>
#include <map>

#include "io/json_row.h"
#include "io/row_reader.h"

namespace doublon::io {
namespace {

constexpr std::string_view kBlank = " \t\r\n";
constexpr std::size_t kChunkRows = 4096;

std::size_t SkipBlank(std::string_view text, std::size_t at) noexcept {
  return std::min(text.find_first_not_of(kBlank, at), text.size());
}

JsonIndex IndexLines(std::string_view text) {
  JsonIndex index;
  index.rows_end = text.size();
  for (std::size_t at = SkipBlank(text, 0); at < text.size();) {
    index.rows.push_back({at});
    const std::size_t line_end = text.find('\n', at);
    at = line_end == std::string_view::npos ? text.size() : SkipBlank(text, line_end);
  }
  return index;
}

// Position behind the string that opens at `at`.
std::size_t SkipString(std::string_view text, std::size_t at) noexcept {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

// Position of the ',' or ']' that ends the array element at `at`.
std::size_t SkipElement(std::string_view text, std::size_t at) noexcept {
  std::size_t depth = 0;
  while (true) {
    at = text.find_first_of("{}[],\"", at);
    if (at == std::string_view::npos) return text.size();
    const char c = text[at];
    if (c == '"') {
      at = SkipString(text, at);
      continue;
    }
    if (depth == 0 && (c == ',' || c == ']')) return at;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && depth > 0) --depth;
    ++at;
  }
}

StatusOr<JsonIndex> IndexArray(std::string_view text, std::size_t open) {
  JsonIndex index;
  for (std::size_t at = open + 1;;) {
    at = std::min(text.find_first_not_of(" \t\r\n,", at), text.size());
    if (at == text.size()) {
      return InvalidArgument(
          "the JSON array is not closed: the file is cut short; nothing was used");
    }
    if (text[at] == ']') {
      index.rows_end = at;
      break;
    }
    index.rows.push_back({at});
    at = SkipElement(text, at);
  }
  if (SkipBlank(text, index.rows_end + 1) < text.size()) {
    return InvalidArgument("text follows the JSON array; write one array, or one object a line");
  }
  return index;
}

// Last place of each key among the values of its rows.
using KeyPlaces = std::map<std::string, std::size_t>;

// What a chunk of rows has found.
struct ChunkKeys {
  JsonPaths paths;
  std::vector<std::size_t> last_place;  // by path id; kNoPlace until a good row holds the key
  std::size_t good_row_count = 0;
};
constexpr std::size_t kNoPlace = static_cast<std::size_t>(-1);

void AddRowKeys(const std::vector<JsonLeaf>& leaves, ChunkKeys& keys) {
  keys.last_place.resize(keys.paths.names().size(), kNoPlace);
  for (std::size_t place = 0; place < leaves.size(); ++place) {
    std::size_t& last = keys.last_place[leaves[place].path];
    last = last == kNoPlace ? place : std::max(last, place);
  }
  ++keys.good_row_count;
}

// Forgets the keys that only rejected rows have, so that a file of bad rows cannot fill the memory.
// False when those of good rows alone are more than `column_count_max`.
bool KeepGoodKeys(std::size_t column_count_max, ChunkKeys& keys) {
  std::vector<std::string> names;
  std::vector<std::size_t> last_place;
  for (std::size_t id = 0; id < keys.last_place.size(); ++id) {
    if (keys.last_place[id] == kNoPlace) continue;
    names.push_back(keys.paths.names()[id]);
    last_place.push_back(keys.last_place[id]);
  }
  keys.paths = JsonPaths(names);
  keys.last_place = std::move(last_place);
  return names.size() <= column_count_max;
}

}  // namespace

bool LooksLikeJson(std::string_view text) noexcept {
  const std::size_t first = SkipBlank(text, 0);
  if (first == text.size()) return false;
  if (text[first] == '{') return true;
  const std::size_t second = SkipBlank(text, first + 1);
  return text[first] == '[' && second < text.size() && (text[second] == '{' || text[second] == ']');
}

StatusOr<JsonIndex> IndexJsonRows(std::string_view text) {
  const std::size_t first = SkipBlank(text, 0);
  if (first < text.size() && text[first] == '[') return IndexArray(text, first);
  return IndexLines(text);
}

StatusOr<std::vector<std::string>> FindJsonColumns(const DecodedText& text, const JsonIndex& index,
                                                   std::size_t column_count_max, WorkerPool& pool) {
  IndexedRows file;
  file.text = &text;
  file.rows = &index.rows;
  file.rows_end = index.rows_end;
  std::vector<JsonRowParser> parsers(pool.thread_count());
  std::vector<ChunkKeys> chunks((index.rows.size() + kChunkRows - 1) / kChunkRows);
  pool.ParallelFor(chunks.size(), [&](std::size_t chunk, std::size_t worker) {
    ChunkKeys& keys = chunks[chunk];
    std::vector<JsonLeaf> leaves;
    const std::size_t last = std::min(index.rows.size(), (chunk + 1) * kChunkRows);
    for (std::size_t row = chunk * kChunkRows; row < last; ++row) {
      const std::string_view bytes = file.row_bytes(row);
      const auto begin = static_cast<std::size_t>(bytes.data() - text.text().data());
      bool repaired = false;
      const bool may_be_broken = text.MayBeBroken(begin, begin + bytes.size());
      const std::string_view reason =
          parsers[worker].Parse(bytes, text.text(), may_be_broken, keys.paths, leaves, repaired);
      if (reason.empty()) AddRowKeys(leaves, keys);
      const bool many = keys.paths.names().size() > 2 * column_count_max + 1000;
      if (many && !KeepGoodKeys(column_count_max, keys)) break;  // an error of the file
    }
  });
  KeyPlaces places;
  std::size_t good_row_count = 0;
  for (const ChunkKeys& keys : chunks) {
    good_row_count += keys.good_row_count;
    for (std::size_t id = 0; id < keys.last_place.size(); ++id) {
      if (keys.last_place[id] == kNoPlace) continue;
      std::size_t& last = places.emplace(keys.paths.names()[id], 0).first->second;
      last = std::max(last, keys.last_place[id]);
    }
    if (places.size() > column_count_max) break;
  }
  if (places.size() > column_count_max) {
    return InvalidArgument(
        fmt::format("has more than {} different keys; keep those that matter", column_count_max));
  }
  if (good_row_count == 0 && !index.rows.empty()) {
    return InvalidArgument("no line holds a JSON object; write one object a line (NDJSON) or CSV");
  }
  std::vector<std::pair<std::size_t, std::string>> ordered;
  for (auto& [name, place] : places) ordered.emplace_back(place, name);
  std::sort(ordered.begin(), ordered.end());
  std::vector<std::string> names;
  for (auto& [place, name] : ordered) names.push_back(std::move(name));
  return names;
}

}  // namespace doublon::io
