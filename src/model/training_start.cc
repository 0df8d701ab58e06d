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

LevelSense SenseOf(const TrainingInput& input, const ComparisonVector& vector,
                   ComparisonKind kind) {
  LevelSense best = LevelSense::kNone;
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    if (input.comparisons[j].kind != kind) continue;
    best = std::max(best, compare::LevelsOf(kind)[vector.levels[j]].sense);
  }
  return best;
}

bool Crossed(const TrainingInput& input, const ComparisonVector& vector) {
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    if (input.comparisons[j].kind == ComparisonKind::kGivenName) {
      return vector.levels[j] == static_cast<std::uint8_t>(compare::GivenLevel::kSwapped);
    }
  }
  return false;
}

// In lists without persons' names: classes for pairs that agree but in the first, the second of the
// texts that tell most.
constexpr std::size_t kRelationClasses = 2;
constexpr double kTellingTextBits = 5;

// Which of the most telling text comparisons disagrees: 0, 1, ..., or kRelationClasses when none
// does.
std::size_t DisagreeingText(const TrainingInput& input,
                            const std::vector<std::vector<double>>& guess,
                            const ComparisonVector& vector) {
  std::array<std::pair<double, std::size_t>, compare::kComparisonCountMax> texts;
  std::size_t count = 0;
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    if (input.comparisons[j].kind != ComparisonKind::kText) continue;
    const double most = *std::max_element(guess[j].begin(), guess[j].end());
    if (most >= kTellingTextBits) texts[count++] = {-most, j};
  }
  std::sort(texts.begin(), texts.begin() + count);
  for (std::size_t i = 0; i < std::min(count, kRelationClasses); ++i) {
    const std::size_t j = texts[i].second;
    if (compare::LevelsOf(ComparisonKind::kText)[vector.levels[j]].sense == LevelSense::kDisagree)
      return i;
  }
  return kRelationClasses;
}

// Pairs of strangers that the shipped shares count as.
constexpr double kStrangerPairs = 200;
// The same for codes: in a short list most random pairs that share one are no strangers.
constexpr double kStrangerCodePairs = 5000;

// Pairs of each class, as many as its best filled comparison shows.
ClassValues PairsOf(const std::vector<ClassValues>& filled) {
  ClassValues pairs{};
  for (const ClassValues& of_comparison : filled) {
    for (std::size_t k = 0; k < kClassCountMax; ++k)
      pairs[k] = std::max(pairs[k], of_comparison[k]);
  }
  return pairs;
}

// The class that the others are held against: kSamePerson in lists of persons, where it is said
// what it looks like; in other lists the class of enough pairs that is farthest from random pairs
// by what agrees in it.
std::size_t ReferenceClass(const TrainingInput& input, const Mixture& mixture,
                           const std::vector<ClassValues>& filled) {
  constexpr double kPairsMin = 8;
  const ClassValues pairs = PairsOf(filled);
  ClassValues bits{};
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    const auto levels = compare::LevelsOf(input.comparisons[j].kind);
    double random = 1;
    for (std::size_t level = 1; level < levels.size(); ++level)
      random += input.random_levels[j][level];
    for (std::size_t k = 0; k < mixture.class_count; ++k) {
      if (filled[j][k] < kPairsMin) continue;
      // A column that few pairs of the class fill tells as little of it.
      const double seen = filled[j][k] / pairs[k];
      for (std::size_t level = 1; level < levels.size(); ++level) {
        if (levels[level].sense != LevelSense::kAgree) continue;
        const double chance =
            (input.random_levels[j][level] + levels[level].stranger_share) / random;
        const double share = mixture.levels[j][level][k];
        bits[k] += seen * share * std::log2(share / chance);
      }
    }
  }
  std::size_t best = kSamePerson;
  if (OfPersons(input.comparisons)) return best;
  for (std::size_t k = 0; k < mixture.class_count; ++k) {
    if (pairs[k] >= kPairsMin && bits[k] > bits[best]) best = k;
  }
  return best;
}

}  // namespace

