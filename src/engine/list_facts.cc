#include "engine/list_facts.h"

#include <algorithm>

#include "base/huge_allocator.h"
#include "engine/recipe_pilot.h"
#include "engine/scoring.h"
#include "fmt/format.h"
#include "model/field_choice.h"
#include "normalize/normalizer.h"

namespace doublon::engine {

void AnnotateAll(const model::FrequencyTable& frequencies, record::PreparedStore& records,
                 WorkerPool& pool) {
  std::vector<model::Annotator> annotators(pool.thread_count(), model::Annotator(frequencies));
  ForEachRow(pool, records.size(), [&](std::size_t row, std::size_t worker) {
    annotators[worker].Annotate(records.mutable_data(row));
  });
}

namespace {

// A code in so many records or fewer names one thing and its copies; in more than the second
// number, a group of things.
constexpr std::uint32_t kCodeOwnedBy = 4;
constexpr std::uint32_t kCodeSharedBy = 12;
// A town with one in 500 of the people or more: about the twenty largest of France.
constexpr std::uint8_t kLargeTownRarity = 72;

void SetRarityCuts(const record::PreparedStore& records, model::ModelData* data) {
  for (compare::Comparison& comparison : data->comparisons) {
    if (comparison.kind == compare::ComparisonKind::kEmail ||
        comparison.kind == compare::ComparisonKind::kPhone) {
      comparison.rarity_cuts = {model::kOwnRarity, model::kOwnRarity, model::kOwnRarity};
      continue;
    }
    if (comparison.kind == compare::ComparisonKind::kIdentifier) {
      comparison.rarity_cuts =
          data->frequencies.CountCuts(comparison.field, kCodeSharedBy, kCodeOwnedBy);
      continue;
    }
    if (comparison.kind == compare::ComparisonKind::kAddress) {
      comparison.rarity_cuts = {kLargeTownRarity, kLargeTownRarity, kLargeTownRarity};
      continue;
    }
    comparison.rarity_cuts = data->frequencies.RarityCuts(records, comparison.field);
  }
}

// Are there organisations among the persons of the list?
bool HoldsOrganisations(const record::PreparedStore& records,
                        std::span<const compare::Comparison> comparisons) {
  if (!model::OfPersons(comparisons)) return false;
  for (std::size_t row = 0; row < records.size(); ++row) {
    if (compare::IsOrganisation(comparisons, records[row])) return true;
  }
  return false;
}

}  // namespace

ListFacts LearnFacts(PreparedRun& run, std::uint64_t record_count, const PairFilter& filter,
                     bool all_recipes, StageClock& stages, WorkerPool& pool) {
  ListFacts facts;
  model::ModelData& data = facts.data;
  data.normalizer_version = normalize::kNormalizerVersion;
  data.key_version = block::kKeyVersion;
  data.fields = run.fields;
  data.trained_records = record_count;
  stages.Start("counting values");
  data.frequencies = model::FrequencyTable::Count(run.records, data.fields, pool);
  ReturnFreeMemory();
  AnnotateAll(data.frequencies, run.records, pool);
  facts.hashes = HashRecords(run, pool);
  std::vector<std::string> left_out;
  const std::vector<bool> used = model::ChooseFields(run.records, data.fields, UsedFields(run),
                                                     compare::kComparisonCountMax - 1, &left_out);
  data.comparisons = compare::ComparisonsFor(data.fields, used, &left_out);
  if (HoldsOrganisations(run.records, data.comparisons))
    data.comparisons.push_back(compare::OrganisationComparison());
  for (const std::string& name : left_out) data.notes.push_back(name);
  SetRarityCuts(run.records, &data);

  model::TrainingInput& input = facts.input;
  input.comparisons = data.comparisons;
  input.record_count = record_count;
  input.pool = &pool;
  stages.Start("comparing at random");
  input.random_levels =
      CountRandomLevels(run.records, data.comparisons, facts.hashes.content, filter, pool);

  data.recipes = block::RecipesFor(data.fields, used, record_count);
  if (record_count >= kPilotListMin && !all_recipes) {
    stages.Start("choosing keys");
    const std::size_t count = data.recipes.size();
    data.recipes = ChooseRecipesByPilot(run, facts.hashes, data.recipes, input, filter, pool);
    if (data.recipes.size() < count) {
      data.notes.push_back(fmt::format(
          "{} of {} kinds of block key are used: tried on some of the records, the others reach "
          "next to nothing more",
          data.recipes.size(), count));
    }
  }
  return facts;
}

}  // namespace doublon::engine
