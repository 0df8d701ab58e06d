#include "normalize/place_columns.h"

#include <functional>

#include "normalize/cell_repair.h"
#include "normalize/city_words.h"

namespace doublon::normalize {

using record::Kind;

PlaceColumns::PlaceColumns(const record::SourceSchema& schema) : locale_(schema.locale) {
  for (std::size_t i = 0; i < schema.columns.size(); ++i) {
    const auto index = static_cast<std::uint16_t>(i);
    const Kind kind = schema.columns[i].kind;
    if (kind == Kind::kStreetNumber) number_columns_.push_back(index);
    if (kind == Kind::kAddress) address_columns_.push_back(index);
    if (kind == Kind::kAddressExtra) extra_columns_.push_back(index);
  }
}

void PlaceColumns::Begin(CityCells& cities, StreetCells& streets) noexcept {
  cities_ = &cities;
  streets_ = &streets;
  has_postcode_ = has_city_ = false;
  arrondissement_postcode_.clear();
}

void PlaceColumns::ReadPostcode(std::string_view cell, RowOutput& row) {
  postcode_.clear();
  const bool zero_restored = AppendPostcode(cell, locale_, postcode_);
  if (postcode_.empty()) return;
  has_postcode_ = true;
  row.Note(record::kPostcodeField, Repair::kLeadingZero, zero_restored);
  row.record.AddPlain(record::kPostcodeField, zero_restored ? record::kRepaired : 0, postcode_);
}

void PlaceColumns::ReadCity(std::string_view cell, RowOutput& row) {
  const std::uint8_t flags = cities_->Read(cell, city_);
  if (!city_.postcode.empty() && arrondissement_postcode_.empty())
    arrondissement_postcode_ = city_.postcode;
  AddCity(city_, flags, row);
}

void PlaceColumns::AddCity(const CityName& city, std::uint8_t flags, RowOutput& row) {
  if (city.arrondissement != 0)
    arrondissement_postcode_ = ArrondissementPostcode(city.text, city.arrondissement);
  if (city.text.empty()) return;
  has_city_ = true;
  row.NoteText(record::kCityField, flags, city.text);
  row.record.AddPlain(record::kCityField, flags, city.text);
}

// Returns whether the cell held a street.
bool PlaceColumns::ReadStreet(std::string_view cell, std::string_view number, RowOutput& row) {
  std::uint8_t flags = 0;
  if (number.empty()) {
    flags = streets_->Read(cell, locale_, address_);
  } else {
    ReadAddress(Repaired(cell, repaired_, flags), number, locale_, tokens_, address_);
  }
  const StreetAddress& a = address_;
  if (!has_postcode_ && !a.city.postcode.empty()) {
    has_postcode_ = true;
    row.NoteText(record::kPostcodeField, flags, {});
    row.Note(record::kPostcodeField, Repair::kLeadingZero, a.city.zero_restored);
    const std::uint8_t zero = a.city.zero_restored ? record::kRepaired : 0;
    row.record.AddPlain(record::kPostcodeField, flags | zero, a.city.postcode);
  }
  if (!has_city_) AddCity(a.city, flags, row);
  if (!a.has_street()) return false;
  row.NoteText(record::kStreetField, flags, a.words);
  const char repetition = a.repetition.empty()    ? '\0'
                          : a.repetition == "bis" ? 'b'
                                                  : a.repetition[0];
  if (!a.delivery.empty() && a.words.empty()) {
    row.record.AddStreet(flags, a.number_value, repetition, 0, a.delivery);
  } else {
    row.record.AddStreet(flags, a.number_value, repetition, a.type_id,
                         a.words.empty() ? a.type : std::string_view(a.words));
  }
  return true;
}

void PlaceColumns::ReadStreets(std::span<const std::string_view> cells, RowOutput& row) {
  std::string_view number;
  for (const std::uint16_t i : number_columns_) {
    if (number.empty() && i < cells.size()) number = cells[i];
  }
  bool street = false;
  for (const std::vector<std::uint16_t>& columns :
       {std::cref(address_columns_), std::cref(extra_columns_)}) {
    if (street) break;
    for (const std::uint16_t i : columns) {
      if (i >= cells.size() || cells[i].empty()) continue;
      ForValues(cells[i],
                [&](std::string_view value) { street = ReadStreet(value, number, row) || street; });
      if (street) number = {};
    }
  }
}

void PlaceColumns::AddPostcodeOfTown(RowOutput& row) const {
  if (!has_postcode_ && !arrondissement_postcode_.empty())
    row.record.AddPlain(record::kPostcodeField, 0, arrondissement_postcode_);
}

}  // namespace doublon::normalize
