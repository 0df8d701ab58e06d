#include "cli/memory_size.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "fmt/format.h"

namespace doublon::cli {

namespace {

struct Unit {
  std::string_view name;
  double bytes;
};
constexpr std::array<Unit, 14> kUnits = {{{"", 1},
                                          {"b", 1},
                                          {"k", 0x1p10},
                                          {"m", 0x1p20},
                                          {"g", 0x1p30},
                                          {"t", 0x1p40},
                                          {"kib", 0x1p10},
                                          {"mib", 0x1p20},
                                          {"gib", 0x1p30},
                                          {"tib", 0x1p40},
                                          {"kb", 1e3},
                                          {"mb", 1e6},
                                          {"gb", 1e9},
                                          {"tb", 1e12}}};

}  // namespace

std::optional<std::uint64_t> ParseMemorySize(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  while (text.starts_with(' ')) text.remove_prefix(1);
  std::string unit(text);
  std::transform(unit.begin(), unit.end(), unit.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto known = std::find_if(kUnits.begin(), kUnits.end(),
                                  [&](const Unit& other) { return other.name == unit; });
  if (known == kUnits.end()) return std::nullopt;
  const double bytes = number * known->bytes;
  if (!(bytes >= 1 && bytes <= 0x1p60)) return std::nullopt;
  return static_cast<std::uint64_t>(bytes);
}

std::string MemorySizeText(std::uint64_t bytes) {
  const double mib = static_cast<double>(bytes) / 0x1p20;
  return mib < 1000 ? fmt::format("{:.0f} MiB", mib) : fmt::format("{:.2f} GiB", mib / 1024);
}

}  // namespace doublon::cli
