#include "evaluate/label_files.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "evaluate/evaluate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "temp_folder.h"

namespace doublon::evaluate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class LabelFilesTest : public testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& text) {
    return folder_.Write(name, text);
  }
  StatusOr<LabelledFiles> Read(const std::string& prediction, const std::string& truth) {
    return ReadLabelFiles(Write("entities.csv", prediction), Write("truth.csv", truth), options_,
                          pool_);
  }
  std::string Error(const std::string& prediction, const std::string& truth) {
    const auto files = Read(prediction, truth);
    EXPECT_FALSE(files.ok());
    return std::string(FromAbsl(files.status().message()));
  }

  tests::TempFolder folder_;
  LabelFileOptions options_;
  WorkerPool pool_{1};
};

TEST_F(LabelFilesTest, JoinsBySourceAndId) {
  const auto files = Read("source,id,entity_id,probability\na,1,10,1\na,2,10,0.9\nb,1,11,1\n",
                          "source,id,entity\nb,1,x\na,1,x\na,2,y\n");
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_THAT(files->rows.source_names, ElementsAre("a", "b"));
  EXPECT_THAT(files->rows.source, ElementsAre(0, 0, 1));
  EXPECT_THAT(files->rows.id, ElementsAre("1", "2", "1"));
  EXPECT_EQ(files->rows.predicted[0], files->rows.predicted[1]);
  EXPECT_NE(files->rows.predicted[0], files->rows.predicted[2]);
  EXPECT_EQ(files->rows.truth[0], files->rows.truth[2]);
  EXPECT_NE(files->rows.truth[0], files->rows.truth[1]);
  EXPECT_TRUE(files->truth_has_sources);
}

TEST_F(LabelFilesTest, JoinsByIdWhenTruthNamesNoSource) {
  const auto files = Read("source,id,entity_id\na,1,10\nb,2,10\n", "ID;Cluster\n2;x\n1;x\n");
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ(files->rows.size(), 2U);
  EXPECT_EQ(files->rows.truth[0], files->rows.truth[1]);
}

TEST_F(LabelFilesTest, OneListNeedsNoSources) {
  const auto files = Read("id,entity_id\n1,10\n2,11\n", "rec_id,entity\n1,x\n2,x\n");
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ(ComparePartitions(files->rows, {}).pairs.missed_pairs(), 1U);
}

TEST_F(LabelFilesTest, AnIdInSeveralSourcesNeedsATruthWithSources) {
  EXPECT_THAT(Error("source,id,entity_id\na,1,10\na,2,10\nb,1,11\n", "id,entity\n1,x\n2,x\n"),
              testing::AllOf(HasSubstr("1 id(s)"), HasSubstr("source,id,entity")));
}

TEST_F(LabelFilesTest, ATruthOfSeveralSourcesNeedsAPredictionWithSources) {
  EXPECT_THAT(Error("id,entity_id\n1,10\n", "source,id,entity\na,1,x\nb,1,x\n"),
              HasSubstr("no column \"source\""));
}

TEST_F(LabelFilesTest, NamesMissingColumns) {
  EXPECT_THAT(Error("source,id,label\na,1,10\n", "source,id,entity\na,1,x\n"),
              testing::AllOf(HasSubstr("entities.csv"), HasSubstr("entity_id")));
  EXPECT_THAT(Error("source,id,entity_id\na,1,10\n", "source,key,entity\na,1,x\n"),
              testing::AllOf(HasSubstr("truth.csv"), HasSubstr("\"id\"")));
}

TEST_F(LabelFilesTest, RowsThatTruthLacksAreCountedNamedAndLeftOut) {
  options_.names_max = 2;
  const auto files =
      Read("source,id,entity_id\na,1,10\na,2,10\na,3,10\na,4,10\n", "source,id,entity\na,1,x\n");
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ(files->unknown_to_truth.count, 3U);
  EXPECT_THAT(files->unknown_to_truth.examples, ElementsAre("a 2", "a 3"));
  EXPECT_EQ(files->rows.size(), 1U);
}

TEST_F(LabelFilesTest, RowsThatThePredictionLostCostRecall) {
  const auto files = Read("source,id,entity_id\na,1,10\na,2,10\n",
                          "source,id,entity\na,1,x\na,2,x\na,3,x\nb,1,x\n");
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ(files->not_predicted.count, 1U);
  EXPECT_THAT(files->not_predicted.examples, ElementsAre("a 3"));
  EXPECT_EQ(files->truth_rows_of_other_sources, 1U);
  const Comparison comparison = ComparePartitions(files->rows, {});
  EXPECT_EQ(comparison.pairs.true_pairs, 1U);
  EXPECT_EQ(comparison.pairs.missed_pairs(), 2U);
}

TEST_F(LabelFilesTest, RowsLostBetweenSourcesAreNotPutIntoOneEntity) {
  const auto files = Read("source,id,entity_id\na,1,0\nb,2,1\n", "id,entity\n1,x\n2,y\n3,z\n4,z\n");
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ(files->not_predicted.count, 2U);
  EXPECT_EQ(ComparePartitions(files->rows, {}).predicted_entities, 4U);
}

TEST_F(LabelFilesTest, RepeatedLinesAreCountedOnce) {
  const auto files = Read("source,id,entity_id\na,1,10\na,1,10\n", "source,id,entity\na,1,x\n");
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ(files->repeated.count, 1U);
  EXPECT_EQ(files->rows.size(), 1U);
}

TEST_F(LabelFilesTest, ContradictingLinesAreAnError) {
  EXPECT_THAT(Error("source,id,entity_id\na,1,10\na,1,11\n", "source,id,entity\na,1,x\n"),
              testing::AllOf(HasSubstr("second entity"), HasSubstr("a 1")));
}

TEST_F(LabelFilesTest, NothingInCommonIsAnError) {
  EXPECT_THAT(Error("source,id,entity_id\na,1,10\n", "source,id,entity\nc,1,x\n"),
              HasSubstr("no row in common"));
}

TEST_F(LabelFilesTest, LinesWithoutIdOrEntityAreRejectedAndCounted) {
  const auto files =
      Read("source,id,entity_id\na,1,10\na,,11\na,3,\n", "source,id,entity\na,1,x\n");
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ(files->rejected_lines, 2U);
  EXPECT_EQ(files->rows.size(), 1U);
}

TEST_F(LabelFilesTest, TheCommandSaysWhatIsWrongWithPaths) {
  EvaluateOptions options;
  options.prediction_path = "-";
  options.truth_path = "-";
  EXPECT_FALSE(Evaluate(options, pool_).ok());
  options.prediction_path = folder_.File("absent.csv");
  options.truth_path = Write("truth.csv", "id,entity\n1,x\n");
  const auto report = Evaluate(options, pool_);
  ASSERT_FALSE(report.ok());
  EXPECT_THAT(std::string(FromAbsl(report.status().message())), HasSubstr("absent.csv"));
}

TEST_F(LabelFilesTest, TheCommandReportsInBothForms) {
  EvaluateOptions options;
  options.prediction_path = Write("entities.csv", "source,id,entity_id\na,1,10\na,2,10\n");
  options.truth_path = Write("truth.csv", "source,id,entity\na,1,x\na,2,x\n");
  const auto text = Evaluate(options, pool_);
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_THAT(*text, HasSubstr("2 rows, 1 entities in truth"));
  options.json = true;
  const auto json = Evaluate(options, pool_);
  ASSERT_TRUE(json.ok()) << json.status();
  EXPECT_THAT(*json, HasSubstr("\"pairwise\":{\"precision\":1.000000"));
}

}  // namespace
}  // namespace doublon::evaluate
