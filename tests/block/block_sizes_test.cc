#include "block/block_sizes.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <span>

#include "gtest/gtest.h"

namespace doublon::block {
namespace {

// Blocks of names: most of one record, some of very many.
std::vector<std::uint32_t> InventBlocks(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::uint32_t> sizes(count);
  for (std::uint32_t& size : sizes) {
    const double draw = std::uniform_real_distribution(1e-6, 1.0)(random);
    size = static_cast<std::uint32_t>(std::clamp(std::pow(draw, -0.7), 1.0, 5000.0));
  }
  return sizes;
}

double PairsUpTo(std::span<const std::uint32_t> sizes, double limit) {
  double pairs = 0;
  for (const std::uint32_t size : sizes) pairs += size > limit ? 0 : size * (size - 1) / 2.0;
  return pairs;
}

std::map<std::uint32_t, std::uint64_t> Seen(std::span<const std::uint32_t> sizes, double share) {
  std::mt19937_64 random(9);
  std::map<std::uint32_t, std::uint64_t> seen;
  for (const std::uint32_t size : sizes) {
    const auto members = std::binomial_distribution<std::uint32_t>(size, share)(random);
    if (members > 0) ++seen[members];
  }
  return seen;
}

TEST(BlockSizesTest, AWholeListIsCounted) {
  const std::vector<std::uint32_t> sizes = InventBlocks(5000, 1);
  const BlockSizes counted(Seen(sizes, 1), 1, 5000);
  for (const double limit : {1.0, 2.0, 10.0, 250.0, 5000.0}) {
    EXPECT_DOUBLE_EQ(counted.PairsUpTo(limit), PairsUpTo(sizes, limit));
  }
  EXPECT_EQ(counted.ShareAbove(7, 10), 0);
  EXPECT_EQ(counted.ShareAbove(70, 10), 1);
}

TEST(BlockSizesTest, ASampleTellsAboutHowManyPairsThereAre) {
  const std::vector<std::uint32_t> sizes = InventBlocks(400'000, 2);
  for (const double share : {0.5, 0.1, 0.04}) {
    const BlockSizes estimated(Seen(sizes, share), share, 1e6);
    for (const double limit : {10.0, 50.0, 250.0}) {
      const double truth = PairsUpTo(sizes, limit);
      EXPECT_NEAR(estimated.PairsUpTo(limit), truth, 0.35 * truth) << share << " " << limit;
    }
    EXPECT_LT(estimated.ShareAbove(1, 50), 0.1);
    EXPECT_GT(estimated.ShareAbove(static_cast<std::uint32_t>(200 * share), 50), 0.95);
  }
}

TEST(BlockSizesTest, NothingSeenIsNoPairs) {
  const BlockSizes none({}, 0.1, 1000);
  EXPECT_EQ(none.PairsUpTo(250), 0);
  EXPECT_EQ(none.ShareAbove(1, 10), 0);
}

}  // namespace
}  // namespace doublon::block
