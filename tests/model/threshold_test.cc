#include "model/threshold.h"

#include <cmath>

#include "gtest/gtest.h"

namespace doublon::model {
namespace {

// One comparison whose level l has odds 2^odds[l-1].
Mixture Ladder(const std::vector<double>& odds) {
  Mixture mixture;
  mixture.class_count = 2;
  mixture.shares = {0.5, 0.5};
  mixture.same = {true, false};
  std::vector<ClassValues> levels(odds.size() + 1);
  levels[0].fill(1);
  for (std::size_t l = 0; l < odds.size(); ++l) {
    const double p = ProbabilityOf(odds[l]);
    levels[l + 1] = {p * 0.1, (1 - p) * 0.1};
  }
  mixture.levels.push_back(levels);
  return mixture;
}

std::vector<PatternCount> Counts(const std::vector<std::uint64_t>& counts) {
  std::vector<PatternCount> patterns;
  for (std::size_t l = 0; l < counts.size(); ++l) {
    PatternCount pattern;
    pattern.vector.levels[0] = static_cast<std::uint8_t>(l + 1);
    pattern.count = counts[l];
    patterns.push_back(pattern);
  }
  return patterns;
}

TEST(ThresholdTest, KeepsThePromiseOnExpectation) {
  const std::vector<double> odds = {-4, 2, 6, 9, 14};
  const auto patterns = Counts({1000, 200, 300, 400, 500});
  double last = 300;
  for (const double rate : {0.0001, 0.001, 0.01, 0.1}) {
    const Threshold threshold = ThresholdForFalseMergeRate(patterns, Ladder(odds), rate);
    EXPECT_GE(threshold.expected_precision, 1 - rate);
    EXPECT_LE(threshold.log_odds, last);  // a looser promise merges no less
    last = threshold.log_odds;
  }
}

TEST(ThresholdTest, MergesNothingWhenNothingIsSure) {
  const Threshold threshold = ThresholdForFalseMergeRate(Counts({1000}), Ladder({-4}), 0.001);
  EXPECT_GT(threshold.log_odds, -4);
  EXPECT_GE(threshold.log_odds, std::log2(999));  // what comes later is held to the promise itself
  EXPECT_EQ(threshold.expected_recall, 0);
}

TEST(ThresholdTest, BestExpectedF1IsBestOfAllThresholds) {
  const std::vector<double> odds = {-4, -0.5, 1, 6, 9};
  const std::vector<std::uint64_t> counts = {1000, 50, 80, 100, 300};
  const Mixture mixture = Ladder(odds);
  const Threshold threshold = ThresholdForF1(Counts(counts), mixture);
  const auto f1_from = [&](std::size_t first) {
    double same = 0, merged = 0, all = 0;
    for (std::size_t l = 0; l < odds.size(); ++l) {
      const double p = ProbabilityOf(odds[l]), n = static_cast<double>(counts[l]);
      all += n * p;
      if (l >= first) {
        same += n * p;
        merged += n;
      }
    }
    return 2 * same / (merged + all);
  };
  std::size_t best = 0;
  for (std::size_t first = 0; first < odds.size(); ++first) {
    if (f1_from(first) > f1_from(best)) best = first;
  }
  EXPECT_NEAR(threshold.log_odds, odds[best], 1e-6);
}

}  // namespace
}  // namespace doublon::model
