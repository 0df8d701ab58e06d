// Full names that are or are not one person's, by themselves: datasets/labelled/name_pairs.csv, the
// pairs of persons.
#include <cstdio>
#include <string>

#include "engine/record_preparer.h"
#include "gtest/gtest.h"
#include "normalize/pack/csv_rows.h"

namespace doublon::engine {
namespace {

constexpr std::size_t kPersonPairs = 548;
constexpr double kPrecisionMin = 0.86, kRecallMin = 0.74;

PreparedLive Prepare(const RecordPreparer& preparer, std::string_view full_name) {
  LiveRecord record;
  record.fields.push_back({"full_name", {std::string(full_name)}});
  return preparer.Prepare(record);
}

// Two names agree when the family names do and nothing speaks against the given names; one of the
// two may be missing.
bool Agree(const model::ModelData& model, const PreparedLive& a, const PreparedLive& b) {
  const compare::ComparisonVector vector = compare::Compare(model.comparisons, a.view(), b.view());
  EXPECT_EQ(vector, compare::Compare(model.comparisons, b.view(), a.view()));
  bool known = false;
  for (std::size_t i = 0; i < model.comparisons.size(); ++i) {
    const compare::ComparisonKind kind = model.comparisons[i].kind;
    const bool family = kind == compare::ComparisonKind::kFamilyName;
    if ((!family && kind != compare::ComparisonKind::kGivenName) ||
        vector.levels[i] == compare::kMissingLevel)
      continue;
    const compare::LevelSense sense = compare::LevelsOf(kind)[vector.levels[i]].sense;
    if (sense == compare::LevelSense::kDisagree || (family && sense != compare::LevelSense::kAgree))
      return false;
    known = true;
  }
  return known;
}

TEST(NamePairsTest, FullNamesByThemselvesTellPersonsApart) {
  const normalize::pack::CsvRows cases(DOUBLON_SOURCE_DIR "/datasets/labelled/name_pairs.csv");
  ASSERT_TRUE(cases.ok());
  const auto model = model::Model::BuiltIn();
  const RecordPreparer preparer(model);
  std::size_t pairs = 0, found = 0, right = 0, matches = 0;
  for (std::size_t row = 0; row < cases.size(); ++row) {
    if (cases.at(row, "schema") != "Person") continue;
    ++pairs;
    const bool match = cases.at(row, "is_match") == "true";
    const bool agree = Agree(model->data(), Prepare(preparer, cases.at(row, "name1")),
                             Prepare(preparer, cases.at(row, "name2")));
    matches += match;
    found += agree;
    right += agree && match;
  }
  ASSERT_EQ(pairs, kPersonPairs);
  const double precision = static_cast<double>(right) / static_cast<double>(found);
  const double recall = static_cast<double>(right) / static_cast<double>(matches);
  std::printf("name pairs of persons: precision %.3f, recall %.3f (%zu of %zu found, %zu wrong)\n",
              precision, recall, right, matches, found - right);
  EXPECT_GE(precision, kPrecisionMin);
  EXPECT_GE(recall, kRecallMin);
}

}  // namespace
}  // namespace doublon::engine
