#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

// Look-ups in the reference data built into the program (datasets/reference, packed at build time;
// nothing is parsed at start-up and nothing is read from disk). All functions are thread safe and
// allocate nothing. Arguments are folded text.
namespace doublon::normalize::reference {

// Births in France under this given name (INSEE 1900-2021), 0 when not listed; total of all listed
// births.
std::uint32_t GivenNameCount(std::string_view folded) noexcept;
std::uint64_t GivenNameTotal() noexcept;
// 'm', 'f', or 0 when borne by both (minor sex above 5 %) or not listed.
char GivenNameGender(std::string_view folded) noexcept;
// Bearers by family name (INSEE 1891-2000 births), 0 when not listed; total.
std::uint32_t FamilyNameCount(std::string_view folded) noexcept;
std::uint64_t FamilyNameTotal() noexcept;

// How two different given names relate, the strongest that holds. Symmetric.
enum class GivenNameRelation : std::uint8_t {
  kNone,
  kFalseFriend,     // nearly identical, opposite sex (Michel / Michele): not the same person
  kEquivalent,      // the same name in another language (Jean / John)
  kNickname,        // a short form (Kader / Abdelkader)
  kSharedNickname,  // a short form of names of both sexes (Chris / Christine): its own sex says
                    // nothing
  kVariant,         // spelling or transliteration (Mathieu / Matthieu)
};
GivenNameRelation RelateGivenNames(std::string_view a, std::string_view b) noexcept;

// Canonical commune name and whether the postcode is one of its postcodes.
bool PostcodeHasCity(std::string_view postcode, std::string_view folded_city) noexcept;
// Both are known, and no commune of this name has a postcode in the postcode's département: one of
// the two is wrong.
bool PostcodeContradictsCity(std::string_view postcode, std::string_view folded_city) noexcept;
bool IsPostcode(std::string_view postcode) noexcept;  // a French postcode in use

// Are two domains mostly names of one mailbox for the same local part (wanadoo.fr, orange.fr)?
// Symmetric.
bool MayBeOneMailbox(std::string_view domain_a, std::string_view domain_b) noexcept;

// Population or count shares used for rarity where a list is small; nullopt when unknown.
std::optional<double> CityShare(std::string_view folded_city) noexcept;

}  // namespace doublon::normalize::reference
