// What Table promises about CSV, case by case.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "table_harness.h"

namespace doublon::io {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Row = std::vector<std::string>;

TEST(CsvTableTest, ReadsPlainRows) {
  const ReadTable t = ReadText("id,nom,ville\n1,Dupont,Paris\n2,Martin,Lyon\n");
  ASSERT_TRUE(t.status.ok()) << t.status;
  EXPECT_THAT(t.headers, ElementsAre("id", "nom", "ville"));
  EXPECT_THAT(t.rows, ElementsAre(Row{"1", "Dupont", "Paris"}, Row{"2", "Martin", "Lyon"}));
  EXPECT_THAT(t.row_numbers, ElementsAre(1, 2));
  EXPECT_THAT(t.issues, IsEmpty());
  EXPECT_THAT(t.notes, IsEmpty());
}

TEST(CsvTableTest, ReadsQuotesLineBreaksAndDoubledQuotes) {
  const ReadTable t = ReadText("a;b\n\"x;\"\"y\"\"\";\"deux\nlignes\"\n\"\";\"\"\"\"\n");
  EXPECT_THAT(t.rows, ElementsAre(Row{"x;\"y\"", "deux\nlignes"}, Row{"", "\""}));
  EXPECT_THAT(t.issues, IsEmpty());
}

TEST(CsvTableTest, LineEndsMayBeLfCrlfCrOrMissing) {
  for (const std::string end : {"\n", "\r\n", "\r", "\r\r\n"}) {
    for (const std::string& last : {end, std::string()}) {
      const ReadTable t = ReadText("a,b" + end + "1,2" + end + "\"3\",\"4\"" + last);
      EXPECT_THAT(t.headers, ElementsAre("a", "b")) << end.size();
      EXPECT_THAT(t.rows, ElementsAre(Row{"1", "2"}, Row{"3", "4"})) << end.size();
      EXPECT_THAT(t.issues, IsEmpty());
    }
  }
}

TEST(CsvTableTest, LinesAreCountedInFilesWithLoneCr) {
  const ReadTable t = ReadText("a,b\r1,2\r3\r");
  ASSERT_THAT(t.issues, SizeIs(1));
  EXPECT_EQ(t.issues[0].line, 3u);
}

TEST(CsvTableTest, BlankLinesAreNoRows) {
  const ReadTable t = ReadText("a,b\n\n1,2\n   \n\r\n3,4\n\n\n");
  EXPECT_EQ(t.row_count, 2u);
  EXPECT_THAT(t.row_numbers, ElementsAre(1, 2));
  EXPECT_THAT(t.rows, ElementsAre(Row{"1", "2"}, Row{"3", "4"}));
}

TEST(CsvTableTest, RowsOfEmptyCellsAreRows) {
  const ReadTable t = ReadText("a;b;c\n1;2;3\n;;\n4;5;6\n");
  EXPECT_EQ(t.row_count, 3u);
  EXPECT_EQ(t.rows[1], (Row{"", "", ""}));
}

TEST(CsvTableTest, StrayQuotesInUnquotedCellsAreLiteral) {
  const ReadTable t = ReadText("a,b\nJean \"Jojo\" Dupont,5\" de pluie\nx\",y\n");
  EXPECT_THAT(t.rows, ElementsAre(Row{"Jean \"Jojo\" Dupont", "5\" de pluie"}, Row{"x\"", "y"}));
  EXPECT_THAT(t.issues, IsEmpty());
}

TEST(CsvTableTest, TextAfterAClosingQuoteIsKeptAndNoted) {
  const ReadTable t = ReadText("a,b\n\"12\"bis,x\n\"13\" ,y\n");
  EXPECT_THAT(t.rows, ElementsAre(Row{"12bis", "x"}, Row{"13", "y"}));
  ASSERT_THAT(t.issues, SizeIs(1));
  EXPECT_FALSE(t.issues[0].rejected);
  EXPECT_EQ(t.issues[0].line, 2u);
  EXPECT_EQ(t.issues[0].column, 1u);
}

TEST(CsvTableTest, UnclosedQuoteCostsOnlyItsRow) {
  std::string text = "id,nom\n1,a\n2,\"b\n";
  for (int i = 3; i < 1000; ++i) text += fmt::format("{},\"Nom, {}\"\n", i, i);
  const ReadTable t = ReadText(text);
  EXPECT_EQ(t.row_count, 999u);
  EXPECT_EQ(t.rows.size(), 998u);
  ASSERT_THAT(t.issues, SizeIs(1));
  EXPECT_TRUE(t.issues[0].rejected);
  EXPECT_EQ(t.issues[0].line, 3u);
  EXPECT_THAT(t.issues[0].reason, HasSubstr("quote"));
  EXPECT_EQ(t.rows[1], (Row{"3", "Nom, 3"}));
  EXPECT_THAT(t.row_numbers[1], 3u) << "the rejected row keeps its number";
}

TEST(CsvTableTest, UnclosedQuoteIsSeenWhereAllCellsAreQuoted) {
  const ReadTable t =
      ReadText("\"id\",\"nom\",\"x\"\n\"1\",\"a\",\"\"\n\"2\",\"b,\"\"\n\"3\",\"c\",\"\"\n");
  EXPECT_THAT(t.rows, ElementsAre(Row{"1", "a", ""}, Row{"3", "c", ""}));
  ASSERT_THAT(t.issues, SizeIs(1));
  EXPECT_EQ(t.issues[0].line, 3u);
}

TEST(CsvTableTest, UnclosedQuoteAtTheEndRejectsTheLastRow) {
  const ReadTable t = ReadText("a,b\n1,2\n3,\"4\n");
  EXPECT_THAT(t.rows, ElementsAre(Row{"1", "2"}));
  EXPECT_EQ(t.rejected_count(), 1u);
}

TEST(CsvTableTest, UnclosedQuoteInTheHeaderIsAnError) {
  const ReadTable t = ReadText("a,\"b\n1,2\n");
  EXPECT_EQ(t.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(t.status.message()), HasSubstr("line 1"));
}

TEST(CsvTableTest, RaggedRows) {
  const ReadTable t = ReadText("a,b,c\n1,2\n1,2,3,,  \n1,2,3,4\n1,2,3\n");
  EXPECT_THAT(t.rows, ElementsAre(Row{"1", "2", ""}, Row{"1", "2", "3"}, Row{"1", "2", "3"}));
  ASSERT_THAT(t.issues, SizeIs(2));
  EXPECT_FALSE(t.issues[0].rejected);
  EXPECT_EQ(t.issues[0].line, 2u);
  EXPECT_TRUE(t.issues[1].rejected);
  EXPECT_EQ(t.issues[1].line, 4u);
  EXPECT_EQ(t.issues[1].column, 4u);
}

TEST(CsvTableTest, LinesOfIssuesCountLineBreaksInCells) {
  const ReadTable t = ReadText("a,b\n\"x\ny\nz\",1\n\n1\n");
  ASSERT_THAT(t.issues, SizeIs(1));
  EXPECT_EQ(t.issues[0].line, 6u);
}

TEST(CsvTableTest, HeaderOnlyIsATableWithoutRows) {
  for (const std::string text : {"id,nom", "id,nom\n", "id;nom\r\n\r\n", "nom\n"}) {
    const ReadTable t = ReadText(text);
    ASSERT_TRUE(t.status.ok()) << t.status;
    EXPECT_EQ(t.row_count, 0u);
    EXPECT_EQ(t.headers.back(), "nom");
  }
}

TEST(CsvTableTest, HeadersAreTrimmedAndMadeUnique) {
  const ReadTable t = ReadText(" email ,email,,email_2,\"\",email\nx,y,z,u,v,w\n");
  EXPECT_THAT(t.headers,
              ElementsAre("email", "email_3", "column_3", "email_2", "column_5", "email_4"));
}

TEST(CsvTableTest, TooLongCellRejectsItsRow) {
  std::string text = "a,b\n1," + std::string(10'000'000, 'x') + "\n2,ok\n3,\"" +
                     std::string(10'000'000, '\n') + "\"\n4,ok\n";
  const ReadTable t = ReadText(text);
  EXPECT_THAT(t.rows, ElementsAre(Row{"2", "ok"}, Row{"4", "ok"}));
  EXPECT_EQ(t.rejected_count(), 2u);
  TableOptions wide;
  wide.cell_bytes_max = 20'000'000;
  EXPECT_EQ(ReadText(text, wide).rows.size(), 4u);
  TableOptions narrow;
  narrow.cell_bytes_max = 1;
  EXPECT_THAT(ReadText("a,b\n1,2\n12,3\n", narrow).rows, ElementsAre(Row{"1", "2"}));
}

TEST(CsvTableTest, TooManyColumnsIsAnErrorOfTheFile) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += fmt::format("{}c{}", i == 0 ? "" : ",", i);
  const ReadTable t = ReadText(text + "\n");
  EXPECT_EQ(t.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(t.status.message()), HasSubstr("2000"));
  TableOptions options;
  options.column_count_max = 3000;
  EXPECT_EQ(ReadText(text + "\n", options).headers.size(), 3000u);
}

