#pragma once

#include <cstdint>

#include "normalize/full_name.h"
#include "normalize/name_parts.h"
#include "normalize/word_list.h"

namespace doublon::normalize {

// A word that this many people bear as their family name (Baron, Ba, Banque) is left alone where it
// may be meant as one.
inline constexpr std::uint32_t kNameNotTitleBearers = 1000;

// The words of one cell of names and how to read them, for the readers of its parts (name_titles.h,
// name_remarks.h, organisation_name.h, person_names.h). What it refers to must outlive it.
struct NameWords {
  const CellTokens& tokens;
  const NameColumn column;
  const NameContext& context;
  std::string& scratch;  // for one look-up

  bool holds_families() const noexcept { return column != NameColumn::kGiven; }
  // By its frequency as a given and as a family name.
  bool RatherGiven(std::size_t word) const {
    return FamilyLogOdds(tokens.text(word), context.locale) < 0;
  }
};

// The words of one person by the role that titles, markers and brackets give them.
struct PersonWords {
  WordList main, birth, other, alias, suffix;
  bool married = false;  // what was written first is the birth name
  void clear() noexcept {
    main.clear();
    birth.clear();
    other.clear();
    alias.clear();
    suffix.clear();
    married = false;
  }
  bool empty() const noexcept {
    return main.empty() && birth.empty() && other.empty() && alias.empty();
  }
};

// et, ou and their like in other languages, between two persons.
inline bool IsConjunction(std::string_view word) noexcept {
  return word == "et" || word == "ou" || word == "and" || word == "und";
}

}  // namespace doublon::normalize
