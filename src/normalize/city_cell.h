#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "normalize/address.h"
#include "normalize/cell_cache.h"

namespace doublon::normalize {

// Reads cells of towns and remembers short ones. The result is that of ReadCity on the repaired
// cell. Threads: one a thread.
class CityCells {
 public:
  // Fills `out`; returns record::ValueFlag of the cell's repair.
  std::uint8_t Read(std::string_view cell, CityName& out);
  // Brings what reading the cell will need closer.
  void Prefetch(std::string_view cell) const noexcept { cache_.Prefetch(cell, 0); }

 private:
  static constexpr std::size_t kCellBytesMax = 48;
  static constexpr std::size_t kTextBytesMax = 64;
  static constexpr std::size_t kPostcodeBytesMax = 5;
  static constexpr std::size_t kSlots = 8192;
  struct Kept {
    std::array<char, kTextBytesMax> text;
    std::array<char, kPostcodeBytesMax> postcode;
    std::uint8_t text_size, postcode_size, arrondissement, flags;
  };
  CellCache<Kept, kSlots, kCellBytesMax> cache_;
  CellTokens tokens_;
  std::string repaired_;
};

}  // namespace doublon::normalize
