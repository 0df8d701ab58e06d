#include "generate/generate.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "generate/sources.h"
#include "gtest/gtest.h"

namespace doublon::generate {
namespace {

constexpr std::uint64_t kRows = 40000;
const char* const kFiles[] = {"voters.csv", "donors.csv", "petition.csv", "members.csv",
                              "truth.csv"};

class GenerateTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = std::filesystem::temp_directory_path() /
                 ("doublon_generate_" +
                  std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  // Generates into a sub-folder and returns the files' bytes by name.
  std::map<std::string, std::string> Files(std::uint64_t rows, std::uint64_t seed,
                                           std::size_t threads) {
    GenerateOptions options;
    options.rows = rows;
    options.seed = seed;
    options.directory = directory_ / ("run" + std::to_string(run_++));
    WorkerPool pool(threads);
    const Status status = Generate(options, pool, &report_);
    EXPECT_TRUE(status.ok()) << status;
    std::map<std::string, std::string> files;
    for (const char* name : kFiles) {
      std::ifstream file(std::filesystem::path(options.directory) / name, std::ios::binary);
      files[name] = std::string(std::istreambuf_iterator<char>(file), {});
    }
    return files;
  }

  std::filesystem::path directory_;
  GenerateReport report_;
  int run_ = 0;
};

// A reader of its own, so that a mistake of the program's reader and writer cannot hide here. No
// line breaks in cells.
std::vector<std::vector<std::string>> Lines(const std::string& csv) {
  std::vector<std::vector<std::string>> lines(1);
  std::string cell;
  bool quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (quoted) {
      if (c == '"' && i + 1 < csv.size() && csv[i + 1] == '"') {
        cell += csv[++i];
      } else if (c == '"') {
        quoted = false;
      } else {
        cell += c;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',' || c == '\n') {
      lines.back().push_back(cell);
      cell.clear();
      if (c == '\n') lines.emplace_back();
    } else {
      cell += c;
    }
  }
  lines.pop_back();
  return lines;
}

TEST_F(GenerateTest, SameSeedSameBytesForAnyNumberOfThreads) {
  const auto one = Files(kRows, 5, 1);
  EXPECT_EQ(one, Files(kRows, 5, 1));
  EXPECT_EQ(one, Files(kRows, 5, 2));
  EXPECT_EQ(one, Files(kRows, 5, 5));
  EXPECT_NE(one, Files(kRows, 6, 1));
}

TEST_F(GenerateTest, TruthHasEachRowOnceAndNoOther) {
  const auto files = Files(kRows, 5, 2);
  const auto truth = Lines(files.at("truth.csv"));
  ASSERT_EQ(truth[0], (std::vector<std::string>{"source", "id", "entity"}));
  std::set<std::pair<std::string, std::string>> told;
  for (std::size_t i = 1; i < truth.size(); ++i) {
    ASSERT_EQ(truth[i].size(), 3U);
    ASSERT_FALSE(truth[i][2].empty());
    ASSERT_TRUE(told.emplace(truth[i][0], truth[i][1]).second);
  }
  EXPECT_EQ(told.size(), kRows);
  std::size_t listed = 0;
  for (std::size_t s = 0; s < kSourceCount; ++s) {
    const auto source = static_cast<Source>(s);
    const std::string name(SourceName(source));
    const auto lines = Lines(files.at(name + ".csv"));
    ASSERT_EQ(lines.size(), report_.rows[s] + 1);
    for (std::size_t i = 1; i < lines.size(); ++i) {
      ASSERT_EQ(lines[i].size(), lines[0].size()) << name << " line " << i;
      ASSERT_EQ(told.count({name, lines[i][0]}), 1U);
      ++listed;
    }
  }
  EXPECT_EQ(listed, kRows);
}

TEST_F(GenerateTest, ExactlyTheRowsAskedForDownToOne) {
  for (const std::uint64_t rows : {1U, 2U, 7U, 2048U, 5000U}) {
    const auto files = Files(rows, 3, 2);
    EXPECT_EQ(Lines(files.at("truth.csv")).size(), rows + 1);
    std::uint64_t sum = 0;
    for (const std::uint64_t count : report_.rows) sum += count;
    EXPECT_EQ(sum, rows);
  }
}

TEST_F(GenerateTest, AboutThirtyPercentOfRowsHaveADuplicate) {
  const auto files = Files(kRows, 9, 2);
  const auto truth = Lines(files.at("truth.csv"));
  std::map<std::string, int> rows_of;
  for (std::size_t i = 1; i < truth.size(); ++i) ++rows_of[truth[i][2]];
  std::uint64_t duplicated = 0;
  for (const auto& [entity, rows] : rows_of)
    duplicated += rows > 1 ? static_cast<std::uint64_t>(rows) : 0;
  EXPECT_EQ(duplicated, report_.rows_with_duplicate);
  EXPECT_EQ(rows_of.size(), report_.entities);
  const double share = static_cast<double>(duplicated) / kRows;
  EXPECT_GT(share, 0.25);
  EXPECT_LT(share, 0.35);
  EXPECT_LT(report_.households, report_.entities);
  EXPECT_GT(report_.repeated_rows, kRows / 200);
}

TEST_F(GenerateTest, NeitherIdsNorOrderTellWhoIsWho) {
  const auto truth = Lines(Files(kRows, 9, 2).at("truth.csv"));
  // Repeats in one list are about 1.5 % of rows; next to each other they may be by chance only.
  std::size_t adjacent = 0;
  for (std::size_t i = 2; i < truth.size(); ++i) adjacent += truth[i][2] == truth[i - 1][2];
  EXPECT_LE(adjacent, 3U);
  std::map<std::string, double> place;  // relative place of each voter row
  double distance = 0;
  double pairs = 0;
  for (std::size_t i = 1; i < truth.size(); ++i) {
    const double at = static_cast<double>(i) / static_cast<double>(truth.size());
    if (truth[i][0] == "voters") {
      place[truth[i][2]] = at;
    } else if (truth[i][0] == "petition" && place.count(truth[i][2]) > 0) {
      // Places within the two lists: independent numbers are a third apart on average.
      const double voters = static_cast<double>(report_.rows[0]) / kRows;
      const double before = voters + static_cast<double>(report_.rows[1]) / kRows;
      const double petition = static_cast<double>(report_.rows[2]) / kRows;
      distance += std::abs(place[truth[i][2]] / voters - (at - before) / petition);
      pairs += 1;
    }
  }
  ASSERT_GT(pairs, 500);
  EXPECT_NEAR(distance / pairs, 1.0 / 3, 0.03);
}

TEST_F(GenerateTest, ListsHaveTheirHabits) {
  const auto files = Files(kRows, 9, 2);
  const auto voters = Lines(files.at("voters.csv"));
  std::size_t digits_in_names = 0;
  std::size_t no_email = 0;
  for (std::size_t i = 1; i < voters.size(); ++i) {
    digits_in_names += voters[i][1].find_first_of("0123456789") != std::string::npos;
    no_email += voters[i][8].empty();
  }
  EXPECT_GT(digits_in_names, voters.size() / 500);  // read as 0, 1, 5, 8 by the machine
  EXPECT_LT(digits_in_names, voters.size() / 20);
  EXPECT_GT(no_email, voters.size() / 3);
  const auto donors = Lines(files.at("donors.csv"));
  std::size_t donor_digits = 0;
  for (std::size_t i = 1; i < donors.size(); ++i) {
    donor_digits += donors[i][2].find_first_of("0123456789") != std::string::npos;
    ASSERT_TRUE(donors[i][1] == "M." || donors[i][1] == "Mme" || donors[i][1] == "M. et Mme");
  }
  EXPECT_EQ(donor_digits, 0U);
}

TEST_F(GenerateTest, RefusesWhatItCannotDo) {
  WorkerPool pool(1);
  GenerateOptions options;
  EXPECT_FALSE(Generate(options, pool, nullptr).ok());  // no directory
  options.directory = directory_;
  options.rows = 0;
  EXPECT_FALSE(Generate(options, pool, nullptr).ok());
  options.rows = kRowsMax + 1;
  EXPECT_FALSE(Generate(options, pool, nullptr).ok());
  options.rows = 10;
  std::ofstream(directory_ / "file") << "x";
  options.directory = directory_ / "file";
  EXPECT_FALSE(Generate(options, pool, nullptr).ok());
  EXPECT_TRUE(std::filesystem::is_regular_file(directory_ / "file"));
}

TEST_F(GenerateTest, SpeedIsPrinted) {
  constexpr std::uint64_t kSpeedRows = 200000;
  Files(1000, 1, 1);  // reads the tables
  const auto start = std::chrono::steady_clock::now();
  const auto files = Files(kSpeedRows, 1, 1);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  std::printf("%.0f rows/s on one core (reading back included)\n", kSpeedRows / seconds.count());
  EXPECT_EQ(Lines(files.at("truth.csv")).size(), kSpeedRows + 1);
}

}  // namespace
}  // namespace doublon::generate
