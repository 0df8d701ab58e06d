#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "record/schema.h"

namespace doublon::bench {

// Rows of an invented list (docs/generate.md, seed 3) with the columns as they are taken without
// configuration. Cells are views into one run of bytes, row after row, as those of a file are.
struct GeneratedRows {
  record::SourceSchema schema;
  std::string bytes;
  std::vector<std::vector<std::string_view>> rows;
  std::uint64_t byte_count = 0;  // of all cells but the id
};

// `list`: voters, donors, petition or members. voters: nine columns beside the id. Rows are in
// random order, so that a person's duplicates do not follow each other. Ends the program when the
// lists cannot be made.
GeneratedRows Generate(const std::string& list, std::uint64_t rows_of_all_lists);

}  // namespace doublon::bench
