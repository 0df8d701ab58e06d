#include "text/encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "text/code_pages.h"
#include "text/utf8.h"

namespace doublon::text {
namespace {

using namespace std::string_literals;

constexpr std::array<std::string_view, 24> kNames = {
    "François", "Hélène", "Benoît",        "Noël",      "Jérôme", "Zoé",       "Gaëlle", "Loïc",
    "Château",  "Œuvre",  "Saint-Étienne", "Angoulême", "Muñoz",  "Müller",    "Garçon", "Ève",
    "Besançon", "Nîmes",  "ANDRÉ",         "FRANÇOIS",  "Böhm",   "Françoise", "Côme",   "Évreux"};

std::string Repaired(std::string_view cell) {
  std::string repaired;
  return RepairMojibake(cell, repaired) ? repaired : std::string(cell);
}

std::string AsUtf8(std::string_view bytes, Encoding encoding) {
  std::string out;
  AppendAsUtf8(bytes, encoding, out);
  return out;
}

// `utf8` in a code page; what the page lacks is left out.
std::string InPage(std::string_view utf8, const CodePage& page) {
  std::string bytes;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t c = DecodeUtf8(utf8, &at);
    if (c < 0x80) bytes.push_back(static_cast<char>(c));
    for (std::size_t i = 0; c >= 0x80 && i < page.size(); ++i) {
      if (page[i] == c) bytes.push_back(static_cast<char>(0x80 + i));
    }
  }
  return bytes;
}

std::string InUtf16(std::string_view utf8, bool little) {
  std::string bytes;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t c = DecodeUtf8(utf8, &at);
    const auto high = static_cast<char>(c >> 8);
    const auto low = static_cast<char>(c & 0xff);
    bytes += little ? std::string{low, high} : std::string{high, low};
  }
  return bytes;
}

std::string NameList() {
  std::string list = "id;nom;ville\n";
  for (const std::string_view name : kNames) list += "1;" + std::string(name) + ";Lyon\n";
  return list;
}

Encoding Guessed(std::string_view bytes) { return GuessEncoding(bytes).encoding; }

TEST(GuessEncodingTest, MarksDecideAndAreCounted) {
  EXPECT_EQ(GuessEncoding("\xef\xbb\xbfnom").bom_size, 3);
  EXPECT_EQ(Guessed("\xef\xbb\xbfnom\xe9"), Encoding::kUtf8);
  EXPECT_EQ(GuessEncoding("\xff\xfen\0"s).bom_size, 2);
  EXPECT_EQ(Guessed("\xff\xfen\0"s), Encoding::kUtf16Le);
  EXPECT_EQ(Guessed("\xfe\xff\0n"s), Encoding::kUtf16Be);
  EXPECT_EQ(GuessEncoding("nom").bom_size, 0);
}

TEST(GuessEncodingTest, ListsOfNamesAreRecognisedInEveryEncoding) {
  const std::string list = NameList();
  EXPECT_EQ(Guessed(list), Encoding::kUtf8);
  EXPECT_EQ(Guessed(InUtf16(list, true)), Encoding::kUtf16Le);
  EXPECT_EQ(Guessed(InUtf16(list, false)), Encoding::kUtf16Be);
  EXPECT_EQ(Guessed(InPage(list, kWindows1252Page)), Encoding::kWindows1252);
  EXPECT_EQ(Guessed(InPage(list, kCp850Page)), Encoding::kCp850);
  EXPECT_EQ(Guessed(InPage(list, kMacRomanPage)), Encoding::kMacRoman);
}

TEST(GuessEncodingTest, OneNameIsEnough) {
  for (const std::string name : {"François\n", "Hélène\n", "Étienne\n", "ANDRÉ\n", "Benoît\n"}) {
    EXPECT_EQ(Guessed(InPage(name, kWindows1252Page)), Encoding::kWindows1252) << name;
    EXPECT_EQ(Guessed(InPage(name, kCp850Page)), Encoding::kCp850) << name;
    EXPECT_EQ(Guessed(InPage(name, kMacRomanPage)), Encoding::kMacRoman) << name;
  }
}

TEST(GuessEncodingTest, ASequenceCutAtTheEndIsStillUtf8) {
  const std::string list = NameList() + "Zo\xc3";
  EXPECT_EQ(Guessed(list), Encoding::kUtf8);
  EXPECT_EQ(Guessed("Zo\xc3"), Encoding::kUtf8);
}

