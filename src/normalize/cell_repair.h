#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "record/prepared_record.h"
#include "text/encoding.h"

namespace doublon::normalize {

// The cell, or what it was before a wrong encoding or HTML entities damaged it, kept in `scratch`;
// then kRepaired is set in `flags`. A cell of ASCII without '&' cannot be damaged.
inline std::string_view Repaired(std::string_view cell, std::string& scratch, std::uint8_t& flags) {
  const bool may_be_damaged = std::any_of(cell.begin(), cell.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || c == '&';
  });
  if (!may_be_damaged) return cell;
  scratch.clear();
  if (!text::RepairMojibake(cell, scratch)) return cell;
  flags |= record::kRepaired;
  return scratch;
}

}  // namespace doublon::normalize
