#include "compare/text_numbers.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "text/digits.h"

namespace doublon::compare {

namespace {

constexpr std::size_t kWordsMax = 24;

struct Words {
  std::array<std::string_view, kWordsMax> words;
  std::array<bool, kWordsMax> found{};  // in the other text
  std::size_t count = 0;

  explicit Words(std::string_view text) noexcept {
    for (std::size_t begin = 0; begin < text.size() && count < kWordsMax;) {
      const std::size_t end = std::min(text.find(' ', begin), text.size());
      words[count++] = text.substr(begin, end - begin);
      begin = end + 1;
    }
  }
};

bool IsRoman(std::string_view word) noexcept {
  constexpr std::string_view kRoman[] = {"ii", "iii", "iv", "vi", "vii", "viii", "ix"};
  return std::find(std::begin(kRoman), std::end(kRoman), word) != std::end(kRoman);
}

// Marks the words that both texts hold.
void FindEqual(Words& x, Words& y) noexcept {
  for (std::size_t i = 0; i < x.count; ++i) {
    for (std::size_t j = 0; j < y.count; ++j) {
      if (y.found[j] || x.words[i] != y.words[j]) continue;
      x.found[i] = y.found[j] = true;
      break;
    }
  }
}

// Marks words of x with a digit that y writes as several words, with the letters before it
// (dscw55: dsc w55), or without those (w55).
void FindParted(Words& x, Words& y) noexcept {
  for (std::size_t i = 0; i < x.count; ++i) {
    const std::string_view word = x.words[i];
    if (x.found[i] || !text::HasDigit(word)) continue;
    for (std::size_t j = 0; j < y.count && !x.found[i]; ++j) {
      if (word.size() > y.words[j].size() && text::HasDigit(y.words[j]) &&
          word.ends_with(y.words[j]) &&
          !text::HasDigit(word.substr(0, word.size() - y.words[j].size()))) {
        x.found[i] = y.found[j] = true;
        break;
      }
      std::size_t at = 0, end = j;
      while (end < y.count && at < word.size() && word.substr(at).starts_with(y.words[end])) {
        at += y.words[end++].size();
      }
      if (at != word.size()) continue;
      x.found[i] = true;
      std::fill(y.found.begin() + static_cast<std::ptrdiff_t>(j),
                y.found.begin() + static_cast<std::ptrdiff_t>(end), true);
    }
  }
}

// Length of the longest word with a digit that the other text holds, or does not.
std::size_t LongestNumber(const Words& text, bool found) noexcept {
  std::size_t longest = 0;
  for (std::size_t i = 0; i < text.count; ++i) {
    if (text.found[i] == found && text::HasDigit(text.words[i]))
      longest = std::max(longest, text.words[i].size());
  }
  return longest;
}

// A number of a part or volume that the other text has not.
bool NamesPart(const Words& text) noexcept {
  for (std::size_t i = 0; i < text.count; ++i) {
    if (!text.found[i] && IsRoman(text.words[i])) return true;
  }
  const std::size_t last = text.count - 1;
  return text.count > 1 && !text.found[last] && text.words[last].size() <= 2 &&
         text.words[last].find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

bool NumbersDiffer(std::string_view x, std::string_view y) noexcept {
  Words of_x(x), of_y(y);
  FindEqual(of_x, of_y);
  FindParted(of_x, of_y);
  FindParted(of_y, of_x);
  const std::size_t alone_x = LongestNumber(of_x, false), alone_y = LongestNumber(of_y, false);
  if (alone_x > 0 && alone_y > 0) {
    return std::max(LongestNumber(of_x, true), LongestNumber(of_y, true)) <
           std::max(alone_x, alone_y);
  }
  return NamesPart(of_x) || NamesPart(of_y);
}

}  // namespace doublon::compare
