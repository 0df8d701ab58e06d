#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/worker_pool.h"
#include "compare/comparison.h"

namespace doublon::model {

// Latent classes of candidate pairs: one or more say "same person", the others are the ways of not
// being one (household, namesakes, a shared birth date, accidents). Given the class, comparisons
// are independent; a missing one has factor 1.
inline constexpr std::size_t kClassCountMax = 12;
using ClassValues = std::array<double, kClassCountMax>;  // one number a class; unused classes are 0

struct Mixture {
  std::size_t class_count = 0;
  ClassValues shares{};                     // of candidate pairs; sum 1
  std::array<bool, kClassCountMax> same{};  // which classes mean the same person
  // levels[comparison][level]: probability of the level in each class, given that both values are
  // there. Level 0: 1.
  std::vector<std::vector<ClassValues>> levels;

  // P(class and vector) of each class. Cost: comparisons × classes multiplications.
  ClassValues Joint(const compare::ComparisonVector& vector) const noexcept {
    ClassValues joint = shares;
    for (std::size_t j = 0; j < levels.size(); ++j) {
      const std::uint8_t level = vector.levels[j];
      if (level == compare::kMissingLevel) continue;
      const ClassValues& factors = levels[j][level];
      for (std::size_t k = 0; k < kClassCountMax; ++k) joint[k] *= factors[k];
    }
    return joint;
  }

  // log2 odds that the pair is one person: log2 P(same, vector) / P(not, vector).
  double LogOdds(const compare::ComparisonVector& vector) const noexcept;
};

// Probability from log2 odds; total, in [0, 1].
double ProbabilityOf(double log2_odds) noexcept;

// A comparison vector and how many candidate pairs have it.
struct PatternCount {
  compare::ComparisonVector vector;
  std::uint64_t count = 0;
};

// A pair that a person judged. It counts as kLabelPairs found ones of known class: kept to class 0
// (same), or out of it.
struct LabelledPattern {
  compare::ComparisonVector vector;
  bool same = false;
};
inline constexpr double kLabelPairs = 10;

// Pulls the parameters towards given ones: as if, beside the data, pairs had been seen in these
// numbers.
struct LevelPrior {
  std::vector<std::vector<ClassValues>> levels;  // pseudo-pairs by comparison, level and class
  ClassValues shares{};                          // pseudo-pairs by class
};

struct EmOptions {
  std::size_t rounds_max = 400;
  double tolerance = 1e-7;  // relative growth of the log likelihood at which to stop
};

struct EmTrace {
  std::vector<double> log_likelihood;  // of the data and the prior, after each round; never falls
  bool converged = false;
};

// Expectation maximisation from `start` (shares and levels of all classes). Patterns must be in a
// fixed order (sorted): the result is the same bit for bit for the same input, by any number of
// workers; pool may be null. Cost: rounds × patterns × comparisons × classes.
Mixture FitMixture(std::span<const PatternCount> patterns, std::span<const LabelledPattern> labels,
                   const Mixture& start, const LevelPrior& prior, const EmOptions& options,
                   EmTrace* trace, WorkerPool* pool = nullptr);

}  // namespace doublon::model
