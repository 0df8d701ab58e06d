#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace doublon::normalize::pack {

// A small CSV file in memory: header line, comma, double quotes; fields hold no line break.
class CsvRows {
 public:
  // Reads `path`; ok() is false when it cannot be read or a row has not as many fields as the
  // header.
  explicit CsvRows(const std::string& path);
  bool ok() const noexcept { return ok_; }
  const std::string& path() const noexcept { return path_; }
  std::size_t size() const noexcept { return rows_.size(); }
  // The field of row `row` in the column called `column`; empty when there is no such column.
  std::string_view at(std::size_t row, std::string_view column) const noexcept;

 private:
  std::string path_;
  bool ok_ = true;
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
};

// The lines of a file; empty when it cannot be read.
std::vector<std::string> ReadLines(const std::string& path);

}  // namespace doublon::normalize::pack
