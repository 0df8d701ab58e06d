#pragma once

#include <algorithm>

#include "record/prepared_record.h"

namespace doublon::compare {

// The best level that compare_values(x, y) finds over all pairs of values of the field; Level{}
// (missing) when either record has none.
template <typename Level, typename CompareValues>
Level BestLevel(std::uint8_t field, record::PreparedView a, record::PreparedView b,
                const CompareValues& compare_values) noexcept {
  Level best{};
  for (const record::ValueView x : a.values(field)) {
    for (const record::ValueView y : b.values(field)) {
      best = std::max<Level>(best, compare_values(x, y));
    }
  }
  return best;
}

}  // namespace doublon::compare
