#pragma once

#include <cstdint>

namespace doublon::bench {

// Calls of operator new by this thread since the program began.
std::uint64_t AllocationCount() noexcept;

}  // namespace doublon::bench
