#include "evaluate/comparison.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "base/check.h"
#include "evaluate/examples.h"

namespace doublon::evaluate {
namespace {

using SourcePair = std::pair<std::uint32_t, std::uint32_t>;

struct SourceCount {
  std::uint32_t source = 0;
  std::uint64_t rows = 0;
};

std::uint64_t PairsAmong(std::uint64_t n) { return n < 2 ? 0 : n * (n - 1) / 2; }

Quality QualityOf(double precision, double recall) {
  const double sum = precision + recall;
  return {precision, recall, sum > 0 ? 2 * precision * recall / sum : 0};
}

double Ratio(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 1 : static_cast<double>(part) / static_cast<double>(whole);
}

// Rows of one block (an entity, or the rows two entities share) counted by source, in order of
// source. `member` holds positions sorted by source within the block.
void CountSources(const LabelledRows& rows, const RowPosition* first, const RowPosition* last,
                  std::vector<SourceCount>& counts) {
  counts.clear();
  for (const RowPosition* row = first; row != last; ++row) {
    if (counts.empty() || counts.back().source != rows.source[*row]) {
      counts.push_back({rows.source[*row], 0});
    }
    ++counts.back().rows;
  }
}

using PairTable = std::map<SourcePair, PairCounts>;

void AddPairs(const std::vector<SourceCount>& counts, bool across_sources_only,
              std::uint64_t PairCounts::*member, PairTable& table) {
  for (std::size_t a = 0; a < counts.size(); ++a) {
    const std::uint64_t within = PairsAmong(counts[a].rows);
    if (!across_sources_only && within > 0) {
      table[{counts[a].source, counts[a].source}].*member += within;
    }
    for (std::size_t b = a + 1; b < counts.size(); ++b) {
      table[{counts[a].source, counts[b].source}].*member += counts[a].rows * counts[b].rows;
    }
  }
}

// Rows that a row of `source` is compared with in a block, itself included.
std::uint64_t Reach(const std::vector<SourceCount>& counts, std::uint32_t source,
                    std::uint64_t total, bool across_sources_only) {
  if (!across_sources_only) return total;
  for (const SourceCount& count : counts) {
    if (count.source == source) return total - count.rows + 1;
  }
  return total;
}

// Sum over the cell's rows of |compared rows in the cell| / |compared rows in the entity|.
double BcubedOfCell(const std::vector<SourceCount>& cell, std::uint64_t cell_rows,
                    const std::vector<SourceCount>& entity, std::uint64_t entity_rows,
                    bool across_sources_only) {
  double sum = 0;
  for (const SourceCount& count : cell) {
    const std::uint64_t in_cell = Reach(cell, count.source, cell_rows, across_sources_only);
    const std::uint64_t in_entity = Reach(entity, count.source, entity_rows, across_sources_only);
    sum += static_cast<double>(count.rows) * Ratio(in_cell, in_entity);
  }
  return sum;
}

struct LensTotals {
  std::uint64_t entities = 0;
  std::uint64_t broken_entities = 0;  // hold rows of several entities of the other partition
  double bcubed_sum = 0;
};

// Walks one partition's entities: counts their pairs into `member`, their cells' pairs into
// true_pairs when `count_cells`, and adds up B-cubed of this side.
LensTotals WalkEntities(const LabelledRows& rows, const Lens& lens, bool across_sources_only,
                        std::uint64_t PairCounts::*member, bool count_cells, PairTable& table) {
  LensTotals totals;
  std::vector<SourceCount> entity_counts;
  std::vector<SourceCount> cell_counts;
  std::vector<RowPosition> by_source;
  const RowPosition* data = lens.order.data();
  for (std::size_t first = 0; first < lens.order.size();) {
    const std::size_t last = lens.EntityEnd(first);
    by_source.assign(data + first, data + last);
    std::sort(by_source.begin(), by_source.end(),
              [&rows](RowPosition a, RowPosition b) { return rows.source[a] < rows.source[b]; });
    CountSources(rows, by_source.data(), by_source.data() + by_source.size(), entity_counts);
    AddPairs(entity_counts, across_sources_only, member, table);
    ++totals.entities;
    if (lens.CellEnd(first) < last) ++totals.broken_entities;
    for (std::size_t cell = first; cell < last;) {
      const std::size_t cell_end = lens.CellEnd(cell);
      CountSources(rows, data + cell, data + cell_end, cell_counts);
      if (count_cells) {
        AddPairs(cell_counts, across_sources_only, &PairCounts::true_pairs, table);
      }
      totals.bcubed_sum += BcubedOfCell(cell_counts, cell_end - cell, entity_counts, last - first,
                                        across_sources_only);
      cell = cell_end;
    }
    first = last;
  }
  return totals;
}

// A truth entity is right when all its rows share one predicted entity that has no other row.
void CountExact(const Lens& truth, const std::vector<std::uint64_t>& predicted_size,
                const std::vector<std::uint32_t>& predicted, Comparison& result) {
  for (std::size_t first = 0; first < truth.order.size();) {
    const std::size_t last = truth.EntityEnd(first);
    const bool duplicated = last - first > 1;
    const bool exact = truth.CellEnd(first) == last &&
                       predicted_size[predicted[truth.order[first]]] == last - first;
    if (duplicated) ++result.duplicated_truth_entities;
    if (exact) ++result.exact_entities;
    if (exact && duplicated) ++result.exact_duplicated_entities;
    first = last;
  }
}

// Pairs that the options regard at all, together or not.
double AllPairs(const LabelledRows& rows, bool across_sources_only) {
  const auto n = static_cast<double>(rows.size());
  double pairs = n * (n - 1) / 2;
  if (!across_sources_only) return pairs;
  std::vector<double> per_source(rows.source_names.size(), 0);
  for (const std::uint32_t source : rows.source) per_source[source] += 1;
  for (const double count : per_source) pairs -= count * (count - 1) / 2;
  return pairs;
}

// Hubert and Arabie 1985: (index - expected) / (mean of the maxima - expected).
double AdjustedRandIndex(const PairCounts& pairs, double all_pairs) {
  if (all_pairs <= 0) return 1;
  const auto predicted = static_cast<double>(pairs.predicted_pairs);
  const auto truth = static_cast<double>(pairs.truth_pairs);
  const double expected = predicted * truth / all_pairs;
  const double maximum = (predicted + truth) / 2;
  if (maximum - expected <= 0) return 1;  // both all single, or both one entity
  return (static_cast<double>(pairs.true_pairs) - expected) / (maximum - expected);
}

void SumPairs(const PairTable& table, Comparison& result) {
  for (const auto& [sources, pairs] : table) {
    result.by_source_pair.push_back({sources.first, sources.second, pairs});
    result.pairs.true_pairs += pairs.true_pairs;
    result.pairs.predicted_pairs += pairs.predicted_pairs;
    result.pairs.truth_pairs += pairs.truth_pairs;
  }
}

}  // namespace

Comparison ComparePartitions(const LabelledRows& rows, const ComparisonOptions& options) {
  DOUBLON_CHECK(rows.id.size() == rows.size() && rows.predicted.size() == rows.size() &&
                rows.truth.size() == rows.size());
  Comparison result;
  result.row_count = rows.size();
  result.across_sources_only = options.across_sources_only;
  const std::vector<std::uint32_t> predicted = DenseLabels(rows.predicted);
  const std::vector<std::uint32_t> truth = DenseLabels(rows.truth);
  PairTable table;
  {
    const Lens lens = MakeLens(rows, predicted, truth);
    const LensTotals totals = WalkEntities(rows, lens, options.across_sources_only,
                                           &PairCounts::predicted_pairs, true, table);
    result.predicted_entities = totals.entities;
    result.lumped_entities = totals.broken_entities;
    result.bcubed.precision = totals.bcubed_sum;
    result.largest_lumps = LargestBroken(rows, lens, options);
    result.false_examples = ExamplePairs(rows, lens, options);
  }
  {
    const Lens lens = MakeLens(rows, truth, predicted);
    const LensTotals totals = WalkEntities(rows, lens, options.across_sources_only,
                                           &PairCounts::truth_pairs, false, table);
    result.truth_entities = totals.entities;
    result.split_entities = totals.broken_entities;
    result.bcubed.recall = totals.bcubed_sum;
    result.largest_splits = LargestBroken(rows, lens, options);
    result.missed_examples = ExamplePairs(rows, lens, options);
    std::vector<std::uint64_t> predicted_size(result.predicted_entities, 0);
    for (const std::uint32_t label : predicted) ++predicted_size[label];
    CountExact(lens, predicted_size, predicted, result);
  }
  SumPairs(table, result);
  const double n = static_cast<double>(rows.size());
  result.bcubed = rows.size() == 0
                      ? Quality{}
                      : QualityOf(result.bcubed.precision / n, result.bcubed.recall / n);
  result.pairwise = QualityOf(Ratio(result.pairs.true_pairs, result.pairs.predicted_pairs),
                              Ratio(result.pairs.true_pairs, result.pairs.truth_pairs));
  result.adjusted_rand_index =
      AdjustedRandIndex(result.pairs, AllPairs(rows, options.across_sources_only));
  return result;
}

}  // namespace doublon::evaluate
