#include "io/dialect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/header_row.h"
#include "table_harness.h"

namespace doublon::io {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Row = std::vector<std::string>;

char DelimiterOf(std::string_view text) { return GuessDialect(text, '\0').dialect.delimiter; }

TEST(DialectTest, FindsEveryDelimiter) {
  for (const char delimiter : std::string_view(",;\t|:^~#")) {
    std::string text;
    for (const std::string_view row : {"id/nom/ville", "1/Dupont/Paris", "2/Martin/Lyon"}) {
      for (const char c : row) text.push_back(c == '/' ? delimiter : c);
      text.push_back('\n');
    }
    EXPECT_EQ(DelimiterOf(text), delimiter);
  }
}

TEST(DialectTest, OtherSignsInCellsDoNotMislead) {
  EXPECT_EQ(DelimiterOf("nom;adresse;montant\nA;12, rue du Lac;10,50\nB;3, quai;5,00\n"), ';');
  EXPECT_EQ(DelimiterOf("Nom, prénom;Ville;Date\nA, B;Paris;x\nC, D;Lyon;y\n"), ';');
  EXPECT_EQ(DelimiterOf("heure,nom\n12:30:00,a\n13:31:01,b\n"), ',');
  EXPECT_EQ(DelimiterOf("\"a;b;c\",\"d;e;f\"\n\"1;2;3\",\"4;5;6\"\n"), ',');
  EXPECT_EQ(DelimiterOf("a\tb\n1,2,3\tx\n4,5,6\ty\n"), '\t');
  EXPECT_EQ(DelimiterOf("a|b|c\n\"x,y\nz\"|1,5|2,5\nu|v,|w,\n"), '|');
}

TEST(DialectTest, RaggedRowsDoNotMislead) {
  std::string text = "id;nom;ville;note\n";
  for (int i = 0; i < 40; ++i) text += i % 5 == 0 ? "1;a;b\n" : "1;a;b;c, d\n";
  EXPECT_EQ(DelimiterOf(text), ';');
}

TEST(DialectTest, OneColumnIsNotSplit) {
  const ReadTable t = ReadText("adresse\n12, rue du Lac\n3; quai\nplace | x\n");
  EXPECT_THAT(t.headers, ElementsAre("adresse"));
  EXPECT_EQ(t.rows.size(), 3u);
  EXPECT_EQ(t.rows[0], (Row{"12, rue du Lac"}));
  EXPECT_THAT(t.issues, IsEmpty());
}

TEST(DialectTest, TitlesBeforeTheHeaderAreSkippedAndNoted) {
  const ReadTable t =
      ReadText("Liste des adhérents\nau 01/01/2024;;;\n\nid;nom;ville;note\n1;a;b;c\n2;d;e;f\n");
  EXPECT_THAT(t.headers, ElementsAre("id", "nom", "ville", "note"));
  EXPECT_EQ(t.rows.size(), 2u);
  EXPECT_THAT(t.notes, SizeIs(1));
}

TEST(DialectTest, HeaderWithoutNamesForAllColumnsIsExtended) {
  const ReadTable t = ReadText("a,b\n1,2,x\n3,4,y\n5,6,z\n");
  EXPECT_THAT(t.headers, ElementsAre("a", "b", "column_3"));
  EXPECT_EQ(t.rows.size(), 3u);
  EXPECT_THAT(t.notes, SizeIs(1));
  const ReadTable r = ReadText(
      "\"nom\",\"ville\"\n"
      "\"1\",\"a\",\"b\"\n\"2\",\"c\",\"d\"\n");
  EXPECT_THAT(r.headers, ElementsAre("column_1", "nom", "ville"));
}

TEST(DialectTest, SingleQuotesAroundAllCellsAreQuotes) {
  const ReadTable t = ReadText("'nom','ville'\n'Dupont, A','Paris'\n'Martin','L''Isle'\n");
  EXPECT_THAT(t.headers, ElementsAre("nom", "ville"));
  EXPECT_THAT(t.rows, ElementsAre(Row{"Dupont, A", "Paris"}, Row{"Martin", "L'Isle"}));
  EXPECT_THAT(ReadText("nom,ville\n'Dupont,Paris\n").rows, ElementsAre(Row{"'Dupont", "Paris"}));
}

TEST(DialectTest, SpacesBeforeQuotesAreAllowedWhereTheyAreTheRule) {
  const ReadTable t = ReadText(
      "\"nom\", \"adresse\", \"ville\"\n\"A\", \"1, rue B\", \"C\"\n\"D\", \"2, E\", \"F\"\n");
  EXPECT_THAT(t.headers, ElementsAre("nom", "adresse", "ville"));
  EXPECT_THAT(t.rows, ElementsAre(Row{"A", "1, rue B", "C"}, Row{"D", "2, E", "F"}));
}

TEST(DialectTest, FirstRowOfDataIsNotTakenForNames) {
  for (const std::string text :
       {"Dupont,Jean,jean@exemple.fr\nMartin,Luc,luc@exemple.fr\n",
        "A;B;12/03/1980\nC;D;1/2/1990\n", "1,2\n3,4\n5,6\n", "a;0612345678\nb;0698765432\n",
        "Jean,Paris,x1\nLuc,Lyon,x2\nJean,Lyon,x3\nLuc,Paris,x4\n"}) {
    const ReadTable t = ReadText(text);
    EXPECT_EQ(t.headers.front(), "column_1") << text;
    EXPECT_THAT(t.notes, SizeIs(1));
    EXPECT_EQ(t.row_numbers.front(), 1u);
    EXPECT_EQ(t.row_count, static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')));
  }
}

TEST(DialectTest, UsualHeadersAreNames) {
  for (const std::string text :
       {"id,nom\n1,a\n", "Nom;Prénom;E-mail;Date de naissance\na;b;c@d.fr;01/02/1980\n",
        "nom,2021,2022\na,1,0\n", "rec_id, given_name, age\nr1, jean, 4\n", "email\nx@y.fr\n",
        "tel 1,tel 2\n0612345678,0698765432\n", "M/F,nom\nM,a\n"}) {
    EXPECT_TRUE(GuessDialect(text, '\0').has_header) << text;
  }
}

TEST(HeaderRowTest, TrimsWideSpacesAndByteOrderMarks) {
  EXPECT_EQ(TrimmedText("\xef\xbb\xbf\xc2\xa0 nom\t\r"), "nom");
  EXPECT_EQ(TrimmedText(" \xc2\xa0 "), "");
  EXPECT_EQ(TrimmedText("à"), "à");
}

TEST(HeaderRowTest, MadeNamesNeverMeetGivenOnes) {
  EXPECT_THAT(MakeHeaders({"", "column_1", "a", "a", "a_2", ""}),
              ElementsAre("column_1_2", "column_1", "a", "a_3", "a_2", "column_6"));
}

}  // namespace
}  // namespace doublon::io
