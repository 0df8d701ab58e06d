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

}  // namespace doublon::text
