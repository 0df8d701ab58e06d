#pragma once

#include <string>
#include <string_view>

namespace doublon::model {

// The model for French contact lists built into the program: datasets/models/contacts_fr.json, trained on invented lists
// (see datasets/models/README.md). It has no tables of its own: name frequencies are the national ones.
std::string_view BuiltInJson() noexcept;
std::string BuiltInTables();

}  // namespace doublon::model
