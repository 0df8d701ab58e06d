#include "block/key_table.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "block/key_forecast.h"
#include "block/pair_table.h"
#include "block/people.h"
#include "gtest/gtest.h"

namespace doublon::block {
namespace {

using Pairs = std::set<std::pair<std::uint32_t, std::uint32_t>>;

constexpr std::string_view kGiven[] = {"jean", "marie", "paul", "lea", "anne", "luc"};
constexpr std::string_view kFamily[] = {"dupont", "martin", "bernard", "petit",
                                        "durand", "leroy",  "moreau"};
constexpr std::string_view kPostcodes[] = {"69003", "75011", "14000"};

std::vector<std::string> RandomPeople(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::string> people;
  for (std::size_t i = 0; i < count; ++i) {
    const auto year = static_cast<std::uint16_t>(1940 + random() % 10);
    people.push_back(tests::Prepare({kGiven[random() % 6], kFamily[random() % 7], year,
                                     static_cast<std::uint8_t>(1 + random() % 12),
                                     static_cast<std::uint8_t>(1 + random() % 28), "", "",
                                     kPostcodes[random() % 3]}));
  }
  return people;
}

record::PreparedStore StoreOf(const std::vector<std::string>& people) {
  record::PreparedStore store;
  std::string block;
  for (const std::string& person : people) block += person;
  store.AppendBlock(std::move(block));
  return store;
}

std::vector<KeyRecipe> Recipes() {
  return RecipesFor(tests::ContactFields(), std::vector<bool>(10, true), 1'000'000);
}

// Pairs of the blocks; each must come once, and in as many blocks as it says.
Pairs PairsOf(const KeyTable& table, std::size_t record_count, const Spill& spill = {}) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> meetings;
  for (std::size_t task = 0; task < table.task_count(); ++task) {
    table.ForBlocks(task, [&](std::span<const std::uint64_t> block) {
      for (std::size_t i = 0; i < block.size(); ++i) {
        for (std::size_t j = i + 1; j < block.size(); ++j) {
          ++meetings[{KeyTable::RowOf(block[i]), KeyTable::RowOf(block[j])}];
        }
      }
    });
  }
  WorkerPool pool(2);
  PairTable pair_table;
  pair_table.Build(table, record_count, {}, spill, pool);
  Pairs pairs;
  std::uint64_t last = 0;
  PairTable::Words scratch;
  for (std::size_t part = 0; part < pair_table.part_count(); ++part) {
    for (const std::uint64_t word : pair_table.LoadPart(part, scratch)) {
      EXPECT_GT(word, last);
      last = word;
      const PackedPair packed(word);
      const CandidatePair pair = packed.pair();
      const std::size_t common =
          std::min<std::size_t>(meetings[{pair.a, pair.b}], PackedPair::kCommonBlocksMax);
      EXPECT_EQ(packed.common_blocks(), common);
      EXPECT_EQ(pair_table.CommonBlockCount(pair), common);
      pairs.emplace(pair.a, pair.b);
    }
  }
  EXPECT_EQ(pairs.size(), meetings.size());
  EXPECT_EQ(pair_table.pair_count(), pairs.size());
  return pairs;
}

// All pairs that share a key of their final key lists, in blocks of at most `limit`.
Pairs BruteForce(const record::PreparedStore& store, const OverfullKeys& overfull,
                 std::size_t limit) {
  KeyMaker maker(Recipes());
  std::map<BlockKey, std::vector<std::uint32_t>> blocks;
  std::vector<BlockKey> keys;
  for (std::uint32_t row = 0; row < store.size(); ++row) {
    maker.MakeSorted(store[row], overfull, keys);
    for (const BlockKey key : keys) blocks[key].push_back(row);
  }
  Pairs pairs;
  for (const auto& [key, rows] : blocks) {
    if (rows.size() > limit) continue;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t j = i + 1; j < rows.size(); ++j) pairs.emplace(rows[i], rows[j]);
    }
  }
  return pairs;
}

KeyTableOptions TightOptions() {
  KeyTableOptions options;
  options.pairs_min = 100;
  options.pairs_per_record = 1;
  options.block_size_floor = 4;
  return options;
}

// A table that learns which keys are overfull, and these.
std::pair<KeyTable, OverfullKeys> BuildTable(const record::PreparedStore& store,
                                             const KeyTableOptions& options, WorkerPool& pool) {
  std::pair<KeyTable, OverfullKeys> built;
  built.first.Build(store, Recipes(), options, true, 500, &built.second, pool);
  return built;
}

TEST(KeyTableTest, PairsAreThoseOfTheFinalKeyLists) {
  const record::PreparedStore store = StoreOf(RandomPeople(600, 1));
  WorkerPool pool(2);
  const auto [table, overfull] = BuildTable(store, TightOptions(), pool);
  EXPECT_GT(overfull.size(), 0U);
  EXPECT_GT(table.report().refined_count, 0U);
  EXPECT_EQ(PairsOf(table, store.size()),
            BruteForce(store, overfull, table.report().block_size_max));
  // With the overfull keys known beforehand (a model), the same pairs come in one round.
  KeyTable again;
  OverfullKeys known = overfull;
  again.Build(store, Recipes(), TightOptions(), false, 500, &known, pool);
  EXPECT_EQ(PairsOf(again, store.size()), PairsOf(table, store.size()));
}

