#include <algorithm>
#include <array>
#include <cmath>

#include "compare/field_comparisons.h"
#include "model/training.h"

namespace doublon::model {

namespace {

using compare::Comparison;
using compare::ComparisonKind;
using compare::ComparisonVector;
using compare::LevelSense;

LevelSense SenseOf(const TrainingInput& input, const ComparisonVector& vector, ComparisonKind kind) {
  LevelSense best = LevelSense::kNone;
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    if (input.comparisons[j].kind != kind) continue;
    best = std::max(best, compare::LevelsOf(kind)[vector.levels[j]].sense);
  }
  return best;
}

bool Has(const TrainingInput& input, ComparisonKind kind) {
  return std::any_of(input.comparisons.begin(), input.comparisons.end(),
                     [&](const Comparison& comparison) { return comparison.kind == kind; });
}

bool Crossed(const TrainingInput& input, const ComparisonVector& vector) {
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    if (input.comparisons[j].kind == ComparisonKind::kGivenName) {
      return vector.levels[j] == static_cast<std::uint8_t>(compare::GivenLevel::kSwapped);
    }
  }
  return false;
}

// Bits beyond the chance of meeting any such stranger in the list that make a pair worth starting as the same.
constexpr double kStartMarginBits = 3;

}  // namespace

std::vector<std::vector<double>> GuessWeights(const TrainingInput& input) {
  std::vector<std::vector<double>> weights(input.comparisons.size());
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    const auto levels = compare::LevelsOf(input.comparisons[j].kind);
    double filled = 0;
    for (std::size_t level = 1; level < levels.size(); ++level) filled += input.random_levels[j][level];
    weights[j].assign(levels.size(), 0);
    for (std::size_t level = 1; level < levels.size(); ++level) {
      const double random_share = (input.random_levels[j][level] + 0.5) / (filled + 0.5 * static_cast<double>(levels.size()));
      weights[j][level] = std::log2(levels[level].same_share / random_share);
    }
  }
  return weights;
}

std::size_t StartClass(const TrainingInput& input, const std::vector<std::vector<double>>& guess,
                       const ComparisonVector& vector) {
  double weight = 0;
  double strongest = 0;
  std::size_t strongest_comparison = 0;
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    const double level_weight = guess[j][vector.levels[j]];
    weight += level_weight;
    if (level_weight > strongest) {
      strongest = level_weight;
      strongest_comparison = j;
    }
  }
  const bool enough = weight > std::log2(static_cast<double>(input.record_count) + 1) + kStartMarginBits;
  if (!Has(input, ComparisonKind::kGivenName) && !Has(input, ComparisonKind::kFamilyName)) {
    // Lists of anything else: pairs that are not the same start in classes by what brought them together.
    return enough ? static_cast<std::size_t>(kSamePerson) : 1 + strongest_comparison % (kClassNameCount - 1);
  }
  using enum LevelSense;
  const LevelSense given = SenseOf(input, vector, ComparisonKind::kGivenName);
  const LevelSense family = SenseOf(input, vector, ComparisonKind::kFamilyName);
  const LevelSense date = SenseOf(input, vector, ComparisonKind::kBirthDate);
  const bool contact = SenseOf(input, vector, ComparisonKind::kEmail) == kAgree ||
                       SenseOf(input, vector, ComparisonKind::kPhone) == kAgree ||
                       SenseOf(input, vector, ComparisonKind::kAddress) == kAgree;
  if (given == kDisagree) {
    if (date == kAgree) return contact || family >= kPartial ? kTwins : kSameBirthDate;
    if (contact) return kHousehold;
    if (family >= kPartial) return kSameFamilyName;
    return SenseOf(input, vector, ComparisonKind::kAddress) == kPartial ? kSameStreet : kAccident;
  }
  // Names that agree only when crossed, with nothing beside, are two people.
  if (Crossed(input, vector) && date != kAgree && !contact) return kAccident;
  if (date == kAgree) {
    if (enough && (family >= kPartial || contact || given == kAgree)) return kSamePerson;
    return kSameBirthDate;
  }
  if (date == kDisagree) {
    const bool own = SenseOf(input, vector, ComparisonKind::kEmail) == kAgree ||
                     SenseOf(input, vector, ComparisonKind::kIdentifier) == kAgree;
    if (enough && own && given == kAgree) return kSamePerson;
    return given == kAgree && family >= kPartial ? kNamesake : kAccident;
  }
  if (enough && given >= kPartial && (family >= kPartial || contact)) return kSamePerson;
  if (enough && given == kNone && family != kDisagree) return kSamePerson;
  return given >= kPartial && family >= kPartial ? kNamesake : kAccident;
}

void MarkSameClasses(const TrainingInput& input, Mixture* mixture, std::vector<std::string>* notes) {
  constexpr double kTellingChance = 0.2;  // a comparison that agrees more often than this by chance tells nothing
  constexpr double kTellingBits = 2;
  constexpr double kSameShareOfBits = 0.5;
  constexpr double kShareMin = 0.005;     // classes smaller than this do not say what agreement can reach
  const std::size_t count = mixture->class_count;
  std::vector<std::array<double, kClassCountMax>> bits;  // of the telling comparisons: log2 of agreement over chance
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    const auto levels = compare::LevelsOf(input.comparisons[j].kind);
    double filled = 0, agreed = 0;
    std::array<double, kClassCountMax> agreement{};
    for (std::size_t level = 1; level < levels.size(); ++level) {
      filled += input.random_levels[j][level];
      if (levels[level].sense != LevelSense::kAgree) continue;
      agreed += input.random_levels[j][level];
      for (std::size_t k = 0; k < count; ++k) agreement[k] += mixture->levels[j][level][k];
    }
    const double chance = (agreed + 0.5) / (filled + 1);
    if (filled < 1 || chance > kTellingChance) continue;
    std::array<double, kClassCountMax> of_classes{};
    double best = 0;
    for (std::size_t k = 0; k < count; ++k) {
      of_classes[k] = std::log2(std::max(agreement[k], 1e-9) / chance);
      if (mixture->shares[k] >= kShareMin) best = std::max(best, of_classes[k]);
    }
    if (best < kTellingBits) continue;
    for (double& of_class : of_classes) of_class /= best;
    bits.push_back(of_classes);
  }
  mixture->same.fill(false);
  std::size_t same_count = 0;
  for (std::size_t k = 0; k < count; ++k) {
    mixture->same[k] = bits.size() >= 2 && std::all_of(bits.begin(), bits.end(), [&](const auto& of_classes) {
                         return of_classes[k] >= kSameShareOfBits;
                       });
    same_count += mixture->same[k] && mixture->shares[k] >= kShareMin;
  }
  mixture->same[kSamePerson] = true;
  if (same_count > 1) {
    notes->push_back(std::to_string(same_count) +
                     " classes of pairs agree everywhere beyond chance and count as the same person");
  }
}

}  // namespace doublon::model
