#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fmt/format.h"
#include "normalize/pack/csv_rows.h"
#include "text/fold.h"

namespace doublon::normalize::pack {

// Ends the program with `message` on standard error: a build must not go on with half the rules.
[[noreturn]] void Stop(const std::string& message);

// The folder of reference files. Every member that cannot read what it is asked for stops the
// program with the file's name.
class Sources {
 public:
  explicit Sources(std::string folder) : folder_(std::move(folder)) {}
  CsvRows Open(const std::string& name) const;
  // The lines of a file, at least one.
  std::vector<std::string> Lines(const std::string& name) const;

 private:
  std::string folder_;
};

// What follows turns a field of a file into what the tables hold.

// 0 where the field holds no digits.
std::uint32_t Number(std::string_view digits);

inline std::string Fold(std::string_view text) { return text::Fold(text); }

// The code of a kind by its name in the files; stops at a name that `kinds` does not have.
template <typename Kind>
std::uint32_t Code(const std::map<std::string, Kind, std::less<>>& kinds, std::string_view name) {
  const auto found = kinds.find(name);
  if (found == kinds.end()) Stop(fmt::format("unknown kind {}", name));
  return static_cast<std::uint32_t>(found->second);
}

}  // namespace doublon::normalize::pack
