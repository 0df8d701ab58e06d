#pragma once

#include "normalize/name_parts.h"
#include "normalize/word_list.h"

namespace doublon::normalize {

// One reading of a full name.
struct FullNameReading {
  WordList given, family;
  double log_odds = 0.0;  // nats by which it beats the reading with the parts in the other order;
                          // below 0: it loses
};

// Splits the words of one person into given and family names: a comma and a contrast of case
// decide, else the log-odds of the words as given and as family names in the reference tables, with
// the order of the column as a prior. `best` is the likelier reading, `other` the best one with the
// parts in the other order (empty when there is none or when case or comma decide). Cost: two
// look-ups a word and one a split; no allocation.
void SplitFullName(const CellTokens& tokens, const WordList& words, const NameContext& context,
                   FullNameReading& best, FullNameReading& other);

// Log-odds (nats) that a folded word is a family name rather than a given name; above 0: family.
double FamilyLogOdds(std::string_view word, record::Locale locale) noexcept;

// Both readings of a name are kept when the log-odds are below this: one in 150.
inline constexpr double kSureLogOdds = 5.0;

}  // namespace doublon::normalize
