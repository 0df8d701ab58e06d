#include "io/header_row.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <unordered_set>

#include "fmt/format.h"
#include "text/digits.h"

namespace doublon::io {
namespace {

constexpr std::size_t kLongNumberDigits = 8;

using text::IsDigit;

std::size_t DigitCount(std::string_view cell) noexcept {
  return static_cast<std::size_t>(std::count_if(cell.begin(), cell.end(), IsDigit));
}

bool LooksLikeEmail(std::string_view cell) noexcept {
  const std::size_t at = cell.find('@');
  return at != std::string_view::npos && at > 0 && cell.find(' ') == std::string_view::npos &&
         cell.find('.', at + 2) != std::string_view::npos && cell.back() != '.';
}

// Digits with the signs that numbers and telephones are written with.
bool LooksLikeNumber(std::string_view cell) noexcept {
  return DigitCount(cell) > 0 && std::all_of(cell.begin(), cell.end(), [](char c) {
           return IsDigit(c) || std::string_view(" +-.,/()").find(c) != std::string_view::npos;
         });
}

// Three groups of digits with one sign between them, one of four digits or all of two: 01/02/1980,
// 1980-02-01.
bool LooksLikeDate(std::string_view cell) noexcept {
  std::array<std::size_t, 3> digits{};
  std::size_t group = 0;
  char sign = 0;
  for (const char c : cell.substr(0, cell.find_first_of("T "))) {
    if (IsDigit(c)) {
      ++digits[group];
    } else if ((c == '/' || c == '-' || c == '.') && (sign == 0 || sign == c) && group < 2) {
      sign = c;
      ++group;
    } else {
      return false;
    }
  }
  const auto [least, most] = std::minmax_element(digits.begin(), digits.end());
  return group == 2 && *least >= 1 && *least <= 2 && *most <= 4;
}

bool IsFoundBelow(const std::string& cell, std::size_t column,
                  const std::vector<std::string>& first,
                  const std::vector<std::vector<std::string>>& following) {
  return std::any_of(following.begin(), following.end(), [&](const auto& row) {
    // A whole header row repeated (files put one behind the other) says nothing.
    return column < row.size() && TrimmedText(row[column]) == TrimmedText(cell) && row != first;
  });
}

}  // namespace

std::string_view TrimmedText(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 3> kWide = {"\xc2\xa0", "\xe2\x80\xaf", "\xef\xbb\xbf"};
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; };
  for (bool changed = true; changed && !text.empty();) {
    changed = false;
    for (const std::string_view wide : kWide) {
      if (text.starts_with(wide)) text.remove_prefix(wide.size()), changed = true;
      if (text.ends_with(wide)) text.remove_suffix(wide.size()), changed = true;
    }
    if (!text.empty() && is_blank(text.front())) text.remove_prefix(1), changed = true;
    if (!text.empty() && is_blank(text.back())) text.remove_suffix(1), changed = true;
  }
  return text;
}

bool LooksLikeData(const std::vector<std::string>& first,
                   const std::vector<std::vector<std::string>>& following) {
  std::size_t filled = 0;
  std::size_t numbers = 0;
  std::size_t found_below = 0;
  for (std::size_t column = 0; column < first.size(); ++column) {
    const std::string_view cell = TrimmedText(first[column]);
    if (cell.empty()) continue;
    ++filled;
    if (LooksLikeEmail(cell) || LooksLikeDate(cell)) return true;
    if (LooksLikeNumber(cell)) {
      ++numbers;
      if (DigitCount(cell) >= kLongNumberDigits) return true;
    }
    if (IsFoundBelow(first[column], column, first, following)) ++found_below;
  }
  if (filled == 0) return false;
  return numbers == filled || (found_below >= 2 && 2 * found_below >= filled);
}

std::vector<std::string> MakeHeaders(const std::vector<std::string>& cells) {
  std::unordered_set<std::string> taken;
  for (const std::string& cell : cells) taken.insert(std::string(TrimmedText(cell)));
  std::unordered_set<std::string> used;
  std::vector<std::string> headers;
  headers.reserve(cells.size());
  for (const std::string& cell : cells) {
    const std::string name(TrimmedText(cell));
    std::string header = name.empty() ? fmt::format("column_{}", headers.size() + 1) : name;
    const std::string stem = header;
    for (std::size_t n = 2; used.contains(header) || (header != name && taken.contains(header));
         ++n) {
      header = fmt::format("{}_{}", stem, n);
    }
    used.insert(header);
    headers.push_back(std::move(header));
  }
  return headers;
}

}  // namespace doublon::io
