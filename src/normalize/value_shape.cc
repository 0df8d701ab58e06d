// Shapes of values: what an example may show without showing anybody's data.
#include <algorithm>
#include <map>
#include <string>

#include "normalize/cell_tokens.h"
#include "normalize/profile.h"

namespace doublon::normalize {

namespace {

constexpr std::size_t kShapeBytesMax = 37;
constexpr std::size_t kLetterRunMax = 3;  // longer runs of letters look the same
constexpr std::size_t kExamplesMax = 3;

char MaskOf(std::string_view rest, std::size_t& size) noexcept {
  const char c = rest.front();
  switch (ClassifyCharacter(rest, size)) {
    case CharClass::kLetter:
      return c >= 'A' && c <= 'Z' ? 'A' : 'a';
    case CharClass::kDigit:
      return '9';
    case CharClass::kSpace:
      return ' ';
    case CharClass::kApostrophe:
      return '\'';
    case CharClass::kHyphen:
      return '-';
    case CharClass::kInvisible:
      return 0;
    default:
      return size == 1 ? c : '*';
  }
}

}  // namespace

std::string MaskedShape(std::string_view value) {
  std::string shape;
  std::size_t run = 0;
  for (std::size_t at = 0; at < value.size();) {
    std::size_t size;
    const char mask = MaskOf(value.substr(at), size);
    at += size;
    if (mask == 0) continue;
    run = !shape.empty() && shape.back() == mask ? run + 1 : 1;
    if ((mask == 'a' || mask == 'A' || mask == ' ') && run > kLetterRunMax) continue;
    if (shape.size() == kShapeBytesMax) return shape + "...";
    shape += mask;
  }
  return shape;
}

std::vector<std::string> FrequentShapes(std::span<const std::string_view> values) {
  std::map<std::string, std::size_t> counts;
  for (const std::string_view value : values) {
    if (!value.empty()) ++counts[MaskedShape(value)];
  }
  std::vector<std::pair<std::string, std::size_t>> ordered(counts.begin(), counts.end());
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> shapes;
  for (std::size_t i = 0; i < ordered.size() && i < kExamplesMax; ++i)
    shapes.push_back(ordered[i].first);
  return shapes;
}

}  // namespace doublon::normalize
