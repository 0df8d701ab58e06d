#pragma once

#include <cstdint>
#include <span>

#include "hwy/base.h"

namespace doublon {

// Sort ascending, in place; numbers of 128 bits by .hi, then .lo. By SIMD (Highway's VQSort, about
// 10 ns a number) where the processor has any, else by std::sort. Thread safe.
void SortNumbers(std::span<std::uint64_t> numbers);
void SortNumbers(std::span<hwy::uint128_t> numbers);

}  // namespace doublon
