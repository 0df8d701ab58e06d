#include "engine/reach.h"

#include <random>

#include "gtest/gtest.h"

namespace doublon::engine {
namespace {

// Three records a person, each pair compared with probability `reach`; only triples that two links
// or more connect are found.
double ComparedShareOfFoundTriples(double reach, std::size_t persons) {
  std::mt19937_64 random(20261125);
  std::bernoulli_distribution compared(reach);
  std::size_t held = 0, of_them = 0;
  for (std::size_t i = 0; i < persons; ++i) {
    const int links = compared(random) + compared(random) + compared(random);
    if (links < 2) continue;
    held += 3;
    of_them += static_cast<std::size_t>(links);
  }
  return static_cast<double>(of_them) / static_cast<double>(held);
}

TEST(ReachTest, IsRecoveredFromGroupsThatWereFound) {
  for (const double reach : {0.6, 0.8, 0.9, 0.97}) {
    EXPECT_NEAR(ReachFromTriples(ComparedShareOfFoundTriples(reach, 200'000)), reach, 0.01)
        << reach;
  }
}

TEST(ReachTest, StaysAShare) {
  EXPECT_EQ(ReachFromTriples(1), 1);
  EXPECT_EQ(ReachFromTriples(2.0 / 3), 0);
  EXPECT_EQ(ReachFromTriples(0.5), 0);
}

}  // namespace
}  // namespace doublon::engine
