#pragma once

#include <vector>

#include "normalize/pack/sources.h"
#include "normalize/pack/table_writer.h"

// The steps of packing, one for each group of reference files; each adds to the tables named
// behind it. A step may look up what an earlier one has packed, so they run in the order given
// here. All stop the program at a row that they cannot take.
namespace doublon::normalize::pack {

// Persons.
void PackParticles(const Sources& sources, TableWriter& tables);  // kParticles
// kAddressWords; before the communes, whose names are written out with them.
void PackAddressWords(const Sources& sources, TableWriter& tables);
void PackNames(const Sources& sources, TableWriter& tables);  // given and family names; particles
void PackRelations(const Sources& sources, TableWriter& tables);  // kGivenRelations, kShortInitials
// kTitles, kMarkers, kGivenAbbreviations, kOrganisationWords, kDevotionalNames
void PackNameWords(const Sources& sources, TableWriter& tables);

// Places.
void PackStreetTypes(const Sources& sources, TableWriter& tables);  // kStreetTypes and -After
// kPostcodes, kPostcodeCities, kCities and the two tables of arrondissements
void PackCommunes(const Sources& sources, TableWriter& tables);

// Mail and telephone.
void PackMail(const Sources& sources, TableWriter& tables);       // all tables of mail
void PackMailTypos(const Sources& sources, TableWriter& tables);  // kMailTypos; the rest of mail
// kCallingCodes; the states of the automata of numbers are appended to `states`
void PackPhones(const Sources& sources, TableWriter& tables, std::vector<PhoneState>& states);
void PackOverseas(const Sources& sources, TableWriter& tables);  // kOverseasPrefixes

// Headers, placeholders, months, number words, sexes, letters, countries, suspect dates.
void PackOthers(const Sources& sources, TableWriter& tables);
// kWordClasses: what each word can be the beginning of, from all tables of words.
void PackWordClasses(TableWriter& tables);

}  // namespace doublon::normalize::pack
