#include "model/said_classes.h"

#include <algorithm>

#include "compare/field_comparisons.h"

namespace doublon::model {

namespace {

using compare::ComparisonKind;

// Pairs of twins and of homonyms in one home for one pair of records of one person. Twins are 1.6 %
// of births, a child with the first name of a parent 1 to 2 %; of both only those listed together
// count, and lists hold several records a person. Twice as many cost recall at strict promises in
// lists where given names or birth dates are often missing.
constexpr double kTwinsForOneSame = 0.005;
constexpr double kHomonymsForOneSame = 0.001;
// Pairs of a household that give one mobile number: what lists show of it depends on their forms,
// not on couples.
constexpr double kSharedMobileMin = 0.02;
// Probability of levels that neither has but for errors of writing.
constexpr double kElse = 0.0008;
constexpr std::size_t kDifferentSuffix = 1;

constexpr std::size_t Index(auto level) noexcept { return static_cast<std::size_t>(level); }

bool IsName(ComparisonKind kind) noexcept {
  return kind == ComparisonKind::kGivenName || kind == ComparisonKind::kFamilyName;
}

double TwinShare(ComparisonKind kind, std::size_t level) noexcept {
  using compare::GivenLevel;
  if (kind == ComparisonKind::kGivenName) {
    if (level == Index(GivenLevel::kDifferent)) return 0.72;
    if (level == Index(GivenLevel::kFalseFriend)) return 0.18;
    return level == Index(GivenLevel::kSimilar) ? 0.09 : kElse;
  }
  return level == Index(compare::DateLevel::kExact) ? 0.97 : kElse;
}

double HomonymDateShare(std::size_t level) noexcept {
  using compare::DateLevel;
  switch (static_cast<DateLevel>(level)) {
    case DateLevel::kDifferent:
      return 0.93;
    case DateLevel::kYear:
    case DateLevel::kOneEdit:
    case DateLevel::kTwoParts:
      return 0.005;
    case DateLevel::kDayMonth:
      return 0.01;
    case DateLevel::kPartial:
      return 0.002;  // most partial dates are years, which parent and child do not share
    default:
      return kElse;
  }
}

// Raises the household's share of equal mobile numbers to the least that is said.
void ShareMobiles(std::vector<ClassValues>* levels) noexcept {
  const std::size_t mobile = Index(compare::PhoneLevel::kSameMobile);
  const double before = (*levels)[mobile][kHousehold];
  if (before >= kSharedMobileMin) return;
  for (std::size_t level = 1; level < levels->size(); ++level) {
    double& share = (*levels)[level][kHousehold];
    share = level == mobile ? kSharedMobileMin : share * (1 - kSharedMobileMin) / (1 - before);
  }
}

// Names that agree crosswise do so both at once: the given names have said it, and the family names
// say nothing more, in whatever class.
void CountCrossedOnce(ComparisonKind kind, std::vector<ClassValues>* levels) noexcept {
  constexpr std::size_t kCrossed = Index(compare::FamilyLevel::kSwapped);
  if (kind == ComparisonKind::kFamilyName) (*levels)[kCrossed].fill(1);
}

// What one said class takes of a comparison: given and birth date are said, other names as those of
// one person, the rest as in households.
double ShareOf(std::size_t pair_class, ComparisonKind kind, std::size_t level,
               const ClassValues& learnt) noexcept {
  const bool twins = pair_class == kTwins;
  if (twins && kind == ComparisonKind::kGivenName) return TwinShare(kind, level);
  if (kind == ComparisonKind::kBirthDate)
    return twins ? TwinShare(kind, level) : HomonymDateShare(level);
  if (IsName(kind) || (!twins && kind == ComparisonKind::kGender)) return learnt[kSamePerson];
  // Father and son of one name are told apart by what is written behind it.
  if (!twins && kind == ComparisonKind::kSuffix) return level == kDifferentSuffix ? 0.95 : 0.05;
  if (kind == ComparisonKind::kGender || kind == ComparisonKind::kSuffix) return 0.5;
  return learnt[kHousehold];
}

}  // namespace

void AddSaidClasses(const TrainingInput& input, Mixture* mixture) {
  double same = 0;
  for (std::size_t k = 0; k < mixture->class_count; ++k) {
    if (mixture->same[k]) same += mixture->shares[k];
  }
  mixture->class_count = std::max<std::size_t>(mixture->class_count, kHomonyms + 1);
  mixture->shares[kTwins] = kTwinsForOneSame * same;
  mixture->shares[kHomonyms] = kHomonymsForOneSame * same;
  const double all = 1 + mixture->shares[kTwins] + mixture->shares[kHomonyms];
  for (double& share : mixture->shares) share /= all;
  for (std::size_t j = 0; j < mixture->levels.size(); ++j) {
    std::vector<ClassValues>& levels = mixture->levels[j];
    if (input.comparisons[j].kind == ComparisonKind::kPhone) ShareMobiles(&levels);
    for (const std::size_t k :
         {static_cast<std::size_t>(kTwins), static_cast<std::size_t>(kHomonyms)}) {
      double sum = 0;
      for (std::size_t level = 1; level < levels.size(); ++level) {
        levels[level][k] = ShareOf(k, input.comparisons[j].kind, level, levels[level]);
        sum += levels[level][k];
      }
      for (std::size_t level = 0; level < levels.size(); ++level)
        levels[level][k] = level == 0 ? 1 : levels[level][k] / sum;
    }
    CountCrossedOnce(input.comparisons[j].kind, &levels);
  }
}

}  // namespace doublon::model
