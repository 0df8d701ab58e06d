#include "cluster/entities.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <utility>

#include "gtest/gtest.h"

namespace doublon::cluster {
namespace {

// A little world of records with a symmetric table of log odds.
class World {
 public:
  explicit World(std::size_t size, double rest = -20)
      : size_(size), odds_(size * size, rest), hashes_(size) {
    for (std::size_t i = 0; i < size; ++i) hashes_[i] = 0x9e3779b97f4a7c15ULL * (i + 1);
  }
  void Set(std::size_t a, std::size_t b, double log_odds) {
    odds_[a * size_ + b] = odds_[b * size_ + a] = log_odds;
  }
  double Get(std::size_t a, std::size_t b) const { return odds_[a * size_ + b]; }

  Entities Resolve(double same = 5, std::size_t threads = 1,
                   std::vector<std::uint16_t> sources = {}, std::vector<bool> unique = {},
                   Decisions decisions = {}, const World* together = nullptr) const {
    const double weak = together == nullptr ? 1000 : weak_;
    std::vector<Edge> edges;
    for (std::uint32_t a = 0; a < size_; ++a) {
      for (std::uint32_t b = a + 1; b < size_; ++b) {
        if (Get(a, b) >= std::min(weak, same)) edges.push_back({a, b, Get(a, b)});
      }
    }
    EntityInput input;
    input.record_count = size_;
    input.tie_hashes = hashes_;
    input.sources = sources;
    input.log_odds = [&](std::uint32_t a, std::uint32_t b) { return Get(a, b); };
    input.decisions = std::move(decisions);
    EntityOptions options;
    options.same_log_odds = options.neutral_log_odds = same;
    options.weak_log_odds = weak;
    input.joint_log_odds = [&](std::span<const std::uint32_t> x, std::span<const std::uint32_t> y) {
      return together->Get(x.front(), y.front());
    };
    options.unique = unique;
    WorkerPool pool(threads);
    return ResolveEntities(input, edges, options, pool);
  }

  // The same world with record i at place[i].
  World Moved(const std::vector<std::size_t>& place) const {
    World moved(size_);
    for (std::size_t a = 0; a < size_; ++a) {
      moved.hashes_[place[a]] = hashes_[a];
      for (std::size_t b = 0; b < size_; ++b)
        moved.odds_[place[a] * size_ + place[b]] = odds_[a * size_ + b];
    }
    return moved;
  }

  void SetWeak(double log_odds) { weak_ = log_odds; }

