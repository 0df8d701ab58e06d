#pragma once

#include <cstddef>
#include <new>
#include <utility>
#include <vector>

namespace doublon {

// Memory for arrays that are read at random places. From kHugeBytesMin on they stand on huge pages,
// where the system has them: looking up where a page lies costs more than the cache miss itself
// when 4 KiB pages hold hundreds of megabytes. nullptr is never returned; running out of memory
// ends the process as operator new does. Thread safe.
inline constexpr std::size_t kHugeBytesMin = std::size_t{8} << 20;
void* AllocateHuge(std::size_t bytes);
void FreeHuge(void* memory) noexcept;

// Gives memory that was freed, and that the allocator keeps for the next who asks, back to the
// system: after a step whose scratch no later step needs. Cost: some milliseconds.
void ReturnFreeMemory() noexcept;

// For std::vector. resize() leaves new numbers unset: whoever grows an array writes it, and setting
// it first would touch its memory twice.
template <typename T>
struct HugeAllocator {
  using value_type = T;
  HugeAllocator() = default;
  template <typename U>
  HugeAllocator(const HugeAllocator<U>&) noexcept {
  }  // NOLINT(google-explicit-constructor): what allocators are
  T* allocate(std::size_t count) { return static_cast<T*>(AllocateHuge(count * sizeof(T))); }
  template <typename U>
  void construct(U* place) noexcept {
    ::new (static_cast<void*>(place)) U;
  }
  template <typename U, typename... Arguments>
  void construct(U* place, Arguments&&... arguments) {
    ::new (static_cast<void*>(place)) U(std::forward<Arguments>(arguments)...);
  }
  void deallocate(T* memory, std::size_t) noexcept { FreeHuge(memory); }
  template <typename U>
  friend bool operator==(const HugeAllocator&, const HugeAllocator<U>&) noexcept {
    return true;
  }
};
template <typename T>
using HugeVector = std::vector<T, HugeAllocator<T>>;

}  // namespace doublon
