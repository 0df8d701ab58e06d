#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "io/json_row.h"
#include "io/writer.h"
#include "simdjson.h"
#include "table_harness.h"

namespace doublon::io {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Row = std::vector<std::string>;

TEST(JsonTableTest, ReadsObjectsByLine) {
  const ReadTable t = ReadText(
      "{\"id\": 1, \"nom\": \"Dupont\", \"ok\": true}\n\n{\"id\": 2, \"nom\": null, \"ok\": "
      "false}");
  ASSERT_TRUE(t.status.ok()) << t.status;
  EXPECT_EQ(t.format, Format::kNdjson);
  EXPECT_THAT(t.headers, ElementsAre("id", "nom", "ok"));
  EXPECT_THAT(t.rows, ElementsAre(Row{"1", "Dupont", "true"}, Row{"2", "", "false"}));
  EXPECT_THAT(t.issues, IsEmpty());
}

TEST(JsonTableTest, NumbersStayAsWritten) {
  const ReadTable t = ReadText(
      "{\"a\":01000,\"b\":1}\n{\"a\":1.50,\"b\":-0.0e+10}\n"
      "{\"a\":123456789012345678901234567890,\"b\":1E5 }\n");
  EXPECT_THAT(t.rows,
              ElementsAre(Row{"1.50", "-0.0e+10"}, Row{"123456789012345678901234567890", "1E5"}));
  ASSERT_THAT(t.issues, SizeIs(1));
  EXPECT_EQ(t.issues[0].line, 1u);
}

TEST(JsonTableTest, NestedValuesAndArrays) {
  const ReadTable t = ReadText(
      "{\"emails\":[\"a@b.fr\",null,\"c@d.fr\"],\"adresse\":{\"ville\":\"Paris\",\"geo\":{\"x\":1}}"
      ","
      "\"tel\":[{\"type\":\"dom\",\"no\":\"01\"},{\"type\":\"mob\",\"no\":\"06\"}],\"vide\":[]}\n");
  EXPECT_THAT(t.headers,
              ElementsAre("emails", "adresse.ville", "adresse.geo.x", "tel.type", "tel.no"));
  EXPECT_THAT(t.rows, ElementsAre(Row{"a@b.fr\x1f"
                                      "c@d.fr",
                                      "Paris", "1",
                                      "dom\x1f"
                                      "mob",
                                      "01\x1f"
                                      "06"}));
}

TEST(JsonTableTest, EscapesAreDecoded) {
  const ReadTable t =
      ReadText(R"({"a":"l\u0027\u00e9t\u00e9 \"x\" \\ \n","b\u0020c":"\ud83d\ude00","d":"\\\\"})"
               "\n");
  EXPECT_THAT(t.headers, ElementsAre("a", "b c", "d"));
  EXPECT_THAT(t.rows, ElementsAre(Row{"l'été \"x\" \\ \n", "\xf0\x9f\x98\x80", "\\\\"}));
}

TEST(JsonTableTest, ColumnsDoNotDependOnTheOrderOfRows) {
  std::vector<std::string> lines = {R"({"id":1,"nom":"a","ville":"x"})", R"({"id":2,"ville":"y"})",
                                    R"({"id":3,"nom":"b","tel":"1","ville":"z"})", R"({"id":4})",
                                    R"({"age":3,"id":5})"};
  std::sort(lines.begin(), lines.end());
  std::vector<std::string> headers;
  do {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    const ReadTable t = ReadText(text, {}, 2, 2);
    if (headers.empty()) headers = t.headers;
    ASSERT_EQ(t.headers, headers);
  } while (std::next_permutation(lines.begin(), lines.end()));
  EXPECT_THAT(headers, ElementsAre("age", "id", "nom", "tel", "ville"));
}

