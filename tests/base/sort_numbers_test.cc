#include "base/sort_numbers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>
#include <vector>

#include "hwy/targets.h"

namespace doublon {
namespace {

// With the best instruction set there is, then without any.
template <typename Check>
void UnderEachTarget(const Check& check) {
  check();
  hwy::SetSupportedTargetsForTest(HWY_SCALAR | HWY_EMU128);
  check();
  hwy::SetSupportedTargetsForTest(0);
}

TEST(SortNumbersTest, AscendingOfAnyCount) {
  UnderEachTarget([] {
    std::mt19937_64 random(4);
    for (const std::size_t count : {0, 1, 2, 17, 1000, 70'000}) {
      std::vector<std::uint64_t> numbers(count);
      for (std::uint64_t& number : numbers) number = random() >> (random() % 60);
      std::vector<std::uint64_t> expected = numbers;
      std::sort(expected.begin(), expected.end());
      SortNumbers(numbers);
      EXPECT_EQ(numbers, expected);
    }
  });
}

TEST(SortNumbersTest, WideNumbersByTheirUpperHalfFirst) {
  UnderEachTarget([] {
    std::mt19937_64 random(5);
    std::vector<hwy::uint128_t> numbers(5000);
    for (hwy::uint128_t& number : numbers) number = {.lo = random() % 50, .hi = random() % 50};
    SortNumbers(numbers);
    EXPECT_TRUE(std::is_sorted(numbers.begin(), numbers.end(), [](const auto& x, const auto& y) {
      return std::tie(x.hi, x.lo) < std::tie(y.hi, y.lo);
    }));
  });
}

}  // namespace
}  // namespace doublon
