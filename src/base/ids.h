#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace doublon {

// Integers that must not be mixed up. Each is a plain value: comparable, hashable, free to copy.
template <typename Tag, typename Value>
struct StrongId {
  Value value = 0;
  friend constexpr auto operator<=>(StrongId, StrongId) = default;
};

// Position of a record among the resident records of a run or a service, from 0. Not stable between
// runs.
using RecordIndex = StrongId<struct RecordIndexTag, std::uint32_t>;
// Entity id as users see it, from 1; 0 means none. Stable while an entity grows.
using EntityId = StrongId<struct EntityIdTag, std::uint64_t>;

}  // namespace doublon

template <typename Tag, typename Value>
struct std::hash<doublon::StrongId<Tag, Value>> {
  std::size_t operator()(doublon::StrongId<Tag, Value> id) const noexcept {
    return static_cast<std::size_t>(id.value) * 0x9e3779b97f4a7c15ULL;
  }
};
