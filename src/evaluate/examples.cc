#include "evaluate/examples.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "base/hash.h"

namespace doublon::evaluate {
namespace {

constexpr std::uint64_t kExampleSeed = 0x6576616c75617465ULL;

bool PrecedesByName(const LabelledRows& rows, RowPosition a, RowPosition b) {
  return std::tie(rows.source_names[rows.source[a]], rows.id[a]) <
         std::tie(rows.source_names[rows.source[b]], rows.id[b]);
}

std::uint64_t RowHash(const LabelledRows& rows, RowPosition row) {
  return MixHash(StableHash(rows.source_names[rows.source[row]], kExampleSeed),
                 StableHash(rows.id[row], kExampleSeed));
}

// The cells of one entity, each ordered by (source name, id), the cells by their first row.
std::vector<std::vector<RowPosition>> CellsByName(const LabelledRows& rows, const Lens& lens,
                                                  std::size_t first, std::size_t last) {
  std::vector<std::vector<RowPosition>> cells;
  for (std::size_t cell = first; cell < last;) {
    const std::size_t end = lens.CellEnd(cell);
    cells.emplace_back(lens.order.begin() + static_cast<std::ptrdiff_t>(cell),
                       lens.order.begin() + static_cast<std::ptrdiff_t>(end));
    std::sort(cells.back().begin(), cells.back().end(),
              [&rows](RowPosition a, RowPosition b) { return PrecedesByName(rows, a, b); });
    cell = end;
  }
  std::sort(cells.begin(), cells.end(), [&rows](const auto& a, const auto& b) {
    return PrecedesByName(rows, a.front(), b.front());
  });
  return cells;
}

WrongEntity Describe(const LabelledRows& rows, const Lens& lens, std::size_t first,
                     std::size_t last, std::size_t rows_max) {
  WrongEntity entity;
  entity.row_count = last - first;
  const auto cells = CellsByName(rows, lens, first, last);
  entity.part_count = cells.size();
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    for (const RowPosition row : cells[cell]) {
      if (entity.rows.size() == rows_max) return entity;
      entity.rows.push_back(row);
      entity.part.push_back(cell);
    }
  }
  return entity;
}

// Two rows, one of each cell, of different sources if that is asked. Cells are ordered by source
// name, so if all four pairs of end rows share one source, all rows do.
std::optional<RowPair> PairOf(const LabelledRows& rows, const std::vector<RowPosition>& a,
                              const std::vector<RowPosition>& b, bool across_sources_only) {
  for (const RowPosition left : {a.front(), a.back()}) {
    for (const RowPosition right : {b.front(), b.back()}) {
      if (across_sources_only && rows.source[left] == rows.source[right]) continue;
      return PrecedesByName(rows, left, right) ? RowPair{left, right} : RowPair{right, left};
    }
  }
  return std::nullopt;
}

struct Candidate {
  std::uint64_t hash = 0;
  RowPair pair;
  bool operator<(const Candidate& other) const noexcept { return hash < other.hash; }
};

// Keeps the `capacity` smallest of a stream in a heap.
void Offer(const Candidate& candidate, std::size_t capacity, std::vector<Candidate>& heap) {
  if (capacity == 0) return;
  if (heap.size() == capacity) {
    if (!(candidate < heap.front())) return;
    std::pop_heap(heap.begin(), heap.end());
    heap.pop_back();
  }
  heap.push_back(candidate);
  std::push_heap(heap.begin(), heap.end());
}

}  // namespace

std::vector<std::uint32_t> DenseLabels(const std::vector<std::uint64_t>& labels) {
  absl::flat_hash_map<std::uint64_t, std::uint32_t> number;
  std::vector<std::uint32_t> dense;
  dense.reserve(labels.size());
  for (const std::uint64_t label : labels) {
    dense.push_back(
        number.try_emplace(label, static_cast<std::uint32_t>(number.size())).first->second);
  }
  return dense;
}

