#pragma once

#include <string_view>

#include "absl/strings/string_view.h"

namespace doublon {

// Debian 12's abseil has a string_view of its own; these convert without a copy.
inline absl::string_view ToAbsl(std::string_view s) noexcept { return {s.data(), s.size()}; }
inline std::string_view FromAbsl(absl::string_view s) noexcept { return {s.data(), s.size()}; }

}  // namespace doublon