TEST(GuessEncodingTest, AFewBrokenCellsDoNotChangeAUtf8File) {
  EXPECT_EQ(Guessed(NameList() + "2;Andr\xe9;Paris\n"), Encoding::kUtf8);
}

TEST(GuessEncodingTest, PlainAsciiAndNothingAreUtf8) {
  EXPECT_EQ(Guessed(""), Encoding::kUtf8);
  EXPECT_EQ(Guessed("a;b\n1;2\n"), Encoding::kUtf8);
}

TEST(LooksBinaryTest, TellsDataFromText) {
  EXPECT_TRUE(LooksBinary("PK\x03\x04xl/workbook"));
  EXPECT_TRUE(
      LooksBinary("\x7f"
                  "ELF\x02\x01\x01"));
  std::string integers;
  for (int i = 0; i < 1000; ++i) integers += std::string{static_cast<char>(i), '\0', '\0', '\x07'};
  EXPECT_TRUE(LooksBinary(integers));
  std::string every_byte;
  for (int i = 0; i < 4096; ++i) every_byte.push_back(static_cast<char>(i * 167 % 256));
  EXPECT_TRUE(LooksBinary(every_byte));
  EXPECT_FALSE(LooksBinary(""));
  EXPECT_FALSE(LooksBinary(NameList()));
  EXPECT_FALSE(LooksBinary(InUtf16(NameList(), true)));
  EXPECT_FALSE(LooksBinary(InUtf16(NameList(), false)));
  EXPECT_FALSE(LooksBinary(InPage(NameList(), kCp850Page)));
  EXPECT_FALSE(LooksBinary(NameList() + '\0'));  // one stray byte
  EXPECT_FALSE(
      LooksBinary("a\x01"
                  "b\x01"
                  "c\nd\x01"
                  "e\x01"
                  "f\n"));  // separators of Hive
}

TEST(AppendAsUtf8Test, DecodesEachCodePage) {
  EXPECT_EQ(AsUtf8("Andr\xe9 \x8cuvre 5 \x80", Encoding::kWindows1252), "André Œuvre 5 €");
  EXPECT_EQ(AsUtf8("Andr\x82 Fran\x87ois", Encoding::kCp850), "André François");
  EXPECT_EQ(AsUtf8("Andr\x8e c\xcfur", Encoding::kMacRoman), "André cœur");
}

TEST(AppendAsUtf8Test, DecodesUtf16WithPairsAndReplacesHalves) {
  EXPECT_EQ(AsUtf8("\x3d\xd8\x00\xde"s, Encoding::kUtf16Le), "\U0001F600");
  EXPECT_EQ(AsUtf8("\xd8\x3d\xde\x00"s, Encoding::kUtf16Be), "\U0001F600");
  EXPECT_EQ(AsUtf8("\x3d\xd8"
                   "a\0"s,
                   Encoding::kUtf16Le),
            "\uFFFDa");
  EXPECT_EQ(AsUtf8("a\0b"s, Encoding::kUtf16Le), "a\uFFFD");
}

TEST(AppendAsUtf8Test, ReplacesMalformedBytesAndKeepsTheRest) {
  EXPECT_EQ(AsUtf8("Andr\xe9 Zoé", Encoding::kUtf8), "Andr\uFFFD Zoé");
  EXPECT_EQ(AsUtf8("\xc0\xaf", Encoding::kUtf8), "\uFFFD\uFFFD");
}

TEST(AppendAsUtf8Test, KeepsWhatIsInTheOutput) {
  std::string out = "x;";
  AppendAsUtf8("Zo\xe9", Encoding::kWindows1252, out);
  EXPECT_EQ(out, "x;Zoé");
}

TEST(AppendAsUtf8Test, AnswersInValidUtf8ForAnyBytes) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    for (int encoding = 0; encoding <= static_cast<int>(Encoding::kMacRoman); ++encoding) {
      RC_ASSERT(IsValidUtf8(AsUtf8(bytes, static_cast<Encoding>(encoding))));
    }
    const std::string decoded = AsUtf8(bytes, Encoding::kUtf8);
    RC_ASSERT((decoded == bytes) == IsValidUtf8(bytes));
  }));
}

