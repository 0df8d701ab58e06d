#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "normalize/city_cell.h"
#include "normalize/row_output.h"
#include "normalize/street_cell.h"
#include "record/schema.h"

namespace doublon::normalize {

// Reads the columns of streets, postcodes and towns of a row. A row is: Begin, any number of
// ReadPostcode and ReadCity, then ReadStreets, which fills in what no column of its own told, and
// AddPostcodeOfTown. Threads: one a thread; no allocation once warm.
class PlaceColumns {
 public:
  explicit PlaceColumns(const record::SourceSchema& schema);

  // The arguments are what the thread remembers of such cells; they must outlive the row.
  void Begin(CityCells& cities, StreetCells& streets) noexcept;
  void ReadPostcode(std::string_view cell, RowOutput& row);
  void ReadCity(std::string_view cell, RowOutput& row);
  // Reads the street columns among `cells`, the cells of the whole row: the main ones first, the
  // additional ones when those held no street.
  void ReadStreets(std::span<const std::string_view> cells, RowOutput& row);
  // Adds the postcode of the arrondissement (Lyon 3e) when the row has no other.
  void AddPostcodeOfTown(RowOutput& row) const;

 private:
  bool ReadStreet(std::string_view cell, std::string_view number, RowOutput& row);
  void AddCity(const CityName& city, std::uint8_t flags, RowOutput& row);

  record::Locale locale_;
  std::vector<std::uint16_t> number_columns_, address_columns_, extra_columns_;
  CellTokens tokens_;
  StreetAddress address_;
  CityName city_;
  std::string repaired_, postcode_;
  // State of the row.
  CityCells* cities_ = nullptr;
  StreetCells* streets_ = nullptr;
  bool has_postcode_ = false, has_city_ = false;
  std::string arrondissement_postcode_;
};

}  // namespace doublon::normalize
