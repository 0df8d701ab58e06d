#pragma once

#include "normalize/name_words.h"
#include "normalize/packed_table.h"

namespace doublon::normalize {

// A title that begins at some word; words is 0 when there is none.
struct Title {
  TitleKind kind = TitleKind::kCourtesy;
  char sex = 0;  // 'f', 'm' or 0
  std::size_t words = 0;
};

// The longest title at the word, generation suffixes and degrees left out.
Title TitleAt(const NameWords& words, std::size_t at);

// True when the title at the word is meant as one and no part of the name: Baron and Ba are borne
// as family names, M is an initial in a column of given names, M'hamed is one name. Total.
bool StripsTitle(const NameWords& words, std::size_t at, const Title& title);

// True when a given and a family name follow at the word, in a column of full names.
bool StandsBeforeFullName(const NameWords& words, std::size_t next);

// What the word is behind a name: a generation (jr, fils, II), a degree or an order (PhD), neither.
enum class Suffix : std::uint8_t { kNone, kGeneration, kDegree };
Suffix SuffixAt(const NameWords& words, std::size_t at);

}  // namespace doublon::normalize
