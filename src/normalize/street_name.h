#pragma once

#include "normalize/address.h"
#include "normalize/address_line.h"

namespace doublon::normalize {

// Reads the rest of `line`, from which the number is cut off, into type and words of `out`: the
// type before the name in French lines, behind it (or glued to it) in others, then the significant
// words of the name with short forms written out, up to a complement. In French lines a number
// behind the name fills an empty one of `out`. Total; no allocation once warm.
void TakeStreetName(AddressLine& line, StreetAddress& out);

// Sets the type of `out` to a slot of kStreetTypes or kStreetTypesAfter.
void SetType(const TableSlot& slot, StreetAddress& out);

}  // namespace doublon::normalize