TEST(CsvTableTest, NulBytesStayInTheirCell) {
  const std::string text("nom,ville\nDu\0pont,Paris\nMartin,Lyon\nDurand,Nice\n", 48);
  const ReadTable t = ReadText(text);
  ASSERT_TRUE(t.status.ok()) << t.status;
  EXPECT_EQ(t.rows.size(), 3u);
  EXPECT_EQ(t.rows[0][0], std::string("Du\0pont", 7));
}

TEST(CsvTableTest, BrokenUtf8IsRepairedByCellAndNoted) {
  std::string text = "nom,prénom\n";
  for (int i = 0; i < 50; ++i) text += "Lefèvre,Zoé\n";
  text += "Lef\xe8vre,Zo\xc3\n";
  const ReadTable t = ReadText(text);
  ASSERT_EQ(t.encoding, text::Encoding::kUtf8);
  EXPECT_EQ(t.rows.back(), (Row{"Lefèvre", "Zo\xef\xbf\xbd"}));
  ASSERT_THAT(t.issues, SizeIs(2));
  EXPECT_FALSE(t.issues[0].rejected);
  EXPECT_EQ(t.issues[0].line, 52u);
  EXPECT_EQ(t.issues[1].column, 2u);
}

TEST(CsvTableTest, IssuesHoldNoContent) {
  const ReadTable t = ReadText("a,b\nSecretName,x,y\n\"SecretName\nSecret\n\"Secret\"Name,z\n");
  EXPECT_GE(t.issues.size(), 3u);
  for (const auto& issue : t.issues) EXPECT_THAT(issue.reason, Not(HasSubstr("Secret")));
}

