#include "base/sort_numbers.h"

#include <algorithm>
#include <tuple>

#include "hwy/contrib/sort/vqsort.h"
#include "hwy/targets.h"

namespace doublon {

namespace {

// VQSort ends the program on the targets without vectors.
bool HasSimd() { return (hwy::SupportedTargets() & ~(HWY_SCALAR | HWY_EMU128)) != 0; }

}  // namespace

void SortNumbers(std::span<std::uint64_t> numbers) {
  if (!HasSimd()) return std::sort(numbers.begin(), numbers.end());
  hwy::Sorter sorter;
  sorter(numbers.data(), numbers.size(), hwy::SortAscending());
}

void SortNumbers(std::span<hwy::uint128_t> numbers) {
  if (!HasSimd()) {
    return std::sort(numbers.begin(), numbers.end(), [](const auto& x, const auto& y) {
      return std::tie(x.hi, x.lo) < std::tie(y.hi, y.lo);
    });
  }
  hwy::Sorter sorter;
  sorter(numbers.data(), numbers.size(), hwy::SortAscending());
}

}  // namespace doublon
