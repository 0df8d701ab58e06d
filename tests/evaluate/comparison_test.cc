#include "evaluate/comparison.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace doublon::evaluate {
namespace {

LabelledRows Rows(const std::vector<std::uint32_t>& source,
                  const std::vector<std::uint64_t>& predicted,
                  const std::vector<std::uint64_t>& truth) {
  LabelledRows rows;
  rows.source_names = {"alpha", "beta", "gamma"};
  rows.source = source;
  rows.predicted = predicted;
  rows.truth = truth;
  for (std::size_t i = 0; i < source.size(); ++i) rows.id.push_back("r" + std::to_string(i));
  return rows;
}

LabelledRows RandomRows(std::mt19937_64& random) {
  const std::size_t size = random() % 40;
  const std::uint64_t truth_labels = 1 + random() % (size + 1);
  const std::uint64_t predicted_labels = 1 + random() % (size + 1);
  std::vector<std::uint32_t> source;
  std::vector<std::uint64_t> predicted;
  std::vector<std::uint64_t> truth;
  for (std::size_t i = 0; i < size; ++i) {
    source.push_back(static_cast<std::uint32_t>(random() % 3));
    truth.push_back(1000 + random() % truth_labels);
    // Half of the labels follow truth, so that both true and false pairs are common.
    predicted.push_back(random() % 2 == 0 ? truth.back() : random() % predicted_labels);
  }
  return Rows(source, predicted, truth);
}

struct BruteForce {
  PairCounts pairs;
  std::map<std::pair<std::uint32_t, std::uint32_t>, PairCounts> by_source;
  double bcubed_precision = 0;
  double bcubed_recall = 0;
};

BruteForce Enumerate(const LabelledRows& rows, bool across) {
  BruteForce result;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::uint64_t predicted = 0;
    std::uint64_t truth = 0;
    std::uint64_t both = 0;
    for (std::size_t j = 0; j < rows.size(); ++j) {
      if (across && i != j && rows.source[i] == rows.source[j]) continue;
      const bool p = rows.predicted[i] == rows.predicted[j];
      const bool t = rows.truth[i] == rows.truth[j];
      predicted += p;
      truth += t;
      both += p && t;
      if (j <= i || (!p && !t)) continue;
      auto& entry = result.by_source[std::minmax(rows.source[i], rows.source[j])];
      for (PairCounts* counts : {&entry, &result.pairs}) {
        counts->predicted_pairs += p;
        counts->truth_pairs += t;
        counts->true_pairs += p && t;
      }
    }
    result.bcubed_precision += static_cast<double>(both) / static_cast<double>(predicted);
    result.bcubed_recall += static_cast<double>(both) / static_cast<double>(truth);
  }
  const auto n = static_cast<double>(std::max<std::size_t>(1, rows.size()));
  result.bcubed_precision = rows.size() == 0 ? 1 : result.bcubed_precision / n;
  result.bcubed_recall = rows.size() == 0 ? 1 : result.bcubed_recall / n;
  return result;
}

std::set<std::set<std::size_t>> Entities(const std::vector<std::uint64_t>& labels) {
  std::map<std::uint64_t, std::set<std::size_t>> by_label;
  for (std::size_t i = 0; i < labels.size(); ++i) by_label[labels[i]].insert(i);
  std::set<std::set<std::size_t>> entities;
  for (const auto& [label, members] : by_label) entities.insert(members);
  return entities;
}

TEST(ComparisonTest, AgreesWithEnumerationOfPairs) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const LabelledRows rows = RandomRows(random);
    ComparisonOptions options;
    options.across_sources_only = seed % 2 == 1;
    const Comparison fast = ComparePartitions(rows, options);
    const BruteForce slow = Enumerate(rows, options.across_sources_only);
    ASSERT_EQ(fast.pairs, slow.pairs);
    ASSERT_EQ(fast.by_source_pair.size(), slow.by_source.size());
    for (const SourcePairCounts& entry : fast.by_source_pair) {
      ASSERT_EQ(entry.pairs, slow.by_source.at({entry.first_source, entry.second_source}));
    }
    ASSERT_NEAR(fast.bcubed.precision, slow.bcubed_precision, 1e-9);
    ASSERT_NEAR(fast.bcubed.recall, slow.bcubed_recall, 1e-9);
  }
}

