#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "normalize/repair.h"
#include "record/prepared_record.h"
#include "record/record_batch.h"

namespace doublon::normalize {

// Where a custom column has no field of the run to go to.
inline constexpr std::uint8_t kNoField = 255;

// What the columns of one row are read into: the prepared record, and beside it what was repaired,
// for whoever asks. Both must outlive it.
class RowOutput {
 public:
  RowOutput(record::PreparedBuilder& prepared, RowRepairs* repairs)
      : record(prepared), repairs_(repairs) {
    if (repairs_ != nullptr) repairs_->fill(0);
  }

  bool asks_for_repairs() const noexcept { return repairs_ != nullptr; }
  void Note(std::uint8_t field, RepairSet repairs) {
    if (repairs_ != nullptr) (*repairs_)[field] |= repairs;
  }
  void Note(std::uint8_t field, Repair repair, bool done) {
    if (done) Note(field, BitOf(repair));
  }
  // What may be repaired in any cell of words. `flags` are those of the cell's repair.
  void NoteText(std::uint8_t field, std::uint8_t flags, std::string_view folded) {
    if (repairs_ == nullptr) return;
    Note(field, Repair::kEncoding, (flags & record::kRepaired) != 0);
    Note(field, Repair::kUnknownLetter, folded.find('?') != std::string_view::npos);
  }

  record::PreparedBuilder& record;

 private:
  RowRepairs* const repairs_;  // null where nobody asks
};

// Calls take(value) for each value of a cell.
template <typename Take>
void ForValues(std::string_view cell, Take take) {
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find(record::kValueSeparator), cell.size());
    if (end > 0) take(cell.substr(0, end));
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
}

}  // namespace doublon::normalize
