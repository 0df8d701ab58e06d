#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "normalize/normalizer.h"
#include "normalize/pack/csv_rows.h"
#include "record/prepared_record.h"
#include "text/encoding.h"

namespace doublon::normalize {
namespace {

using record::Kind;

std::string Canonical(std::string_view kind, std::string_view raw) {
  std::string out;
  CanonicalText(kind, raw, record::Locale::kFrench, out);
  return out;
}

record::SourceSchema ContactSchema() {
  record::SourceSchema schema{"s", record::Locale::kFrench, {}};
  for (const Kind kind :
       {Kind::kTitle, Kind::kGivenName, Kind::kFamilyName, Kind::kFullName, Kind::kBirthDate,
        Kind::kEmail, Kind::kPhone, Kind::kAddress, Kind::kPostcode, Kind::kCity}) {
    schema.columns.emplace_back().kind = kind;
  }
  return schema;
}

pack::CsvRows Cases() {
  return pack::CsvRows(DOUBLON_SOURCE_DIR "/tests/golden/normalize/tricky_values.csv");
}

TEST(CanonicalPropertyTest, IsTotalAndUtf8OnAnyBytes) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    for (const std::string& kind : CanonicalKinds())
      RC_ASSERT(text::IsValidUtf8(Canonical(kind, bytes)));
  }));
}

// Cells as people write them: pieces that the rules look for, in any order.
rc::Gen<std::string> Cell() {
  static const std::vector<std::string> kPieces = {"Jean",    "MARIE",     "Dupont",
                                                   "LE GALL", "de la",     "Ben",
                                                   "el",      "van der",   "St",
                                                   "Ste",     "Mc",        "O'",
                                                   "d'",      "née",       "épouse",
                                                   "Mme",     "M.",        "Dr",
                                                   "et",      "&",         "/",
                                                   "-",       "--",        "'",
                                                   "’",       ".",         ",",
                                                   ";",       "(",         ")",
                                                   "12",      "bis",       "rue",
                                                   "av.",     "bd",        "75001",
                                                   "Paris",   "cedex",     "BP",
                                                   "3e",      "1er",       "mai",
                                                   "1945",    "?",         "\xef\xbf\xbd",
                                                   "Ã©",      "é",         "Œ",
                                                   "ß",       "Ł",         "Мария",
                                                   "محمد",    "王伟",      "06",
                                                   "33",      "+33",       "(0)",
                                                   "01",      "/80",       "1980",
                                                   "@",       "gmail.com", "orange.fr",
                                                   "+tag",    "..",        "jr",
                                                   "fils",    "x",         "test",
                                                   "n/a",     "0",         "1",
                                                   "I",       "l",         "SARL",
                                                   "décédé",  "JP",        "a",
                                                   "s",       "\xc2\xa0",  "\xe2\x80\x8b",
                                                   "\"",      "\t",        "Résidence",
                                                   "Bât",     "Lieu-dit",  "mc",
                                                   "l"};
  return rc::gen::map(
      rc::gen::container<std::vector<std::pair<std::size_t, bool>>>(rc::gen::pair(
          rc::gen::inRange<std::size_t>(0, kPieces.size()), rc::gen::arbitrary<bool>())),
      [](const std::vector<std::pair<std::size_t, bool>>& picks) {
        std::string cell;
        for (const auto& [piece, space] : picks) {
          if (space && !cell.empty()) cell += ' ';
          cell += kPieces[piece];
        }
        return cell;
      });
}

TEST(CanonicalPropertyTest, IsNeverLongerThanItsBound) {
  EXPECT_TRUE(rc::check([] {
    const std::string cell = *Cell();
    for (const std::string& kind : CanonicalKinds()) {
      RC_ASSERT(Canonical(kind, cell).size() <=
                kCanonicalExpansion * cell.size() + kCanonicalExtra);
    }
  }));
}

// What is in canonical form is its own canonical form, for the kinds whose form is one value.
TEST(CanonicalPropertyTest, ValuesAreIdempotentOnAnyPieces) {
  EXPECT_TRUE(rc::check([] {
    const std::string cell = *Cell();
    for (const std::string_view kind :
         {"email", "phone", "dob", "postcode", "country", "identifier", "text"}) {
      const std::string once = Canonical(kind, cell);
      if (once.find_first_of("<[") != std::string::npos || once.find(" + ") != std::string::npos)
        continue;
      RC_ASSERT(Canonical(kind, once) == once);
    }
  }));
}

