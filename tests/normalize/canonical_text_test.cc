#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "normalize/normalizer.h"
#include "normalize/pack/csv_rows.h"
#include "text/encoding.h"

namespace doublon::normalize {
namespace {

std::string Canonical(std::string_view kind, std::string_view raw) {
  std::string out;
  EXPECT_TRUE(CanonicalText(kind, raw, record::Locale::kFrench, out));
  return out;
}

constexpr std::string_view kColumns[] = {"id", "kind", "raw", "expected_normalised", "note"};

void AppendCell(std::string_view cell, std::string& out) {
  if (cell.find_first_of(",\"") == std::string_view::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}

// Writes the file again with what the program makes of its raw values (UPDATE_GOLDEN=1): review the
// diff.
void Rewrite(const pack::CsvRows& cases, const std::string& path) {
  std::string text = "id,kind,raw,expected_normalised,note\n";
  for (std::size_t i = 0; i < cases.size(); ++i) {
    for (const std::string_view column : kColumns) {
      if (column != kColumns[0]) text += ',';
      const std::string_view kind = cases.at(i, "kind"), raw = cases.at(i, "raw");
      AppendCell(
          column == "expected_normalised" ? Canonical(kind, raw) : std::string(cases.at(i, column)),
          text);
    }
    text += '\n';
  }
  std::ofstream(path, std::ios::binary) << text;
}

void CheckCases(const std::string& file, std::size_t least) {
  const std::string path = DOUBLON_SOURCE_DIR "/tests/golden/normalize/" + file;
  const pack::CsvRows cases(path);
  ASSERT_TRUE(cases.ok());
  ASSERT_GE(cases.size(), least);
  if (std::getenv("UPDATE_GOLDEN") != nullptr) return Rewrite(cases, path);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    EXPECT_EQ(Canonical(cases.at(i, "kind"), cases.at(i, "raw")),
              cases.at(i, "expected_normalised"))
        << cases.at(i, "id");
  }
}

TEST(CanonicalTextTest, AgreesWithTheCases) { CheckCases("tricky_values.csv", 300); }
TEST(CanonicalTextTest, AgreesWithMoreCases) { CheckCases("more_values.csv", 700); }

TEST(CanonicalTextTest, RefusesAnUnknownKind) {
  std::string out;
  EXPECT_FALSE(CanonicalText("shoe_size", "42", record::Locale::kFrench, out));
}

TEST(CanonicalTextTest, DropsMalformedBytesOfAMailbox) {
  EXPECT_EQ(Canonical("email", "pa\xfful@free.fr"), "paul@free.fr");
  EXPECT_EQ(Canonical("email",
                      "paul@fr\xc3"
                      "ee.fr"),
            "paul@free.fr");
}

TEST(CanonicalTextTest, KeepsLettersBeyondAsciiWhole) {
  std::string word = "E3";
  for (int i = 0; i < 30; ++i) word += "\xed\x86\xaf";
  for (const std::string_view kind : {"given", "family", "full"}) {
    EXPECT_TRUE(text::IsValidUtf8(Canonical(kind, word))) << kind;
    EXPECT_TRUE(text::IsValidUtf8(Canonical(kind, "E" + word))) << kind;
  }
  EXPECT_EQ(Canonical("given", "\xd1\xb2"),
            "\xd1\xb3");                           // fita, which transliteration.csv leaves out
  EXPECT_EQ(Canonical("given", "Игорь"), "igor");  // the soft sign has no Latin letter
}

struct Case {
  std::string_view kind, raw, expected;
};

// Cases beside the golden file, so that the rules and not its rows are learnt.
class CanonicalCaseTest : public testing::TestWithParam<Case> {};

TEST_P(CanonicalCaseTest, IsRead) {
  EXPECT_EQ(Canonical(GetParam().kind, GetParam().raw), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Names, CanonicalCaseTest,
    testing::Values(
        Case{"given", "MARIECLAUDE", "marie claude"}, Case{"given", "J.F.", "j f"},
        Case{"given", "MC", "m c"}, Case{"given", "Anne\xe2\x80\x91Sophie", "anne sophie"},
        Case{"given", "Dr. Paul", "paul"}, Case{"given", "Jean et Marie", "jean + marie"},
        Case{"given", "N'Golo", "ngolo"}, Case{"given", "Abd El Kader", "abdelkader"},
        Case{"given", "Mlle", "<missing>"}, Case{"given", "n.c.", "<missing>"},
        Case{"family", "Le Goff", "legoff"}, Case{"family", "MCGREGOR", "macgregor"},
        Case{"family", "DOSSANTOS", "dos santos"},
        Case{"family",
             "PETIT n\xc3\xa9"
             "e ROUX",
             "petit [birth roux]"},
        Case{"family", "ROUX \xc3\xa9pouse PETIT", "petit [birth roux]"},
        Case{"family", "Ste-Marie", "sainte marie"}, Case{"family", "BARON", "baron"},
        Case{"family", "MOREAU III", "moreau [suffix iii]"}, Case{"family", "L0PEZ", "lopez"},
        Case{"family", "Veuve PETIT", "petit"}, Case{"family", "Van Den Berghe", "vandenberghe"},
        Case{"full", "ROUX Anne-Sophie", "given=anne sophie; family=roux"},
        Case{"full", "Petit, Paul", "given=paul; family=petit"},
        Case{"full", "Mme Claire de LA TOUR", "given=claire; family=de la tour"},
        Case{"full", "M. et Mme Paul ROUX", "given=paul; family=roux"},
        Case{"full", "Paul et Anne ROUX", "given=paul + anne; family=roux"},
        Case{"full", "EURL ROUX", "given=<organisation>; family=roux"}));

INSTANTIATE_TEST_SUITE_P(
    Mailboxes, CanonicalCaseTest,
    testing::Values(Case{"email", "Paul.Roux@GoogleMail.com", "paulroux@gmail.com"},
                    Case{"email", "paul.roux(at)sfr.fr", "paul.roux@sfr.fr"},
                    Case{"email", "paul@hotmial.com", "paul@hotmail.com"},
                    Case{"email", "paul@orange", "paul@orange.fr"},
                    Case{"email", "paul@hotmail", "<invalid>"},
                    Case{"email", "paul.roux@free.fr;anne@free.fr",
                         "paul.roux@free.fr + anne@free.fr"},
                    Case{"email", "n/a", "<missing>"}, Case{"email", "paul roux", "<invalid>"}));

INSTANTIATE_TEST_SUITE_P(Phones, CanonicalCaseTest,
                         testing::Values(Case{"phone", "(0)6 98 76 54 32", "+33698765432"},
                                         Case{"phone", "0033 (0)6 98 76 54 32", "+33698765432"},
                                         Case{"phone", "0693 12 34 56", "+262693123456"},
                                         Case{"phone", "1111111111", "<missing>"},
                                         Case{"phone", "06 98 76 54", "<invalid>"},
                                         Case{"phone", "non", "<missing>"}));

INSTANTIATE_TEST_SUITE_P(
    Dates, CanonicalCaseTest,
    testing::Values(Case{"dob", "7/11/1962", "1962-11-07"},
                    Case{"dob", "7 novembre 62", "1962-11-07"},
                    Case{"dob", "1er mai 1950", "1950-05-01"}, Case{"dob", "11/1962", "1962-11-00"},
                    Case{"dob", "30/02/1970", "<invalid>"}, Case{"dob", "00/00/0000", "<missing>"},
                    Case{"dob", "99/99/9999", "<missing>"}, Case{"dob", "inconnu", "<missing>"},
                    Case{"dob", "29/02/1980", "1980-02-29"}));

INSTANTIATE_TEST_SUITE_P(
    Addresses, CanonicalCaseTest,
    testing::Values(
        Case{"address", "7 ter imp. des Lilas 35000 Rennes",
             "number=7; rep=ter; type=impasse; name=lilas; postcode=35000; city=rennes"},
        Case{"address",
             "B\xc3\xa2t. A, 9 all\xc3\xa9"
             "e du Parc, 31000 TOULOUSE",
             "number=9; rep=; type=allee; name=parc; postcode=31000; city=toulouse"},
        Case{"address", "3 rue du Pont Neuf 31000 Toulouse",
             "number=3; rep=; type=rue; name=pont neuf; postcode=31000; city=toulouse"},
        Case{"address", "9 rue St Denis 75001 PARIS",
             "number=9; rep=; type=rue; name=saint denis; postcode=75001; city=paris"},
        Case{"address", "adresse inconnue", "<missing>"},
        Case{"city", "MARSEILLE 13EME", "marseille 13"},
        Case{"city", "STE FOY LES LYON", "sainte foy les lyon"},
        Case{"city", "13001 Marseille", "marseille"}));

}  // namespace
}  // namespace doublon::normalize
