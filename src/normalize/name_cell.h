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

// Reads cells of names with the keys of every name in them: one plain word by a short way, and
// short cells that were read before from memory. The result is that of ReadNames on the repaired
// cell. Threads: one a thread.
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
  // Brings what reading the cell will need closer.
  void Prefetch(std::string_view cell, NameColumn column,
                const NameContext& context) const noexcept;

  bool couple() const noexcept { return couple_; }
  char gender() const noexcept { return gender_; }
  std::size_t size() const noexcept { return parts_.size(); }
  const Part& operator[](std::size_t i) const noexcept { return parts_[i]; }

  // Keys of a folded name: looked up where the tables of names have it, else computed; the same
  // either way.
  NameKeys KeysOf(std::string_view folded) { return KeysOf(folded, NameHash(folded)); }
  NameKeys KeysOf(std::string_view folded, std::uint64_t hash);

 private:
  static constexpr std::size_t kCellBytesMax = 22;
  static constexpr std::size_t kTextBytesMax = 23;
  static constexpr std::size_t kSlots = 16384;
  // A cell of one name: nearly all are.
  struct Kept {
    NameKeys keys;
    NameRole role;
    std::uint8_t flags, size;
    char gender;
    bool couple;
    std::array<char, kTextBytesMax> text;
  };
  bool ReadPlain(std::string_view cell, NameColumn column);
  void ReadAny(std::string_view cell, NameColumn column, const NameContext& context);
  bool MayBeKept() const noexcept {
    return parts_.size() == 1 && parts_[0].text.size() <= kTextBytesMax;
  }

  CellCache<Kept, kSlots, kCellBytesMax> cache_;
  CellTokens tokens_;
  NameParts names_;
  std::string repaired_, key_;
  std::array<char, 32> plain_;
  std::vector<Part> parts_;
  bool couple_ = false;
  char gender_ = 0;
};

}  // namespace doublon::normalize
