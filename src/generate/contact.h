#pragma once

#include <cstdint>
#include <string>

#include "generate/population.h"

namespace doublon::generate {

// Gives a person a mailbox of about that year: from the name, or a pseudonym. Where a name has more
// bearers than mailboxes digits are added, as providers make people do, so that two people seldom
// have the same address.
std::string MakeEmail(const Person& person, int year, std::string_view postcode, Random& random);

// A mailbox that a couple shares.
std::string MakeFamilyEmail(const Person& one, const Person& other, Random& random);

// Telephone numbers, ten digits. Different ordinals have different numbers as long as they are
// below 140 million (mobiles) or 65 million (landlines), in mainland France; beyond, and overseas,
// numbers may come again.
std::string MakeMobile(std::uint64_t ordinal, std::uint64_t seed, std::string_view postcode);
std::string MakeLandline(std::uint64_t ordinal, std::uint64_t seed, std::string_view postcode);

}  // namespace doublon::generate
