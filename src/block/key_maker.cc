#include "block/key_maker.h"

#include <algorithm>

#include "base/hash.h"

namespace doublon::block {

namespace {

constexpr std::uint64_t kRecipeSeed = 0x72656369706531ULL;
// Combinations of several values (two e-mails, three family names) are cut beyond this many keys a recipe.
constexpr std::size_t kCombinationsMax = 12;

BlockKey KeyOf(std::uint64_t hash) noexcept { return hash >> (64 - kKeyBits); }

// The identity of a recipe is its parts, not its place, so that a key means the same in any list of recipes.
std::uint64_t SeedOf(const KeyRecipe& recipe) noexcept {
  std::uint64_t seed = kRecipeSeed + kKeyVersion;
  for (const KeyPart& part : recipe.parts) {
    seed = MixHash(seed, static_cast<std::uint64_t>(part.transform) << 8 | part.field);
  }
  return seed;
}

}  // namespace

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

const std::vector<std::uint64_t>& KeyMaker::PartValues(std::size_t part, record::PreparedView record) {
  std::vector<std::uint64_t>& values = part_values_[part];
  if (!part_known_[part]) {
    part_known_[part] = true;
    values.clear();
    AppendPartValues(parts_[part], record, values);
  }
  return values;
}

void KeyMaker::Expand(std::span<const std::uint64_t> values) {
  next_.clear();
  for (const std::uint64_t hash : partial_) {
    for (const std::uint64_t value : values) {
      if (next_.size() < kCombinationsMax) next_.push_back(MixHash(hash, value));
    }
  }
  partial_.swap(next_);
}

void KeyMaker::MakeRecipeKeys(std::size_t recipe, record::PreparedView record,
                              const OverfullKeys& overfull) {
  const PartIndexes& indexes = recipes_[recipe];
  partial_.assign(1, indexes.seed);
  for (const std::uint16_t part : indexes.parts) {
    Expand(PartValues(part, record));
    if (partial_.empty()) return;
  }
  // Keys that are in use as they are leave `partial_`; the overfull ones go on with one more part.
  for (std::size_t depth = 0;; ++depth) {
    std::erase_if(partial_, [&](std::uint64_t hash) {
      if (overfull.contains(KeyOf(hash))) return false;
      made_.push_back({KeyOf(hash), static_cast<std::uint8_t>(depth), static_cast<std::uint16_t>(recipe)});
      return true;
    });
    if (partial_.empty() || depth == indexes.refinements.size()) return;
    Expand(PartValues(indexes.refinements[depth], record));
  }
}

void KeyMaker::MakeAll(record::PreparedView record, const OverfullKeys& overfull) {
  made_.clear();
  std::fill(part_known_.begin(), part_known_.end(), false);
  for (std::size_t recipe = 0; recipe < recipes_.size(); ++recipe) MakeRecipeKeys(recipe, record, overfull);
}

void KeyMaker::MakeKeys(record::PreparedView record, const OverfullKeys& overfull,
                        std::vector<BlockKey>& keys) {
  MakeAll(record, overfull);
  keys.clear();
  for (const MadeKey& made : made_) keys.push_back(made.key);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

void KeyMaker::MakeKeysOfDepth(record::PreparedView record, const OverfullKeys& overfull, std::size_t depth,
                               std::vector<BlockKey>& keys) {
  MakeAll(record, overfull);
  keys.clear();
  for (const MadeKey& made : made_) {
    if (made.depth == depth) keys.push_back(made.key);
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

std::size_t KeyMaker::RecipeOf(record::PreparedView record, const OverfullKeys& overfull, BlockKey key) {
  MakeAll(record, overfull);
  for (const MadeKey& made : made_) {
    if (made.key == key) return made.recipe;
  }
  return recipes_.size();
}

}  // namespace doublon::block
