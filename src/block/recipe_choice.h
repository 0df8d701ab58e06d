#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace doublon::block {

// Which of many block-key recipes to use on a list, from a pilot of its records: keys share their
// reach, so of a few dozen recipes a dozen often bring together nearly all that all of them do, at
// half the cost.

// Recipes by their numbers; RecipesFor makes fewer than there is room for.
using RecipeSet = std::bitset<128>;

// Pairs of the pilot that share a key by exactly these recipes.
struct PilotPairs {
  RecipeSet recipes;
  double same = 0;       // how many look like one thing
  double strangers = 0;  // how many do not, as the whole list would have them
};

struct RecipeChoiceOptions {
  // Reach given up at most, as a share of what all recipes reach.
  double reach_loss_max = 0.001;
  // Chance that a key does not see a pair like one that it saw: of errors the pilot did not hold. A
  // pair is worth 1 - this^(recipes that reach it), so that few hang by one key alone.
  double key_miss = 0.1;
  // Cost of a key, in candidate pairs compared (measured, bench/README.md).
  double key_cost = 0.2;
  // Cost of meeting again a pair that another key has brought already, likewise.
  double repeat_cost = 0.1;
};

// The recipes to keep: starting with all, the one that loses least reach for what it costs is left
// out, again and again, until the loss would exceed the allowed one. Recipes that reach nothing in
// the pilot are left out first; where nothing looks the same in the pilot, all are kept.
// keys: of each recipe, how many the records of the whole list have. Deterministic (ties: the later
// recipe goes). At most RecipeSet().size() recipes. Cost: recipes kept × distinct sets × recipes of
// a set.
RecipeSet ChooseRecipes(std::span<const PilotPairs> pairs, std::span<const double> keys,
                        const RecipeChoiceOptions& options = {});

}  // namespace doublon::block
