#include "model/monotone.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace doublon::model {
namespace {

TEST(MakeMonotoneTest, PoolsABetterLevelThatWeighsLess) {
  const std::vector<compare::Comparison> comparisons = {{"title", compare::ComparisonKind::kText, 10, {}}};
  Mixture mixture;
  mixture.class_count = 2;
  mixture.same[0] = true;
  mixture.shares = {0.1, 0.9};
  mixture.levels.resize(1);
  mixture.levels[0].assign(compare::LevelsOf(compare::ComparisonKind::kText).size(), ClassValues{0.05, 0.05});
  mixture.levels[0][1] = {0.05, 0.58};
  mixture.levels[0][8] = {0.40, 0.01};
  mixture.levels[0][9] = {0.20, 0.06};  // rarer, yet seen among others more often
  EXPECT_GT(MakeMonotone(comparisons, &mixture), 0U);
  double last = -1e9;
  double sums[2] = {0, 0};
  for (std::size_t level = 1; level < mixture.levels[0].size(); ++level) {
    const ClassValues& shares = mixture.levels[0][level];
    const double weight = std::log2(shares[0] / shares[1]);
    EXPECT_GE(weight, last - 1e-6) << level;
    last = weight;
    sums[0] += shares[0];
    sums[1] += shares[1];
  }
  EXPECT_NEAR(sums[0], 0.95, 0.01);  // what the levels had together stays
  EXPECT_NEAR(sums[1], 0.95, 0.01);
}

}  // namespace
}  // namespace doublon::model
