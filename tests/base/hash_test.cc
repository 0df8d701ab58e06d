#include "base/hash.h"

#include "gtest/gtest.h"

namespace doublon {
namespace {

// Stored keys depend on these values: a change here breaks every model file and store.
TEST(HashTest, ValuesArePinned) {
  EXPECT_EQ(StableHash("", 0), 0x2d06800538d394c2ULL);
  EXPECT_EQ(StableHash("dupont", 1), StableHash("dupont", 1));
  EXPECT_NE(StableHash("dupont", 1), StableHash("dupont", 2));
  EXPECT_EQ(MixHash(0, 0), 0U);
  EXPECT_NE(MixHash(1, 2), MixHash(2, 1));
}

}  // namespace
}  // namespace doublon
