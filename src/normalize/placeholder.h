#pragma once

#include <cstdint>
#include <string_view>

#include "normalize/tables.h"

namespace doublon::normalize {

// True when the folded text stands for a missing value (n/a, inconnu, ...) in one of `scopes`, bits
// of PlaceholderScope. Total.
inline bool IsPlaceholder(std::string_view folded, std::uint32_t scopes) noexcept {
  return (tables::Low(TableId::kPlaceholders, folded) & scopes) != 0;
}

}  // namespace doublon::normalize
