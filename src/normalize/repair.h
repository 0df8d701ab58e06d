#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "record/prepared_record.h"

namespace doublon::normalize {

// What a reader did to make sense of a cell, for reports. Only some of these set record::kRepaired:
// what is sure and usual (a year of two digits, the tag of a mailbox) leaves the value as good as
// any other.
enum class Repair : std::uint8_t {
  kEncoding,           // mojibake, HTML entities
  kUnknownLetter,      // a lost letter, kept as one that may be any
  kLeadingZero,        // of a postcode or a telephone
  kPlusSign,           // of a telephone
  kSpreadsheetNumber,  // a telephone as 612345678.0 or 6.12E+8
  kMailDomainTypo,
  kMailboxRules,       // dots or a tag that the provider ignores
  kSuccessorDomain,    // another domain of the same mailboxes
  kShortYear,          // of two digits
  kSpreadsheetSerial,  // days since 1900
  kLateTimestamp,      // midnight in France, written in UTC
  kNoDayOfCalendar,    // 31/02, kept as typed
  kNamesExchanged,     // given and family name each in the other's column, kept as written: pairs
                       // are compared crosswise as well
};
inline constexpr std::size_t kRepairCount = static_cast<std::size_t>(Repair::kNamesExchanged) + 1;

inline constexpr std::array<std::string_view, kRepairCount> kRepairNames = {
    "wrong encoding",     "unknown letter",     "leading zero restored", "plus sign restored",
    "spreadsheet number", "typo domain",        "mailbox dots or tag",   "successor domain",
    "two-digit year",     "spreadsheet serial", "late timestamp",        "no day of the calendar",
    "names exchanged"};

// A bit for each Repair.
using RepairSet = std::uint16_t;
static_assert(kRepairCount <= 8 * sizeof(RepairSet));
constexpr RepairSet BitOf(Repair repair) noexcept {
  return static_cast<RepairSet>(1U << static_cast<unsigned>(repair));
}

// The repairs of one row, by field.
using RowRepairs = std::array<RepairSet, record::kFieldCountMax>;

}  // namespace doublon::normalize
