#pragma once

#include <cstdint>

#include "compare/comparison.h"

// The comparison of each kind: two records → level. All are symmetric, noexcept and allocate
// nothing; the levels' meaning stands in levels.cc in the same order as the enums here.
namespace doublon::compare {

// Order of levels: worse to better, except the last ones that say something else than a degree.
enum class GivenLevel : std::uint8_t {
  kMissing,
  kDifferent,
  kFalseFriend,
  kInitial,
  kSimilar,
  kNickname,
  kClose,
  kSubset,
  kExactFrequent,
  kExactCommon,
  kExactMiddle,
  kExactRare,
  kSwapped,
};
enum class FamilyLevel : std::uint8_t {
  kMissing,
  kDifferent,
  kSimilar,
  kClose,
  kSubset,
  kExactFrequent,
  kExactCommon,
  kExactMiddle,
  kExactRare,
  kSwapped,
};
struct NameLevels {
  GivenLevel given;
  FamilyLevel family;
};
// Given and family name together: when they agree better crosswise (columns swapped in one record)
// both levels are kSwapped. Family names are sets: usage, birth and second names; the best pair
// counts.
NameLevels CompareNames(const Comparison* given, const Comparison* family, record::PreparedView a,
                        record::PreparedView b) noexcept;

enum class OrganisationLevel : std::uint8_t { kMissing, kOne, kPersons, kBoth };

enum class DateLevel : std::uint8_t {
  kMissing,
  kDifferent,
  kYear,
  kDayMonth,
  kTwoParts,
  kOneEdit,
  kSwapped,
  kPartial,
  kExact,
};
DateLevel CompareDates(std::uint8_t field, record::PreparedView a, record::PreparedView b) noexcept;

// Dates of what happened: how far apart they are counts, since they are noted a few days later as
// well as mistyped.
enum class EventDateLevel : std::uint8_t {
  kMissing,
  kDifferent,  // more than a year apart
  kYear,       // 366 days apart or less
  kMonth,      // 31
  kOneEdit,    // a digit mistyped, or day and month swapped
  kPartial,
  kWeek,  // 7
  kDays,  // 2
  kExact,
};
EventDateLevel CompareEventDates(std::uint8_t field, record::PreparedView a,
                                 record::PreparedView b) noexcept;

enum class EmailLevel : std::uint8_t {
  kMissing,
  kDifferent,
  kSimilar,
  kLocalPart,
  kSameShared,
  kSameOtherName,
  kSame,
  kSameNamed,
};
// kSameOtherName: one mailbox, named after one of the two persons and not the other (given names
// differ). kSameNamed: one mailbox, named after both.
EmailLevel CompareEmails(const Comparison& comparison, record::PreparedView a,
                         record::PreparedView b) noexcept;

enum class PhoneLevel : std::uint8_t {
  kMissing,
  kDifferent,
  kOneEdit,
  kSameShared,
  kSameLandline,
  kSameMobile
};
PhoneLevel ComparePhones(const Comparison& comparison, record::PreparedView a,
                         record::PreparedView b) noexcept;

// Street part × locality part: level = street * kLocalityCount + locality.
enum class StreetPart : std::uint8_t { kMissing, kDifferent, kSameStreet, kSimilar, kExact };
enum class LocalityPart : std::uint8_t { kMissing, kDifferent, kNear, kHalf, kSameLarge, kSame };
inline constexpr std::uint8_t kLocalityCount = 6;
std::uint8_t CompareAddresses(const Comparison& comparison, record::PreparedView a,
                              record::PreparedView b) noexcept;

std::uint8_t CompareGender(record::PreparedView a, record::PreparedView b) noexcept;
std::uint8_t CompareSuffix(const Comparison& comparison, record::PreparedView a,
                           record::PreparedView b) noexcept;
std::uint8_t CompareText(const Comparison& comparison, record::PreparedView a,
                         record::PreparedView b) noexcept;
std::uint8_t CompareCategory(const Comparison& comparison, record::PreparedView a,
                             record::PreparedView b) noexcept;
std::uint8_t CompareNumber(const Comparison& comparison, record::PreparedView a,
                           record::PreparedView b) noexcept;
std::uint8_t CompareIdentifier(const Comparison& comparison, record::PreparedView a,
                               record::PreparedView b) noexcept;

}  // namespace doublon::compare
