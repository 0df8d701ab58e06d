#pragma once

#include <cstddef>

namespace doublon::similarity {

// How often this program has called operator new so far.
std::size_t AllocationCount();

}  // namespace doublon::similarity
