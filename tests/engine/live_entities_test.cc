#include "engine/live_entities.h"

#include "gtest/gtest.h"

namespace doublon::engine {
namespace {

class LiveEntitiesTest : public testing::Test {
 protected:
  LiveEntities entities_{{5, {}}, [](std::uint32_t, std::uint32_t) { return 10.0; }, {}};

  LiveEntities::Changes Add(std::uint32_t row, const std::vector<std::uint32_t>& linked) {
    entities_.AddRecord(row, {row, row * 1000 + 1}, EntityId{});
    for (const std::uint32_t other : linked) entities_.AddLink(row, other, 10);
    return entities_.Settle(std::vector<std::uint32_t>{row});
  }
};

TEST_F(LiveEntitiesTest, TheLargerPartKeepsItsIdAndTheOtherBecomesAnAlias) {
  Add(0, {});
  Add(1, {});
  Add(2, {1});
  EXPECT_EQ(entities_.entity_of(0), EntityId{1});
  EXPECT_EQ(entities_.entity_of(2), EntityId{2});
  const auto changes = Add(3, {0, 1});
  EXPECT_EQ(entities_.entity_of(3), EntityId{2});
  EXPECT_EQ(entities_.entity_of(0), EntityId{2});
  ASSERT_EQ(changes.new_aliases.size(), 1U);
  EXPECT_EQ(changes.new_aliases[0], (std::pair{EntityId{1}, EntityId{2}}));
  EXPECT_EQ(entities_.Resolve(EntityId{1}), EntityId{2});
  EXPECT_EQ(entities_.entity_count(), 1U);
}

TEST_F(LiveEntitiesTest, RemovingTheBridgeSplitsAndTheLargerPartKeepsTheId) {
  Add(0, {});
  Add(1, {0});
  Add(2, {1});
  Add(3, {2});
  Add(4, {3});
  const EntityId id = entities_.entity_of(0);
  const auto neighbours = entities_.RemoveRecord(1);
  const auto changes = entities_.Settle(neighbours);
  EXPECT_EQ(entities_.entity_of(2), id);
  EXPECT_EQ(entities_.entity_of(4), id);
  EXPECT_NE(entities_.entity_of(0), id);
  EXPECT_EQ(changes.moved, std::vector<std::uint32_t>{0});
}

TEST_F(LiveEntitiesTest, IdsOfEmptiedEntitiesAreNotUsedAgain) {
  Add(0, {});
  entities_.RemoveRecord(0);
  Add(0, {});
  EXPECT_EQ(entities_.entity_of(0), EntityId{2});
  EXPECT_EQ(entities_.Resolve(EntityId{1}), EntityId{});
}

}  // namespace
}  // namespace doublon::engine
