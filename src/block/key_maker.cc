#include "block/key_maker.h"

#include <algorithm>

#include "base/hash.h"

namespace doublon::block {

namespace {

constexpr std::uint64_t kRecipeSeed = 0x72656369706531ULL;

BlockKey KeyOf(std::uint64_t hash) noexcept { return hash >> (64 - kKeyBits); }

// The identity of a recipe is its parts, not its place, so that a key means the same in any list of
// recipes.
std::uint64_t SeedOf(const KeyRecipe& recipe) noexcept {
  std::uint64_t seed = kRecipeSeed + kKeyVersion;
  for (const KeyPart& part : recipe.parts) {
    seed = MixHash(seed, static_cast<std::uint64_t>(part.transform) << 8 | part.field);
  }
  return seed;
}

}  // namespace

void PartValues::Add(std::uint64_t hash) noexcept {
  if (count_ == kCountMax) return;
  if (std::find(hashes_.begin(), hashes_.begin() + count_, hash) == hashes_.begin() + count_)
    hashes_[count_++] = hash;
}

KeyMaker::KeyMaker(std::span<const KeyRecipe> recipes) {
  const auto index_of = [&](const KeyPart& part) {
    const auto found = std::find(parts_.begin(), parts_.end(), part);
    if (found != parts_.end()) return static_cast<std::uint16_t>(found - parts_.begin());
    parts_.push_back(part);
    return static_cast<std::uint16_t>(parts_.size() - 1);
  };
  for (const KeyRecipe& recipe : recipes) {
    PartIndexes indexes;
    indexes.seed = SeedOf(recipe);
    for (const KeyPart& part : recipe.parts) indexes.parts.push_back(index_of(part));
    for (const KeyPart& part : recipe.refinements) indexes.refinements.push_back(index_of(part));
    recipes_.push_back(std::move(indexes));
  }
  part_values_.resize(parts_.size());
  part_known_.resize(parts_.size());
}

std::span<const std::uint64_t> KeyMaker::PartHashes(std::size_t part, record::PreparedView record) {
  PartValues& values = part_values_[part];
  if (!part_known_[part]) {
    part_known_[part] = true;
    TakePart(parts_[part], record, values);
  }
  return values.hashes();
}

void KeyMaker::Expand(Combinations& combinations, std::span<const std::uint64_t> values) {
  if (values.size() == 1) {
    for (std::size_t i = 0; i < combinations.count; ++i) {
      combinations.hashes[i] = MixHash(combinations.hashes[i], values[0]);
    }
    return;
  }
  Combinations expanded;
  for (std::size_t i = 0; i < combinations.count; ++i) {
    for (const std::uint64_t value : values) {
      if (expanded.count < kCombinationsMax)
        expanded.hashes[expanded.count++] = MixHash(combinations.hashes[i], value);
    }
  }
  combinations = expanded;
}

template <typename IsOverfull>
void KeyMaker::MakeRecipeKeys(std::uint16_t recipe, record::PreparedView record,
                              const IsOverfull& is_overfull) {
  const PartIndexes& indexes = recipes_[recipe];
  Combinations combinations;
  combinations.count = 1;
  combinations.hashes[0] = indexes.seed;
  for (const std::uint16_t part : indexes.parts) {
    const std::span<const std::uint64_t> values = PartHashes(part, record);
    if (values.empty()) return;
    Expand(combinations, values);
  }
  // Keys that are in use as they are leave; the overfull ones go on with one more part.
  for (std::uint16_t depth = 0;; ++depth) {
    std::size_t left = 0;
    for (std::size_t i = 0; i < combinations.count; ++i) {
      const BlockKey key = KeyOf(combinations.hashes[i]);
      if (is_overfull(key)) {
        combinations.hashes[left++] = combinations.hashes[i];
      } else {
        made_.push_back({key, recipe, depth});
      }
    }
    combinations.count = left;
    if (left == 0 || depth == indexes.refinements.size()) return;
    Expand(combinations, PartHashes(indexes.refinements[depth], record));
  }
}

std::span<const KeyMaker::MadeKey> KeyMaker::Make(record::PreparedView record,
                                                  const OverfullKeys& overfull) {
  made_.clear();
  std::fill(part_known_.begin(), part_known_.end(), std::uint8_t{0});
  for (std::size_t recipe = 0; recipe < recipes_.size(); ++recipe) {
    MakeRecipeKeys(static_cast<std::uint16_t>(recipe), record,
                   [&](BlockKey key) { return overfull.contains(key); });
  }
  return made_;
}

std::span<const KeyMaker::MadeKey> KeyMaker::MakeRefined(record::PreparedView record,
                                                         std::span<const KnownKey> overfull) {
  made_.clear();
  std::fill(part_known_.begin(), part_known_.end(), std::uint8_t{0});
  recipe_done_.assign(recipes_.size(), 0);
  known_found_.assign(overfull.size(), 0);
  const auto make = [&](std::uint16_t recipe) {
    if (recipe_done_[recipe] != 0) return;
    recipe_done_[recipe] = 1;
    MakeRecipeKeys(recipe, record, [&](BlockKey key) {
      const auto known = std::find_if(overfull.begin(), overfull.end(),
                                      [&](const KnownKey& one) { return one.key == key; });
      if (known == overfull.end()) return false;
      known_found_[static_cast<std::size_t>(known - overfull.begin())] = 1;
      return true;
    });
  };
  for (const KnownKey& known : overfull) make(known.recipe);
  // A key of another recipe than was thought (two hashes that collide) is found by looking at all.
  if (std::find(known_found_.begin(), known_found_.end(), 0) != known_found_.end()) {
    for (std::size_t recipe = 0; recipe < recipes_.size(); ++recipe)
      make(static_cast<std::uint16_t>(recipe));
  }
  std::erase_if(made_, [](const MadeKey& made) { return made.depth == 0; });
  return made_;
}

void KeyMaker::MakeSorted(record::PreparedView record, const OverfullKeys& overfull,
                          std::vector<BlockKey>& keys) {
  keys.clear();
  for (const MadeKey& made : Make(record, overfull)) keys.push_back(made.key);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

}  // namespace doublon::block
