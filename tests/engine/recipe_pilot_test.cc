#include "engine/recipe_pilot.h"

#include <algorithm>
#include <random>

#include "engine/lists.h"
#include "engine/scoring.h"
#include "gtest/gtest.h"
#include "normalize/normalizer.h"
#include "temp_folder.h"

namespace doublon::engine {
namespace {

// A list with all that the pilot is given.
class PilotList {
 public:
  PilotList(const std::vector<tests::ContactRow>& rows, std::size_t threads) : pool_(threads) {
    const tests::TempFolder folder;
    const std::string path = folder.Write("people.csv", tests::Csv(rows));
    auto sources = OpenSources({path}, {}, pool_);
    EXPECT_TRUE(sources.ok()) << sources.status();
    run_ = PrepareSources(*sources, normalize::FieldsOf(std::vector{(*sources)[0].schema}), pool_);
    hashes_ = HashRecords(run_, pool_);
    const std::vector<bool> used = UsedFields(run_);
    recipes_ = block::RecipesFor(run_.fields, used, block::kLooseRecordsMax + 1);
    comparisons_ = compare::ComparisonsFor(run_.fields, used, nullptr);
    training_.comparisons = comparisons_;
    training_.record_count = run_.records.size();
    training_.random_levels =
        CountRandomLevels(run_.records, comparisons_, hashes_.content, {}, pool_);
  }

  const std::vector<block::KeyRecipe>& recipes() const { return recipes_; }
  std::vector<block::KeyRecipe> Choose() {
    return ChooseRecipesByPilot(run_, hashes_, recipes_, training_, {}, pool_);
  }
  // Pairs of the whole list that look like one person and share a key.
  double CountReached(std::span<const block::KeyRecipe> recipes) {
    block::OverfullKeys overfull;
    const StageClock stages;
    RunMemory memory({}, stages);
    const Candidates candidates =
        FindCandidates(run_, hashes_, recipes, {}, true, 0, {}, &overfull, memory, pool_);
    const auto guess = model::GuessWeights(training_);
    double count = 0;
    for (std::size_t part = 0; part < candidates.pairs.part_count(); ++part) {
      const CandidatePart pairs(candidates, part);
      for (std::size_t i = 0; i < pairs.size(); ++i) {
        const block::CandidatePair pair = pairs[i];
        const auto levels =
            compare::Compare(comparisons_, run_.records[pair.a], run_.records[pair.b]);
        count += model::StartClass(training_, guess, levels) == model::kSamePerson;
      }
    }
    return count;
  }

 private:
  WorkerPool pool_;
  PreparedRun run_;
  RecordHashes hashes_;
  std::vector<block::KeyRecipe> recipes_;
  std::vector<compare::Comparison> comparisons_;
  model::TrainingInput training_;
};

TEST(RecipePilotTest, FewRecipesReachNearlyAllThatAllDo) {
  PilotList list(tests::InventContacts(6000, 7), 2);
  const std::vector<block::KeyRecipe> chosen = list.Choose();
  EXPECT_LT(chosen.size(), list.recipes().size() * 3 / 4);
  EXPECT_GT(list.CountReached(chosen), 0.98 * list.CountReached(list.recipes()));
}

TEST(RecipePilotTest, ChoosesTheSameForAnyOrderAndThreads) {
  std::vector<tests::ContactRow> rows = tests::InventContacts(6000, 8);
  const std::vector<block::KeyRecipe> chosen = PilotList(rows, 1).Choose();
  std::shuffle(rows.begin(), rows.end(), std::mt19937_64(1));
  EXPECT_EQ(PilotList(rows, 3).Choose(), chosen);
}

TEST(RecipePilotTest, KeepsAllWhereTooFewPairsTell) {
  // Every record another person: two rows of a list in 50 at most.
  std::vector<tests::ContactRow> rows = tests::InventContacts(6000, 9), some;
  for (std::size_t i = 0; i < rows.size(); i += 50) some.push_back(rows[i]);
  PilotList list(some, 1);
  EXPECT_EQ(list.Choose(), list.recipes());
}

}  // namespace
}  // namespace doublon::engine
