#include "block/recipe_choice.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace doublon::block {
namespace {

PilotPairs Pairs(std::initializer_list<std::size_t> recipes, double same, double strangers = 0) {
  PilotPairs pairs{{}, same, strangers};
  for (const std::size_t r : recipes) pairs.recipes.set(r);
  return pairs;
}

RecipeSet Set(std::initializer_list<std::size_t> recipes) { return Pairs(recipes, 0).recipes; }

TEST(ChooseRecipesTest, KeepsARecipeThatAloneReachesPairs) {
  const PilotPairs pairs[] = {Pairs({0, 1}, 900), Pairs({2}, 100)};
  const double keys[] = {1, 1, 1};
  EXPECT_TRUE(ChooseRecipes(pairs, keys).test(2));
}

TEST(ChooseRecipesTest, LeavesOutWhatReachesNothing) {
  const PilotPairs pairs[] = {Pairs({0}, 500), Pairs({1}, 500), Pairs({2}, 0, 1e6)};
  const double keys[] = {1, 1, 1, 1};
  EXPECT_EQ(ChooseRecipes(pairs, keys), Set({0, 1}));
}

TEST(ChooseRecipesTest, OfTwoThatReachTheSameTheCheaperIsKept) {
  const PilotPairs pairs[] = {Pairs({0, 1, 2, 3}, 1000), Pairs({0}, 0, 5000)};
  const double keys[] = {100, 100, 100, 100};
  const RecipeSet chosen = ChooseRecipes(pairs, keys);
  EXPECT_FALSE(chosen.test(0));
  EXPECT_GT(chosen.count(), 1u) << "pairs are not left hanging by one key";
  const double dear_keys[] = {1, 1e6, 1, 1};
  EXPECT_FALSE(ChooseRecipes({pairs, 1}, dear_keys).test(1));
}

TEST(ChooseRecipesTest, LosesNoMoreThanAllowed) {
  // Each of ten recipes alone reaches one pair in a thousand.
  std::vector<PilotPairs> pairs = {Pairs({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 990)};
  for (std::size_t r = 0; r < 10; ++r) pairs.push_back(Pairs({r}, 1));
  const std::vector<double> keys(10, 1);
  EXPECT_EQ(ChooseRecipes(pairs, keys, {.reach_loss_max = 0.0005}).count(), 10u);
  EXPECT_EQ(ChooseRecipes(pairs, keys, {.reach_loss_max = 0.0035}).count(), 7u);
}

TEST(ChooseRecipesTest, KeepsAllWhereNothingLooksTheSame) {
  const PilotPairs pairs[] = {Pairs({0}, 0, 10), Pairs({1}, 0, 10)};
  const double keys[] = {1, 1, 1};
  EXPECT_EQ(ChooseRecipes(pairs, keys).count(), 3u);
  EXPECT_EQ(ChooseRecipes({}, keys).count(), 3u);
}

}  // namespace
}  // namespace doublon::block
