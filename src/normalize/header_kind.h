#pragma once

#include <string>
#include <string_view>

#include "record/kind.h"

namespace doublon::normalize {

// What a header says its column holds.
struct HeaderMeaning {
  enum class Sort : std::uint8_t {
    kUnknown,      // nothing known
    kKind,         // `kind`
    kRowId,        // id, record_id, rec_id: the row's own id
    kCode,         // an identifier of somebody's: compared when its values come back
    kBookkeeping,  // consent, source: says nothing of who it is
    kDealing,      // amounts, dates of gifts: nothing of who a person is, all of what a payment is
    kDay,
    kMonth,
    kYear,  // of a birth date, when all three are there
  };
  Sort sort = Sort::kUnknown;
  record::Kind kind = record::Kind::kIgnored;
  // The header leaves no doubt ("full name", not "name" or "contact", which may be anything's).
  bool plain = false;
};

// Looks a header up in reference/column_headers.csv, first whole (without case, accents, spaces,
// punctuation), then by its words: camelCase and digits parted, words that only say whose it is
// left out ("PRIMARY_NAME_LAST", "fname_c1"). Total.
HeaderMeaning MeaningOf(std::string_view header);

}  // namespace doublon::normalize
