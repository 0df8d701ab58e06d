#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "block/key_recipe.h"
#include "block/overfull_keys.h"

namespace doublon::block {

// What a part takes of a record: hashes, distinct; further ones are left out.
class PartValues {
 public:
  static constexpr std::size_t kCountMax = 6;
  void Clear() noexcept { count_ = 0; }
  void Add(std::uint64_t hash) noexcept;
  bool empty() const noexcept { return count_ == 0; }
  std::span<const std::uint64_t> hashes() const noexcept { return {hashes_.data(), count_}; }

 private:
  std::uint32_t count_ = 0;
  std::array<std::uint64_t, kCountMax> hashes_;
};

// Fills `values` with what `part` takes of the record: nothing when that is missing or too short to
// tell.
void TakePart(const KeyPart& part, record::PreparedView record, PartValues& values);

// Computes the block keys of records. Holds scratch: one a thread. `recipes` may go after
// construction.
class KeyMaker {
 public:
  explicit KeyMaker(std::span<const KeyRecipe> recipes);

  struct MadeKey {
    BlockKey key;
    std::uint16_t recipe;
    std::uint16_t depth;  // by how many refinements
  };
  // The record's keys in the order of the recipes; one may come twice. A key in `overfull` is
  // replaced by its refinements, as often as needed; where no refinement is left (or the record
  // lacks the part) it is dropped. Pure: depends on the record, the recipes and `overfull` only.
  // Valid until the next call. Cost: about 0.4 µs for a contact record; no allocation once warm.
  std::span<const MadeKey> Make(record::PreparedView record, const OverfullKeys& overfull);

  // The refined keys only, where the caller knows which of the record's keys are overfull (all of
  // them, coarse and refined, each once) and by which recipe, as far as it can tell: the others are
  // left alone, which is several times faster than Make.
  struct KnownKey {
    BlockKey key;
    std::uint16_t recipe;
  };
  std::span<const MadeKey> MakeRefined(record::PreparedView record,
                                       std::span<const KnownKey> overfull);

  // Fills `keys` with the record's keys, ascending, each once.
  void MakeSorted(record::PreparedView record, const OverfullKeys& overfull,
                  std::vector<BlockKey>& keys);

 private:
  // Combinations of several values (two e-mails, three family names) are cut beyond this many keys
  // a recipe.
  static constexpr std::size_t kCombinationsMax = 12;
  struct Combinations {
    std::size_t count = 0;
    std::array<std::uint64_t, kCombinationsMax> hashes;
  };
  struct PartIndexes {
    std::uint64_t seed = 0;
    std::vector<std::uint16_t> parts;
    std::vector<std::uint16_t> refinements;
  };
  template <typename IsOverfull>
  void MakeRecipeKeys(std::uint16_t recipe, record::PreparedView record,
                      const IsOverfull& is_overfull);
  static void Expand(Combinations& combinations, std::span<const std::uint64_t> values);
  std::span<const std::uint64_t> PartHashes(std::size_t part, record::PreparedView record);

  std::vector<KeyPart> parts_;  // distinct parts over all recipes
  std::vector<PartIndexes> recipes_;
  std::vector<PartValues> part_values_;
  std::vector<std::uint8_t> part_known_;
  std::vector<MadeKey> made_;
  std::vector<std::uint8_t> recipe_done_, known_found_;  // of MakeRefined
};

}  // namespace doublon::block
