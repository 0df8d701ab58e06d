#include "model/training.h"

#include <algorithm>
#include <map>
#include <random>

#include "gtest/gtest.h"

namespace doublon::model {
namespace {

using compare::Comparison;
using compare::ComparisonKind;
using compare::ComparisonVector;

std::vector<Comparison> Names() {
  std::vector<Comparison> comparisons(4);
  comparisons[0] = {"given_name", ComparisonKind::kGivenName, 0, {}};
  comparisons[1] = {"family_name", ComparisonKind::kFamilyName, 1, {}};
  comparisons[2] = {"birth_date", ComparisonKind::kBirthDate, 2, {}};
  comparisons[3] = {"phone", ComparisonKind::kPhone, 4, {}};
  return comparisons;
}

// Levels of the four comparisons above: given exact/different, family exact/different, date
// exact/different, phone same/different.
struct Sort {
  double share, given, family, date, phone;  // probability of agreement
};

struct Drawn {
  std::vector<PatternCount> patterns;
  std::map<ComparisonVector, double> same_share;  // of each pattern, truly
};

Drawn Draw(const std::vector<Sort>& sorts, std::size_t pairs) {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> unit;
  std::map<ComparisonVector, std::array<double, 2>> counts;
  for (std::size_t i = 0; i < pairs; ++i) {
    double left = unit(random);
    std::size_t s = 0;
    while (s + 1 < sorts.size() && left > sorts[s].share) left -= sorts[s++].share;
    const std::uint8_t exact = static_cast<std::uint8_t>(8 + random() % 4);
    const std::uint8_t exact_family = static_cast<std::uint8_t>(5 + random() % 4);
    ComparisonVector vector;
    vector.levels[0] = unit(random) < sorts[s].given ? exact : 1;
    vector.levels[1] = unit(random) < sorts[s].family ? exact_family : 1;
    vector.levels[2] = unit(random) < sorts[s].date ? 8 : 1;
    vector.levels[3] = unit(random) < 0.4 ? 0 : unit(random) < sorts[s].phone ? 5 : 1;
    ++counts[vector][s == 0];
  }
  Drawn drawn;
  for (const auto& [vector, count] : counts) {
    drawn.patterns.push_back({vector, static_cast<std::uint64_t>(count[0] + count[1])});
    drawn.same_share[vector] = count[1] / (count[0] + count[1]);
  }
  return drawn;
}

TrainingInput Input(const std::vector<Comparison>& comparisons,
                    const std::vector<PatternCount>& patterns) {
  TrainingInput input;
  input.comparisons = comparisons;
  input.candidates = patterns;
  input.record_count = 100'000;
  for (const Comparison& comparison : comparisons) {
    std::vector<double> levels(compare::LevelsOf(comparison.kind).size(), 60);
    levels[0] = 0;
    levels[1] = 50'000;  // strangers differ, mostly
    input.random_levels.push_back(levels);
  }
  return input;
}

// A list with families and namesakes: two classes would chain them.
const std::vector<Sort> kCampaign = {{.20, .95, .93, .96, .70},
                                     {.30, .01, .95, .001, .60},
                                     {.20, .98, .98, .001, .01},
                                     {.20, .01, .02, 1.0, .0},
                                     {.10, .02, .05, .01, .02}};

TEST(TrainTest, FindsTheSamePersonsAmongFamiliesAndNamesakes) {
  const std::vector<Comparison> comparisons = Names();
  const Drawn drawn = Draw(kCampaign, 200'000);
  const TrainingResult result = Train(Input(comparisons, drawn.patterns));
  EXPECT_TRUE(result.learnt);
  double wrong = 0, all = 0;
  for (const PatternCount& pattern : drawn.patterns) {
    const double probability = ProbabilityOf(result.mixture.LogOdds(pattern.vector));
    wrong += static_cast<double>(pattern.count) *
             std::abs(probability - drawn.same_share.at(pattern.vector));
    all += static_cast<double>(pattern.count);
  }
  EXPECT_LT(wrong / all, 0.02);  // probabilities mean what they say
  EXPECT_NEAR(result.mixture.shares[kSamePerson], 0.20, 0.02);
  EXPECT_TRUE(result.mixture.same[kSamePerson]);
  EXPECT_FALSE(result.mixture.same[kHousehold]);
  EXPECT_FALSE(result.mixture.same[kNamesake]);
}

// Persons as above, organisations with branches, and the people who work there, who give its
// telephone.
TEST(TrainTest, OrganisationsAmongPersonsAreTheirOwnSort) {
  std::vector<Comparison> comparisons = Names();
  comparisons.push_back({"company", ComparisonKind::kText, 11, {}});
  comparisons.push_back({"organisation", ComparisonKind::kOrganisation, 0, {}});
  Drawn drawn = Draw(kCampaign, 20'000);
  for (PatternCount& pattern : drawn.patterns) pattern.vector.levels[5] = 2;
  const auto organisations = [](std::uint8_t name, std::uint8_t phone, std::uint8_t sort) {
    ComparisonVector vector;
    vector.levels = {0, 0, 0, phone, name, sort};
    return vector;
  };
  const ComparisonVector same = organisations(9, 5, 3), branches = organisations(9, 1, 3);
  const ComparisonVector neighbours = organisations(1, 5, 3),
                         contact_person = organisations(0, 5, 1);
  const ComparisonVector strangers = organisations(1, 1, 3);
  drawn.patterns.push_back({contact_person, 600});
  drawn.patterns.push_back({neighbours, 100});
  drawn.patterns.push_back({strangers, 1000});
  drawn.patterns.push_back({branches, 700});
  drawn.patterns.push_back({same, 500});
  std::sort(drawn.patterns.begin(), drawn.patterns.end(),
            [](const PatternCount& x, const PatternCount& y) { return x.vector < y.vector; });
  TrainingInput input = Input(comparisons, drawn.patterns);
  input.random_levels[5] = {0, 15'000, 30'000, 5'000};
  const TrainingResult result = Train(input);
  // A name and a telephone are all there is: odds of four, no certainty.
  EXPECT_GT(result.mixture.LogOdds(same), 2);
  EXPECT_LT(result.mixture.LogOdds(branches), -2);
  EXPECT_LT(result.mixture.LogOdds(neighbours), -3);
  EXPECT_LT(result.mixture.LogOdds(strangers), -3);
  EXPECT_LT(result.mixture.LogOdds(contact_person), -3);
}

// Two sorts of pairs in a list without names: things of one street and telephone (most pairs of
// theirs), and pairs that codes have brought together which next to no record fills.
TEST(MarkSameClassesTest, AColumnThatFewFillDoesNotSayWhichPairsAreTheSame) {
  const std::vector<Comparison> comparisons = {{"name", ComparisonKind::kText, 10, {}},
                                               {"phone", ComparisonKind::kPhone, 4, {}},
                                               {"fax", ComparisonKind::kText, 11, {}},
                                               {"agency", ComparisonKind::kText, 12, {}},
                                               {"code", ComparisonKind::kText, 13, {}}};
  TrainingInput input;
  input.comparisons = comparisons;
  input.record_count = 2000;
  Mixture mixture;
  mixture.class_count = 2;
  mixture.shares[0] = mixture.shares[1] = 0.5;
  const auto set = [&](std::size_t j, std::size_t k, std::size_t level, double share) {
    const std::size_t count = compare::LevelsOf(comparisons[j].kind).size();
    mixture.levels[j].resize(count, ClassValues{});
    for (std::size_t l = 1; l < count; ++l)
      mixture.levels[j][l][k] = (1 - share) / static_cast<double>(count - 2);
    mixture.levels[j][0][k] = 1;
    mixture.levels[j][level][k] = share;
  };
  constexpr std::size_t kDifferent = 1, kSamePhone = 4;
  const std::size_t text_exact = compare::LevelsOf(ComparisonKind::kText).size() - 3;
  mixture.levels.resize(comparisons.size());
  for (std::size_t j = 0; j < comparisons.size(); ++j) {
    const std::size_t agree = j == 1 ? kSamePhone : text_exact;
    set(j, 0, j >= 2 ? agree : kDifferent, 0.99);
    set(j, 1, j >= 2 ? kDifferent : agree, 0.95);
    input.random_levels.push_back(std::vector<double>(mixture.levels[j].size(), 0));
    input.random_levels.back()[kDifferent] = 10'000;
  }
  const auto vector = [](std::size_t name, std::size_t phone, std::size_t codes) {
    ComparisonVector levels;
    levels.levels[0] = static_cast<std::uint8_t>(name);
    levels.levels[1] = static_cast<std::uint8_t>(phone);
    for (std::size_t j = 2; j < 5; ++j) levels.levels[j] = static_cast<std::uint8_t>(codes);
    return levels;
  };
  const std::vector<PatternCount> patterns = {{vector(kDifferent, kDifferent, 0), 970},
                                              {vector(kDifferent, kDifferent, text_exact), 30},
                                              {vector(text_exact, kSamePhone, 0), 1000}};
  input.candidates = patterns;
  std::vector<std::string> notes;
  MarkSameClasses(input, &mixture, &notes);
  EXPECT_FALSE(mixture.same[0]);
  EXPECT_TRUE(mixture.same[1]);
}

TEST(TrainTest, TooLittleDataFallsBackAndSaysSo) {
  const std::vector<Comparison> comparisons = Names();
  const Drawn drawn = Draw(kCampaign, 10);
  const TrainingResult result = Train(Input(comparisons, drawn.patterns));
  EXPECT_FALSE(result.learnt);
  ASSERT_EQ(result.notes.size(), 1U);
  ComparisonVector same, different;
  same.levels = {11, 8, 8, 5};
  different.levels = {1, 1, 1, 1};
  EXPECT_GT(result.mixture.LogOdds(same), 5);
  EXPECT_LT(result.mixture.LogOdds(different), -5);
}

TEST(TrainTest, NoPairsAtAllIsFine) {
  const std::vector<Comparison> comparisons = Names();
  const TrainingResult result = Train(Input(comparisons, {}));
  EXPECT_FALSE(result.learnt);
}

// Things with a name, an address and a telephone; exact or different, the name now and then half.
TrainingInput Venues(std::vector<Comparison>* comparisons, std::vector<PatternCount>* patterns) {
  comparisons->assign(3, {});
  (*comparisons)[0] = {"phone", ComparisonKind::kPhone, 4, {}};
  (*comparisons)[1] = {"address", ComparisonKind::kAddress, 5, {}};
  (*comparisons)[2] = {"name", ComparisonKind::kText, 10, {}};
  const auto add = [&](std::uint8_t phone, std::uint8_t address, std::uint8_t name,
                       std::uint64_t count) {
    PatternCount pattern;
    pattern.vector.levels[0] = phone;
    pattern.vector.levels[1] = address;
    pattern.vector.levels[2] = name;
    pattern.count = count;
    patterns->push_back(pattern);
  };
  add(1, 11, 1, 3000);  // another street of one town
  add(1, 29, 1, 40);    // one address
  add(1, 29, 8, 15);
  add(4, 29, 5, 12);  // half the name
  add(4, 29, 8, 150);
  TrainingInput input;
  input.comparisons = *comparisons;
  input.candidates = *patterns;
  input.record_count = 1000;
  for (const Comparison& comparison : *comparisons) {
    std::vector<double>& levels =
        input.random_levels.emplace_back(compare::LevelsOf(comparison.kind).size(), 0.0);
    levels[comparison.kind == ComparisonKind::kAddress ? 7 : 1] = 10000;
  }
  return input;
}

TEST(TrainingTest, RelationsThatAListCannotRuleOutAreExpectedForPromisesOnly) {
  std::vector<Comparison> comparisons;
  std::vector<PatternCount> patterns;
  TrainingInput input = Venues(&comparisons, &patterns);
  const Mixture cautious = Train(input).mixture;
  input.cautious = false;
  const Mixture likely = Train(input).mixture;
  const ComparisonVector& half = patterns[3].vector;
  const ComparisonVector& whole = patterns[4].vector;
  // A pair that shares all but half of its name may be two rooms of one hotel.
  EXPECT_GT(likely.LogOdds(half), 10);
  EXPECT_LT(cautious.LogOdds(half), 7);
  EXPECT_GT(cautious.LogOdds(half), 2);
  EXPECT_GT(cautious.LogOdds(whole), 11);
  double sum = 0;
  for (const double share : cautious.shares) sum += share;
  EXPECT_NEAR(sum, 1, 1e-9);
  for (const auto& levels : cautious.levels) {
    for (std::size_t k = 0; k < cautious.class_count; ++k) {
      double all = 0;
      for (std::size_t level = 1; level < levels.size(); ++level) all += levels[level][k];
      EXPECT_NEAR(all, 1, 1e-3);
    }
  }
}

}  // namespace
}  // namespace doublon::model
