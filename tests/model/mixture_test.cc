#include "model/mixture.h"

#include <cmath>
#include <map>
#include <random>

#include "gtest/gtest.h"
#include "model/explain.h"

namespace doublon::model {
namespace {

using compare::ComparisonVector;

// Three comparisons of three levels; two classes.
Mixture Truth() {
  Mixture mixture;
  mixture.class_count = 2;
  mixture.shares = {0.3, 0.7};
  mixture.same = {true, false};
  const double same[] = {0.05, 0.15, 0.80}, other[] = {0.85, 0.10, 0.05};
  for (int j = 0; j < 3; ++j) {
    std::vector<ClassValues> levels(4);
    levels[0].fill(1);
    for (std::size_t level = 1; level <= 3; ++level)
      levels[level] = {same[level - 1], other[level - 1]};
    mixture.levels.push_back(levels);
  }
  return mixture;
}

std::vector<PatternCount> Draw(const Mixture& truth, std::size_t pairs, double missing,
                               std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> unit;
  std::map<ComparisonVector, std::uint64_t> counts;
  for (std::size_t i = 0; i < pairs; ++i) {
    const std::size_t k = unit(random) < truth.shares[0] ? 0 : 1;
    ComparisonVector vector;
    for (std::size_t j = 0; j < truth.levels.size(); ++j) {
      if (unit(random) < missing) continue;
      double left = unit(random);
      std::uint8_t level = 1;
      while (level < 3 && left > truth.levels[j][level][k]) left -= truth.levels[j][level++][k];
      vector.levels[j] = level;
    }
    ++counts[vector];
  }
  std::vector<PatternCount> patterns;
  for (const auto& [vector, count] : counts) patterns.push_back({vector, count});
  return patterns;
}

LevelPrior NoPrior(const Mixture& mixture) {
  LevelPrior prior;
  for (const auto& levels : mixture.levels) prior.levels.emplace_back(levels.size(), ClassValues{});
  return prior;
}

Mixture RoughStart() {
  Mixture start = Truth();
  start.shares = {0.5, 0.5};
  for (auto& levels : start.levels) {
    levels[1] = {0.2, 0.5};
    levels[2] = {0.3, 0.3};
    levels[3] = {0.5, 0.2};
  }
  return start;
}

TEST(FitMixtureTest, RecoversKnownSharesFromSimulatedPairs) {
  for (const double missing : {0.0, 0.3}) {
    const Mixture truth = Truth();
    EmTrace trace;
    const Mixture fitted =
        FitMixture(Draw(truth, 400'000, missing, 11), {}, RoughStart(), NoPrior(truth), {}, &trace);
    EXPECT_NEAR(fitted.shares[0], truth.shares[0], 0.01) << missing;
    for (std::size_t j = 0; j < 3; ++j) {
      for (std::size_t level = 1; level <= 3; ++level) {
        for (std::size_t k = 0; k < 2; ++k) {
          EXPECT_NEAR(fitted.levels[j][level][k], truth.levels[j][level][k], 0.015)
              << missing << j << level << k;
        }
      }
    }
  }
}

TEST(FitMixtureTest, LikelihoodNeverFalls) {
  const Mixture truth = Truth();
  EmTrace trace;
  FitMixture(Draw(truth, 20'000, 0.2, 5), {}, RoughStart(), NoPrior(truth), {}, &trace);
  ASSERT_GE(trace.log_likelihood.size(), 3U);
  for (std::size_t i = 1; i < trace.log_likelihood.size(); ++i) {
    EXPECT_GE(trace.log_likelihood[i],
              trace.log_likelihood[i - 1] - 1e-6 * std::abs(trace.log_likelihood[i]));
  }
  EXPECT_TRUE(trace.converged);
}

TEST(FitMixtureTest, SameInputSameResult) {
  const Mixture truth = Truth();
  const auto patterns = Draw(truth, 5'000, 0.1, 9);
  const Mixture a = FitMixture(patterns, {}, RoughStart(), NoPrior(truth), {}, nullptr);
  const Mixture b = FitMixture(patterns, {}, RoughStart(), NoPrior(truth), {}, nullptr);
  EXPECT_EQ(a.shares, b.shares);
  EXPECT_EQ(a.levels, b.levels);
}

TEST(MixtureTest, MissingComparisonsSayNothing) {
  const Mixture mixture = Truth();
  EXPECT_NEAR(mixture.LogOdds({}), std::log2(0.3 / 0.7), 1e-9);
}

TEST(ExplainWeightTest, PartsAddUpToTheTotal) {
  Mixture mixture = Truth();
  mixture.class_count = 3;  // a household: two agreements that go together
  mixture.shares = {0.2, 0.5, 0.3};
  for (std::size_t j = 0; j < 3; ++j) {
    for (std::size_t level = 1; level <= 3; ++level)
      mixture.levels[j][level][2] = mixture.levels[j][level][j == 0 ? 1 : 0];
  }
  ComparisonVector vector;
  vector.levels[0] = 1;
  vector.levels[1] = 3;
  vector.levels[2] = 3;
  const WeightParts parts = ExplainWeight(mixture, vector);
  double sum = parts.prior;
  for (const double part : parts.comparisons) sum += part;
  EXPECT_NEAR(sum, parts.total, 1e-9);
  EXPECT_NEAR(parts.total, mixture.LogOdds(vector), 1e-9);
}

TEST(ProbabilityOfTest, IsTotalAndMonotone) {
  EXPECT_EQ(ProbabilityOf(0), 0.5);
  EXPECT_EQ(ProbabilityOf(1e9), 1.0);
  EXPECT_GE(ProbabilityOf(-1e9), 0.0);
  EXPECT_LT(ProbabilityOf(-1e9), 1e-50);
  EXPECT_LT(ProbabilityOf(3), ProbabilityOf(4));
}

}  // namespace
}  // namespace doublon::model
