#include "model/monotone.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace doublon::model {
namespace {

TEST(MakeMonotoneTest, PoolsABetterLevelThatWeighsLess) {
  const std::vector<compare::Comparison> comparisons = {
      {"title", compare::ComparisonKind::kText, 10, {}}};
  Mixture mixture;
  mixture.class_count = 2;
  mixture.same[0] = true;
  mixture.shares = {0.1, 0.9};
  mixture.levels.resize(1);
  mixture.levels[0].assign(compare::LevelsOf(compare::ComparisonKind::kText).size(),
                           ClassValues{0.05, 0.05});
  mixture.levels[0][1] = {0.05, 0.58};
  mixture.levels[0][9] = {0.40, 0.01};
  mixture.levels[0][10] = {0.20, 0.06};  // rarer, yet seen among others more often
  EXPECT_GT(MakeMonotone(comparisons, {}, &mixture), 0U);
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
  EXPECT_NEAR(sums[0], 1.00, 0.01);  // what the levels had together stays
  EXPECT_NEAR(sums[1], 1.00, 0.01);
}

// Exact addresses are common among pairs of households; between namesakes they still tell more than
// another street.
TEST(MakeMonotoneTest, HouseholdsDoNotTakeFromAddresses) {
  const std::vector<compare::Comparison> comparisons = {
      {"address", compare::ComparisonKind::kAddress, 5, {}}};
  constexpr std::size_t kOtherStreet = 11, kExact = 29;  // of one town
  Mixture mixture;
  mixture.class_count = 3;
  mixture.same[0] = true;
  mixture.shares = {0.2, 0.2, 0.6};  // one person, household, namesakes
  mixture.levels.resize(1);
  mixture.levels[0].assign(compare::LevelsOf(compare::ComparisonKind::kAddress).size(),
                           ClassValues{0.01, 0.01, 0.01});
  mixture.levels[0][kOtherStreet] = {0.02, 0.01, 0.02};
  mixture.levels[0][kExact] = {0.12, 0.60, 0.001};
  Mixture counted = mixture;
  MakeMonotone(comparisons, {false, true}, &mixture);
  EXPECT_EQ(mixture.levels[0][kExact], (ClassValues{0.12, 0.60, 0.001}));
  MakeMonotone(comparisons, {}, &counted);
  EXPECT_GT(counted.levels[0][kExact][2],
            0.005);  // what household pairs do to namesakes when they count
}

}  // namespace
}  // namespace doublon::model
