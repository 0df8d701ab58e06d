#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "normalize/cell_cache.h"
#include "normalize/name_parts.h"
#include "normalize/packed_table.h"

namespace doublon::normalize {

// Reads cells of names with the keys of every name in them, and remembers short ones.
// The result is that of ReadNames on the repaired cell. Threads: one a thread.
class NameCells {
 public:
  struct Part {
    NameRole role;
    std::uint8_t flags;  // record::ValueFlag, of the cell's repair as well
    std::string_view text;
    NameKeys keys;
  };

  // Reads one cell; valid until the next call.
  void Read(std::string_view cell, NameColumn column, const NameContext& context);
  bool couple() const noexcept { return couple_; }
  char gender() const noexcept { return gender_; }
  std::size_t size() const noexcept { return parts_.size(); }
  const Part& operator[](std::size_t i) const noexcept { return parts_[i]; }

  // Keys of a folded name: looked up in the tables of given or of family names where they have it, else computed; the same
  // either way.
  NameKeys KeysOf(std::string_view folded, bool given);

 private:
  static constexpr std::size_t kPartsMax = 2;
  static constexpr std::size_t kTextBytesMax = 28;
  static constexpr std::size_t kSlots = 8192;
  struct KeptPart {
    NameRole role;
    std::uint8_t flags, begin, size;
    NameKeys keys;
  };
  struct Kept {
    std::array<KeptPart, kPartsMax> parts;
    std::uint8_t part_count;
    bool couple;
    char gender;
    std::array<char, kTextBytesMax> text;
  };
  void Keep(Kept& kept) const;

  CellCache<Kept, kSlots> cache_;
  CellTokens tokens_;
  NameParts names_;
  std::string repaired_, key_;
  std::vector<Part> parts_;
  bool couple_ = false;
  char gender_ = 0;
};

}  // namespace doublon::normalize
