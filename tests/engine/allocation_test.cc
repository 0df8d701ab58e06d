// What is done for every record and every pair takes no memory once its scratch has grown.
#include "allocations.h"
#include "block/key_maker.h"
#include "engine/compare_in_batches.h"
#include "engine/list_facts.h"
#include "engine/lists.h"
#include "gtest/gtest.h"
#include "normalize/normalizer.h"
#include "temp_folder.h"

namespace doublon::engine {
namespace {

// A list as it is read, in memory for as long as it is looked at.
struct ReadList {
  explicit ReadList(std::uint64_t seed) {
    const std::string path =
        folder.Write("people.csv", tests::Csv(tests::InventContacts(1500, seed)));
    StatusOr<std::vector<Source>> opened = OpenSources({path}, {}, pool);
    EXPECT_TRUE(opened.ok()) << opened.status();
    sources = *std::move(opened);
    fields = normalize::FieldsOf(std::vector{sources[0].schema});
    run = PrepareSources(sources, fields, pool);
    facts = LearnFacts(run, run.records.size(), {}, false, stages, pool);
  }
  tests::TempFolder folder;
  WorkerPool pool{1};
  StageClock stages;
  std::vector<Source> sources;
  std::vector<record::Field> fields;
  PreparedRun run;
  ListFacts facts;
};

TEST(AllocationTest, NoneForARecordPrepared) {
  const ReadList warm(1), other(2);
  normalize::Normalizer normalizer(warm.sources[0].schema, warm.fields);
  record::PreparedBuilder builder;
  block::KeyMaker keys(warm.facts.data.recipes);
  model::Annotator annotator(warm.facts.data.frequencies);
  std::size_t key_count = 0;
  std::string bytes;
  const auto prepare_all = [&](const ReadList& list) {
    record::RecordBatch batch;
    std::vector<record::RowIssue> issues;
    list.sources[0].table.Read(0, list.run.records.size(), batch, issues);
    std::vector<std::string_view> cells(batch.column_count());
    const std::uint64_t before = bench::AllocationCount();
    for (std::size_t row = 0; row < batch.row_count(); ++row) {
      for (std::size_t column = 0; column < cells.size(); ++column)
        cells[column] = batch.cell(row, column);
      normalizer.Normalize(cells, builder);
      bytes.assign(builder.Finish());
      annotator.Annotate(reinterpret_cast<std::byte*>(bytes.data()));
      const record::PreparedView record(reinterpret_cast<const std::byte*>(bytes.data()));
      key_count += keys.Make(record, warm.facts.data.overfull).size();
    }
    return bench::AllocationCount() - before;
  };
  EXPECT_GT(prepare_all(warm), 0U);  // the scratch; and that calls are counted at all
  EXPECT_EQ(prepare_all(other), 0U);
  EXPECT_GT(key_count, 10 * warm.run.records.size());
}

TEST(AllocationTest, NoneForAPairCompared) {
  const ReadList list(3);
  const auto rows = static_cast<std::uint32_t>(list.run.records.size());
  constexpr std::uint32_t kPairsPerRow = 20;
  std::uint64_t vector_count = 0;
  const auto compare_all = [&] {
    const std::uint64_t before = bench::AllocationCount();
    CompareInBatches(
        list.run.records, list.facts.data.comparisons, std::size_t{rows} * kPairsPerRow,
        [&](std::size_t i) {
          const auto a = static_cast<std::uint32_t>(i / kPairsPerRow);
          const auto distance = static_cast<std::uint32_t>(1 + i % kPairsPerRow);
          return block::CandidatePair{a, (a + distance) % rows};
        },
        [&](std::size_t, std::span<const compare::ComparisonVector> vectors) {
          vector_count += vectors.size();
        });
    return bench::AllocationCount() - before;
  };
  compare_all();
  EXPECT_EQ(compare_all(), 0U);
  EXPECT_EQ(vector_count, 2 * std::uint64_t{rows} * kPairsPerRow);
}

}  // namespace
}  // namespace doublon::engine
