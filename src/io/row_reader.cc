#include "io/row_reader.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"

namespace doublon::io {
namespace {

void AddIssue(const IndexedRows& file, std::size_t row, std::size_t column, std::string reason,
              bool rejected, std::vector<record::RowIssue>* issues) {
  if (issues == nullptr) return;
  issues->push_back({file.file, file.lines->LineAt((*file.rows)[row].begin()), column,
                     std::move(reason), rejected});
}

bool IsBlank(std::string_view cell) noexcept {
  return cell.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string TooLong(std::uint64_t cell_bytes_max) {
  return fmt::format("a cell is longer than {} bytes", cell_bytes_max);
}

constexpr std::string_view kRepairedReason =
    "bytes that are not UTF-8 were read as Windows-1252 or lost";

}  // namespace

std::string_view IndexedRows::row_bytes(std::size_t row) const noexcept {
  const std::size_t begin = (*rows)[row].begin();
  const std::size_t end = row + 1 < rows->size() ? (*rows)[row + 1].begin() : rows_end;
  const std::string_view bytes = text->text().substr(begin, end - begin);
  const std::size_t last = bytes.find_last_not_of(" \t\r\n,");
  return bytes.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

CsvRowReader::CsvRowReader(const IndexedRows& file, const Dialect& dialect)
    : file_(file), dialect_(dialect), splitter_(file.text->text(), dialect) {}

std::size_t CsvRowReader::row_limit(std::size_t row) const noexcept {
  return row + 1 < file_.rows->size() ? (*file_.rows)[row + 1].begin() : file_.rows_end;
}

void CsvRowReader::SetLast(std::size_t row) noexcept { splitter_.SetEnd(row_limit(row)); }

std::string_view CsvRowReader::CellValue(const CsvCell& cell, std::size_t row, std::size_t column,
                                         bool may_be_broken, record::RecordBatch& batch,
                                         std::vector<record::RowIssue>* issues) {
  std::string_view value = cell.bytes;
  if (!cell.plain) value = batch.Keep(UnescapeCell(value, dialect_.quote));
  if (cell.has_suffix)
    AddIssue(file_, row, column + 1, "text after a closing quote", false, issues);
  if (may_be_broken && !text::IsValidUtf8(value)) {
    value = batch.Keep(RepairUtf8(value));
    AddIssue(file_, row, column + 1, std::string(kRepairedReason), false, issues);
  }
  return value;
}

bool CsvRowReader::Read(std::size_t row, record::RecordBatch& batch,
                        std::vector<record::RowIssue>* issues) {
  const RowEntry entry = (*file_.rows)[row];
  if (entry.unclosed()) {
    AddIssue(file_, row, 0, "a quote opens here that nothing closes", true, issues);
    return false;
  }
  const std::size_t limit = row_limit(row);
  splitter_.Split(entry.begin(), limit, cells_);
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (cells_[i].bytes.size() > file_.cell_bytes_max) {
      AddIssue(file_, row, i + 1, TooLong(file_.cell_bytes_max), true, issues);
      return false;
    }
    if (i >= file_.column_count && !IsBlank(cells_[i].bytes)) {
      AddIssue(file_, row, i + 1,
               fmt::format("{} cells where the header has {}", cells_.size(), file_.column_count),
               true, issues);
      return false;
    }
  }
  if (cells_.size() < file_.column_count) {
    AddIssue(file_, row, 0,
             fmt::format("{} cells where the header has {}; the rest is taken as empty",
                         cells_.size(), file_.column_count),
             false, issues);
  }
  const bool may_be_broken = file_.text->MayBeBroken(entry.begin(), limit);
  const std::size_t at = batch.AddRow(row + 1);
  const std::size_t cell_count = std::min(cells_.size(), file_.column_count);
  for (std::size_t i = 0; i < cell_count; ++i) {
    const CsvCell& cell = cells_[i];
    const bool as_is = cell.plain && !may_be_broken;
    batch.SetCell(at, i,
                  as_is ? cell.bytes : CellValue(cell, row, i, may_be_broken, batch, issues));
  }
  return true;
}

JsonRowReader::JsonRowReader(const IndexedRows& file, const std::vector<std::string>& names)
    : file_(file), paths_(names), cells_(names.size()) {}

void JsonRowReader::Collect(std::size_t row, std::vector<record::RowIssue>* issues) {
  for (Cell& cell : cells_) cell.leaf_count = cell.filled_count = 0;
  bool named_twice = false;
  for (const JsonLeaf& leaf : leaves_) {
    if (leaf.path >= cells_.size()) continue;  // keys of good rows are all columns
    Cell& cell = cells_[leaf.path];
    named_twice = named_twice || (cell.leaf_count++ > 0 && !leaf.in_array);
    if (leaf.value.empty()) continue;
    if (cell.filled_count == 0) cell.first = leaf.value;
    if (cell.filled_count == 1) cell.joined.assign(cell.first);
    if (cell.filled_count >= 1) cell.joined.append(1, record::kValueSeparator).append(leaf.value);
    ++cell.filled_count;
  }
  if (named_twice) {
    AddIssue(file_, row, 0, "a key is given twice; all its values are kept", false, issues);
  }
}

bool JsonRowReader::Read(std::size_t row, record::RecordBatch& batch,
                         std::vector<record::RowIssue>* issues) {
  const std::string_view text = file_.text->text();
  const std::string_view bytes = file_.row_bytes(row);
  const auto begin = static_cast<std::size_t>(bytes.data() - text.data());
  const bool may_be_broken = file_.text->MayBeBroken(begin, begin + bytes.size());
  bool repaired = false;
  const std::string_view reason =
      parser_.Parse(bytes, text, may_be_broken, paths_, leaves_, repaired);
  if (!reason.empty()) {
    AddIssue(file_, row, 0, std::string(reason), true, issues);
    return false;
  }
  Collect(row, issues);
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (cells_[i].value().size() > file_.cell_bytes_max) {
      AddIssue(file_, row, i + 1, TooLong(file_.cell_bytes_max), true, issues);
      return false;
    }
  }
  if (repaired) AddIssue(file_, row, 0, std::string(kRepairedReason), false, issues);
  const std::size_t at = batch.AddRow(row + 1);
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const std::string_view value = cells_[i].value();
    if (value.empty()) continue;
    const bool in_file = value.data() >= bytes.data() && value.data() < bytes.data() + bytes.size();
    batch.SetCell(at, i, in_file ? value : batch.Keep(std::string(value)));
  }
  return true;
}

}  // namespace doublon::io
