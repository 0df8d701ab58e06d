#pragma once

#include <string>
#include <string_view>

#include "generate/population.h"
#include "generate/random.h"

namespace doublon::generate {

// The four lists: file stem, header line (with id first), and how a person of a household becomes a
// row. Each list has its columns, habits and errors; rates and their sources are in
// docs/generate.md.
std::string_view SourceName(Source source) noexcept;
std::string_view SourceHeader(Source source) noexcept;

// Appends the cells after the id, comma-separated, without a line end. Draws from `random` only.
void AppendRow(Source source, const Tables& tables, const Household& household,
               const Person& person, Random& random, std::string& out);

// The id of row `position` (from 0) of a list, which must not tell who the row is about: rows are
// shuffled before ids are given. Unique in the list.
std::string RowId(Source source, std::uint64_t position);

}  // namespace doublon::generate