std::size_t Lens::EntityEnd(std::size_t first) const noexcept {
  const std::uint32_t label = (*entity)[order[first]];
  while (first < order.size() && (*entity)[order[first]] == label) ++first;
  return first;
}

std::size_t Lens::CellEnd(std::size_t first) const noexcept {
  const std::uint32_t entity_label = (*entity)[order[first]];
  const std::uint32_t cell_label = (*cell)[order[first]];
  while (first < order.size() && (*entity)[order[first]] == entity_label &&
         (*cell)[order[first]] == cell_label) {
    ++first;
  }
  return first;
}

Lens MakeLens(const LabelledRows& rows, const std::vector<std::uint32_t>& entity,
              const std::vector<std::uint32_t>& cell) {
  Lens lens;
  lens.entity = &entity;
  lens.cell = &cell;
  lens.order.resize(rows.size());
  std::iota(lens.order.begin(), lens.order.end(), RowPosition{0});
  std::sort(lens.order.begin(), lens.order.end(), [&](RowPosition a, RowPosition b) {
    return std::tie(entity[a], cell[a], rows.source[a], a) <
           std::tie(entity[b], cell[b], rows.source[b], b);
  });
  return lens;
}

std::vector<WrongEntity> LargestBroken(const LabelledRows& rows, const Lens& lens,
                                       const ComparisonOptions& options) {
  struct Broken {
    std::size_t first = 0;
    std::size_t last = 0;
    RowPosition smallest = 0;
  };
  std::vector<Broken> broken;
  for (std::size_t first = 0; first < lens.order.size();) {
    const std::size_t last = lens.EntityEnd(first);
    if (lens.CellEnd(first) < last) {
      const auto begin = lens.order.begin();
      const RowPosition smallest = *std::min_element(
          begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last),
          [&rows](RowPosition a, RowPosition b) { return PrecedesByName(rows, a, b); });
      broken.push_back({first, last, smallest});
    }
    first = last;
  }
  const std::size_t kept = std::min(broken.size(), options.wrong_entities_max);
  std::partial_sort(broken.begin(), broken.begin() + static_cast<std::ptrdiff_t>(kept),
                    broken.end(), [&rows](const Broken& a, const Broken& b) {
                      const std::size_t size_a = a.last - a.first;
                      const std::size_t size_b = b.last - b.first;
                      if (size_a != size_b) return size_a > size_b;
                      return PrecedesByName(rows, a.smallest, b.smallest);
                    });
  std::vector<WrongEntity> largest;
  for (std::size_t i = 0; i < kept; ++i) {
    largest.push_back(
        Describe(rows, lens, broken[i].first, broken[i].last, options.rows_per_entity_max));
  }
  return largest;
}

std::vector<RowPair> ExamplePairs(const LabelledRows& rows, const Lens& lens,
                                  const ComparisonOptions& options) {
  std::vector<Candidate> heap;
  for (std::size_t first = 0; first < lens.order.size();) {
    const std::size_t last = lens.EntityEnd(first);
    if (lens.CellEnd(first) < last) {
      const auto cells = CellsByName(rows, lens, first, last);
      for (std::size_t cell = 1; cell < cells.size(); ++cell) {
        const auto pair = PairOf(rows, cells[cell - 1], cells[cell], options.across_sources_only);
        if (!pair) continue;
        Offer({MixHash(RowHash(rows, pair->first), RowHash(rows, pair->second)), *pair},
              options.examples_max, heap);
      }
    }
    first = last;
  }
  std::sort(heap.begin(), heap.end(), [&rows](const Candidate& a, const Candidate& b) {
    return PrecedesByName(rows, a.pair.first, b.pair.first) ||
           (!PrecedesByName(rows, b.pair.first, a.pair.first) &&
            PrecedesByName(rows, a.pair.second, b.pair.second));
  });
  std::vector<RowPair> pairs;
  for (const Candidate& candidate : heap) pairs.push_back(candidate.pair);
  return pairs;
}

}  // namespace doublon::evaluate
