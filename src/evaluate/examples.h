#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "evaluate/comparison.h"

namespace doublon::evaluate {

// Numbers labels from 0 in order of first appearance.
std::vector<std::uint32_t> DenseLabels(const std::vector<std::uint64_t>& labels);

// The rows grouped by one partition ("entities") and, within each, by the other ("cells"); within a
// cell in order of source. Seen through the predicted partition a broken entity is a lump, through
// truth it is a split.
struct Lens {
  std::vector<RowPosition> order;
  const std::vector<std::uint32_t>* entity = nullptr;  // must outlive the lens
  const std::vector<std::uint32_t>* cell = nullptr;    // must outlive the lens

  // End of the entity (of the cell) that starts at position `first` of `order`. Cost: its size.
  std::size_t EntityEnd(std::size_t first) const noexcept;
  std::size_t CellEnd(std::size_t first) const noexcept;
};

Lens MakeLens(const LabelledRows& rows, const std::vector<std::uint32_t>& entity,
              const std::vector<std::uint32_t>& cell);

// The largest entities with two cells or more, largest first, ties by their smallest (source name,
// id).
std::vector<WrongEntity> LargestBroken(const LabelledRows& rows, const Lens& lens,
                                       const ComparisonOptions& options);

// At most examples_max pairs that share an entity but no cell, one for each two neighbouring cells
// of an entity, chosen by a hash of names and ids: a sample spread over the entities, the same for
// any order of the rows. The first row of a pair precedes the second by (source name, id).
std::vector<RowPair> ExamplePairs(const LabelledRows& rows, const Lens& lens,
                                  const ComparisonOptions& options);

}  // namespace doublon::evaluate