TEST(IsValidUtf8Test, RefusesOverlongsSurrogatesAndWhatIsBeyondUnicode) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8("12345678é\uFFFD\U0010FFFF"));
  EXPECT_FALSE(IsValidUtf8("\xc0\x80"));
  EXPECT_FALSE(IsValidUtf8("\xe0\x80\x80"));
  EXPECT_FALSE(IsValidUtf8("\xed\xa0\x80"));
  EXPECT_FALSE(IsValidUtf8("\xf4\x90\x80\x80"));
  EXPECT_FALSE(IsValidUtf8("12345678\x80"));
  EXPECT_FALSE(IsValidUtf8("\xc3"));
}

TEST(EncodingNameTest, NamesAreForPeople) {
  EXPECT_EQ(EncodingName(Encoding::kWindows1252), "Windows-1252");
  EXPECT_EQ(EncodingName(Encoding::kUtf16Be), "UTF-16BE");
}

struct RepairCase {
  std::string_view cell;
  std::string_view repaired;
};

TEST(RepairMojibakeTest, RepairsUtf8ReadAsACodePage) {
  constexpr RepairCase kCases[] = {
      {"FranÃ§ois", "François"},   {"FranÃƒÂ§ois", "François"},
      {"JosÃƒÆ’Ã‚Â©", "José"},     {"BENOÃŽT", "BENOÎT"},
      {"SAINT-LÃ”", "SAINT-LÔ"},   {"cÅ“ur", "cœur"},
      {"Å’uvre", "Œuvre"},         {"lâ€™eau", "l’eau"},
      {"Nguyá»…n", "Nguyễn"},      {"Ð˜Ð²Ð°Ð½", "Иван"},
      {"æ—¥æœ¬", "日本"},          {"ï»¿Nom", "Nom"},
      {"Andr√©", "André"},         {"Fran√ßois", "François"},
      {"Andr├®", "André"},         {"lÔÇÖeau", "l’eau"},
      {"andrã©", "andré"},         {"voilÃ  Paris", "voilà Paris"},
      {"12Â rue", "12 rue"},       {"HÃ©lène", "Hélène"},
      {"AndrÃ© Zoé", "André Zoé"}, {"fÃªte Ã\u00A0 5 â‚¬", "fête à 5 €"}};
  for (const RepairCase& c : kCases) EXPECT_EQ(Repaired(c.cell), c.repaired);
}

TEST(RepairMojibakeTest, RepairsLettersOfOtherCodePages) {
  constexpr RepairCase kCases[] = {
      {"Fran‡ois", "François"}, {"Andr‚", "André"},      {"AndrŽ", "André"},
      {"BenoŒt", "Benoît"},     {"Beno”t", "Benoît"},    {"C“me", "Côme"},
      {"H‚lŠne", "Hélène"},     {"Lo‹c", "Loïc"},        {"MŸller", "Müller"},
      {"Mu¤oz", "Muñoz"},       {"Garc¡a", "García"},    {"ƒtienne", "Étienne"},
      {"Ch‰teau", "Château"},   {"No‰l", "Noël"},        {"lÕeau", "l’eau"},
      {"FRAN€OIS", "FRANÇOIS"}, {"ANDR\u0090", "ANDRÉ"}, {"M\u0081ller", "Müller"},
      {"l\u0092eau", "l’eau"},  {"c\u009Cur", "cœur"}};
  for (const RepairCase& c : kCases) EXPECT_EQ(Repaired(c.cell), c.repaired);
}

TEST(RepairMojibakeTest, DecodesEntities) {
  constexpr RepairCase kCases[] = {{"Andr&eacute;", "André"},
                                   {"Andr&#233;", "André"},
                                   {"Andr&#xE9;", "André"},
                                   {"ANDR&EACUTE;", "ANDRÉ"},
                                   {"Dupont &amp; Fils", "Dupont & Fils"},
                                   {"&amp;eacute;", "é"},
                                   {"Fran&Atilde;&sect;ois", "François"},
                                   {"L&#146;Isle", "L’Isle"},
                                   {"A&nbsp;B", "A\u00A0B"}};
  for (const RepairCase& c : kCases) EXPECT_EQ(Repaired(c.cell), c.repaired);
}

