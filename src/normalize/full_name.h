#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "normalize/name_parts.h"

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

// One reading of a full name.
struct FullNameReading {
  WordList given, family;
  double log_odds = 0.0;  // nats by which it beats the reading with the parts in the other order;
                          // below 0: it loses
};

// Splits the words of one person into given and family names: a comma and a contrast of case
// decide, else the log-odds of the words as given and as family names in the reference tables, with
// the order of the column as a prior. `best` is the likelier reading, `other` the best one with the
// parts in the other order (empty when there is none or when case or comma decide). Cost: two
// look-ups a word and one a split; no allocation.
void SplitFullName(const CellTokens& tokens, const WordList& words, const NameContext& context,
                   FullNameReading& best, FullNameReading& other);

// Log-odds (nats) that a folded word is a family name rather than a given name; above 0: family.
double FamilyLogOdds(std::string_view word, record::Locale locale) noexcept;

// Both readings of a name are kept when the log-odds are below this: one in 150.
inline constexpr double kSureLogOdds = 5.0;

}  // namespace doublon::normalize
