#include "generate/alias_table.h"

#include <cmath>
#include <limits>

#include "base/check.h"

namespace doublon::generate {

AliasTable::AliasTable(std::span<const double> weights)
    : threshold_(weights.size(), std::numeric_limits<std::uint32_t>::max()),
      alias_(weights.size(), 0) {
  double sum = 0;
  for (const double weight : weights) sum += weight;
  DOUBLON_CHECK(sum > 0);
  std::vector<double> share(weights.size());
  std::vector<std::uint32_t> small;
  std::vector<std::uint32_t> large;
  for (std::uint32_t i = 0; i < weights.size(); ++i) {
    alias_[i] = i;
    share[i] = weights[i] / sum * static_cast<double>(weights.size());
    (share[i] < 1 ? small : large).push_back(i);
  }
  while (!small.empty() && !large.empty()) {
    const std::uint32_t low = small.back();
    const std::uint32_t high = large.back();
    small.pop_back();
    threshold_[low] = static_cast<std::uint32_t>(share[low] * 0x1p32);
    alias_[low] = high;
    share[high] -= 1 - share[low];
    if (share[high] < 1) {
      large.pop_back();
      small.push_back(high);
    }
  }
}

}  // namespace doublon::generate
