#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "normalize/address.h"
#include "normalize/cell_cache.h"

namespace doublon::normalize {

// Reads cells of street lines. What stands behind a short house number is remembered without the
// number: the streets of a list come again, each with other numbers. The result is that of
// ReadAddress on the repaired cell. Threads: one a thread.
class StreetCells {
 public:
  // Fills `out`; returns record::ValueFlag of the cell's repair.
  std::uint8_t Read(std::string_view cell, record::Locale locale, StreetAddress& out);
  // Brings what reading the cell will need closer.
  void Prefetch(std::string_view cell, record::Locale locale) const noexcept;

 private:
  static constexpr std::size_t kCellBytesMax = 40;
  static constexpr std::size_t kTextBytesMax = 44;
  static constexpr std::size_t kRepetitionBytesMax = 8;
  static constexpr std::size_t kSlots = 16384;
  // A line that holds no town and no box.
  struct Kept {
    std::string_view type;  // of the reference data
    std::array<char, kTextBytesMax> words;
    std::array<char, kRepetitionBytesMax> repetition;
    std::uint8_t words_size, repetition_size, type_id, flags;
  };
  static bool MayBeKept(std::string_view number, const StreetAddress& address) noexcept;

  CellCache<Kept, kSlots, kCellBytesMax> cache_;
  CellTokens tokens_;
  std::string repaired_;
};

}  // namespace doublon::normalize
