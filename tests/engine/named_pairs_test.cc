#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/describe.h"
#include "engine/record_preparer.h"
#include "io/table.h"
#include "record/record_batch.h"

// Named cases of two records through the built-in model, each a claim:
// tests/golden/engine/named_pairs.csv, one a row. verdict: same, different, review (neither is
// sure), not_same, not_different.
namespace doublon::engine {
namespace {

constexpr std::size_t kFieldCount =
    8;  // of each side: given, family, birth date, e-mail, phone, address, postcode, city
constexpr const char* kFields[kFieldCount] = {"given_name", "family_name", "birth_date", "email",
                                              "phone",      "address",     "postcode",   "city"};

LiveRecord RecordOf(const record::RecordBatch& batch, std::size_t row, std::size_t first) {
  LiveRecord record;
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    const std::string_view cell = batch.cell(row, first + i);
    if (!cell.empty()) record.fields.push_back({kFields[i], {std::string(cell)}});
  }
  return record;
}

bool Holds(std::string_view claim, double log_odds, const model::ModelData& model) {
  const bool same = log_odds >= model.same_log_odds;
  const bool different = log_odds < model.review_log_odds;
  if (claim == "same") return same;
  if (claim == "different") return different;
  if (claim == "review") return !same && !different;
  if (claim == "not_same") return !same;
  return claim == "not_different" && !different;
}

TEST(NamedPairsTest, HoldThroughTheBuiltInModel) {
  WorkerPool pool(1);
  auto table = io::Table::Open(DOUBLON_SOURCE_DIR "/tests/golden/engine/named_pairs.csv", {}, pool);
  ASSERT_TRUE(table.ok()) << table.status();
  record::RecordBatch batch;
  std::vector<record::RowIssue> issues;
  table->Read(0, table->row_count(), batch, issues);
  ASSERT_TRUE(issues.empty());
  ASSERT_GE(batch.row_count(), 74U);
  const auto model = model::Model::BuiltIn();
  const RecordPreparer preparer(model);
  for (std::size_t row = 0; row < batch.row_count(); ++row) {
    const PreparedLive a = preparer.Prepare(RecordOf(batch, row, 1));
    const PreparedLive b = preparer.Prepare(RecordOf(batch, row, 1 + kFieldCount));
    const Explanation explanation = ExplainPair(model->data(), a.view(), b.view());
    const Explanation reverse = ExplainPair(model->data(), b.view(), a.view());
    EXPECT_EQ(explanation.total_weight, reverse.total_weight);
    const std::string_view claim = batch.cell(row, 1 + 2 * kFieldCount);
    EXPECT_TRUE(Holds(claim, explanation.total_weight, model->data()))
        << batch.cell(row, 0) << " should be " << claim << " ("
        << batch.cell(row, 2 + 2 * kFieldCount) << "): log2 odds " << explanation.total_weight
        << ". " << explanation.sentence_en;
  }
}

}  // namespace
}  // namespace doublon::engine
