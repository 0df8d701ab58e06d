#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "compare/comparison.h"
#include "model/mixture.h"

namespace doublon::model {

// The classes of candidate pairs where the lists hold names (DESIGN decision 2). Index = class. The
// first are learnt, twins and homonyms said (said_classes.h), the last learnt where lists of
// persons hold organisations too. In other lists only kSamePerson has its meaning; the learnt
// others are relations and accidents.
enum PairClass : std::uint8_t {
  kSamePerson,
  kHousehold,       // other given name, shared address, mailbox or phone
  kNamesake,        // same names, another birth date or nothing else in common
  kSameBirthDate,   // a birth date in common and little else
  kSameFamilyName,  // a family name in common and little else
  kSameStreet,      // a street line in common in two towns
  kAccident,
  kLearntClassCount,
  kTwins = kLearntClassCount,
  kHomonyms,
  kBranches,            // organisations of like names at two places
  kOtherOrganisations,  // organisations with something else in common
  kClassNameCount,
};
std::string_view PairClassName(
    std::size_t pair_class) noexcept;  // "same_person", ...; beyond: "other"

// Do the lists hold names of persons?
bool OfPersons(std::span<const compare::Comparison> comparisons) noexcept;

struct TrainingInput {
  std::span<const compare::Comparison> comparisons;
  std::span<const PatternCount> candidates;  // sorted by vector
  // random_levels[comparison][level]: how often random pairs of records are at the level (0 =
  // missing).
  std::vector<std::vector<double>> random_levels;
  std::uint64_t record_count = 0;
  std::vector<LabelledPattern> labels;  // pairs that a person judged; may be empty
  // A model whose shares are leant on where its comparisons (by name and kind) and classes apply;
  // may be null.
  const Mixture* prior_mixture = nullptr;
  std::span<const compare::Comparison> prior_comparisons;
  // Whether relations that the list cannot rule out are to be expected (said_classes.h): for
  // promises about errors. Otherwise the likeliest reading of the list is learnt.
  bool cautious = true;
  WorkerPool* pool = nullptr;  // to learn with; changes nothing of the result
};

struct TrainingResult {
  Mixture mixture;
  EmTrace trace;
  bool learnt = false;  // false: too little data, the shipped priors are used as they are
  std::vector<std::string> notes;  // for people: what was decided and why
};

// Learns the classes of these candidate pairs without labels. Deterministic. Never fails: with too
// few data it falls back to the shipped priors and says so in `notes`.
TrainingResult Train(const TrainingInput& input);

// log2 ratio of the shipped same-person share to the share among random pairs, per comparison and
// level: the first guess of match weights.
std::vector<std::vector<double>> GuessWeights(const TrainingInput& input);

// Share of each level among pairs of strangers (both values present): counted, steadied by the
// shipped shares.
std::vector<std::vector<double>> StrangerShares(const TrainingInput& input);

// The class a pattern starts in. `guess` from GuessWeights. margin_bits: by how much the guessed
// weight must exceed the chance of meeting any such stranger in the list for the pair to look the
// same.
inline constexpr double kStartMarginBits = 3;
std::size_t StartClass(const TrainingInput& input, const std::vector<std::vector<double>>& guess,
                       const compare::ComparisonVector& vector,
                       double margin_bits = kStartMarginBits);

// Probability that a pair of strangers reaches a guessed weight of `weight_min` or more,
// comparisons taken as independent.
double ChanceOfWeight(const TrainingInput& input, const std::vector<std::vector<double>>& guess,
                      double weight_min);

// Marks the classes of a fitted mixture that mean the same person, by structure: every comparison
// in which the pairs of kSamePerson mostly agree, far beyond chance, agrees at least half as often
// in the class, judged where the class has both values. So do the records of one person, clean or
// full of errors; among relatives, namesakes or people born on one day at least one comparison
// (given name, birth date, address) hardly agrees. kSamePerson always counts.
void MarkSameClasses(const TrainingInput& input, Mixture* mixture, std::vector<std::string>* notes);

}  // namespace doublon::model
