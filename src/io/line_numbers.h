#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

namespace doublon::io {

// Tells the line of a place in a text. Nothing is counted before the first question; that costs one
// pass over the text, every question a scan of at most 64 KiB. Thread safety: any thread. The text
// must outlive it.
class LineNumbers {
 public:
  LineNumbers(std::string_view text, char line_end) noexcept : text_(text), line_end_(line_end) {}

  // Before the first question only.
  void SetLineEnd(char line_end) noexcept { line_end_ = line_end; }

  // Line from 1 of the byte at `offset` (≤ the size of the text).
  std::uint64_t LineAt(std::size_t offset) const;

 private:
  std::string_view text_;
  char line_end_;
  mutable std::once_flag counted_;
  mutable std::vector<std::uint64_t> lines_before_block_;
};

}  // namespace doublon::io
