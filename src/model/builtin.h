#pragma once

#include <string>
#include <string_view>

namespace doublon::model {

// The model for French contact lists built into the program, and the one it was made of, as learnt
// from invented lists: datasets/models/contacts_fr.json and contacts_fr_learnt.json (see the README
// there). They have no tables of their own: name frequencies are the national ones.
std::string_view BuiltInJson() noexcept;
std::string_view BuiltInLearntJson() noexcept;
std::string BuiltInTables();

}  // namespace doublon::model
