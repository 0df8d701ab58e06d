#include "normalize/pack/csv_rows.h"

#include <fstream>

namespace doublon::normalize::pack {

namespace {

std::vector<std::string> SplitRow(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
        fields.back() += line[++i];
      } else {
        quoted = !quoted;
      }
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

}  // namespace

std::vector<std::string> ReadLines(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

CsvRows::CsvRows(const std::string& path) : path_(path) {
  for (const std::string& line : ReadLines(path)) {
    if (header_.empty()) {
      header_ = SplitRow(line);
    } else {
      rows_.push_back(SplitRow(line));
      ok_ = ok_ && rows_.back().size() == header_.size();
    }
  }
  ok_ = ok_ && !rows_.empty();
}

std::string_view CsvRows::at(std::size_t row, std::string_view column) const noexcept {
  for (std::size_t i = 0; i < header_.size(); ++i) {
    if (header_[i] == column) return rows_[row][i];
  }
  return {};
}

}  // namespace doublon::normalize::pack
