#pragma once

#include <string>
#include <string_view>

#include "generate/population.h"

namespace doublon::generate {

// How a value is written into a cell.

enum class DateStyle : std::uint8_t { kSlashes, kDashesIso, kDots, kShortYear, kNoZeros };
std::string WriteDate(const Date& date,
                      DateStyle style);  // 07/03/1961, 1961-03-07, 07.03.1961, 07/03/61, 7/3/1961

enum class PhoneStyle : std::uint8_t {
  kDigits,
  kSpaces,
  kDots,
  kInternational,
  kInternationalSpaces,
  kPlusZero,
  kNoZero
};
// `digits`: ten digits, or empty (stays empty).
std::string WritePhone(std::string_view digits, PhoneStyle style);

// "12 bis rue de l'Église", or with the type abbreviated as "12 B R. de l'Église".
enum class StreetStyle : std::uint8_t { kFull, kAbbreviated, kCommaAfterNumber };
std::string WriteStreet(const Tables& tables, const Address& address, StreetStyle style);

// A compound given name as people shorten it: "Jean-Pierre" → "Jean Pierre", "J-P", "JP", "Jean".
// Others stay.
std::string ShortenCompound(std::string_view given, Random& random);

}  // namespace doublon::generate
