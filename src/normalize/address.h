#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "normalize/cell_tokens.h"
#include "record/schema.h"

namespace doublon::normalize {

// A town as it is compared.
struct CityName {
  std::string text;             // "saint etienne", "le mans"; empty: missing
  unsigned arrondissement = 0;  // of Paris, Lyon, Marseille; 0: not said
  std::string postcode;         // when one stood in the cell
  bool zero_restored = false;   // the postcode had lost its leading zero
};

// Reads a cell that holds a town: short forms written out, CEDEX, arrondissement, country and
// bracketed words cut off, a postcode in the same cell put aside. `raw` is repaired text. Total.
void ReadCity(std::string_view raw, CellTokens& tokens, CityName& out);

// Appends the canonical form of a postcode to `out`: capitals and digits. In French lists a lost
// zero is given back and the F- of France is dropped. Appends nothing for a placeholder (00000).
// Returns whether a zero was given back. Total.
bool AppendPostcode(std::string_view raw, record::Locale locale, std::string& out);

// A street line as it is compared.
struct StreetAddress {
  std::string number;  // "12", "8-10", "bp 123"; empty: none
  std::uint16_t number_value = 0;
  std::string repetition;  // "bis", "ter", "a"
  std::uint8_t type_id = 0;
  std::string_view type;  // "rue"; empty: none
  std::string words;      // significant words of the name
  std::string delivery;   // "bp", "cs", "po box" when the line is a box
  CityName city;          // text and postcode when they stood in the same cell
  void Clear() noexcept;
  bool has_street() const noexcept { return !words.empty() || type_id != 0 || !delivery.empty(); }
};

// Reads a street line (domain.md §4), with postcode and town if they stand in the same cell. Flats,
// buildings, residences and care-of names are cut out; number, repetition and street type are told
// apart; the rest is reduced to its significant words with short forms written out. French lists
// read the type before the name, others behind it. `raw` is repaired text; `street_number` comes
// from a column of its own (else empty). Total; no allocation once warm.
void ReadAddress(std::string_view raw, std::string_view street_number, record::Locale locale,
                 CellTokens& tokens, StreetAddress& out);

}  // namespace doublon::normalize
