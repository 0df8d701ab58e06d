#pragma once

#include <span>
#include <vector>

#include "block/key_recipe.h"
#include "block/recipe_choice.h"
#include "engine/candidates.h"
#include "model/training.h"

namespace doublon::engine {

// Lists of fewer records use every recipe that fits their fields: a choice would cost them more
// time than it saves.
inline constexpr std::size_t kPilotListMin = 200'000;

// Chooses the block-key recipes that a list, of which `run` may hold a part drawn by chance, needs
// from how those in `recipes` do on a pilot: some records of it drawn by content, compared by the
// weights guessed before learning. What "frequent" means is scaled down, so that a key is refined
// in the pilot about where it would be in the list. list.comparisons, random_levels and
// record_count (of the whole list) are used. Depends on the contents of the records only. Cost:
// about .2 s for a million records (the pilot grows with the square root of the list, so that the
// pairs of one person in it stay as many).
std::vector<block::KeyRecipe> ChooseRecipesByPilot(const PreparedRun& run,
                                                   const RecordHashes& hashes,
                                                   std::span<const block::KeyRecipe> recipes,
                                                   const model::TrainingInput& list,
                                                   const PairFilter& filter, WorkerPool& pool);

}  // namespace doublon::engine
