#include "model/training.h"

#include <algorithm>
#include <cmath>

#include "compare/field_comparisons.h"
#include "fmt/format.h"
#include "model/monotone.h"
#include "model/said_classes.h"

namespace doublon::model {

namespace {

using compare::Comparison;

// Pseudo-pairs by which shipped shares pull a class: enough to steady a list of a few hundred rows,
// nothing beside the thousands of pairs of a larger one.
constexpr double kPriorPairs = 150;
constexpr double kOtherPairs = 4;
// The same for columns of other kinds than contact data, and for lists without names: what
// agreement is worth there is a guess.
constexpr double kCustomPriorPairs = 12;
// The same for given names, birth dates and generations (Jr, Sr), which part a person from
// relatives: a small list with a handful of fathers and sons must not teach that one person has two
// birth dates.
constexpr double kPersonalPriorPairs = 900;
// Relatives and namesakes share codes no more than strangers do: a few pairs must not teach
// otherwise.
constexpr double kIdentifierPriorPairs = 300;
// Where names tell persons apart, columns that may be idle (a date of entry, a status) are taken to
// be so in every class until this many pairs of it say otherwise.
constexpr double kIdlePriorPairs = 40;
// What organisations that are not one have in common is whatever brought them together: a handful
// of pairs must not teach that it is a telephone.
constexpr double kOrganisationPriorPairs = 40;
// Pseudo-pairs for the shares of the classes.
constexpr double kSharePairs = 20;
// Fewer pairs than this that look the same cannot support learning.
constexpr double kSamePairsMin = 8;

bool HasOrganisations(const TrainingInput& input) {
  return std::any_of(input.comparisons.begin(), input.comparisons.end(),
                     [](const Comparison& comparison) {
                       return comparison.kind == compare::ComparisonKind::kOrganisation;
                     });
}

// The classes that are learnt from the list.
std::vector<std::size_t> LearntClasses(const TrainingInput& input) {
  std::vector<std::size_t> classes;
  for (std::size_t k = 0; k < kLearntClassCount; ++k) classes.push_back(k);
  if (HasOrganisations(input)) classes.insert(classes.end(), {kBranches, kOtherOrganisations});
  return classes;
}

bool OfOrganisations(std::size_t pair_class) {
  return pair_class == kBranches || pair_class == kOtherOrganisations;
}

// What pairs of a class of organisations agree in no more than strangers do: branches in what tells
// where they are, others in their names.
bool DiffersIn(std::size_t pair_class, compare::ComparisonKind kind) {
  using enum compare::ComparisonKind;
  if (pair_class == kBranches) return kind == kAddress || kind == kPhone || kind == kEmail;
  return kind == kText || kind == kFamilyName;
}

// Where each pattern starts. Lists of few columns cannot beat chance by much: there the margin is
// lowered until enough pairs look the same for the learner to find out, as long as they are several
// times more than strangers would give.
std::vector<std::size_t> StartClasses(const TrainingInput& input) {
  constexpr double kMarginStepBits = 1.5;
  constexpr double kMarginMinBits = -4.5;
  constexpr double kOverChance = 4;
  const auto guess = GuessWeights(input);
  const double pairs_wanted =
      std::max(kSamePairsMin, static_cast<double>(input.record_count) / 200);
  std::vector<std::size_t> starts(input.candidates.size());
  for (double margin = kStartMarginBits; margin >= kMarginMinBits; margin -= kMarginStepBits) {
    double pairs = 0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
      starts[i] = StartClass(input, guess, input.candidates[i].vector, margin);
      if (starts[i] == kSamePerson) pairs += static_cast<double>(input.candidates[i].count);
    }
    if (pairs >= pairs_wanted) break;
    const auto records = static_cast<double>(input.record_count);
    const double lower = std::log2(records + 1) + margin - kMarginStepBits;
    if (kOverChance * records * records / 2 * ChanceOfWeight(input, guess, lower) > pairs_wanted)
      break;
  }
  return starts;
}

// Shares of each level among the candidate pairs that do not look the same (both values present),
// steadied by those of random pairs: where most pairs that have a value at all are the same, the
// others must not be thought to agree too.
std::vector<std::vector<double>> OtherShares(const TrainingInput& input,
                                             const std::vector<std::size_t>& starts) {
  constexpr double kStrangerPairs = 20;
  std::vector<std::vector<double>> shares(input.comparisons.size());
  for (std::size_t j = 0; j < shares.size(); ++j) {
    const auto levels = compare::LevelsOf(input.comparisons[j].kind);
    double random = 1;
    for (std::size_t level = 1; level < levels.size(); ++level)
      random += input.random_levels[j][level];
    shares[j].assign(levels.size(), 0);
    for (std::size_t level = 1; level < levels.size(); ++level) {
      shares[j][level] =
          kStrangerPairs * (input.random_levels[j][level] + levels[level].stranger_share) / random;
    }
  }
  for (std::size_t i = 0; i < starts.size(); ++i) {
    if (starts[i] == kSamePerson) continue;
    for (std::size_t j = 0; j < shares.size(); ++j) {
      if (const std::uint8_t level = input.candidates[i].vector.levels[j]; level != 0) {
        shares[j][level] += static_cast<double>(input.candidates[i].count);
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

// Columns that may as well have nothing to do with who or what it is: a status, a date of entry, an
// amount.
bool MayBeIdle(compare::ComparisonKind kind) {
  return kind == compare::ComparisonKind::kCategory || kind == compare::ComparisonKind::kDate ||
         kind == compare::ComparisonKind::kEventDate || kind == compare::ComparisonKind::kNumber;
}

bool IsContact(compare::ComparisonKind kind) {
  return kind <= compare::ComparisonKind::kGender || kind == compare::ComparisonKind::kSuffix;
}

std::size_t FindPrior(const TrainingInput& input, const Comparison& comparison) {
  for (std::size_t i = 0; i < input.prior_comparisons.size(); ++i) {
    if (input.prior_comparisons[i].kind == comparison.kind &&
        input.prior_comparisons[i].name == comparison.name) {
      return i;
    }
  }
  return input.prior_comparisons.size();
}

// Of the agreeing phones, those of which nothing tells mobiles from landlines, as in North America.
double UntypedShare(const TrainingInput& input, std::size_t comparison) {
  using compare::PhoneLevel;
  constexpr auto kLandline = static_cast<std::uint8_t>(PhoneLevel::kSameLandline);
  double untyped = 0, all = 0;
  for (const PatternCount& pattern : input.candidates) {
    const std::uint8_t level = pattern.vector.levels[comparison];
    if (level < static_cast<std::uint8_t>(PhoneLevel::kSameShared)) continue;
    all += static_cast<double>(pattern.count);
    if (level == kLandline) untyped += static_cast<double>(pattern.count);
  }
  return all > 0 ? untyped / all : 0;
}

// The model leant on knows mobiles, and landlines as numbers of homes. A number that may be either
// stands for both.
void LeanForUntyped(double untyped, std::vector<ClassValues>* levels) {
  using compare::PhoneLevel;
  for (std::size_t k = 0; k < kClassCountMax; ++k) {
    double& mobile = (*levels)[static_cast<std::size_t>(PhoneLevel::kSameMobile)][k];
    double& shared = (*levels)[static_cast<std::size_t>(PhoneLevel::kSameShared)][k];
    (*levels)[static_cast<std::size_t>(PhoneLevel::kSameLandline)][k] +=
        untyped * (mobile + shared / 2);
    mobile *= 1 - untyped;
    shared *= 1 - untyped / 2;
  }
}

// Organisations and persons are never one, relatives and namesakes are persons, and pairs of
// organisations that are not one are of classes of their own. That is said, not learnt:
// pseudo-pairs as many as the pairs, parted as these are.
std::vector<ClassValues> OrganisationPrior(const TrainingInput& input, std::size_t comparison) {
  using compare::OrganisationLevel;
  constexpr double kSeldom = 0.01;  // of how often such pairs are met
  constexpr double kNever = 1e-6;
  constexpr auto kOne = static_cast<std::size_t>(OrganisationLevel::kOne);
  constexpr auto kPersons = static_cast<std::size_t>(OrganisationLevel::kPersons);
  constexpr auto kBoth = static_cast<std::size_t>(OrganisationLevel::kBoth);
  std::array<double, kBoth + 1> seen;
  seen.fill(1);
  for (const PatternCount& pattern : input.candidates) {
    seen[pattern.vector.levels[comparison]] += static_cast<double>(pattern.count);
  }
  const double pairs = seen[kOne] + seen[kPersons] + seen[kBoth];
  std::vector<ClassValues> levels(seen.size(), ClassValues{});
  for (const std::size_t k : LearntClasses(input)) {
    std::array<double, kBoth + 1> share = seen;
    if (OfOrganisations(k)) {
      share[kOne] = share[kPersons] = kNever * share[kBoth];
    } else {
      share[k == kSamePerson ? kOne : kBoth] *= kSeldom;
    }
    const double all = share[kOne] + share[kPersons] + share[kBoth];
    for (const std::size_t level : {kOne, kPersons, kBoth})
      levels[level][k] = pairs * share[level] / all;
  }
  return levels;
}

LevelPrior MakePrior(const TrainingInput& input, const std::vector<std::vector<double>>& others) {
  const bool of_persons = OfPersons(input.comparisons);
  const auto strangers = StrangerShares(input);
  LevelPrior prior;
  prior.levels.resize(input.comparisons.size());
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    const auto levels = compare::LevelsOf(input.comparisons[j].kind);
    prior.levels[j].assign(levels.size(), ClassValues{});
    double shipped = 0;
    for (const auto& level : levels) shipped += level.same_share;
    const std::size_t from = input.prior_mixture == nullptr
                                 ? input.prior_comparisons.size()
                                 : FindPrior(input, input.comparisons[j]);
    const bool leant_on = from < input.prior_comparisons.size();
    std::vector<ClassValues> leant, organisations;
    if (input.comparisons[j].kind == compare::ComparisonKind::kOrganisation)
      organisations = OrganisationPrior(input, j);
    if (leant_on) leant = input.prior_mixture->levels[from];
    if (leant_on && input.comparisons[j].kind == compare::ComparisonKind::kPhone) {
      LeanForUntyped(UntypedShare(input, j), &leant);
    }
    const bool personal = input.comparisons[j].kind == compare::ComparisonKind::kGivenName ||
                          input.comparisons[j].kind == compare::ComparisonKind::kBirthDate;
    for (std::size_t level = 1; level < levels.size(); ++level) {
      for (const std::size_t k : LearntClasses(input)) {
        double& pseudo = prior.levels[j][level][k];
        if (input.comparisons[j].kind == compare::ComparisonKind::kOrganisation) {
          pseudo = organisations[level][k];
        } else if (OfOrganisations(k) && DiffersIn(k, input.comparisons[j].kind)) {
          pseudo = kPriorPairs * strangers[j][level];
        } else if (OfOrganisations(k)) {
          pseudo = kOrganisationPriorPairs * others[j][level];
        } else if (leant_on && of_persons) {
          pseudo = (personal ? kPersonalPriorPairs : kPriorPairs) * leant[level][k];
        } else if (k == kSamePerson) {
          const bool contact = of_persons && IsContact(input.comparisons[j].kind);
          const double same = levels[level].same_share / shipped;
          const bool generation = input.comparisons[j].kind == compare::ComparisonKind::kSuffix;
          pseudo = (generation ? kPersonalPriorPairs
                    : contact  ? kPriorPairs
                               : kCustomPriorPairs) *
                   same;
          if (MayBeIdle(input.comparisons[j].kind))
            pseudo += (of_persons ? kIdlePriorPairs : kCustomPriorPairs) * others[j][level];
        } else if (input.comparisons[j].kind == compare::ComparisonKind::kIdentifier) {
          pseudo = kIdentifierPriorPairs * strangers[j][level];
        } else {
          pseudo =
              (of_persons && MayBeIdle(input.comparisons[j].kind) ? kIdlePriorPairs : kOtherPairs) *
              others[j][level];
        }
      }
    }
  }
  if (input.prior_mixture != nullptr && of_persons) {
    for (std::size_t k = 0; k < kLearntClassCount; ++k)
      prior.shares[k] = kSharePairs * input.prior_mixture->shares[k];
  }
  return prior;
}

// Shares and levels as if every pattern were wholly of its start class.
Mixture StartMixture(const TrainingInput& input, const std::vector<std::size_t>& starts,
                     const LevelPrior& prior, double* same_pairs) {
  Mixture mixture;
  const std::vector<std::size_t> classes = LearntClasses(input);
  mixture.class_count = classes.back() + 1;
  mixture.levels = prior.levels;
  double total = 0;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const PatternCount& pattern = input.candidates[i];
    const std::size_t k = starts[i];
    const auto count = static_cast<double>(pattern.count);
    total += count;
    mixture.shares[k] += count;
    for (std::size_t j = 0; j < mixture.levels.size(); ++j) {
      if (pattern.vector.levels[j] != 0) mixture.levels[j][pattern.vector.levels[j]][k] += count;
    }
  }
  *same_pairs = mixture.shares[kSamePerson];
  for (const std::size_t k : classes) {
    mixture.shares[k] = (mixture.shares[k] + 1) / (total + static_cast<double>(classes.size()));
  }
  for (auto& levels : mixture.levels) {
    ClassValues sums{};
    for (const ClassValues& values : levels) {
      for (std::size_t k = 0; k < kClassCountMax; ++k) sums[k] += values[k];
    }
    for (std::size_t level = 0; level < levels.size(); ++level) {
      for (const std::size_t k : classes) {
        levels[level][k] = level == 0 ? 1.0 : std::max(levels[level][k] / sums[k], 1e-7);
      }
    }
  }
  return mixture;
}

// What strangers of this very list agree in by chance (one name in nine of ten rows) pairs that are
// not the same agree in, too.
void HeedChance(const std::vector<double>& strangers, const Mixture* mixture,
                std::vector<ClassValues>* levels) {
  for (std::size_t k = 0; k < mixture->class_count; ++k) {
    if (mixture->same[k]) continue;
    double sum = 0;
    for (std::size_t level = 1; level < levels->size(); ++level) {
      double& share = (*levels)[level][k];
      share = std::max(share, strangers[level]);
      sum += share;
    }
    for (std::size_t level = 1; level < levels->size(); ++level) (*levels)[level][k] /= sum;
  }
}

// The classes of the model leant on, for lists of persons too small to learn from; what it does not
// know is compared by the shipped shares. Two classes, from what is shipped and what chance gives,
// for other lists.
Mixture ShippedMixture(const TrainingInput& input) {
  const auto strangers = StrangerShares(input);
  if (input.prior_mixture != nullptr && OfPersons(input.comparisons)) {
    Mixture mixture = *input.prior_mixture;
    mixture.levels.clear();
    for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
      const std::size_t from = FindPrior(input, input.comparisons[j]);
      if (from < input.prior_comparisons.size()) {
        mixture.levels.push_back(input.prior_mixture->levels[from]);
        if (input.comparisons[j].kind == compare::ComparisonKind::kPhone) {
          LeanForUntyped(UntypedShare(input, j), &mixture.levels.back());
        }
        HeedChance(strangers[j], &mixture, &mixture.levels.back());
        continue;
      }
      const auto levels = compare::LevelsOf(input.comparisons[j].kind);
      mixture.levels.emplace_back(levels.size(), ClassValues{});
      mixture.levels[j][0].fill(1);
      for (std::size_t level = 1; level < levels.size(); ++level) {
        for (std::size_t k = 0; k < mixture.class_count; ++k) {
          mixture.levels[j][level][k] =
              mixture.same[k] ? levels[level].same_share : strangers[j][level];
        }
      }
    }
    return mixture;
  }
  Mixture mixture;
  mixture.class_count = 2;
  mixture.same[0] = true;
  // Among candidate pairs of a small list about one in ten is the same (keys are specific).
  mixture.shares[0] = 0.1;
  mixture.shares[1] = 0.9;
  mixture.levels.resize(input.comparisons.size());
  for (std::size_t j = 0; j < input.comparisons.size(); ++j) {
    const auto levels = compare::LevelsOf(input.comparisons[j].kind);
    mixture.levels[j].assign(levels.size(), ClassValues{});
    mixture.levels[j][0].fill(1);
    for (std::size_t level = 1; level < levels.size(); ++level) {
      mixture.levels[j][level][0] = levels[level].same_share;
      mixture.levels[j][level][1] = strangers[j][level];
    }
  }
  return mixture;
}

}  // namespace

std::string_view PairClassName(std::size_t pair_class) noexcept {
  constexpr std::string_view kNames[] = {
      "same_person",      "household",   "namesake",           "same_birth_date",
      "same_family_name", "same_street", "accident",           "twins",
      "homonyms",         "branches",    "other_organisations"};
  return pair_class < std::size(kNames) ? kNames[pair_class] : "other";
}

bool OfPersons(std::span<const Comparison> comparisons) noexcept {
  return std::any_of(comparisons.begin(), comparisons.end(), [](const Comparison& comparison) {
    return comparison.kind == compare::ComparisonKind::kGivenName ||
           comparison.kind == compare::ComparisonKind::kFamilyName;
  });
}

TrainingResult Train(const TrainingInput& input) {
  TrainingResult result;
  const std::vector<std::size_t> starts = StartClasses(input);
  const LevelPrior prior = MakePrior(input, OtherShares(input, starts));
  double same_pairs = 0;
  const Mixture start = StartMixture(input, starts, prior, &same_pairs);
  for (const LabelledPattern& label : input.labels) same_pairs += label.same;
  if (input.comparisons.size() < 2 || same_pairs < kSamePairsMin) {
    result.mixture = ShippedMixture(input);
    result.notes.push_back(
        fmt::format("too little to learn from ({} comparisons, {:.0f} pairs that look the same): "
                    "the shipped weights are used",
                    input.comparisons.size(), same_pairs));
    return result;
  }
  result.learnt = true;
  result.mixture = FitMixture(input.candidates, input.labels, start, prior, EmOptions{},
                              &result.trace, input.pool);
  MarkSameClasses(input, &result.mixture, &result.notes);
  std::array<bool, kClassCountMax> homes{};
  homes[kHousehold] = OfPersons(input.comparisons) && !result.mixture.same[kHousehold];
  MakeMonotone(input.comparisons, homes, &result.mixture);
  if (OfPersons(input.comparisons)) {
    AddSaidClasses(input, &result.mixture);
  } else if (input.cautious) {
    AddSaidRelations(input, &result.mixture);
  }
  if (!input.labels.empty())
    result.notes.push_back(fmt::format("{} judged pairs were learnt from", input.labels.size()));
  return result;
}

}  // namespace doublon::model
