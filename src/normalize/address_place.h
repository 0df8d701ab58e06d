#pragma once

#include "normalize/address.h"
#include "normalize/address_line.h"

namespace doublon::normalize {

// Cuts the end of a French street line off `line` and reads it into `city`: country, postcode (also
// in two parts, without its leading zero, before a comma of a neighbour country, or behind its
// town), and the town. Without a postcode a town is believed behind a comma, or when it is a large
// one that does not belong to the street's name. `city` is cleared by the caller and stays so when
// the line holds no place. `line` is not empty. Total; no allocation once warm.
void TakePlace(AddressLine& line, CityName& city);

}  // namespace doublon::normalize