TEST(ComparisonTest, CountsEntitiesAsSetsOfRows) {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const LabelledRows rows = RandomRows(random);
    const Comparison comparison = ComparePartitions(rows, {});
    const auto truth = Entities(rows.truth);
    const auto predicted = Entities(rows.predicted);
    std::uint64_t exact = 0;
    std::uint64_t split = 0;
    std::uint64_t lumped = 0;
    for (const auto& entity : truth) {
      exact += predicted.count(entity);
      std::set<std::uint64_t> labels;
      for (const std::size_t row : entity) labels.insert(rows.predicted[row]);
      split += labels.size() > 1;
    }
    for (const auto& entity : predicted) {
      std::set<std::uint64_t> labels;
      for (const std::size_t row : entity) labels.insert(rows.truth[row]);
      lumped += labels.size() > 1;
    }
    ASSERT_EQ(comparison.truth_entities, truth.size());
    ASSERT_EQ(comparison.predicted_entities, predicted.size());
    ASSERT_EQ(comparison.exact_entities, exact);
    ASSERT_EQ(comparison.split_entities, split);
    ASSERT_EQ(comparison.lumped_entities, lumped);
  }
}

TEST(ComparisonTest, SwappingThePartitionsSwapsPrecisionAndRecall) {
  std::mt19937_64 random(7);
  const LabelledRows rows = RandomRows(random);
  LabelledRows swapped = rows;
  std::swap(swapped.predicted, swapped.truth);
  const Comparison a = ComparePartitions(rows, {});
  const Comparison b = ComparePartitions(swapped, {});
  EXPECT_DOUBLE_EQ(a.pairwise.precision, b.pairwise.recall);
  EXPECT_DOUBLE_EQ(a.bcubed.recall, b.bcubed.precision);
  EXPECT_DOUBLE_EQ(a.adjusted_rand_index, b.adjusted_rand_index);
}

TEST(ComparisonTest, NoRowsIsPerfect) {
  const Comparison comparison = ComparePartitions(LabelledRows{}, {});
  EXPECT_EQ(comparison.pairwise.f1, 1);
  EXPECT_EQ(comparison.bcubed.f1, 1);
  EXPECT_EQ(comparison.adjusted_rand_index, 1);
  EXPECT_EQ(comparison.truth_entities, 0U);
}

TEST(ComparisonTest, AllSingleInBothIsPerfect) {
  const Comparison comparison = ComparePartitions(Rows({0, 1, 2}, {1, 2, 3}, {7, 8, 9}), {});
  EXPECT_EQ(comparison.pairwise.precision, 1);
  EXPECT_EQ(comparison.pairwise.recall, 1);
  EXPECT_EQ(comparison.adjusted_rand_index, 1);
  EXPECT_EQ(comparison.exact_entities, 3U);
  EXPECT_EQ(comparison.exact_duplicated_entities, 0U);
}

TEST(ComparisonTest, OneEntityInBothIsPerfect) {
  const Comparison comparison = ComparePartitions(Rows({0, 1, 2}, {5, 5, 5}, {9, 9, 9}), {});
  EXPECT_EQ(comparison.pairs.true_pairs, 3U);
  EXPECT_EQ(comparison.pairwise.f1, 1);
  EXPECT_EQ(comparison.adjusted_rand_index, 1);
}

TEST(ComparisonTest, FindingNothingIsPreciseAndRecallsNothing) {
  const Comparison comparison = ComparePartitions(Rows({0, 1, 2}, {1, 2, 3}, {9, 9, 9}), {});
  EXPECT_EQ(comparison.pairwise.precision, 1);
  EXPECT_EQ(comparison.pairwise.recall, 0);
  EXPECT_EQ(comparison.pairwise.f1, 0);
  EXPECT_EQ(comparison.adjusted_rand_index, 0);
  EXPECT_EQ(comparison.split_entities, 1U);
}

TEST(ComparisonTest, AdjustedRandIndexOfAKnownTable) {
  // Contingency table {2,0 / 1,2 / 0,1}: index 2, rows 1+3+0, columns 3+3, of 15 pairs.
  const Comparison comparison =
      ComparePartitions(Rows({0, 0, 0, 0, 0, 0}, {1, 1, 1, 2, 2, 2}, {1, 1, 2, 2, 2, 3}), {});
  const double expected = 4.0 * 6.0 / 15.0;
  EXPECT_NEAR(comparison.adjusted_rand_index, (2 - expected) / (5 - expected), 1e-12);
}

