#pragma once

#include <algorithm>
#include <string_view>

namespace doublon::text {

// The ten digits of ASCII, whatever the locale.
inline bool IsDigit(char c) noexcept { return c >= '0' && c <= '9'; }
// False for an empty text.
inline bool AllDigits(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

inline bool HasDigit(std::string_view text) noexcept {
  return text.find_first_of("0123456789") != std::string_view::npos;
}

}  // namespace doublon::text