TEST(KeyTableTest, OrderAndThreadsDoNotMatter) {
  const std::vector<std::string> people = RandomPeople(500, 2);
  std::vector<std::uint32_t> order(people.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::shuffle(order.begin(), order.end(), std::mt19937_64(3));
  std::vector<std::string> shuffled;
  for (const std::uint32_t i : order) shuffled.push_back(people[i]);
  WorkerPool one(1), three(3);
  const record::PreparedStore store_here = StoreOf(people), store_there = StoreOf(shuffled);
  const auto [here, overfull_here] = BuildTable(store_here, TightOptions(), one);
  const auto [there, overfull_there] = BuildTable(store_there, TightOptions(), three);
  EXPECT_EQ(overfull_here, overfull_there);
  Pairs renamed;
  for (const auto& [a, b] : PairsOf(there, people.size()))
    renamed.emplace(std::min(order[a], order[b]), std::max(order[a], order[b]));
  EXPECT_EQ(renamed, PairsOf(here, people.size()));
}

TEST(KeyTableTest, KeysAndPairsInAFileAreTheSame) {
  const record::PreparedStore store = StoreOf(RandomPeople(3000, 6));
  WorkerPool pool(2);
  const auto [table, overfull] = BuildTable(store, TightOptions(), pool);
  auto file = SpillFile::Create("");
  ASSERT_TRUE(file.ok()) << file.status();
  for (const std::uint64_t buffer_bytes : {std::uint64_t{0}, std::uint64_t{1} << 20}) {
    KeyTableOptions options = TightOptions();
    options.spill = {file->get(), buffer_bytes};
    const auto [spilled, spilled_overfull] = BuildTable(store, options, pool);
    EXPECT_EQ(spilled_overfull, overfull);
    EXPECT_EQ(spilled.report().pair_count, table.report().pair_count);
    EXPECT_EQ(PairsOf(spilled, store.size(), options.spill), PairsOf(table, store.size()));
  }
  EXPECT_GT((*file)->appended_bytes(), 0U);
  EXPECT_TRUE((*file)->status().ok());
}

TEST(KeyForecastTest, OfAllRecordsItIsExact) {
  const record::PreparedStore store = StoreOf(RandomPeople(600, 1));
  WorkerPool pool(2);
  const auto [table, overfull] = BuildTable(store, TightOptions(), pool);
  const KeyForecast forecast =
      ForecastKeys({&store, {}, 1}, Recipes(), TightOptions(), true, 500, {}, pool);
  const auto pairs = static_cast<double>(PairsOf(table, store.size()).size());
  EXPECT_EQ(forecast.block_size_max, table.report().block_size_max);
  EXPECT_NEAR(forecast.key_count, static_cast<double>(table.report().key_count),
              0.02 * forecast.key_count);
  EXPECT_NEAR(forecast.block_pairs, static_cast<double>(table.report().pair_count),
              0.02 * forecast.block_pairs);
  EXPECT_NEAR(forecast.pair_count, pairs, 0.02 * pairs);
}

TEST(PairTableTest, GroupsAndUnknownPairsAreLeftOut) {
  const record::PreparedStore store = StoreOf(RandomPeople(400, 5));
  WorkerPool pool(2);
  const auto [table, overfull] = BuildTable(store, TightOptions(), pool);
  std::vector<std::uint16_t> groups(store.size());
  for (std::size_t row = 0; row < groups.size(); ++row)
    groups[row] = static_cast<std::uint16_t>(row % 3);
  PairTable all, across;
  all.Build(table, store.size(), {}, {}, pool);
  across.Build(table, store.size(), groups, {}, pool);
  std::size_t expected = 0;
  for (std::uint32_t a = 0; a < store.size(); ++a) {
    for (std::uint32_t b = a + 1; b < store.size(); ++b) {
      const std::size_t common = groups[a] == groups[b] ? 0 : all.CommonBlockCount({a, b});
      EXPECT_EQ(across.CommonBlockCount({a, b}), common);
      expected += common > 0;
    }
  }
  EXPECT_GT(expected, 0U);
  EXPECT_EQ(across.pair_count(), expected);
}

TEST(KeyTableTest, SmallAndEmptyStoresHaveNoPairs) {
  WorkerPool pool(2);
  for (const std::size_t count : {0, 1}) {
    const record::PreparedStore store = StoreOf(RandomPeople(count, 4));
    const auto [table, overfull] = BuildTable(store, {}, pool);
    EXPECT_TRUE(PairsOf(table, store.size()).empty());
  }
}

TEST(KeyTableTest, AMillionPairsOfEqualRecordsAreNotMade) {
  const std::vector<std::string> people(
      5000, tests::Prepare({"jean", "dupont", 1950, 4, 3, "", "", "69003"}));
  const record::PreparedStore store = StoreOf(people);
  WorkerPool pool(2);
  const auto [table, overfull] = BuildTable(store, {}, pool);
  EXPECT_TRUE(PairsOf(table, store.size()).empty());
  EXPECT_GT(table.report().dropped_count, 0U);
}

}  // namespace
}  // namespace doublon::block
