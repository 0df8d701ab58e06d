#pragma once

#include <span>
#include <string>
#include <string_view>

namespace doublon::cli {

// The one of `known` that `typed` was probably meant to be: a slip of the keys, a part of it or
// more than it.
// "" when none is near.
std::string Suggestion(std::string_view typed, std::span<const std::string> known);

}  // namespace doublon::cli
