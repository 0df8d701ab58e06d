#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "engine/sources.h"

namespace doublon::cli {

// Reads doublon.toml:
//   id = "voter_no"                      # column with the row's id, in every file that has it
//   locale = "fr"                        # rules for names, phones, addresses of every file: fr,
//   en, generic [columns]                            # of every file "E-mail" = "email"
//   [source.donors.columns]              # of one file, by its stem
//   "Name" = "full_name"
//   [source.donors]
//   locale = "en"                        # of one file
// Kinds are those of record::KindName. Unknown keys and kinds are errors that name file and line.
Status ReadConfig(const std::string& path, engine::SourceOptions* options);

// The same file from what the sources were taken for, with the reason beside each column.
std::string WriteConfig(const std::vector<engine::Source>& sources);

}  // namespace doublon::cli
