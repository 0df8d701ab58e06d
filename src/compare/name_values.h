#pragma once

#include "compare/field_comparisons.h"

// Internal: two values of a name → level. Symmetric, noexcept, without allocation.
namespace doublon::compare {

// Jaro-Winkler from which two names are one with a slip of the pen: on names of six letters one
// typing error gives .93 to .97, two give .85 to .90.
inline constexpr double kCloseJaroWinkler = 0.93;

GivenLevel CompareGiven(const Comparison& comparison, const record::ValueView& a,
                        const record::ValueView& b) noexcept;
FamilyLevel CompareFamily(const Comparison& comparison, const record::ValueView& a,
                          const record::ValueView& b) noexcept;
// Is the given name of one, or what sounds like it, the family name of the other?
bool Crosswise(const record::ValueView& given, const record::ValueView& family) noexcept;

}  // namespace doublon::compare
