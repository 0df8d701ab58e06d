#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

#include "text/digits.h"

namespace doublon::normalize {

// 1 to 20 in folded letters.
inline constexpr std::string_view kRomanNumbers[] = {
    "i",  "ii",  "iii",  "iv",  "v",  "vi",  "vii",  "viii",  "ix",  "x",
    "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"};

// The number that the folded word is; 0 when it is none of these.
constexpr unsigned RomanNumber(std::string_view word) noexcept {
  for (std::size_t i = 0; i < std::size(kRomanNumbers); ++i) {
    if (word == kRomanNumbers[i]) return static_cast<unsigned>(i + 1);
  }
  return 0;
}

// The number of an arrondissement, a floor or a deputy: "3", "03", "3e", "1er", "3eme"; 0 when the
// folded word is none.
inline unsigned OrdinalOf(std::string_view word) noexcept {
  unsigned number = 0;
  std::size_t i = 0;
  for (; i < word.size() && i < 3 && text::IsDigit(word[i]); ++i)
    number = number * 10 + static_cast<unsigned>(word[i] - '0');
  const std::string_view ending = word.substr(i);
  const bool ordinal = ending.empty() || ending == "e" || ending == "er" || ending == "ere" ||
                       ending == "eme" || ending == "ieme" || ending == "me" || ending == "nd" ||
                       ending == "nde";
  return i > 0 && i < 3 && ordinal ? number : 0;
}

}  // namespace doublon::normalize
