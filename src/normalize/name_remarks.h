#pragma once

#include "normalize/name_words.h"

namespace doublon::normalize {

// True when the cell says that there is no name: empty, a placeholder (inconnu, n/a, xx), or a
// header line repeated among the data. Names that people bear are none of these. Total.
bool IsMissingName(const NameWords& words);

// True when words [first, last) are a remark on the record and no name (deceased, unsubscribed), as
// a whole or by the first of them. first < last. Total.
bool IsRemark(const NameWords& words, std::size_t first, std::size_t last);

// True when the word is an office or a profession wherever it stands.
bool IsOffice(const CellTokens& tokens, std::size_t at);

// One past the office or profession that begins at the word (maire, conseillère municipale): it
// stands behind a comma, in brackets, or is a word that nobody bears as a name, and goes up to the
// end of the brackets or of the person. 0 when the word is none. Total.
std::size_t OfficeEnd(const NameWords& words, std::size_t at);

}  // namespace doublon::normalize
