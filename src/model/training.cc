#include "model/training.h"

#include <algorithm>
#include <cmath>

#include "fmt/format.h"

namespace doublon::model {

namespace {

using compare::Comparison;

// Pseudo-pairs by which shipped shares pull a class: enough to steady a list of a few hundred rows, nothing beside the
// thousands of pairs of a larger one.
constexpr double kPriorPairs = 30;
constexpr double kPooledPairs = 4;
// Fewer pairs than this that look the same cannot support learning.
constexpr double kSamePairsMin = 8;

// Shares of each level among all candidate pairs (both values present), smoothed.
std::vector<std::vector<double>> PooledShares(const TrainingInput& input) {
  std::vector<std::vector<double>> shares(input.comparisons.size());
  for (std::size_t j = 0; j < shares.size(); ++j) {
    shares[j].assign(compare::LevelsOf(input.comparisons[j].kind).size(), 0.5);
    shares[j][0] = 0;
  }
  for (const PatternCount& pattern : input.candidates) {
    for (std::size_t j = 0; j < shares.size(); ++j) {
      if (const std::uint8_t level = pattern.vector.levels[j]; level != 0) {
        shares[j][level] += static_cast<double>(pattern.count);
      }
    }
  }
  for (auto& levels : shares) {
    double sum = 0;
    for (const double share : levels) sum += share;
    for (double& share : levels) share /= sum;
  }
  return shares;
}

std::size_t FindPrior(const TrainingInput& input, const Comparison& comparison) {
  for (std::size_t i = 0; i < input.prior_comparisons.size(); ++i) {
    if (input.prior_comparisons[i].kind == comparison.kind && input.prior_comparisons[i].name == comparison.name) {
      return i;
    }
  }
  return input.prior_comparisons.size();
}

LevelPrior MakePrior(const TrainingInput& input, const std::vector<std::vector<double>>& pooled) {
  LevelPrior prior;
  prior.levels.resize(input.comparisons.size());
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    const auto levels = compare::LevelsOf(input.comparisons[j].kind);
    prior.levels[j].assign(levels.size(), ClassValues{});
    double shipped = 0;
    for (const auto& level : levels) shipped += level.same_share;
    const std::size_t from = input.prior_mixture == nullptr ? input.prior_comparisons.size()
                                                            : FindPrior(input, input.comparisons[j]);
    for (std::size_t level = 1; level < levels.size(); ++level) {
      for (std::size_t k = 0; k < kClassNameCount; ++k) {
        prior.levels[j][level][k] = k == kSamePerson ? levels[level].same_share / shipped : pooled[j][level];
        if (input.prior_mixture != nullptr && from < input.prior_comparisons.size()) {
          prior.levels[j][level][k] = input.prior_mixture->levels[from][level][k];
        }
      }
    }
  }
  for (std::size_t k = 0; k < kClassNameCount; ++k) {
    prior.weights[k] = k == kSamePerson || input.prior_mixture != nullptr ? kPriorPairs : kPooledPairs;
  }
  return prior;
}

// Shares and levels as if every pattern were wholly of its start class.
Mixture StartMixture(const TrainingInput& input, const LevelPrior& prior, double* same_pairs) {
  const auto guess = GuessWeights(input);
  Mixture mixture;
  mixture.class_count = kClassNameCount;
  mixture.levels = prior.levels;
  for (auto& levels : mixture.levels) {
    for (ClassValues& values : levels) {
      for (std::size_t k = 0; k < kClassCountMax; ++k) values[k] *= prior.weights[k];
    }
  }
  double total = 0;
  for (const PatternCount& pattern : input.candidates) {
    const std::size_t k = StartClass(input, guess, pattern.vector);
    const auto count = static_cast<double>(pattern.count);
    total += count;
    mixture.shares[k] += count;
    for (std::size_t j = 0; j < mixture.levels.size(); ++j) {
      if (pattern.vector.levels[j] != 0) mixture.levels[j][pattern.vector.levels[j]][k] += count;
    }
  }
  *same_pairs = mixture.shares[kSamePerson];
  for (std::size_t k = 0; k < kClassNameCount; ++k) {
    mixture.shares[k] = (mixture.shares[k] + 1) / (total + static_cast<double>(kClassNameCount));
  }
  for (auto& levels : mixture.levels) {
    ClassValues sums{};
    for (const ClassValues& values : levels) {
      for (std::size_t k = 0; k < kClassCountMax; ++k) sums[k] += values[k];
    }
    for (std::size_t level = 0; level < levels.size(); ++level) {
      for (std::size_t k = 0; k < kClassNameCount; ++k) {
        levels[level][k] = level == 0 ? 1.0 : std::max(levels[level][k] / sums[k], 1e-7);
      }
    }
  }
  return mixture;
}

// Two classes from what is shipped and what chance gives, for lists too small to learn from.
Mixture ShippedMixture(const TrainingInput& input) {
  if (input.prior_mixture != nullptr &&
      std::all_of(input.comparisons.begin(), input.comparisons.end(), [&](const Comparison& comparison) {
        return FindPrior(input, comparison) < input.prior_comparisons.size();
      })) {
    Mixture mixture = *input.prior_mixture;
    mixture.levels.clear();
    for (const Comparison& comparison : input.comparisons) {
      mixture.levels.push_back(input.prior_mixture->levels[FindPrior(input, comparison)]);
    }
    return mixture;
  }
  Mixture mixture;
  mixture.class_count = 2;
  mixture.same[0] = true;
  // Among candidate pairs of a small list about one in ten is the same (keys are specific).
  mixture.shares[0] = 0.1;
  mixture.shares[1] = 0.9;
  const auto guess = GuessWeights(input);
  mixture.levels.resize(input.comparisons.size());
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    const auto levels = compare::LevelsOf(input.comparisons[j].kind);
    mixture.levels[j].assign(levels.size(), ClassValues{});
    mixture.levels[j][0].fill(1);
    for (std::size_t level = 1; level < levels.size(); ++level) {
      mixture.levels[j][level][0] = levels[level].same_share;
      mixture.levels[j][level][1] = levels[level].same_share / std::exp2(guess[j][level]);
    }
  }
  return mixture;
}

}  // namespace

std::string_view PairClassName(std::size_t pair_class) noexcept {
  constexpr std::string_view kNames[] = {"same_person", "household", "namesake", "same_birth_date", "accident"};
  return pair_class < std::size(kNames) ? kNames[pair_class] : "other";
}

TrainingResult Train(const TrainingInput& input) {
  TrainingResult result;
  const auto pooled = PooledShares(input);
  const LevelPrior prior = MakePrior(input, pooled);
  double same_pairs = 0;
  const Mixture start = StartMixture(input, prior, &same_pairs);
  if (input.comparisons.size() < 2 || same_pairs < kSamePairsMin) {
    result.mixture = ShippedMixture(input);
    result.notes.push_back(fmt::format(
        "too little to learn from ({} comparisons, {:.0f} pairs that look the same): the shipped weights are used",
        input.comparisons.size(), same_pairs));
    return result;
  }
  result.learnt = true;
  result.mixture = FitMixture(input.candidates, start, prior, EmOptions{}, &result.trace);
  MarkSameClasses(input, &result.mixture, &result.notes);
  return result;
}

}  // namespace doublon::model
