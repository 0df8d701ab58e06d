#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "normalize/name_cell.h"
#include "normalize/row_output.h"

namespace doublon::normalize {

// Reads the columns of names, titles and sexes of a row. A row is: Begin, any number of Read and
// ReadTitle, AddGiven, maybe Read of full names, AddGender. Threads: one a thread; no allocation
// once warm.
class NameColumns {
 public:
  // Generation suffixes go to `suffix_field`, which may be kNoField.
  void SetSuffixField(std::uint8_t suffix_field) noexcept { suffix_field_ = suffix_field; }

  // `cells` is what the thread remembers of cells of names; it must outlive the row.
  void Begin(NameCells& cells) noexcept;
  // Adds the names of a cell but the first given name, which is kept for AddGiven.
  void Read(NameColumn kind, const NameContext& context, std::string_view cell, RowOutput& row);
  // A cell of titles or of sexes.
  void ReadTitle(const NameContext& context, std::string_view cell, RowOutput& row);
  // Adds the given names of all columns (first, middle) as one value, in order.
  void AddGiven(RowOutput& row);
  // Notes, for a report, that given and family name stand in each other's column, where the
  // frequencies of both words leave no doubt. The record does not change.
  void NoteExchange(record::Locale locale, RowOutput& row) const;
  // Adds the sex that was told first, unless the row is a couple.
  void AddGender(RowOutput& row) const;

  // A full name beside both says nothing more.
  bool has_given_and_family() const noexcept { return has_given_ && has_family_; }

 private:
  void Add(std::uint8_t field, const NameCells::Part& part, RowOutput& row) const;
  void AddPart(const NameCells::Part& part, RowOutput& row);
  void KeepGiven(const NameCells::Part& part);

  std::uint8_t suffix_field_ = kNoField;
  CellTokens tokens_;
  NameParts title_;
  // State of the row.
  NameCells* cells_ = nullptr;
  char gender_ = 0;
  bool has_given_ = false, has_family_ = false;
  std::string given_;
  std::string family_;  // the first one; kept for reports only
  std::uint8_t given_flags_ = 0;
  NameKeys given_keys_;         // of the last given name
  bool several_given_ = false;  // given_ holds more than that
};

}  // namespace doublon::normalize