TEST(JsonTableTest, BadLinesAreRejectedWithTheirNumber) {
  const ReadTable t = ReadText(
      "{\"a\":1}\nnot json\n{\"a\":}\n{\"a\":1} "
      "{\"a\":2}\n[1]\n{\"a\":tru}\n{\"a\":\"x}\n{\"a\":1,}\n"
      "{\"b\":2\n{\"a\":3}\n");
  EXPECT_THAT(t.headers, ElementsAre("a")) << "keys of bad rows are no columns";
  EXPECT_THAT(t.rows, ElementsAre(Row{"1"}, Row{"3"}));
  ASSERT_THAT(t.issues, SizeIs(8));
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(t.issues[i].line, i + 2);
    EXPECT_TRUE(t.issues[i].rejected);
  }
}

TEST(JsonTableTest, InvalidUtf8CostsNoRow) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "{\"nom\":\"Zoé\"}\n";
  text += "{\"nom\":\"Lef\xe8vre\"}\n{\"nom\":\"fin\"}\n";
  const ReadTable t = ReadText(text);
  EXPECT_EQ(t.rows.size(), 102u);
  EXPECT_EQ(t.rows[100], (Row{"Lefèvre"}));
  ASSERT_THAT(t.issues, SizeIs(1));
  EXPECT_EQ(t.issues[0].line, 101u);
  EXPECT_FALSE(t.issues[0].rejected);
}

TEST(JsonTableTest, KeyGivenTwiceKeepsBothValuesAndIsNoted) {
  const ReadTable t = ReadText("{\"tel\":\"1\",\"tel\":\"2\"}\n{\"tel\":[\"3\",\"4\"]}\n");
  EXPECT_THAT(t.rows, ElementsAre(Row{"1\x1f"
                                      "2"},
                                  Row{"3\x1f"
                                      "4"}));
  ASSERT_THAT(t.issues, SizeIs(1));
  EXPECT_EQ(t.issues[0].line, 1u);
}

TEST(JsonTableTest, DeepNestingIsRejected) {
  std::string deep = "{\"a\":1}\n{\"a\":";
  for (int i = 0; i < 100'000; ++i) deep += "[";
  const ReadTable open = ReadText(deep + "\n{\"a\":2}\n");
  EXPECT_EQ(open.rows.size(), 2u);
  std::string nested = "1";
  for (int i = 0; i < 40; ++i) nested = "{\"k\":" + nested + "}";
  EXPECT_EQ(ReadText("{\"a\":1}\n" + nested + "\n").rejected_count(), 1u);
}

TEST(JsonTableTest, ArrayOfObjectsIsRead) {
  const ReadTable t =
      ReadText(" [\n {\"a\": \"x,]}\", \"b\": [1, 2]},\n {\"a\": \"\\\"{\"}\n , 3]\n");
  ASSERT_TRUE(t.status.ok()) << t.status;
  EXPECT_THAT(t.rows, ElementsAre(Row{"x,]}",
                                      "1\x1f"
                                      "2"},
                                  Row{"\"{", ""}));
  EXPECT_EQ(t.row_count, 3u);
  ASSERT_THAT(t.issues, SizeIs(1));
  EXPECT_EQ(t.issues[0].line, 4u);
  EXPECT_EQ(ReadText("[]").row_count, 0u);
}

TEST(JsonTableTest, CutArrayIsAnError) {
  EXPECT_THAT(std::string(ReadText("[{\"a\":1},{\"a\":2}").status.message()), HasSubstr("cut"));
  EXPECT_FALSE(ReadText("[{\"a\":1}] x").status.ok());
}

TEST(JsonTableTest, PrettyPrintedObjectSaysWhatToDo) {
  const ReadTable t = ReadText("{\n  \"a\": 1\n}\n");
  EXPECT_EQ(t.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(t.status.message()), HasSubstr("one object a line"));
}

TEST(JsonTableTest, TooManyKeysIsAnErrorOfTheFile) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += fmt::format("{{\"k{}\":1}}\n", i);
  EXPECT_THAT(std::string(ReadText(text).status.message()), HasSubstr("2000"));
}

