#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../reference/similarity_reference.h"
#include "similarity/similarity.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

bool Near(double x, double y) { return std::abs(x - y) < 1e-12; }

void RequireSameAsReference(std::string_view a, std::string_view b, std::uint32_t limit) {
  namespace reference = doublon::reference;
  namespace similarity = doublon::similarity;
  Require(Near(similarity::JaroWinkler(a, b), reference::JaroWinkler(a, b)));
  Require(similarity::OsaDistance(a, b, limit) ==
          std::min(reference::OsaDistance(a, b), limit + 1));
  Require(Near(similarity::OsaSimilarity(a, b), reference::OsaSimilarity(a, b)));
  Require(Near(similarity::BigramDice(a, b), reference::BigramDice(a, b)));
  Require(similarity::AtMostOneEdit(a, b) == reference::AtMostOneEdit(a, b));
  Require(similarity::TokensContained(a, b) == reference::TokensContained(a, b));
  Require(similarity::TokensEqualInAnyOrder(a, b) == reference::TokensEqualInAnyOrder(a, b));
}

}  // namespace

// The first byte is the limit of the distance, the rest two strings with a line break between them:
// every measure is that of the textbook, in both orders.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kSizeMax = 1024;  // the textbook distance is quadratic
  if (size == 0 || size > kSizeMax) return 0;
  const std::uint32_t limit = data[0];
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t middle = std::min(text.find('\n'), text.size());
  const std::string_view a = text.substr(0, middle);
  const std::string_view b = text.substr(std::min(middle + 1, text.size()));
  RequireSameAsReference(a, b, limit);
  RequireSameAsReference(b, a, limit);
  return 0;
}
