#include "normalize/pack/sources.h"

#include <cstdio>
#include <cstdlib>

namespace doublon::normalize::pack {

void Stop(const std::string& message) {
  std::fputs((message + "\n").c_str(), stderr);
  std::exit(1);
}

CsvRows Sources::Open(const std::string& name) const {
  CsvRows rows(folder_ + "/" + name);
  if (!rows.ok()) Stop(fmt::format("cannot read {}", rows.path()));
  return rows;
}

std::vector<std::string> Sources::Lines(const std::string& name) const {
  const std::string path = folder_ + "/" + name;
  std::vector<std::string> lines = ReadLines(path);
  if (lines.empty()) Stop(fmt::format("cannot read {}", path));
  return lines;
}

std::uint32_t Number(std::string_view digits) {
  return static_cast<std::uint32_t>(std::strtoul(std::string(digits).c_str(), nullptr, 10));
}

}  // namespace doublon::normalize::pack
