#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/hash.h"

// The form of the reference data built into the program: one blob of open-addressing hash tables,
// written by pack/ at build time and read in place. Integers are little-endian.
//
//   BlobHeader, TableHeader[kTableCount], then slots (8-aligned), name keys (16-aligned), phone
//   states, string pool name keys   an open-addressing table of NameKeysSlot over kGivenNames and
//   kFamilyNames: the keys of frequent names are looked
//               up instead of computed
//   pool        byte 0 is zero; a string is one length byte and its bytes; offset 0 means none
//   slot        empty when key_offset is 0; else tag = upper half of the key's hash, key in the
//   pool, value by table
namespace doublon::normalize {

// What the value of each table holds (low half, high half). "text" is a pool offset.
enum class TableId : std::uint8_t {
  kGivenNames,               // births of girls, of boys (France)
  kGivenNamesUs,             // the same, United States
  kFamilyNames,              // bearers (France)
  kFamilyNamesUs,            // bearers (United States)
  kGivenRelations,           // GivenNameRelation, 0; key: the two names in order, joined by \x1f
  kShortInitials,            // 1, 0: written initials of a compound name ("jp")
  kGivenAbbreviations,       // 1 when only before another name, text meant
  kPostcodes,                // 1, 0
  kPostcodeCities,           // 1, 0; key: postcode or its first two digits, \x1f, city
  kCities,                   // population, 0
  kArrondissements,          // number, text city; key: postcode or INSEE code
  kArrondissementPostcodes,  // 0, text postcode; key: city, space, number
  kStreetTypes,       // type id | kAmbiguousBit, text canonical; types that stand before the name
  kStreetTypesAfter,  // the same for languages whose types stand after the name (English, Dutch,
                      // German)
  kAddressWords,    // kAmbiguousBit or 0, text expansion; key: a letter 'a' + AddressWordKind, then
                    // the word
  kMailDomains,     // MailDomainFlag bits, text mailbox group
  kMailTypos,       // TypoUse, text domain meant
  kRoleLocalParts,  // RoleKind, 0
  kDisposableDomains,  // 1, 0
  kTitles,             // TitleKind | sex << 8, text of a suffix in one spelling
  kMarkers,            // MarkerMeaning, 0
  kParticles,          // ParticleUse bits, text spelling
  kDevotionalNames,    // 1, 0: given names behind a particle: María del Carmen
  kHeaders,            // 0, text field name
  kPlaceholders,       // scope bits, 0
  kOrganisationWords,  // OrganisationWordKind, 0
  kMonths,             // 1 to 12, 0
  kNumberWords,        // number, 0
  kLetters,            // 0, text Latin letters; key: one letter as UTF-8
  kCountries,          // 0, text country
  kGenders,            // the letter f or m, 0
  kDateSuspects,       // DateTreatment, 0; key: d/m/y or d/m/*
  kWordClasses,        // WordClass bits, 0; key: a word
  kOverseasPrefixes,   // 0, text calling code; key: first digits of a national number of France
  kCallingCodes,       // start state, 1 when a trunk 0 is written inside the country
};
inline constexpr std::size_t kTableCount = static_cast<std::size_t>(TableId::kCallingCodes) + 1;

// Kinds as they stand in the data files.
enum class MailDomainFlag : std::uint8_t {
  kDotsIgnored = 1,
  kTagStripped = 2,
  kOneMailbox = 4,
  kRelay = 8,
  kMaybeOneMailbox = 16,
};
enum class RoleKind : std::uint8_t {
  kOrganisation = 1,
  kTechnical,
  kNoReply,
  kFamily,
  kPlaceholder,
  kOrganisationPrefix,
  kFamilyPrefix
};
enum class TypoUse : std::uint8_t { kSafe = 1, kReview, kKeep };
enum class TitleKind : std::uint8_t {
  kCourtesy = 1,
  kPlural,
  kCouple,
  kHousehold,
  kMarital,
  kOffice,
  kHonorific,
  kSuffix,
  kGeneration
};
enum class MarkerMeaning : std::uint8_t {
  kBirthName = 1,
  kMarriedName,
  kMarriedNameIfSecond,
  kFormerName,
  kAlias,
  kUsageName,
  kCareOf
};
enum class ParticleUse : std::uint8_t {
  kSeparate = 1,
  kGlued = 2,
  kMiddle = 4,
  kPortuguese = 8,
  kArabic = 16
};
enum class AddressWordKind : std::uint8_t {
  kNameWord = 1,
  kInitial,
  kComplement,
  kDelivery,
  kRepetition,
  kCityWord,
  kCareOf,
  kStopWord
};
enum class OrganisationWordKind : std::uint8_t {
  kBody = 1,
  kLegalForm,
  kPartner,  // behind "et": LEGRAND et Fils
  kPartners  // without it as well: LEGRAND Frères
};
enum class PlaceholderScope : std::uint8_t {
  kAny = 1,
  kEmail = 2,
  kPhone = 4,
  kAddress = 8,
  kRemark = 16,
  kOffice = 32  // what a person is or does, behind the name
};
enum class DateTreatment : std::uint8_t { kSuspect = 1, kMissing };
inline constexpr std::uint32_t kAmbiguousBit = 1 << 8;

// Whether any key of a table begins with a word: one look-up a word of a cell says which tables
// need not be asked.
enum class WordClass : std::uint32_t {
  kTitle = 1U << 0,
  kMarker = 1U << 1,
  kParticle = 1U << 2,
  kOrganisation = 1U << 3,
  kPlaceholder = 1U << 4,
  kHeader = 1U << 5,  // of name columns, or the word begins one written without spaces
  kStreetType = 1U << 6,
  kStreetTypeAfter = 1U << 7,
  kMonth = 1U << 8,
  kNumberWord = 1U << 9,
  kCountry = 1U << 10,
  kGivenAbbreviation = 1U << 11,
  kShortInitials = 1U << 12,
  kLongStreetType = 1U << 14,  // a street type of several words
  kTownEnd =
      1U << 13,  // last word of a large town, or a word that may stand behind the name of one
  kAddressWord = 1U << 16,  // shifted by the AddressWordKind
};
// A town that is believed behind a street without a comma.
inline constexpr std::uint32_t kLargeTown = 20'000;

struct TableHeader {
  std::uint32_t slots_offset = 0;
  std::uint32_t slot_mask = 0;  // slot count - 1, a power of two
  std::uint64_t total =
      0;  // sum over the entries of low half + high half of counts; 0 where there are none
};

// A deterministic automaton over the digits of national numbers. accept: PhoneUse bits, 0 when no
// number ends here.
enum class PhoneUse : std::uint16_t { kFixed = 1, kMobile = 2, kVoip = 4, kService = 8 };
struct PhoneState {
  std::uint16_t next[10] = {};  // 0: no way on
  std::uint16_t accept = 0;
};

struct BlobHeader {
  char magic[8] = {'d', 'b', 'l', 'r', 'e', 'f', '0', '1'};
  std::uint32_t pool_offset = 0;
  std::uint32_t phone_offset = 0;
  std::uint32_t name_keys_offset = 0;
  std::uint32_t name_keys_mask = 0;  // slot count - 1, a power of two
  TableHeader tables[kTableCount];
};

struct TableSlot {
  std::uint32_t tag = 0;
  std::uint32_t key_offset = 0;
  std::uint32_t low = 0;
  std::uint32_t high = 0;
};
static_assert(sizeof(TableSlot) == 16);

inline constexpr std::size_t kPackedStringMax = 255;

// Hashes of the phonetic keys of a folded name, as prepared records hold them; 0 for an empty key.
struct NameKeys {
  std::uint32_t fr_key = 0, skeleton = 0;
};
inline constexpr std::uint64_t kNameKeySeed = 0x6e616d65ULL;  // "name": version of these hashes
inline std::uint32_t NameKeyHash(std::string_view key) noexcept {
  return key.empty() ? 0U : static_cast<std::uint32_t>(StableHash(key, kNameKeySeed));
}

// A slot of the table of name keys. The whole hash stands for the name, so that a look-up costs one
// cache line; a name that is not listed meets the hash of one that is with a chance of 2^-46.
struct NameKeysSlot {
  std::uint64_t hash = 0;  // NameHash | 1; 0: empty
  NameKeys keys;
};
static_assert(sizeof(NameKeysSlot) == 16);
inline std::uint64_t TableHash(TableId table, std::string_view key) noexcept {
  return StableHash(key, static_cast<std::uint64_t>(table) + 1);
}

// The hash of a folded name or word, for its keys and for its WordClass.
inline std::uint64_t NameHash(std::string_view folded) noexcept {
  return TableHash(TableId::kWordClasses, folded);
}

}  // namespace doublon::normalize
