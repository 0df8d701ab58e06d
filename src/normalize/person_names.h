#pragma once

#include <cstdint>
#include <span>

#include "normalize/name_words.h"

namespace doublon::normalize {

// Adds the names of one cell's persons to `out`, each in its canonical form and role: the second
// person's as such, a full name split into given and family names with both readings where the
// split is unsure, birth and usage names told apart. Total; no allocation once warm.
void AddPersonNames(const NameWords& words, std::span<const PersonWords, 2> persons,
                    NameParts& out);

}  // namespace doublon::normalize
