#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "block/key_recipe.h"

namespace doublon::block {

// A block key: 40 bits of a stable hash, so that a key and a row number pack into one 64-bit word to sort. Two keys that
// collide only add candidate pairs, which scoring rejects (10 M records: one key in 10,000 meets a stranger).
inline constexpr unsigned kKeyBits = 40;
using BlockKey = std::uint64_t;

// Keys too frequent to be used as they are (model data).
using OverfullKeys = absl::flat_hash_set<BlockKey>;

// Computes the block keys of records. Holds scratch: one a thread. `recipes` and `overfull` must outlive it.
class KeyMaker {
 public:
  explicit KeyMaker(std::span<const KeyRecipe> recipes);

  // Clears `keys` and fills it with the record's keys, ascending, each once. A key in `overfull` is replaced by its
  // refinements, as often as needed; where no refinement is left (or the record lacks the part) it is dropped.
  // Pure: depends on the record, the recipes and `overfull` only. Cost: about 1 µs; no allocation once warm.
  void MakeKeys(record::PreparedView record, const OverfullKeys& overfull, std::vector<BlockKey>& keys);

  // Only the keys refined exactly `depth` times (0: not at all).
  void MakeKeysOfDepth(record::PreparedView record, const OverfullKeys& overfull, std::size_t depth,
                       std::vector<BlockKey>& keys);

  // Index of the recipe that makes `key` for this record, or the number of recipes when none does. For reports.
  std::size_t RecipeOf(record::PreparedView record, const OverfullKeys& overfull, BlockKey key);

 private:
  struct PartIndexes {
    std::uint64_t seed = 0;
    std::vector<std::uint16_t> parts;
    std::vector<std::uint16_t> refinements;
  };
  struct MadeKey {
    BlockKey key;
    std::uint8_t depth;  // how many refinements it took
    std::uint16_t recipe;
  };
  void MakeAll(record::PreparedView record, const OverfullKeys& overfull);
  void MakeRecipeKeys(std::size_t recipe, record::PreparedView record, const OverfullKeys& overfull);
  void Expand(std::span<const std::uint64_t> values);
  const std::vector<std::uint64_t>& PartValues(std::size_t part, record::PreparedView record);

  std::vector<KeyPart> parts_;            // distinct parts over all recipes
  std::vector<PartIndexes> recipes_;
  std::vector<std::vector<std::uint64_t>> part_values_;
  std::vector<bool> part_known_;
  std::vector<std::uint64_t> partial_, next_;  // hashes of the combinations so far
  std::vector<MadeKey> made_;
};

// The hashes that `part` takes of the record, distinct, at most kPartValuesMax. Empty when missing or too short to tell.
inline constexpr std::size_t kPartValuesMax = 6;
void AppendPartValues(const KeyPart& part, record::PreparedView record, std::vector<std::uint64_t>& values);

}  // namespace doublon::block