// Names and towns in people's writing: words with titles, particles, marks and separators, in one
// case or another. (Pieces in any order are no test for them: what stands behind a marker or a
// title that reads "Mme née née" has no one reading.)
rc::Gen<std::string> Name(std::vector<std::string> before, std::vector<std::string> words) {
  static const std::vector<std::string> kJoints = {" ", "-", "--", " - ", "  "};
  return rc::gen::map(
      rc::gen::tuple(rc::gen::elementOf(before), rc::gen::elementOf(words),
                     rc::gen::elementOf(words), rc::gen::elementOf(kJoints),
                     rc::gen::arbitrary<bool>(), rc::gen::arbitrary<bool>()),
      [](const std::tuple<std::string, std::string, std::string, std::string, bool, bool>& parts) {
        const auto& [head, first, second, joint, two, capitals] = parts;
        std::string name = head + first + (two ? joint + second : "");
        if (capitals) {
          for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c;
        }
        return name;
      });
}

TEST(CanonicalPropertyTest, NamesAndTownsAreIdempotent) {
  const std::vector<std::string> given = {
      "Jean",  "Marie",   "Zoé",         "Gaëlle",      "Pierre", "Anne",    "François",
      "Léa",   "Mohamed", "Abdel Kader", "Tho\u0302ng", "Łukasz", "Ibrahim", "JP",
      "J.-P.", "Maxime",  "Мария",       "محمد",        "王伟",   "N'Golo",  "Jos?"};
  const std::vector<std::string> family = {
      "Dupont",     "Le Gall",  "LEFÈBVRE",     "de La Tour", "Ben Ali",      "El Amrani",
      "O'Brien",    "McDonald", "van der Meer", "da Silva",   "Saint-Martin", "St Martin",
      "d'Artagnan", "N'Diaye",  "Œuvrard",      "Weiß",       "L'Hermitte",   "DUP0NT",
      "Lef?bvre",   "Nguyễn",   "Aït Ahmed",    "DASILVA",    "Петров"};
  const std::vector<std::string> towns = {
      "Saint-Étienne",    "St Malo", "L'Haÿ-les-Roses", "Le Mans", "Bourg-lès-Valence",
      "Fontenay s/ Bois", "Paris",   "La Rochelle",     "Évry",    "Mont-de-Marsan",
      "Genève",           "Münster"};
  const std::vector<std::string> titles = {"", "", "", "M. ", "Mme ", "Dr. ", "Mlle", "  ", "*"};
  EXPECT_TRUE(rc::check([&] {
    for (const auto& [kind, raw] :
         {std::pair(std::string("given"), *Name(titles, given)),
          std::pair(std::string("family"), *Name(titles, family)),
          std::pair(std::string("city"), *Name({"", " ", "75001 "}, towns))}) {
      const std::string once = Canonical(kind, raw);
      if (once.find_first_of("<[+") == std::string::npos) RC_ASSERT(Canonical(kind, once) == once);
    }
  }));
}

TEST(NormalizerPropertyTest, ARecordIsNeverLargerThanItsBound) {
  const record::SourceSchema schema = ContactSchema();
  Normalizer normalizer(schema, FieldsOf(std::vector{schema}));
  record::PreparedBuilder builder;
  EXPECT_TRUE(rc::check([&] {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < schema.columns.size(); ++i) cells.push_back(*Cell());
    const std::vector<std::string_view> row(cells.begin(), cells.end());
    normalizer.Normalize(row, builder);
    RC_ASSERT(builder.Finish().size() <= record::kRecordBytesMax);
  }));
}

// A value already in canonical form stays as it is.
TEST(CanonicalPropertyTest, IsIdempotent) {
  const pack::CsvRows cases = Cases();
  ASSERT_TRUE(cases.ok());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::string_view kind = cases.at(i, "kind");
    const std::string once = Canonical(kind, cases.at(i, "raw"));
    const bool plain =
        kind == "given" || kind == "family" || kind == "email" || kind == "phone" || kind == "city";
    if (!plain || once.find_first_of("<[+;") != std::string::npos) continue;
    EXPECT_EQ(Canonical(kind, once), once) << cases.at(i, "id");
  }
}

TEST(NormalizerPropertyTest, DoesNotDependOnTheRowBefore) {
  const record::SourceSchema schema = ContactSchema();
  const auto fields = FieldsOf(std::vector{schema});
  Normalizer used(schema, fields);
  record::PreparedBuilder builder;
  EXPECT_TRUE(rc::check([&](const std::vector<std::string>& cells) {
    const std::vector<std::string_view> row(cells.begin(), cells.end());
    used.Normalize(row, builder);
    const std::string one(builder.Finish());
    Normalizer fresh(schema, fields);
    record::PreparedBuilder other;
    RowRepairs repairs;  // asking for them changes nothing
    fresh.Normalize(row, other, &repairs);
    RC_ASSERT(one == other.Finish());
  }));
}

}  // namespace
}  // namespace doublon::normalize
