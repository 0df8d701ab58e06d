#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

#include "base/hash.h"

namespace doublon::normalize {

// A direct-mapped memory of what short cells were read as. Given names, streets and towns come
// again and again in lists: half to nine tenths of them have been read shortly before. It remembers
// results of pure functions only, so that what is in it never changes an answer. Value: trivially
// copyable. Memory: kSlots × (kBytesMax + 5 bytes + Value, in whole cache lines), taken at the
// first use. Threads: one a thread.
template <typename Value, std::size_t kSlots, std::size_t kBytesMax>
class CellCache {
 public:
  static constexpr std::size_t kCellBytesMax = kBytesMax;
  static_assert((kSlots & (kSlots - 1)) == 0);

  // The slot for a cell read in this context (column kind, locale, ...); null when the cell is too
  // long to be kept. `known` tells whether the slot's value is this cell's already; if not, the
  // caller fills it, or calls Forget.
  Value* At(std::string_view cell, std::uint32_t context, bool& known) {
    known = false;
    if (cell.size() > kCellBytesMax) return nullptr;
    if (slots_ == nullptr) slots_ = std::make_unique<Slot[]>(kSlots);
    Slot& slot = SlotOf(cell, context);
    known = slot.context == context && cell == std::string_view(slot.cell.data(), slot.size);
    if (!known) {
      slot.context = context;
      slot.size = static_cast<std::uint8_t>(cell.size());
      cell.copy(slot.cell.data(), cell.size());
    }
    last_ = &slot;
    return &slot.value;
  }
  // The value of the last At cannot be kept.
  void Forget() noexcept { last_->context = kNoContext; }

  // Brings the slot of a cell that is to be read soon closer.
  void Prefetch(std::string_view cell, std::uint32_t context) const noexcept {
    if (cell.size() > kCellBytesMax || slots_ == nullptr) return;
    const char* const slot = reinterpret_cast<const char*>(&SlotOf(cell, context));
    for (std::size_t line = 0; line < sizeof(Slot); line += kCacheLine)
      __builtin_prefetch(slot + line);
  }

 private:
  static constexpr std::uint32_t kNoContext = ~0U;
  static constexpr std::size_t kCacheLine = 64;
  struct alignas(kCacheLine) Slot {
    std::uint32_t context = kNoContext;
    std::uint8_t size = 0;
    std::array<char, kCellBytesMax> cell;
    Value value;
  };
  Slot& SlotOf(std::string_view cell, std::uint32_t context) const noexcept {
    return slots_[StableHash(cell, context) & (kSlots - 1)];
  }
  std::unique_ptr<Slot[]> slots_;
  Slot* last_ = nullptr;
};

}  // namespace doublon::normalize
