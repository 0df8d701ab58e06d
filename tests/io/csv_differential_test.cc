// The fast CSV reader against the plain one of tests/reference, on random and hostile texts.
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "io/csv_cells.h"
#include "io/csv_index.h"
#include "io/writer.h"
#include "reference/naive_csv.h"
#include "table_harness.h"

namespace doublon::io {
namespace {

using reference::NaiveCsvReader;
using reference::NaiveRow;

std::vector<NaiveRow> FastRows(std::string_view text, const Dialect& dialect, WorkerPool& pool) {
  const std::vector<RowEntry> entries = IndexCsvRows(text, 0, dialect, pool);
  CsvCellSplitter splitter(text, dialect);
  std::vector<CsvCell> cells;
  std::vector<NaiveRow> rows;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    NaiveRow& row = rows.emplace_back();
    row.begin = entries[i].begin();
    row.unclosed = entries[i].unclosed();
    if (row.unclosed) continue;
    splitter.Split(row.begin, i + 1 < entries.size() ? entries[i + 1].begin() : text.size(), cells);
    for (const CsvCell& cell : cells) {
      row.cells.push_back(cell.plain ? std::string(cell.bytes) : UnescapeCell(cell.bytes, '"'));
    }
  }
  return rows;
}

void ExpectSameRows(std::string_view text, WorkerPool& pool, const std::string& what) {
  const std::vector<NaiveRow> expected = NaiveCsvReader(text, ',').Rows();
  const std::vector<NaiveRow> found = FastRows(text, {}, pool);
  ASSERT_EQ(found.size(), expected.size()) << what;
  for (std::size_t i = 0; i < found.size(); ++i) {
    ASSERT_EQ(found[i].begin, expected[i].begin) << what << " row " << i;
    ASSERT_EQ(found[i].unclosed, expected[i].unclosed) << what << " row " << i;
    ASSERT_EQ(found[i].cells, expected[i].cells) << what << " row " << i;
  }
}

std::string RandomText(std::mt19937& random, std::size_t size, std::string_view letters) {
  std::string text(size, ' ');
  for (char& c : text) c = letters[random() % letters.size()];
  return text;
}

TEST(CsvDifferentialTest, RandomTextsAreReadAsByThePlainReader) {
  WorkerPool pool(1);
  constexpr std::uint32_t kSeed = 20;
  std::mt19937 random(kSeed);
  for (int i = 0; i < 30'000; ++i) {
    constexpr std::string_view kAlphabets[] = {"a,\"\n", "a,\"\n\r ", "ab,,,\n\"",
                                               "\"\n",   "a\"\",\n",  "abcdefghij,\n\"\""};
    const std::string text = RandomText(random, random() % 60, kAlphabets[random() % 6]);
    ExpectSameRows(text, pool,
                   fmt::format("seed {} text {}: {}", kSeed, i, ::testing::PrintToString(text)));
    if (HasFatalFailure()) return;
  }
}

// Texts of many chunks, where a worker's guess that its chunk begins outside quotes is often wrong.
TEST(CsvDifferentialTest, LongTextsDoNotDependOnChunksOrWorkers) {
  constexpr std::uint32_t kSeed = 21;
  std::mt19937 random(kSeed);
  WorkerPool one(1);
  WorkerPool three(3);
  for (int round = 0; round < 4; ++round) {
    std::string text;
    while (text.size() < (std::size_t{13} << 20)) {
      switch (random() % (round == 0 ? 4 : 5)) {
        case 0:
          text += "Jean,Dupont,12 rue du Lac\n";
          break;
        case 1:
          text += "\"Zoé\",\"dit \"\"Zo\"\"\",\"3, rue\nde la Paix\"\n";
          break;
        case 2:
          text += "\"" + std::string(random() % 3000, '\n') + "x\",b,c\n";
          break;
        case 3:
          text += "a b \"c\" d,,\n";
          break;
        default:
          text += round == 1 ? "\"unclosed,b,c\n" : round == 2 ? "\"\",\"\n" : "x,\"y\"z,\n";
      }
      // A quoted cell longer than several chunks, once a text.
      if (text.size() > (std::size_t{3} << 20) && text.size() < (std::size_t{3} << 20) + 4000) {
        text += "\"" + std::string(std::size_t{9} << 20, 'q') + "\n\",b,c\n";
      }
    }
    ExpectSameRows(text, one, fmt::format("round {}, one worker", round));
    ExpectSameRows(text, three, fmt::format("round {}, three workers", round));
    if (HasFatalFailure()) return;
  }
}

double SecondsToIndex(const std::string& text) {
  WorkerPool pool(1);
  const auto start = std::chrono::steady_clock::now();
  const auto rows = IndexCsvRows(text, 0, {}, pool);
  EXPECT_FALSE(rows.empty());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Each takes under a second when the work is linear and hours when it is quadratic; the bound is
// generous.
TEST(CsvDifferentialTest, HostileQuotesCostLinearTime) {
  std::string unclosed;
  for (int i = 0; i < 1'000'000; ++i) unclosed += "\"a\"\"b,c\n";
  EXPECT_LT(SecondsToIndex(unclosed + "x"), 20.0);
  std::string empties = "\"";
  for (int i = 0; i < 5'000'000; ++i) empties += "\n\"\"";
  EXPECT_LT(SecondsToIndex(empties), 20.0);
  EXPECT_LT(SecondsToIndex(std::string(30'000'000, '"')), 20.0);
  EXPECT_LT(SecondsToIndex(std::string(30'000'001, '"')), 20.0);
  std::string openings;
  for (int i = 0; i < 5'000'000; ++i) openings += ",\"\n";
  EXPECT_LT(SecondsToIndex(openings), 20.0);
}

// What is written cell by cell is read back, whatever the delimiter and the encoding.
TEST(CsvDifferentialTest, WrittenTablesAreReadBackEqual) {
  constexpr std::uint32_t kSeed = 22;
  std::mt19937 random(kSeed);
  const std::vector<std::string> pieces = {"a",  "Jean", "\"",   ",",    ";",      "\t",
                                           "|",  "\n",   "\r\n", " ",    "é",      "Œ",
                                           "''", "\"\"", "x y",  "12/3", "l'orée", "\xe2\x80\x99"};
  for (int round = 0; round < 600; ++round) {
    const char delimiter = ",;\t|:^"[random() % 6];
    const std::size_t column_count = 1 + random() % 6;
    std::vector<std::vector<std::string>> rows;
    std::string text;
    for (std::size_t i = 0; i < column_count; ++i) {
      text += fmt::format("{}colonne {}", i == 0 ? "" : std::string(1, delimiter), i);
    }
    text += "\n";
    for (std::size_t row = 0; row < 1 + random() % 30; ++row) {
      auto& cells = rows.emplace_back();
      for (std::size_t i = 0; i < column_count; ++i) {
        std::string cell;
        for (std::size_t n = random() % 5; n > 0; --n) cell += pieces[random() % pieces.size()];
        if (i > 0) text.push_back(delimiter);
        if (column_count == 1 && cell.empty()) {
          text += "\"\"";
        } else {
          AppendCsvCell(cell, delimiter, text);
        }
        cells.push_back(std::move(cell));
      }
      text += random() % 2 == 0 ? "\n" : "\r\n";
    }
    if (random() % 3 == 0) {
      // UTF-16LE: every code point of the pieces lies in the basic plane.
      std::u16string wide(1, u'\xfeff');
      for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        const std::size_t size = c < 0x80 ? 1 : c < 0xe0 ? 2 : 3;
        unsigned point = size == 1 ? c : size == 2 ? c & 0x1f : c & 0x0f;
        for (std::size_t k = 1; k < size; ++k) point = point << 6 | (text[i + k] & 0x3f);
        wide.push_back(static_cast<char16_t>(point));
        i += size;
      }
      text.assign(reinterpret_cast<const char*>(wide.data()), wide.size() * 2);
    } else if (random() % 2 == 0) {
      text.insert(0, "\xef\xbb\xbf");
    }
    TableOptions options;
    options.delimiter = std::string(1, delimiter);
    const ReadTable read = ReadText(text, options, 7);
    ASSERT_TRUE(read.status.ok()) << read.status;
    ASSERT_EQ(read.headers.size(), column_count) << "seed " << kSeed << " round " << round;
    ASSERT_EQ(read.rows, rows) << "seed " << kSeed << " round " << round;
    ASSERT_TRUE(read.issues.empty()) << "seed " << kSeed << " round " << round;
  }
}

}  // namespace
}  // namespace doublon::io
