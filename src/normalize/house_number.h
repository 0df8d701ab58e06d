#pragma once

#include <string_view>

#include "normalize/address.h"
#include "normalize/address_line.h"

namespace doublon::normalize {

// Reads the house number that `street_number` (a column of its own, raw; may be empty) or the head
// of `line` holds into number, number_value and repetition of `out`: ranges (8-10), repetitions
// (12 bis), flats (3/12 in English). Words that were read are cut off; a date that names the street
// (8 mai) is left. The number of a box that stands in `out` gives way to none. Total.
void TakeNumber(std::string_view street_number, AddressLine& line, StreetAddress& out);

// Rue de la Loi 16: Belgian and Swiss order, and a slip in France. Reads a number that ends words
// [line.begin, last) into `out` and lowers `last`; dates (8 mai 1945) and "rue du 11" name the
// street and are left. Total.
void TakeNumberBehind(const AddressLine& line, std::size_t& last, StreetAddress& out);

}  // namespace doublon::normalize