 private:
  double weak_ = 0;
  std::size_t size_;
  std::vector<double> odds_;
  std::vector<std::uint64_t> hashes_;
};

TEST(EntitiesTest, PairOverTheThresholdIsOneEntity) {
  World world(3);
  world.Set(0, 2, 8);
  const Entities entities = world.Resolve();
  EXPECT_EQ(entities.representative, (std::vector<std::uint32_t>{0, 1, 0}));
  EXPECT_EQ(entities.weakest_log_odds[0], 8);
  EXPECT_TRUE(std::isinf(entities.weakest_log_odds[1]));
}

TEST(EntitiesTest, ContradictionsKeepGroupsApartWhateverTheVotes) {
  // The record without a date is near to father and son; their dates contradict.
  World world(3);
  world.Set(0, 1, 12);
  world.Set(1, 2, 11);
  world.Set(0, 2, kContradiction);
  EXPECT_EQ(world.Resolve().representative, (std::vector<std::uint32_t>{0, 0, 2}));
}

TEST(EntitiesTest, DecisionsStandAboveEvidence) {
  World world(4);
  world.Set(0, 1, 30);
  const Decisions decisions = {{{2, 3, 0}}, {{0, 1, 0}}};
  EXPECT_EQ(world.Resolve(5, 1, {}, {}, decisions).representative,
            (std::vector<std::uint32_t>{0, 1, 2, 2}));
  // Together by way of a third record is together, too.
  world.Set(0, 2, 30);
  world.Set(1, 2, 29);
  EXPECT_EQ(world.Resolve(5, 1, {}, {}, decisions).representative,
            (std::vector<std::uint32_t>{0, 1, 0, 0}));
}

TEST(EntitiesTest, OneWeakBridgeDoesNotJoinTwoCertainGroups) {
  World world(6);
  for (const auto& [a, b] : {std::pair(0, 1), {0, 2}, {1, 2}, {3, 4}, {3, 5}, {4, 5}})
    world.Set(a, b, 30);
  world.Set(2, 3, 6);  // the other eight cross pairs speak against
  const Entities entities = world.Resolve();
  EXPECT_EQ(entities.representative, (std::vector<std::uint32_t>{0, 0, 0, 3, 3, 3}));
  EXPECT_EQ(entities.refused_links, 1U);
}

TEST(EntitiesTest, ChainWithoutContradictionIsOneEntity) {
  World world(3, 0);
  world.Set(0, 1, 20);
  world.Set(1, 2, 20);
  world.Set(
      0, 2,
      4);  // a move and a marriage: the ends alone do not reach the threshold, nor do they deny
  EXPECT_EQ(world.Resolve().representative, (std::vector<std::uint32_t>{0, 0, 0}));
}

TEST(EntitiesTest, SureDenialKeepsFatherAndSonApart) {
  World world(3);
  world.Set(0, 1, 9);    // record without birth date ~ father
  world.Set(1, 2, 7);    // ~ son
  world.Set(0, 2, -30);  // two birth dates
  EXPECT_EQ(world.Resolve().representative, (std::vector<std::uint32_t>{0, 0, 2}));
}

TEST(EntitiesTest, UniqueSourceGivesOneRecordAnEntity) {
  World world(3);
  world.Set(0, 1, 20);
  world.Set(0, 2, 15);
  world.Set(1, 2, 12);
  EXPECT_EQ(world.Resolve(5, 1, {0, 1, 1}, {false, true}).representative,
            (std::vector<std::uint32_t>{0, 0, 2}));
  EXPECT_EQ(world.Resolve(5, 1, {0, 1, 1}, {false, false}).representative,
            (std::vector<std::uint32_t>{0, 0, 0}));
}

// One record of an entity holds the telephone, the other the address of a third.
TEST(EntitiesTest, GroupsJoinWhenTheirRecordsTogetherAreSureEnough) {
  World world(5), together(5);
  world.Set(0, 1, 20);
  world.Set(0, 2, 3);
  world.Set(1, 2, 2);
  world.Set(3, 4, 4);  // two single records have nothing to take together
  together.Set(0, 2, 8);
  together.Set(1, 2, 8);
  together.Set(3, 4, 8);
  EXPECT_EQ(world.Resolve().representative, (std::vector<std::uint32_t>{0, 0, 2, 3, 4}));
  const Entities entities = world.Resolve(5, 1, {}, {}, {}, &together);
  EXPECT_EQ(entities.representative, (std::vector<std::uint32_t>{0, 0, 0, 3, 4}));
  EXPECT_EQ(entities.weakest_log_odds[2], 8);
}

TEST(EntitiesTest, WhatVotesRefusedIsLookedAtTogether) {
  World world(4, 0), together(4);  // pairs at 0 vote against
  world.Set(0, 1, 20);
  world.Set(2, 3, 20);
  world.Set(0, 2, 6);
  for (const auto& [a, b] : {std::pair(0, 2), {0, 3}, {1, 2}, {1, 3}}) together.Set(a, b, 8);
  EXPECT_EQ(world.Resolve().representative, (std::vector<std::uint32_t>{0, 0, 2, 2}));
  world.SetWeak(5);
  EXPECT_EQ(world.Resolve(5, 1, {}, {}, {}, &together).representative,
            (std::vector<std::uint32_t>{0, 0, 0, 0}));
}

TEST(EntitiesTest, TakenTogetherDoesNotStandAboveDecisionsAndUniqueness) {
  World world(3), together(3);
  world.Set(0, 1, 20);
  world.Set(0, 2, 3);
  together.Set(0, 2, 8);
  together.Set(1, 2, 8);
  const std::vector<std::uint32_t> apart = {0, 0, 2};
  Decisions decisions;
  decisions.different = {{1, 2, 0}};
  EXPECT_EQ(world.Resolve(5, 1, {}, {}, decisions, &together).representative, apart);
  EXPECT_EQ(world.Resolve(5, 1, {0, 1, 1}, {false, true}, {}, &together).representative, apart);
}

// A component of a hundred thousand copies: joining must not cost its size.
TEST(EntitiesTest, LongChainOfCopiesIsOneEntityInAMoment) {
  constexpr std::uint32_t kCopies = 100'000;
  std::vector<Edge> edges;
  for (std::uint32_t i = 0; i + 1 < kCopies; ++i) edges.push_back({i, i + 1, 30});
  std::vector<std::uint64_t> hashes(kCopies);
  for (std::uint32_t i = 0; i < kCopies; ++i) hashes[i] = 0x9e3779b97f4a7c15ULL * (i + 1);
  EntityInput input;
  input.record_count = kCopies;
  input.tie_hashes = hashes;
  std::uint64_t asked = 0;
  input.log_odds = [&](std::uint32_t, std::uint32_t) {
    ++asked;
    return 30.0;
  };
  EntityOptions options;
  options.neutral_log_odds = options.same_log_odds = 5;
  WorkerPool pool(1);
  const Entities entities = ResolveEntities(input, edges, options, pool);
  EXPECT_TRUE(std::all_of(entities.representative.begin(), entities.representative.end(),
                          [](std::uint32_t representative) { return representative == 0; }));
  EXPECT_LT(asked, 300ULL * kCopies);
}

TEST(EntitiesTest, WeakEdgesAloneJoinNobodyAndCostNothing) {
  constexpr std::size_t kNamesakes = 300;
  EntityInput input;
  std::vector<std::uint64_t> ties(kNamesakes);
  std::iota(ties.begin(), ties.end(), 1U);
  input.record_count = kNamesakes;
  input.tie_hashes = ties;
  std::vector<Edge> edges;
  for (std::uint32_t a = 0; a < kNamesakes; ++a) {
    for (std::uint32_t b = a + 1; b < kNamesakes; ++b) edges.push_back({a, b, 1});
  }
  std::size_t asked = 0;
  input.log_odds = [&](std::uint32_t, std::uint32_t) {
    ++asked;
    return 1.0;
  };
  input.joint_log_odds = [&](std::span<const std::uint32_t>, std::span<const std::uint32_t>) {
    ++asked;
    return 30.0;
  };
  EntityOptions options;
  options.neutral_log_odds = options.same_log_odds = 5;
  options.weak_log_odds = 0;
  WorkerPool pool(1);
  const Entities entities = ResolveEntities(input, edges, options, pool);
  for (std::uint32_t i = 0; i < kNamesakes; ++i) EXPECT_EQ(entities.representative[i], i);
  EXPECT_EQ(asked, 0U);
  EXPECT_EQ(entities.refused_links, 0U);
}

TEST(EntitiesTest, PlaceOfRecordsAndThreadsDoNotMatter) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 30; ++round) {
    constexpr std::size_t kSize = 40;
    World world(kSize);
    std::uniform_int_distribution<int> group(0, 9);
    std::vector<int> groups(kSize);
    for (int& g : groups) g = group(random);
    std::normal_distribution<double> same(8, 6), other(-12, 6);
    for (std::size_t a = 0; a < kSize; ++a) {
      for (std::size_t b = a + 1; b < kSize; ++b)
        world.Set(a, b, groups[a] == groups[b] ? same(random) : other(random));
    }
    std::vector<std::size_t> place(kSize);
    std::iota(place.begin(), place.end(), 0U);
    std::shuffle(place.begin(), place.end(), random);
    const Entities here = world.Resolve(), there = world.Moved(place).Resolve(5, 3);
    std::map<std::uint32_t, std::uint32_t> renamed;
    for (std::size_t i = 0; i < kSize; ++i) {
      const auto [at, added] =
          renamed.emplace(here.representative[i], there.representative[place[i]]);
      EXPECT_EQ(at->second, there.representative[place[i]]);
      EXPECT_EQ(here.weakest_log_odds[i], there.weakest_log_odds[place[i]]);
    }
    EXPECT_EQ(renamed.size(), [&] {
      std::vector<std::uint32_t> seen = there.representative;
      std::sort(seen.begin(), seen.end());
      return static_cast<std::size_t>(std::unique(seen.begin(), seen.end()) - seen.begin());
    }());
  }
}

}  // namespace
}  // namespace doublon::cluster
