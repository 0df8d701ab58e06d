#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "normalize/cell_tokens.h"

namespace doublon::normalize {

// Indexes of the words of one person's name; small and on the stack.
class WordList {
 public:
  void push_back(std::uint8_t word) noexcept {
    if (size_ < words_.size()) words_[size_++] = word;
  }
  void push_front(std::uint8_t word) noexcept {
    if (size_ == words_.size()) return;
    for (std::size_t i = size_++; i > 0; --i) words_[i] = words_[i - 1];
    words_[0] = word;
  }
  void append(std::span<const std::uint8_t> words) noexcept {
    for (const std::uint8_t word : words) push_back(word);
  }
  void clear() noexcept { size_ = 0; }
  bool empty() const noexcept { return size_ == 0; }
  std::size_t size() const noexcept { return size_; }
  std::uint8_t operator[](std::size_t i) const noexcept { return words_[i]; }
  std::span<const std::uint8_t> span() const noexcept { return {words_.data(), size_}; }
  std::span<const std::uint8_t> span(std::size_t first, std::size_t last) const noexcept {
    return std::span<const std::uint8_t>(words_.data(), size_).subspan(first, last - first);
  }

 private:
  std::array<std::uint8_t, CellTokens::kTokenCountMax> words_;
  std::size_t size_ = 0;
};

}  // namespace doublon::normalize