std::vector<std::vector<double>> StrangerShares(const TrainingInput& input) {
  std::vector<std::vector<double>> shares(input.comparisons.size());
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    const auto levels = compare::LevelsOf(input.comparisons[j].kind);
    const bool code = input.comparisons[j].kind == ComparisonKind::kIdentifier;
    const double shipped = code ? kStrangerCodePairs : kStrangerPairs;
    double filled = shipped;
    for (std::size_t level = 1; level < levels.size(); ++level)
      filled += input.random_levels[j][level];
    shares[j].assign(levels.size(), 0);
    for (std::size_t level = 1; level < levels.size(); ++level) {
      shares[j][level] =
          (input.random_levels[j][level] + shipped * levels[level].stranger_share) / filled;
    }
  }
  return shares;
}

std::vector<std::vector<double>> GuessWeights(const TrainingInput& input) {
  std::vector<std::vector<double>> weights = StrangerShares(input);
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    const auto levels = compare::LevelsOf(input.comparisons[j].kind);
    for (std::size_t level = 1; level < levels.size(); ++level) {
      weights[j][level] = std::log2(levels[level].same_share / weights[j][level]);
    }
  }
  return weights;
}

double ChanceOfWeight(const TrainingInput& input, const std::vector<std::vector<double>>& guess,
                      double weight_min) {
  // Distribution of the sum of weights on a grid; sums beyond the ends stay at the ends.
  constexpr double kStepBits = 0.25;
  constexpr std::ptrdiff_t kCells = 1024;
  const auto cell_of = [](double bits) {
    return static_cast<std::ptrdiff_t>(std::lround(bits / kStepBits));
  };
  std::vector<double> chances(kCells, 0), next(kCells);
  chances[kCells / 2] = 1;
  for (std::size_t j = 0; j < guess.size(); ++j) {
    const auto levels = compare::LevelsOf(input.comparisons[j].kind);
    double all = kStrangerPairs;
    for (const double count : input.random_levels[j]) all += count;
    std::fill(next.begin(), next.end(), 0);
    for (std::size_t level = 0; level < guess[j].size(); ++level) {
      const double missing = level == 0 ? 0 : levels[level].stranger_share;
      const double chance = (input.random_levels[j][level] + kStrangerPairs * missing) / all;
      const std::ptrdiff_t shift = cell_of(guess[j][level]);
      for (std::ptrdiff_t i = 0; i < kCells; ++i) {
        next[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i + shift, 0, kCells - 1))] +=
            chances[static_cast<std::size_t>(i)] * chance;
      }
    }
    chances.swap(next);
  }
  double sum = 0;
  for (std::ptrdiff_t i =
           std::clamp<std::ptrdiff_t>(kCells / 2 + cell_of(weight_min), 0, kCells - 1);
       i < kCells; ++i) {
    sum += chances[static_cast<std::size_t>(i)];
  }
  return sum;
}