TEST(JsonTableTest, KeysOfBadRowsDoNotHideThoseOfGoodOnes) {
  std::string text = "{\"first\":1}\n";
  for (int i = 0; i < 4000; ++i) text += fmt::format("{{\"k{}\":1,\"l{}\":x}}\n", i, i);
  text += "{\"first\":2,\"last\":3}\n";
  TableOptions options;
  options.column_count_max = 2;
  const ReadTable t = ReadText(text, options);
  ASSERT_TRUE(t.status.ok()) << t.status;
  EXPECT_THAT(t.headers, ElementsAre("first", "last"));
  EXPECT_THAT(t.rows, ElementsAre(Row{"1", ""}, Row{"2", "3"}));
  EXPECT_EQ(t.rejected_count(), 4000u);
}

TEST(JsonTableTest, TooLongValueRejectsItsRow) {
  TableOptions options;
  options.cell_bytes_max = 5;
  const ReadTable t =
      ReadText("{\"a\":\"123456\"}\n{\"a\":[1,2,3,4]}\n{\"a\":\"12345\"}\n", options);
  EXPECT_THAT(t.rows, ElementsAre(Row{"12345"}));
  EXPECT_EQ(t.rejected_count(), 2u);
}

// A row is taken exactly when simdjson's checking parser takes it (and it is an object of bounded
// depth).
TEST(JsonTableTest, AcceptsWhatTheCheckingParserAccepts) {
  constexpr std::uint32_t kSeed = 5;
  std::mt19937 random(kSeed);
  const std::vector<std::string> pieces = {
      "{",       "}", "[",    "]",    ",",     ":",       "\"a\"",   "\"",   "\"b\"",
      "1",       "-", "true", "nul",  "null",  " ",       "\\",      "1e-1", ".",
      "\"\\n\"", "0", "\t",   "\x01", "\"é\"", "\"c\":1", "{\"d\":", "}"};
  simdjson::dom::parser checker;
  JsonRowParser parser;
  std::size_t accepted = 0;
  for (int i = 0; i < 300'000; ++i) {
    std::string text = "{\"k\":[1],\"a\":{\"x\":\"y\"},\"b\":-1.5}";
    if (i % 3 == 0) text = "{";
    for (std::size_t n = 1 + random() % 4; n > 0; --n) {
      const std::size_t at = 1 + random() % text.size();
      const bool replace = random() % 2 == 0 && at < text.size();
      text.replace(at, replace ? 1 : 0, pieces[random() % pieces.size()]);
    }
    while (!text.empty() && std::string_view(" \t").find(text.back()) != std::string_view::npos) {
      text.pop_back();
    }
    const bool valid = checker.parse(text).error() == simdjson::SUCCESS;
    JsonPaths paths;
    std::vector<JsonLeaf> leaves;
    bool repaired = false;
    const bool taken = parser.Parse(text, text, true, paths, leaves, repaired).empty();
    if (repaired) continue;  // a piece cut a character in two
    ASSERT_EQ(taken, valid) << "seed " << kSeed << " round " << i << ": "
                            << ::testing::PrintToString(text);
    accepted += taken ? 1 : 0;
  }
  EXPECT_GT(accepted, 10'000u);
}

TEST(JsonTableTest, WrittenStringsAreReadBackEqual) {
  std::mt19937 random(6);
  for (int round = 0; round < 300; ++round) {
    std::string value;
    for (std::size_t n = random() % 40; n > 0; --n) {
      const unsigned kind = random() % 4;
      if (kind == 0) value += static_cast<char>(1 + random() % 127);
      if (kind == 1) value += "é\xf0\x9f\x98\x80";
      if (kind == 2) value += "\\\"";
      if (kind == 3) value += "x";
    }
    std::string line = "{\"a\":";
    AppendJsonString(value, line);
    const ReadTable t = ReadText(line + "}\n");
    ASSERT_EQ(t.rows.size(), 1u);
    EXPECT_EQ(t.rows[0][0], value);
  }
}

}  // namespace
}  // namespace doublon::io