TEST(RepairMojibakeTest, LeavesGoodTextAlone) {
  for (const std::string_view cell : {"",           "Dupont",
                                      "François",   "CONCEIÇÃO",
                                      "«IRMÃ»",     "“IRMÃ”",
                                      "L’Hermitte", "N‘Guessan",
                                      "Šimek",      "Miloš",
                                      "MIŠKA",      "CŒUR",
                                      "cœur",       "N°12",
                                      "Dupont†",    "Acme™",
                                      "café»…",     "« Été »",
                                      "5 €",        "1ª",
                                      "Jean–Paul",  "Résidence du Parc…",
                                      "CAMÕES",     "LÕHMUS",
                                      "R&D",        "A & B;",
                                      "&;",         "&#0;",
                                      "&#xD800;",   "&#x110000;",
                                      "&nothing;",  "Иван",
                                      "日本",       "İbrahim",
                                      "Straße 5²",  "Nguyễn",
                                      "Đặng",       "OBŠČESTVO",
                                      "DVOŘÁŠEK",   "ŽIŽEK",
                                      "ŠŤASTNÝ",    "FRANçOIS",
                                      "NOëL",       "CôTE",
                                      "JOSé",       "L'HAŸ",
                                      "EUR€",       "l’œuvre",
                                      "d”Arc"}) {
    std::string repaired = "untouched";
    EXPECT_FALSE(RepairMojibake(cell, repaired)) << cell;
    EXPECT_EQ(repaired, "untouched");
  }
}

TEST(RepairMojibakeTest, DoesNotGuessLostLetters) {
  for (const std::string_view cell : {"Fran?ois", "Fran\uFFFDois", "FranÃ?ois", "AndrÃ"}) {
    EXPECT_EQ(Repaired(cell), cell);
  }
}

TEST(RepairMojibakeTest, EveryNameReturnsFromThreeMisreadings) {
  for (const std::string_view name : kNames) {
    std::string cell(name);
    for (int layer = 1; layer <= 3; ++layer) {
      cell = AsUtf8(cell, Encoding::kWindows1252);
      EXPECT_EQ(Repaired(cell), name) << layer << " layers";
    }
    EXPECT_EQ(Repaired(AsUtf8(cell, Encoding::kWindows1252)), AsUtf8(cell, Encoding::kWindows1252));
    EXPECT_EQ(Repaired(AsUtf8(name, Encoding::kCp850)), name);
    EXPECT_EQ(Repaired(AsUtf8(name, Encoding::kMacRoman)), name);
  }
}

TEST(RepairMojibakeTest, LongCellsCostLinearTime) {
  std::string cell, repaired;
  while (cell.size() < 2'000'000) cell += "IRMÃ» &x; ÂÂÂ€ ";
  std::string again = cell;
  RepairMojibake(cell, repaired);  // quadratic steps would run into the time limit of the test
  EXPECT_EQ(cell, again);
}

// Cells made of the pieces that repairs look at, so that chance meets them.
TEST(RepairMojibakeTest, IsIdempotentAndAnswersInValidUtf8) {
  constexpr std::array<std::string_view, 28> kPieces = {
      "Ã",      "Â", "Å",    "â",     "€",       "™", "©", "ƒ", "Æ", "’", "‚", "Ž", "‡", "\u0081",
      "\u0092", "&", "amp;", "#233;", "eacute;", " ", "a", "R", "√", "├", "Ô", "Ç", "Ö", "\xc3"};
  EXPECT_TRUE(rc::check([&] {
    const auto picks = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, kPieces.size()));
    std::string cell;
    for (const std::size_t pick : picks) cell += kPieces[pick];
    std::string once;
    if (!RepairMojibake(cell, once)) return;
    RC_ASSERT(IsValidUtf8(once));
    RC_ASSERT(once != cell);
    std::string twice;
    RC_ASSERT(!RepairMojibake(once, twice));
  }));
}

TEST(RepairMojibakeTest, LeavesTheReferenceNamesAlone) {
  const std::filesystem::path shared = DOUBLON_SHARED_DIR;
  const std::filesystem::path path =
      shared / "datasets/ref_names_world/common-forenames-by-country.csv";
  std::ifstream file(path);
  if (!file) GTEST_SKIP() << "the shared data sets are absent";
  std::string line, repaired;
  int accented_count = 0;
  while (std::getline(file, line)) {
    accented_count += AsUtf8(line, Encoding::kCp850) != line;
    EXPECT_FALSE(RepairMojibake(line, repaired));
  }
  EXPECT_GT(accented_count, 100);
}

}  // namespace
}  // namespace doublon::text
