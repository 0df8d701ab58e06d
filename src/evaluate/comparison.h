#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace doublon::evaluate {

// Rows with two labels each: the entity a run put them in and the entity they truly belong to. All
// vectors but source_names have one element a row; (source, id) is unique. Labels are any numbers;
// only their equality counts.
struct LabelledRows {
  std::vector<std::string> source_names;
  std::vector<std::uint32_t> source;  // index into source_names
  std::vector<std::string> id;
  std::vector<std::uint64_t> predicted;
  std::vector<std::uint64_t> truth;

  std::size_t size() const noexcept { return source.size(); }
};

struct ComparisonOptions {
  // Only pairs of rows of different sources count (for `link`). For B-cubed a row is then compared
  // with itself and with the rows of other sources. Counts of entities always regard all rows.
  bool across_sources_only = false;
  std::size_t wrong_entities_max = 10;   // largest wrong entities listed, of each sort
  std::size_t rows_per_entity_max = 12;  // rows listed of each of them
  std::size_t examples_max = 10;         // false pairs listed, and missed pairs listed
};

// A ratio whose denominator may be zero: precision of a run without pairs is 1, for it made no
// error.
struct Quality {
  double precision = 1;
  double recall = 1;
  double f1 = 1;
};

struct PairCounts {
  std::uint64_t true_pairs = 0;       // together in both
  std::uint64_t predicted_pairs = 0;  // together in the prediction
  std::uint64_t truth_pairs = 0;      // together in truth
  std::uint64_t false_pairs() const noexcept { return predicted_pairs - true_pairs; }
  std::uint64_t missed_pairs() const noexcept { return truth_pairs - true_pairs; }
  friend bool operator==(const PairCounts&, const PairCounts&) = default;
};

struct SourcePairCounts {
  std::uint32_t first_source = 0;  // ≤ second_source, indexes into source_names
  std::uint32_t second_source = 0;
  PairCounts pairs;
};

// Position of a row in LabelledRows.
using RowPosition = std::size_t;

struct WrongEntity {
  std::uint64_t row_count = 0;
  std::uint64_t part_count = 0;  // entities of the other partition that its rows lie in, ≥ 2
  std::vector<RowPosition>
      rows;  // at most rows_per_entity_max, part after part, ordered by (source, id)
  std::vector<std::size_t> part;  // part of each listed row, from 0
};

struct RowPair {
  RowPosition first = 0;
  RowPosition second = 0;
};

struct Comparison {
  std::uint64_t row_count = 0;
  bool across_sources_only = false;
  PairCounts pairs;
  Quality pairwise;
  Quality bcubed;
  double adjusted_rand_index =
      1;  // over the pairs of `pairs`' sort, 1 when both partitions are the same
  std::uint64_t truth_entities = 0;
  std::uint64_t predicted_entities = 0;
  std::uint64_t exact_entities = 0;  // truth entities that are a predicted entity row for row
  std::uint64_t exact_duplicated_entities = 0;  // of these, those with two rows or more
  std::uint64_t duplicated_truth_entities = 0;  // truth entities of two rows or more
  std::uint64_t split_entities = 0;   // truth entities whose rows lie in several predicted ones
  std::uint64_t lumped_entities = 0;  // predicted entities that hold rows of several true ones
  std::vector<SourcePairCounts>
      by_source_pair;  // ordered by (first, second); only pairs of sources with any pair
  std::vector<WrongEntity> largest_lumps;   // largest first
  std::vector<WrongEntity> largest_splits;  // largest first
  std::vector<RowPair> false_examples;
  std::vector<RowPair> missed_examples;
};

// Compares the two partitions of `rows`. Total: any labels, no rows included. Counts are exact and
// no pair is enumerated: cost O(n log n) plus, for each entity, the square of its number of
// sources. What is listed does not depend on the order of the rows nor on the labels, only on
// (source name, id) and the partitions.
// Memory: about 40 bytes a row beyond the input.
Comparison ComparePartitions(const LabelledRows& rows, const ComparisonOptions& options);

}  // namespace doublon::evaluate
