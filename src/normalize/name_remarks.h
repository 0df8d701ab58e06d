#pragma once

#include "normalize/name_words.h"

namespace doublon::normalize {

// True when the cell says that there is no name: empty, a placeholder (inconnu, n/a, xx), or a
// header line repeated among the data. Names that people bear are none of these. Total.
bool IsMissingName(const NameWords& words);

// True when words [first, last) are a remark on the record and no name (deceased, unsubscribed), as
// a whole or by the first of them. first < last. Total.
bool IsRemark(const NameWords& words, std::size_t first, std::size_t last);

}  // namespace doublon::normalize
