#pragma once

#include "normalize/name_words.h"

namespace doublon::normalize {

// Recognises an organisation by its legal form or by the word it begins with, and adds its name
// without the legal form to `out` as kOrganisation. Returns false and adds nothing for a person or
// a cell of given names. Total.
bool ReadOrganisation(const NameWords& words, NameParts& out);

}  // namespace doublon::normalize
