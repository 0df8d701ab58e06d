#include "similarity/allocation_count.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::size_t> allocation_count = 0;
}  // namespace

// In a file of its own: where the compiler sees only one of new and delete it warns of a mismatch.
void* operator new(std::size_t size) {
  ++allocation_count;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace doublon::similarity {

std::size_t AllocationCount() { return allocation_count; }

}  // namespace doublon::similarity