std::size_t StartClass(const TrainingInput& input, const std::vector<std::vector<double>>& guess,
                       const ComparisonVector& vector, double margin_bits) {
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
  const bool enough = weight > std::log2(static_cast<double>(input.record_count) + 1) + margin_bits;
  if (!OfPersons(input.comparisons)) {
    // Lists of anything else. Things that share all but their names are relations (two restaurants
    // of one hotel, two papers of one issue); pairs that are not the same otherwise start in
    // classes by what brought them together.
    if (!enough)
      return 1 + kRelationClasses +
             strongest_comparison % (kLearntClassCount - 1 - kRelationClasses);
    const std::size_t relation = DisagreeingText(input, guess, vector);
    return relation < kRelationClasses ? 1 + relation : static_cast<std::size_t>(kSamePerson);
  }
  using enum LevelSense;
  const LevelSense given = SenseOf(input, vector, ComparisonKind::kGivenName);
  const LevelSense family = SenseOf(input, vector, ComparisonKind::kFamilyName);
  const LevelSense date = SenseOf(input, vector, ComparisonKind::kBirthDate);
  const bool contact = SenseOf(input, vector, ComparisonKind::kEmail) == kAgree ||
                       SenseOf(input, vector, ComparisonKind::kPhone) == kAgree ||
                       SenseOf(input, vector, ComparisonKind::kAddress) == kAgree;
  const LevelSense organisation = SenseOf(input, vector, ComparisonKind::kOrganisation);
  if (organisation == kPartial) {
    const bool named_alike =
        family >= kPartial || SenseOf(input, vector, ComparisonKind::kText) >= kPartial;
    if (!named_alike) return kOtherOrganisations;
    const bool apart = SenseOf(input, vector, ComparisonKind::kAddress) == kDisagree ||
                       SenseOf(input, vector, ComparisonKind::kPhone) == kDisagree;
    return enough && (contact || !apart) ? kSamePerson : kBranches;
  }
  if (organisation == kDisagree) return contact ? kHousehold : kAccident;
  if (given == kDisagree) {
    if (contact) return kHousehold;
    if (date == kAgree) return kSameBirthDate;
    if (family >= kPartial) return kSameFamilyName;
    return SenseOf(input, vector, ComparisonKind::kAddress) == kPartial ? kSameStreet : kAccident;
  }
  if (SenseOf(input, vector, ComparisonKind::kSuffix) == kDisagree) return kNamesake;
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

void MarkSameClasses(const TrainingInput& input, Mixture* mixture,
                     std::vector<std::string>* notes) {
  constexpr double kTellingAgreement =
      0.3;  // of the same-person class: comparisons that agree less often tell nothing
  constexpr double kTellingLift = 4;        // over chance
  constexpr double kAgreementOfSame = 0.5;  // of the agreement of the same-person class
  constexpr double kFilledMin =
      5;  // pairs of a class with both values present, to judge it by a comparison
  constexpr double kSeenMin =
      0.1;  // share of a class's pairs, in lists of other things than persons
  constexpr double kShareMin = 0.005;  // classes smaller than this are not worth a note
  const std::size_t count = mixture->class_count;
  // Expected pairs of each class that have both values, by comparison.
  std::vector<ClassValues> filled(input.comparisons.size());
  for (const PatternCount& pattern : input.candidates) {
    ClassValues joint = mixture->Joint(pattern.vector);
    double total = 0;
    for (const double value : joint) total += value;
    if (!(total > 0)) continue;
    for (std::size_t j = 0; j < filled.size(); ++j) {
      if (pattern.vector.levels[j] == compare::kMissingLevel) continue;
      for (std::size_t k = 0; k < count; ++k)
        filled[j][k] += static_cast<double>(pattern.count) * joint[k] / total;
    }
  }
  const std::size_t reference = ReferenceClass(input, *mixture, filled);
  mixture->same.fill(false);
  const bool of_persons = OfPersons(input.comparisons);
  // What is known of few pairs of a class (opening hours, of one in fifty) does not part it from
  // the others. Of persons the rare column may be the one that tells: a generation, a second name.
  const double seen_min = of_persons ? 0 : kSeenMin;
  const ClassValues pairs = PairsOf(filled);
  std::array<std::size_t, kClassCountMax> agreeing{};
  std::array<bool, kClassCountMax> differs{};
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    const auto levels = compare::LevelsOf(input.comparisons[j].kind);
    double random = 0, random_agreed = 0;
    ClassValues agreement{};
    // Things are named in many ways, so a class of pairs whose names are half alike, beyond chance,
    // is not told from one whose names are the same.
    const LevelSense agreeing_from =
        !of_persons && input.comparisons[j].kind == ComparisonKind::kText ? LevelSense::kPartial
                                                                          : LevelSense::kAgree;
    for (std::size_t level = 1; level < levels.size(); ++level) {
      random += input.random_levels[j][level];
      if (levels[level].sense < agreeing_from) continue;
      random_agreed += input.random_levels[j][level] + levels[level].stranger_share;
      for (std::size_t k = 0; k < count; ++k) agreement[k] += mixture->levels[j][level][k];
    }
    const double least = kTellingLift * random_agreed / (random + 1);
    if (agreement[reference] < std::max(kTellingAgreement, least)) continue;
    for (std::size_t k = 0; k < count; ++k) {
      if (filled[j][k] < std::max(kFilledMin, seen_min * pairs[k])) continue;
      if (agreement[k] >= kAgreementOfSame * agreement[reference] && agreement[k] >= least) {
        ++agreeing[k];
      } else {
        differs[k] = true;
      }
    }
  }
  std::size_t same_count = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const bool two_organisations = of_persons && k >= kBranches;
    mixture->same[k] = k == reference || (agreeing[k] >= 2 && !differs[k] && !two_organisations);
    same_count += mixture->same[k] && mixture->shares[k] >= kShareMin;
  }
  if (same_count > 1) {
    notes->push_back(
        std::to_string(same_count) +
        " classes of pairs agree wherever those of one person do and count as the same person");
  }
}

}  // namespace doublon::model
