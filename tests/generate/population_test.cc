#include "generate/population.h"

#include <map>
#include <set>
#include <string>

#include "gtest/gtest.h"

namespace doublon::generate {
namespace {

constexpr std::uint64_t kHouseholds = 60000;

const std::vector<Household>& Sample() {
  static const std::vector<Household> sample = [] {
    std::vector<Household> households;
    for (std::uint64_t i = 0; i < kHouseholds; ++i) {
      households.push_back(MakeHousehold(Tables::Read(), 17, i));
    }
    return households;
  }();
  return sample;
}

TEST(PopulationTest, AHouseholdDependsOnSeedAndIndexOnly) {
  const Household again = MakeHousehold(Tables::Read(), 17, 1234);
  const Household& first = Sample()[1234];
  ASSERT_EQ(again.persons.size(), first.persons.size());
  for (std::size_t i = 0; i < again.persons.size(); ++i) {
    EXPECT_EQ(again.persons[i].entity, first.persons[i].entity);
    EXPECT_EQ(again.persons[i].birth_name, first.persons[i].birth_name);
    EXPECT_EQ(again.persons[i].email.later, first.persons[i].email.later);
    EXPECT_EQ(again.persons[i].rows, first.persons[i].rows);
  }
}

TEST(PopulationTest, EveryPersonIsOnAListAsAnAdultWithARealBirthDate) {
  for (const Household& household : Sample()) {
    ASSERT_FALSE(household.persons.empty());
    for (const Person& person : household.persons) {
      int rows = 0;
      for (std::size_t s = 0; s < kSourceCount; ++s) {
        rows += person.rows[s];
        if (person.rows[s] > 0) {
          ASSERT_GE(kSourceYear[s], person.born.year + 18);
        }
      }
      ASSERT_GE(rows, 1);
      ASSERT_GE(person.born.year, 1910);
      ASSERT_TRUE(person.born.month >= 1 && person.born.month <= 12);
      ASSERT_TRUE(person.born.day >= 1 && person.born.day <= 31);
      ASSERT_LT(person.home, household.homes.size());
    }
  }
}

TEST(PopulationTest, EntitiesAreUnique) {
  std::set<std::uint64_t> entities;
  std::size_t persons = 0;
  for (const Household& household : Sample()) {
    for (const Person& person : household.persons) {
      entities.insert(person.entity);
      ++persons;
    }
  }
  EXPECT_EQ(entities.size(), persons);
}

struct Shares {
  double several = 0;         // households with two people or more on a list
  double shared_mailbox = 0;  // of these, two people with one mailbox
  double same_given = 0;      // two people with the same given name and birth name
  double twins = 0;           // two people with one birth date
  double married_name = 0;    // women with another name than their birth name, of all women
};

Shares Measure() {
  Shares shares;
  double women = 0;
  for (const Household& household : Sample()) {
    const auto& persons = household.persons;
    shares.several += persons.size() > 1;
    bool shared = false;
    for (std::size_t a = 0; a < persons.size(); ++a) {
      if (persons[a].sex == Sex::kFemale) {
        women += 1;
        shares.married_name += persons[a].used_name.later != persons[a].birth_name;
      }
      for (std::size_t b = a + 1; b < persons.size(); ++b) {
        shared |=
            !persons[a].email.later.empty() && persons[a].email.later == persons[b].email.later;
        shares.same_given +=
            persons[a].given == persons[b].given && persons[a].birth_name == persons[b].birth_name;
        shares.twins += persons[a].born.year == persons[b].born.year &&
                        persons[a].born.month == persons[b].born.month &&
                        persons[a].born.day == persons[b].born.day;
      }
    }
    shares.shared_mailbox += shared;
  }
  shares.shared_mailbox /= shares.several;
  shares.several /= kHouseholds;
  shares.same_given /= kHouseholds;
  shares.twins /= kHouseholds;
  shares.married_name /= women;
  return shares;
}

TEST(PopulationTest, HouseholdsHaveWhatMakesMatchingHard) {
  const Shares shares = Measure();
  EXPECT_NEAR(shares.several, 0.30, 0.06);
  EXPECT_NEAR(shares.shared_mailbox, 0.09, 0.04);
  EXPECT_GT(shares.same_given, 0.0002);  // father and son
  EXPECT_LT(shares.same_given, 0.01);
  EXPECT_GT(shares.twins, 0.00005);
  EXPECT_LT(shares.twins, 0.005);
  EXPECT_NEAR(shares.married_name, 0.35, 0.12);
}

TEST(PopulationTest, MailboxesAndMobilesSeldomBelongToTwoHouseholds) {
  std::map<std::string, std::set<std::size_t>> boxes;
  std::map<std::string, std::set<std::size_t>> mobiles;
  for (std::size_t h = 0; h < Sample().size(); ++h) {
    for (const Person& person : Sample()[h].persons) {
      if (!person.email.later.empty()) boxes[person.email.later].insert(h);
      if (!person.mobile.later.empty()) mobiles[person.mobile.later].insert(h);
    }
  }
  std::size_t shared_boxes = 0;
  std::size_t shared_mobiles = 0;
  for (const auto& [box, households] : boxes) shared_boxes += households.size() > 1;
  for (const auto& [mobile, households] : mobiles) shared_mobiles += households.size() > 1;
  EXPECT_GT(boxes.size(), kHouseholds / 2);
  EXPECT_LT(shared_boxes, boxes.size() / 500);
  EXPECT_LT(shared_mobiles, mobiles.size() / 500);  // overseas numbers may come again
}

TEST(PopulationTest, NamesakesAreAsFrequentAsNamesMakeThem) {
  // Pairs of people of different households with the same given and birth name, against the sum of
  // squares of shares: 133,000 pairs in 700,000 draws (knowledge of the domain), so 5.4e-7 of all
  // pairs.
  std::map<std::string, std::set<std::size_t>> bearers;
  double persons = 0;
  for (std::size_t h = 0; h < Sample().size(); ++h) {
    for (const Person& person : Sample()[h].persons) {
      bearers[person.given->shown + "/" + person.birth_name].insert(h);
      persons += 1;
    }
  }
  double pairs = 0;
  for (const auto& [name, households] : bearers) {
    const auto n = static_cast<double>(households.size());
    pairs += n * (n - 1) / 2;
  }
  const double share = pairs / (persons * (persons - 1) / 2);
  EXPECT_GT(share, 2.7e-7);
  EXPECT_LT(share, 10e-7);
}

}  // namespace
}  // namespace doublon::generate