TEST(CsvTableTest, AnySplitIntoReadsGivesTheSameRows) {
  std::string text = "a,b\n";
  for (int i = 0; i < 500; ++i) text += fmt::format("{},\"x\n{}\"\n{},y\n\"z\n", i, i, i);
  const ReadTable whole = ReadText(text);
  for (const std::size_t batch_rows : {1u, 3u, 64u, 5000u}) {
    const ReadTable parts = ReadText(text, {}, batch_rows, 2);
    EXPECT_EQ(parts.rows, whole.rows);
    EXPECT_EQ(parts.row_numbers, whole.row_numbers);
    EXPECT_EQ(parts.issues.size(), whole.issues.size());
  }
  EXPECT_EQ(whole.rows.size() + whole.rejected_count(), whole.row_count);
}

TEST(CsvTableTest, SeparatorLineDecidesAndIsSkipped) {
  for (const std::string first : {"sep=;\r\n", "SEP=;\n", "\"sep=;\"\n", "\xef\xbb\xbfsep=;\n"}) {
    const ReadTable t = ReadText(first + "a,x;b\n1,5;2\n3;4\n");
    EXPECT_EQ(t.delimiter, ';');
    EXPECT_THAT(t.headers, ElementsAre("a,x", "b"));
    EXPECT_THAT(t.rows, ElementsAre(Row{"1,5", "2"}, Row{"3", "4"}));
  }
}

