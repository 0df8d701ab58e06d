#pragma once

#include "cli/arguments.h"

namespace doublon::cli {

// `doublon normalize FILE`: writes every row of the file with its canonical values beside it, CSV
// in input order: the file's columns as they are, then for each field that its columns fill
// `FIELD.canonical` and `FIELD.flags` ("; " between several values, "-" for a value without flags,
// `missing` or `unused` when there is none), then `record.flags`; with
// --keys also `FIELD.fr_key` of names and `keys`, the block keys in hexadecimal. Prints the report
// if asked. Returns the exit code.
int NormalizeFile(const NormalizeArguments& arguments);

}  // namespace doublon::cli