TEST(ComparisonTest, CountsDoNotOverflowWithOneHugeEntity) {
  const std::size_t size = 200000;
  LabelledRows rows = Rows(std::vector<std::uint32_t>(size, 0), std::vector<std::uint64_t>(size, 1),
                           std::vector<std::uint64_t>(size, 2));
  const Comparison comparison = ComparePartitions(rows, {});
  EXPECT_EQ(comparison.pairs.true_pairs, std::uint64_t{size} * (size - 1) / 2);
}

// Names of a pair or an entity, free of row positions.
std::vector<std::string> Described(const LabelledRows& rows, const Comparison& comparison) {
  std::vector<std::string> lines;
  const auto name = [&rows](RowPosition row) {
    return rows.source_names[rows.source[row]] + "/" + rows.id[row];
  };
  for (const RowPair& pair : comparison.false_examples) {
    lines.push_back("false " + name(pair.first) + " " + name(pair.second));
  }
  for (const RowPair& pair : comparison.missed_examples) {
    lines.push_back("missed " + name(pair.first) + " " + name(pair.second));
  }
  for (const auto* entities : {&comparison.largest_lumps, &comparison.largest_splits}) {
    for (const WrongEntity& entity : *entities) {
      lines.push_back("entity " + std::to_string(entity.row_count));
      for (std::size_t i = 0; i < entity.rows.size(); ++i) {
        lines.push_back(name(entity.rows[i]) + " in " + std::to_string(entity.part[i]));
      }
    }
  }
  return lines;
}

TEST(ComparisonTest, ListsDoNotDependOnRowOrderOrLabels) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const LabelledRows rows = RandomRows(random);
    std::vector<std::size_t> order(rows.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), random);
    LabelledRows shuffled;
    shuffled.source_names = rows.source_names;
    for (const std::size_t i : order) {
      shuffled.source.push_back(rows.source[i]);
      shuffled.id.push_back(rows.id[i]);
      shuffled.predicted.push_back(rows.predicted[i] * 17 + 3);
      shuffled.truth.push_back(5000 - rows.truth[i]);
    }
    ComparisonOptions options;
    options.examples_max = 3;
    options.wrong_entities_max = 2;
    ASSERT_EQ(Described(rows, ComparePartitions(rows, options)),
              Described(shuffled, ComparePartitions(shuffled, options)));
  }
}

TEST(ComparisonTest, ExamplesAreWrongPairsAndAsManyAsAsked) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const LabelledRows rows = RandomRows(random);
    ComparisonOptions options;
    options.across_sources_only = seed % 2 == 0;
    options.examples_max = seed % 5;
    const Comparison comparison = ComparePartitions(rows, options);
    ASSERT_LE(comparison.false_examples.size(), options.examples_max);
    if (!options.across_sources_only && options.examples_max > 0) {
      ASSERT_EQ(comparison.false_examples.empty(), comparison.pairs.false_pairs() == 0);
      ASSERT_EQ(comparison.missed_examples.empty(), comparison.pairs.missed_pairs() == 0);
    }
    for (const RowPair& pair : comparison.false_examples) {
      ASSERT_EQ(rows.predicted[pair.first], rows.predicted[pair.second]);
      ASSERT_NE(rows.truth[pair.first], rows.truth[pair.second]);
      if (options.across_sources_only) {
        ASSERT_NE(rows.source[pair.first], rows.source[pair.second]);
      }
    }
    for (const RowPair& pair : comparison.missed_examples) {
      ASSERT_NE(rows.predicted[pair.first], rows.predicted[pair.second]);
      ASSERT_EQ(rows.truth[pair.first], rows.truth[pair.second]);
    }
  }
}

TEST(ComparisonTest, LargestLumpsComeFirstWithTheirParts) {
  const LabelledRows rows = Rows({0, 0, 1, 1, 2, 2}, {1, 1, 1, 2, 2, 3}, {1, 1, 2, 3, 4, 5});
  const Comparison comparison = ComparePartitions(rows, {});
  ASSERT_EQ(comparison.largest_lumps.size(), 2U);
  EXPECT_EQ(comparison.largest_lumps[0].row_count, 3U);
  EXPECT_EQ(comparison.largest_lumps[0].part_count, 2U);
  EXPECT_EQ(comparison.largest_lumps[0].rows, (std::vector<RowPosition>{0, 1, 2}));
  EXPECT_EQ(comparison.largest_lumps[0].part, (std::vector<std::size_t>{0, 0, 1}));
  EXPECT_EQ(comparison.largest_lumps[1].row_count, 2U);
}

}  // namespace
}  // namespace doublon::evaluate
