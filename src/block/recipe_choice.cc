#include "block/recipe_choice.h"

#include <cmath>
#include <limits>

#include "base/check.h"

namespace doublon::block {

namespace {

// What every recipe still in use is worth and costs, given the others in use.
struct Shares {
  std::vector<double> reach;  // lost without it
  std::vector<double> cost;   // saved without it
};

template <typename Take>
void ForRecipes(const RecipeSet& set, const Take& take) {
  for (std::size_t r = set._Find_first(); r < set.size(); r = set._Find_next(r)) take(r);
}

Shares SharesOf(std::span<const PilotPairs> pairs, std::span<const double> keys,
                const RecipeSet& used, const RecipeChoiceOptions& options) {
  Shares shares;
  shares.reach.assign(keys.size(), 0);
  for (const double count : keys) shares.cost.push_back(options.key_cost * count);
  for (const PilotPairs& some : pairs) {
    const RecipeSet hits = some.recipes & used;
    const std::size_t count = hits.count();
    if (count == 0) continue;
    const double worth = some.same * std::pow(options.key_miss, static_cast<double>(count - 1)) *
                         (1 - options.key_miss);
    const double cost = some.strangers * (count == 1 ? 1 : options.repeat_cost);
    ForRecipes(hits, [&](std::size_t r) {
      shares.reach[r] += worth;
      shares.cost[r] += cost;
    });
  }
  return shares;
}

double WorthOfAll(std::span<const PilotPairs> pairs, const RecipeChoiceOptions& options) {
  double worth = 0;
  for (const PilotPairs& some : pairs) {
    worth +=
        some.same * (1 - std::pow(options.key_miss, static_cast<double>(some.recipes.count())));
  }
  return worth;
}

}  // namespace

RecipeSet ChooseRecipes(std::span<const PilotPairs> pairs, std::span<const double> keys,
                        const RecipeChoiceOptions& options) {
  RecipeSet used;
  DOUBLON_CHECK(keys.size() <= used.size());
  for (std::size_t r = 0; r < keys.size(); ++r) used.set(r);
  double left_to_lose = options.reach_loss_max * WorthOfAll(pairs, options);
  if (left_to_lose == 0) return used;
  while (used.count() > 1) {
    const Shares shares = SharesOf(pairs, keys, used, options);
    std::size_t worst = keys.size();
    double least = std::numeric_limits<double>::infinity();
    ForRecipes(used, [&](std::size_t r) {
      const double loss_for_cost = shares.reach[r] / (shares.cost[r] + 1);
      if (shares.reach[r] > left_to_lose || loss_for_cost > least) return;
      least = loss_for_cost;
      worst = r;
    });
    if (worst == keys.size()) break;
    left_to_lose -= shares.reach[worst];
    used.reset(worst);
  }
  return used;
}

}  // namespace doublon::block
