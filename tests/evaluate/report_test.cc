#include "evaluate/report.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"
#include "simdjson.h"

namespace doublon::evaluate {
namespace {

// Two lumps, two splits, remarks of every sort, names that need cutting and escaping.
LabelledFiles Files() {
  LabelledFiles files;
  LabelledRows& rows = files.rows;
  rows.source_names = {"voters", "a source with a very long name, é", "quo\"te"};
  rows.source = {0, 0, 1, 1, 2, 2, 0, 1};
  rows.id = {"1", "2", "3", "4", "5", "6", std::string(120, 'x'), "8"};
  rows.predicted = {1, 1, 1, 2, 2, 3, 4, 4};
  rows.truth = {1, 1, 2, 2, 3, 3, 4, 4};
  files.truth_has_sources = true;
  files.unknown_to_truth = {12, {"voters 77", "voters 78"}};
  files.not_predicted = {1, {"voters 99"}};
  files.repeated = {1, {"voters 1"}};
  files.truth_rows_of_other_sources = 5;
  files.rejected_lines = 2;
  return files;
}

// UPDATE_GOLDEN=1 rewrites the file; the diff is then reviewed.
void ExpectGolden(const std::string& name, const std::string& actual) {
  const std::string path = std::string(DOUBLON_SOURCE_DIR) + "/tests/golden/evaluate/" + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << actual;
  std::ifstream file(path, std::ios::binary);
  ASSERT_TRUE(file.good()) << path;
  EXPECT_EQ(actual, std::string(std::istreambuf_iterator<char>(file), {})) << path;
}

TEST(ReportTest, TextIsPinned) {
  const LabelledFiles files = Files();
  ExpectGolden("report.txt", RenderText(files, ComparePartitions(files.rows, {})));
}

TEST(ReportTest, JsonIsPinned) {
  const LabelledFiles files = Files();
  ExpectGolden("report.json", RenderJson(files, ComparePartitions(files.rows, {})));
}

TEST(ReportTest, TextLinesHaveAtMostEightyColumns) {
  const LabelledFiles files = Files();
  const std::string text = RenderText(files, ComparePartitions(files.rows, {}));
  std::size_t columns = 0;
  for (const char c : text) {
    if (c == '\n') {
      columns = 0;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ASSERT_LE(++columns, 80U);
    }
  }
  EXPECT_EQ(text.back(), '\n');
}

TEST(ReportTest, JsonIsJsonWithTheCounts) {
  const LabelledFiles files = Files();
  ComparisonOptions options;
  options.across_sources_only = true;
  const Comparison comparison = ComparePartitions(files.rows, options);
  const std::string json = RenderJson(files, comparison);
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  ASSERT_EQ(parser.parse(json).get(root), simdjson::SUCCESS);
  EXPECT_EQ(std::uint64_t(root["rows"]), 8U);
  EXPECT_TRUE(bool(root["across_sources_only"]));
  EXPECT_EQ(std::uint64_t(root["pairs"]["false"]), comparison.pairs.false_pairs());
  EXPECT_EQ(std::uint64_t(root["remarks"]["unknown_to_truth"]["count"]), 12U);
  EXPECT_EQ(std::string_view(root["by_source_pair"].at(0)["sources"].at(0)), "voters");
}

TEST(ReportTest, AnEmptyComparisonIsRendered) {
  const LabelledFiles files;
  const Comparison comparison = ComparePartitions(files.rows, {});
  EXPECT_NE(RenderText(files, comparison).find("0 rows"), std::string::npos);
  const std::string json = RenderJson(files, comparison);
  simdjson::dom::parser parser;
  EXPECT_EQ(parser.parse(json).error(), simdjson::SUCCESS);
}

}  // namespace
}  // namespace doublon::evaluate
