#include "engine/live_keys.h"

#include "gtest/gtest.h"

namespace doublon::engine {
namespace {

using Keys = std::vector<block::BlockKey>;

TEST(LiveKeysTest, BlocksBeyondTheLimitAreNotUsedUntilTheyShrink) {
  LiveKeys keys(3);
  Keys changed;
  for (std::uint32_t row = 0; row < 3; ++row) keys.Add(row, Keys{7}, &changed);
  EXPECT_TRUE(changed.empty());
  EXPECT_TRUE(keys.Usable(7));
  keys.Add(3, Keys{7, 9}, &changed);
  EXPECT_EQ(changed, Keys{7});
  EXPECT_FALSE(keys.Usable(7));
  std::vector<std::uint32_t> rows;
  bool truncated = false;
  keys.Candidates(Keys{7, 9}, 100, &rows, &truncated);
  EXPECT_EQ(rows, std::vector<std::uint32_t>{3});
  changed.clear();
  keys.Remove(1, Keys{7}, &changed);
  EXPECT_EQ(changed, Keys{7});
  keys.Candidates(Keys{7}, 100, &rows, &truncated);
  EXPECT_EQ(rows, (std::vector<std::uint32_t>{0, 2, 3}));
  EXPECT_FALSE(truncated);
  keys.Candidates(Keys{7}, 2, &rows, &truncated);
  EXPECT_TRUE(truncated);
}

}  // namespace
}  // namespace doublon::engine
