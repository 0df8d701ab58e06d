#include "base/huge_allocator.h"

#include <malloc.h>
#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace doublon {

namespace {
constexpr std::size_t kHugePageBytes = std::size_t{2} << 20;
}  // namespace

void* AllocateHuge(std::size_t bytes) {
  void* memory = nullptr;
  if (bytes < kHugeBytesMin) {
    memory = std::malloc(bytes);
  } else {
    const std::size_t rounded = (bytes + kHugePageBytes - 1) / kHugePageBytes * kHugePageBytes;
    memory = std::aligned_alloc(kHugePageBytes, rounded);
    if (memory != nullptr)
      madvise(memory, rounded, MADV_HUGEPAGE);  // a wish: ordinary pages do as well
  }
  if (memory == nullptr && bytes != 0) throw std::bad_alloc();
  return memory;
}

void ReturnFreeMemory() noexcept { malloc_trim(0); }

void FreeHuge(void* memory) noexcept { std::free(memory); }

}  // namespace doublon
