#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace doublon::record {

// What a column holds. Names (KindName) are those of reference/column_headers.csv, doublon.toml and
// the wire.
enum class Kind : std::uint8_t {
  kIgnored,     // not compared
  kRecordId,    // the source's own id; never compared
  kGivenName,   // one or more given names; middle names may come in a second column
  kFamilyName,  // family name as used
  kBirthName,   // family name at birth
  kFullName,    // given and family name in one cell, either order
  kTitle,       // M., Mme, Dr: tells the gender
  kGender,
  kBirthDate,
  kBirthDay,  // parts of a birth date in columns of their own
  kBirthMonth,
  kBirthYear,
  kEmail,
  kPhone,
  kAddress,       // street line: number, type, name; may hold postcode and city as well
  kStreetNumber,  // the number alone, when it has a column of its own
  kAddressExtra,  // flat, building, complement, second line
  kPostcode,
  kCity,
  kCountry,
  kText,        // several words, compared by rare words (titles, organisations, descriptions)
  kCategory,    // one of few values
  kNumber,      // quantity compared by relative difference
  kDate,        // a date other than the birth date
  kIdentifier,  // code or number that names one thing
};

// "given_name" etc.
std::string_view KindName(Kind kind) noexcept;
std::optional<Kind> KindFromName(std::string_view name) noexcept;

}  // namespace doublon::record
