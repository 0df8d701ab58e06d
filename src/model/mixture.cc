#include "model/mixture.h"

#include <algorithm>
#include <cmath>

namespace doublon::model {

namespace {

// A level no pair of a class was seen at keeps this probability, so that an empty level is not a
// veto.
constexpr double kLevelFloor = 1e-7;
// Odds beyond 2^±200 mean nothing more.
constexpr double kLogOddsMax = 200;

// Sums over the patterns of one round, in the layout of the parameters.
struct Expectation {
  ClassValues shares{};
  std::vector<std::vector<ClassValues>> levels;
  double log_likelihood = 0;
};

Expectation NoPairs(const Mixture& mixture) {
  Expectation sums;
  sums.levels.resize(mixture.levels.size());
  for (std::size_t j = 0; j < mixture.levels.size(); ++j) {
    sums.levels[j].assign(mixture.levels[j].size(), ClassValues{});
  }
  return sums;
}

void AddPairs(const compare::ComparisonVector& vector, ClassValues joint, double count,
              Expectation& sums) {
  double total = 0;
  for (const double value : joint) total += value;
  if (!(total > 0)) return;  // underflow of a hopeless pattern: no class explains it
  sums.log_likelihood += count * std::log2(total);
  const double scale = count / total;
  for (double& value : joint) value *= scale;
  for (std::size_t k = 0; k < kClassCountMax; ++k) sums.shares[k] += joint[k];
  for (std::size_t j = 0; j < sums.levels.size(); ++j) {
    ClassValues& level = sums.levels[j][vector.levels[j]];
    for (std::size_t k = 0; k < kClassCountMax; ++k) level[k] += joint[k];
  }
}

void AddSums(const Expectation& part, Expectation& sums) {
  sums.log_likelihood += part.log_likelihood;
  for (std::size_t k = 0; k < kClassCountMax; ++k) sums.shares[k] += part.shares[k];
  for (std::size_t j = 0; j < sums.levels.size(); ++j) {
    for (std::size_t level = 0; level < sums.levels[j].size(); ++level) {
      for (std::size_t k = 0; k < kClassCountMax; ++k)
        sums.levels[j][level][k] += part.levels[j][level][k];
    }
  }
}

Expectation Expect(std::span<const PatternCount> patterns, std::span<const LabelledPattern> labels,
                   const Mixture& mixture, WorkerPool* pool) {
  // Always the same parts, added in order: sums of rounded numbers depend on the order.
  constexpr std::size_t kParts = 16;
  std::array<Expectation, kParts> parts;
  const auto expect_part = [&](std::size_t part, std::size_t) {
    parts[part] = NoPairs(mixture);
    for (std::size_t i = patterns.size() * part / kParts; i < patterns.size() * (part + 1) / kParts;
         ++i) {
      AddPairs(patterns[i].vector, mixture.Joint(patterns[i].vector),
               static_cast<double>(patterns[i].count), parts[part]);
    }
  };
  if (pool != nullptr) {
    pool->ParallelFor(kParts, expect_part);
  } else {
    for (std::size_t part = 0; part < kParts; ++part) expect_part(part, 0);
  }
  Expectation sums = NoPairs(mixture);
  for (const Expectation& part : parts) AddSums(part, sums);
  for (const LabelledPattern& label : labels) {
    ClassValues joint = mixture.Joint(label.vector);
    for (std::size_t k = 0; k < kClassCountMax; ++k) {
      if ((k == 0) != label.same) joint[k] = 0;
    }
    AddPairs(label.vector, joint, kLabelPairs, sums);
  }
  return sums;
}

double LogPrior(const Mixture& mixture, const LevelPrior& prior) {
  double sum = 0;
  for (std::size_t k = 0; k < mixture.class_count; ++k) {
    if (prior.shares[k] > 0) sum += prior.shares[k] * std::log2(mixture.shares[k]);
  }
  for (std::size_t j = 0; j < prior.levels.size(); ++j) {
    for (std::size_t level = 1; level < prior.levels[j].size(); ++level) {
      for (std::size_t k = 0; k < mixture.class_count; ++k) {
        if (const double pseudo = prior.levels[j][level][k]; pseudo > 0)
          sum += pseudo * std::log2(mixture.levels[j][level][k]);
      }
    }
  }
  return sum;
}

Mixture Maximise(const Expectation& sums, const Mixture& before, const LevelPrior& prior) {
  Mixture mixture = before;
  double total = 0;
  for (std::size_t k = 0; k < mixture.class_count; ++k) total += sums.shares[k] + prior.shares[k];
  for (std::size_t k = 0; k < mixture.class_count; ++k) {
    mixture.shares[k] = std::max(sums.shares[k] + prior.shares[k], 1e-9) / std::max(total, 1e-9);
  }
  for (std::size_t j = 0; j < mixture.levels.size(); ++j) {
    const std::size_t level_count = mixture.levels[j].size();
    for (std::size_t k = 0; k < mixture.class_count; ++k) {
      double filled = 0;
      for (std::size_t level = 1; level < level_count; ++level) {
        filled += sums.levels[j][level][k] + prior.levels[j][level][k];
      }
      if (!(filled > 0)) continue;
      for (std::size_t level = 1; level < level_count; ++level) {
        const double seen = sums.levels[j][level][k] + prior.levels[j][level][k];
        mixture.levels[j][level][k] = std::max(seen / filled, kLevelFloor);
      }
    }
  }
  return mixture;
}

}  // namespace

double ProbabilityOf(double log2_odds) noexcept {
  return 1.0 / (1.0 + std::exp2(-std::clamp(log2_odds, -kLogOddsMax, kLogOddsMax)));
}

double Mixture::LogOdds(const compare::ComparisonVector& vector) const noexcept {
  const ClassValues joint = Joint(vector);
  double same_joint = 0, other_joint = 0;
  for (std::size_t k = 0; k < class_count; ++k) (same[k] ? same_joint : other_joint) += joint[k];
  constexpr double kTiny = 1e-300;
  return std::clamp(std::log2((same_joint + kTiny) / (other_joint + kTiny)), -kLogOddsMax,
                    kLogOddsMax);
}

Mixture FitMixture(std::span<const PatternCount> patterns, std::span<const LabelledPattern> labels,
                   const Mixture& start, const LevelPrior& prior, const EmOptions& options,
                   EmTrace* trace, WorkerPool* pool) {
  Mixture mixture = start;
  double last = -INFINITY;
  for (std::size_t round = 0; round < options.rounds_max; ++round) {
    const Expectation sums = Expect(patterns, labels, mixture, pool);
    const double log_likelihood = sums.log_likelihood + LogPrior(mixture, prior);
    if (trace != nullptr) trace->log_likelihood.push_back(log_likelihood);
    if (log_likelihood - last < options.tolerance * std::abs(log_likelihood)) {
      if (trace != nullptr) trace->converged = true;
      break;
    }
    last = log_likelihood;
    mixture = Maximise(sums, mixture, prior);
  }
  return mixture;
}

}  // namespace doublon::model
