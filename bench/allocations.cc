#include "allocations.h"

#include <cstdlib>
#include <new>

namespace {
thread_local std::uint64_t allocation_count = 0;
}  // namespace

void* operator new(std::size_t size) {
  ++allocation_count;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
// What the standard library's temporary buffers take.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocation_count;
  return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace doublon::bench {

std::uint64_t AllocationCount() noexcept { return allocation_count; }

}  // namespace doublon::bench
