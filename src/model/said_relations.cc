#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <vector>

#include "base/check.h"
#include "model/said_classes.h"

namespace doublon::model {

namespace {

using compare::ComparisonKind;
using compare::LevelSense;
using LevelShares = std::vector<std::vector<double>>;  // by comparison and level

// Pairs of things that differ in one comparison alone, for one pair of one thing: the most that is
// expected of the text that tells most (a name: rooms of a hotel, parts of a series), of other
// texts, and of what names a place or a thing; the rest are hardly ever all that parts two things.
constexpr double kNameRelations = 0.06;
constexpr double kTextRelations = 0.01;
constexpr double kPlaceRelations = 0.02;
constexpr double kOtherRelations = 0.005;
// Of the pairs that a list shows apart in the comparison and alike in all else, so many may be two
// things.
constexpr double kRelationsOfApart = 0.3;
// Where pairs of one thing are apart so often, being apart tells nothing.
constexpr double kApartMax = 0.6;
// Two things that differ in a comparison reach a level of agreement in it no oftener than this.
constexpr double kAgreeByChanceMax = 0.001;
// Pairs of things of one owner, for one pair of one thing: columns tell of the owner (a director,
// a programme, a web site) and agree together, but the comparisons that tell most hardly ever do.
constexpr double kKinForOneSame = 0.02;
constexpr double kKinAlike = 0.1;
constexpr std::size_t kKinApart = 3;
// Levels of the names of two related things: most have a word in common, few more than that.
constexpr std::array<double, 11> kRelatedTexts = {0,   .30,  .15,   .15,   .20,  .14,
                                                  .05, .005, .0001, .0001, .0001};

LevelShares SameShares(const Mixture& mixture) {
  LevelShares shares;
  double all = 0;
  for (std::size_t k = 0; k < mixture.class_count; ++k) {
    if (mixture.same[k]) all += mixture.shares[k];
  }
  for (const std::vector<ClassValues>& levels : mixture.levels) {
    std::vector<double>& of_levels = shares.emplace_back(levels.size(), 0.0);
    for (std::size_t level = 0; level < levels.size(); ++level) {
      for (std::size_t k = 0; k < mixture.class_count; ++k) {
        if (mixture.same[k]) of_levels[level] += mixture.shares[k] / all * levels[level][k];
      }
    }
  }
  return shares;
}

// Levels of a comparison in which two things differ.
std::vector<double> ApartShares(ComparisonKind kind, const std::vector<double>& strangers) {
  const auto levels = compare::LevelsOf(kind);
  DOUBLON_CHECK(kind != ComparisonKind::kText || levels.size() == kRelatedTexts.size());
  std::vector<double> shares(levels.size(), 0);
  double sum = 0;
  for (std::size_t level = 1; level < levels.size(); ++level) {
    if (kind == ComparisonKind::kText) {
      shares[level] = kRelatedTexts[level];
    } else if (levels[level].sense == LevelSense::kAgree) {
      shares[level] = std::min(strangers[level], kAgreeByChanceMax);
    } else {
      shares[level] = strangers[level];
    }
    sum += shares[level];
  }
  for (double& share : shares) share /= sum;
  return shares;
}

// Of the pairs of one thing, those that do not agree.
double ApartShare(ComparisonKind kind, const std::vector<double>& same) {
  const auto levels = compare::LevelsOf(kind);
  double apart = 0;
  for (std::size_t level = 1; level < levels.size(); ++level) {
    if (levels[level].sense != LevelSense::kAgree) apart += same[level];
  }
  return apart;
}

double MostRelations(ComparisonKind kind, bool names) {
  using enum ComparisonKind;
  switch (kind) {
    case kText:
      return names ? kNameRelations : kTextRelations;
    case kAddress:
    case kIdentifier:
    case kNumber:
    case kEventDate:
      return kPlaceRelations;
    default:
      return kOtherRelations;
  }
}

struct Telling {
  double bits;  // of a pair of one thing on average, by the shares of strangers
  double filled;
  std::size_t comparison;
};

// The comparisons, those that tell most first.
std::vector<Telling> ByInformation(const TrainingInput& input, const LevelShares& same,
                                   const LevelShares& strangers) {
  std::vector<Telling> telling;
  for (std::size_t j = 0; j < same.size(); ++j) {
    double bits = 0, pairs = 0;
    for (std::size_t level = 1; level < same[j].size(); ++level) {
      bits += same[j][level] * std::log2(std::max(same[j][level], 1e-9) / strangers[j][level]);
    }
    for (const double count : input.random_levels[j]) pairs += count;
    const double filled = 1 - input.random_levels[j][0] / std::max(1.0, pairs);
    telling.push_back({bits * filled, filled, j});
  }
  std::sort(telling.begin(), telling.end(), [](const Telling& x, const Telling& y) {
    return std::tuple(-x.bits, x.comparison) < std::tuple(-y.bits, y.comparison);
  });
  return telling;
}

template <typename LevelsOfComparison>
void AddClass(double share, const LevelsOfComparison& levels_of, Mixture* mixture) {
  const std::size_t k = mixture->class_count++;
  mixture->shares[k] = share;
  for (std::size_t j = 0; j < mixture->levels.size(); ++j) {
    const std::vector<double> levels = levels_of(j);
    mixture->levels[j][0][k] = 1;
    for (std::size_t level = 1; level < levels.size(); ++level)
      mixture->levels[j][level][k] = levels[level];
  }
}

}  // namespace

void AddSaidRelations(const TrainingInput& input, Mixture* mixture) {
  const LevelShares same = SameShares(*mixture);
  const LevelShares strangers = StrangerShares(input);
  double same_share = 0;
  for (std::size_t k = 0; k < mixture->class_count; ++k) {
    if (mixture->same[k]) same_share += mixture->shares[k];
  }
  const std::vector<Telling> by_information = ByInformation(input, same, strangers);
  LevelShares kin = same;
  for (std::size_t i = 0; i < std::min(kKinApart, by_information.size()); ++i) {
    const std::size_t j = by_information[i].comparison;
    const std::vector<double> apart = ApartShares(input.comparisons[j].kind, strangers[j]);
    for (std::size_t level = 0; level < apart.size(); ++level)
      kin[j][level] = kKinAlike * same[j][level] + (1 - kKinAlike) * apart[level];
  }
  AddClass(
      kKinForOneSame * same_share, [&](std::size_t j) { return kin[j]; }, mixture);
  bool named = false;
  for (const Telling& telling : by_information) {
    if (mixture->class_count == kClassCountMax) break;
    const std::size_t differing = telling.comparison;
    const ComparisonKind kind = input.comparisons[differing].kind;
    const double apart = ApartShare(kind, same[differing]);
    // What is often missing parts few things by itself: two that differ there differ elsewhere.
    const double most = MostRelations(kind, !named) * std::pow(telling.filled, 3) *
                        std::max(0.0, 1 - apart / kApartMax);
    named |= kind == ComparisonKind::kText;
    const auto levels = [&](std::size_t j) {
      return j == differing ? ApartShares(kind, strangers[j]) : same[j];
    };
    AddClass(std::min(most, kRelationsOfApart * apart) * same_share, levels, mixture);
  }
  double all = 0;
  for (const double share : mixture->shares) all += share;
  for (double& share : mixture->shares) share /= all;
}

}  // namespace doublon::model