TEST(CsvTableTest, SeparatorLineWithALetterIsAHeader) {
  EXPECT_THAT(ReadText("sep=x\n1\n").headers, ElementsAre("sep=x"));
  EXPECT_EQ(ReadText("sep=\xff\nLef\xe8vre\n").headers.size(), 1u);
}

TEST(CsvTableTest, DelimiterOptionIsObeyedOrRefused) {
  TableOptions options;
  options.delimiter = "tab";
  EXPECT_THAT(ReadText("a,b\tc\n1,2\t3\n", options).headers, ElementsAre("a,b", "c"));
  for (const std::string wrong : {"ab", "\"", "\n", "x", "é"}) {
    options.delimiter = wrong;
    EXPECT_EQ(ReadText("a,b\n", options).status.code(), absl::StatusCode::kInvalidArgument);
  }
}

std::multiset<Row> SampleOf(const std::string& text, std::uint64_t rows_max) {
  const MemoryFile file(text);
  WorkerPool pool(1);
  StatusOr<Table> table = Table::Open(file.path(), {}, pool);
  EXPECT_TRUE(table.ok()) << table.status();
  record::RecordBatch batch;
  table->Sample(rows_max, batch);
  ReadTable out;
  AddRows(batch, out);
  return {out.rows.begin(), out.rows.end()};
}

TEST(CsvTableTest, SampleDoesNotDependOnTheOrderOfRows) {
  std::vector<std::string> lines;
  for (int i = 0; i < 3000; ++i) lines.push_back(fmt::format("{},nom{},\"x\n{}\"", i, i % 700, i));
  std::mt19937 random(3);
  std::multiset<Row> first;
  for (int round = 0; round < 3; ++round) {
    std::string text = "id,nom,note\n";
    for (const std::string& line : lines) text += line + (round == 1 ? "\r\n" : "\n");
    const std::multiset<Row> sample = SampleOf(text, 200);
    EXPECT_EQ(sample.size(), 200u);
    if (round == 0) first = sample;
    if (round != 1) {
      EXPECT_EQ(sample, first);
    }
    std::shuffle(lines.begin(), lines.end(), random);
  }
  EXPECT_EQ(SampleOf("a,b\n1,2\n3,4\n", 10).size(), 2u);
  EXPECT_EQ(SampleOf("a,b\n1,2\n3,4\n", 0).size(), 0u);
  EXPECT_EQ(SampleOf("a,b\n1,2\n3,\"4\n5,6\n", 2).size(), 2u) << "rejected rows take no place";
}

TEST(CsvTableTest, CountsStayWhenRowsAreDropped) {
  const TempFolder folder;
  WorkerPool pool(1);
  for (const char* text : {"a,b\n1,2\n3,4\n", "a,b\n1,\xe9\n3,4\n"}) {
    StatusOr<Table> table = Table::Open(folder.Write("t.csv", text), {}, pool);
    ASSERT_TRUE(table.ok()) << table.status();
    const std::uint64_t bytes = table->byte_count();
    table->DropRows();
    EXPECT_EQ(table->row_count(), 2u);
    EXPECT_EQ(table->byte_count(), bytes);
    EXPECT_THAT(table->headers(), ElementsAre("a", "b"));
    table->DropRows();
  }
}

TEST(CsvTableTest, SourceIsTheStem) {
  const TempFolder folder;
  WorkerPool pool(1);
  for (const auto& [name, source] :
       std::vector<std::pair<std::string, std::string>>{{"Liste Adhérents.csv", "Liste Adhérents"},
                                                        {"donors.2024.CSV", "donors.2024"},
                                                        {"x.tsv", "x"},
                                                        {".csv", ".csv"},
                                                        {"plain", "plain"}}) {
    StatusOr<Table> table = Table::Open(folder.Write(name, "a,b\n1,2\n"), {}, pool);
    ASSERT_TRUE(table.ok()) << table.status();
    EXPECT_EQ(table->source(), source);
  }
}

}  // namespace
}  // namespace doublon::io
