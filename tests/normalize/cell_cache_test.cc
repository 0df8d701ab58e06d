// What is remembered of cells never changes an answer: readers that have read much agree with fresh
// ones.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "normalize/city_cell.h"
#include "normalize/name_cell.h"
#include "normalize/pack/csv_rows.h"
#include "normalize/street_cell.h"
#include "normalize/tables.h"
#include "text/phonetic.h"

namespace doublon::normalize {
namespace {

std::vector<std::string> CellsOf(std::string_view one, std::string_view other) {
  std::vector<std::string> cells;
  for (const char* file : {"tricky_values.csv", "more_values.csv"}) {
    const pack::CsvRows rows(std::string(DOUBLON_SOURCE_DIR "/tests/golden/normalize/") + file);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows.at(i, "kind") == one || rows.at(i, "kind") == other)
        cells.emplace_back(rows.at(i, "raw"));
    }
  }
  return cells;
}

std::string Shown(NameCells& names, std::string_view cell, NameColumn column,
                  const NameContext& context) {
  names.Read(cell, column, context);
  std::string shown = std::to_string(names.couple()) + names.gender();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const NameCells::Part& part = names[i];
    shown += '|' + std::to_string(static_cast<int>(part.role)) + ' ' + std::to_string(part.flags) +
             ' ' + std::string(part.text) + ' ' + std::to_string(part.keys.fr_key) + ' ' +
             std::to_string(part.keys.skeleton);
  }
  return shown;
}

TEST(CellCacheTest, NamesReadBeforeAreReadAlike) {
  const std::vector<std::string> cells = CellsOf("given", "family");
  ASSERT_GE(cells.size(), 300U);
  NameCells used;
  for (int round = 0; round < 2; ++round) {
    for (const std::string& cell : cells) {
      for (const NameColumn column :
           {NameColumn::kGiven, NameColumn::kFamily, NameColumn::kBirth, NameColumn::kFull}) {
        for (const record::Locale locale : {record::Locale::kFrench, record::Locale::kEnglish}) {
          NameCells fresh;
          const NameContext context = {record::NameOrder::kUnknown, locale};
          EXPECT_EQ(Shown(used, cell, column, context), Shown(fresh, cell, column, context))
              << cell;
        }
      }
    }
  }
}

TEST(CellCacheTest, TownsReadBeforeAreReadAlike) {
  CityCells used;
  for (int round = 0; round < 2; ++round) {
    for (const std::string& cell : CellsOf("city", "address")) {
      CityCells fresh;
      CityName one, other;
      EXPECT_EQ(used.Read(cell, one), fresh.Read(cell, other));
      EXPECT_EQ(one.text, other.text);
      EXPECT_EQ(one.postcode, other.postcode);
      EXPECT_EQ(one.arrondissement, other.arrondissement);
    }
  }
}

std::string Shown(const StreetAddress& a, std::uint8_t flags) {
  return a.number + '|' + std::to_string(a.number_value) + '|' + a.repetition + '|' +
         std::to_string(a.type_id) + '|' + std::string(a.type) + '|' + a.words + '|' + a.delivery +
         '|' + a.city.text + '|' + a.city.postcode + '|' + std::to_string(a.city.arrondissement) +
         '|' + std::to_string(flags);
}

TEST(CellCacheTest, StreetsReadBeforeAreReadAlikeWithAnyNumber) {
  const std::vector<std::string> more = {
      " rue de la Paix", " bis av. Foch",      " mai 1945",     " x",  " bd du 11 novembre",
      " etage, 4 rue X", "-10 rue des Lilas",  " rue du 8 mai", " BP", " à 14 rue Haute",
      " RUE LYON 69002", " A rue Victor Hugo", " lot. des Pins"};
  std::vector<std::string> cells = CellsOf("address", "city");
  for (std::size_t i = 0, count = cells.size(); i < count; ++i) {
    const std::string cell = cells[i];  // the list grows below
    // Every line behind other numbers than its own.
    const std::size_t behind = cell.find_first_not_of("0123456789");
    if (behind == std::string::npos) continue;
    for (const char* number : {"1", "7", "08", "12", "110", "1200", "69002"})
      cells.push_back(number + cell.substr(behind));
  }
  for (const std::string& rest : more) {
    for (const char* number : {"0", "1", "3", "8", "11", "14", "250", "2500", ""})
      cells.push_back(number + rest);
  }
  StreetCells used;
  for (int round = 0; round < 2; ++round) {
    for (const std::string& cell : cells) {
      for (const record::Locale locale : {record::Locale::kFrench, record::Locale::kEnglish}) {
        StreetCells fresh;
        StreetAddress one, other;
        const std::uint8_t flags = used.Read(cell, locale, one),
                           fresh_flags = fresh.Read(cell, locale, other);
        EXPECT_EQ(Shown(one, flags), Shown(other, fresh_flags)) << cell;
      }
    }
  }
}

// The short way of plain words against the way of all cells.
TEST(CellCacheTest, PlainNamesAreReadAsAnyOther) {
  NameCells names;
  CellTokens tokens;
  NameParts parts;
  for (const TableId table : {TableId::kFamilyNames, TableId::kGivenNames, TableId::kTitles,
                              TableId::kParticles, TableId::kMarkers, TableId::kPlaceholders,
                              TableId::kGivenAbbreviations, TableId::kOrganisationWords}) {
    tables::ForKeys(table, [&](std::string_view word) {
      for (const NameColumn column :
           {NameColumn::kGiven, NameColumn::kFamily, NameColumn::kBirth}) {
        names.Read(word, column, {});
        ReadNames(word, column, {}, tokens, parts);
        ASSERT_EQ(names.size(), parts.parts().size()) << word;
        EXPECT_EQ(names.couple(), parts.couple);
        EXPECT_EQ(names.gender(), parts.gender);
        for (std::size_t i = 0; i < names.size(); ++i) {
          EXPECT_EQ(names[i].text, parts.text(parts.parts()[i]));
          EXPECT_EQ(names[i].role, parts.parts()[i].role);
          EXPECT_EQ(names[i].flags, parts.parts()[i].flags);
        }
      }
    });
  }
}

TEST(CellCacheTest, ACellTooLongToBeKeptIsRead) {
  NameCells names;
  names.Read("Marie-Antoinette Josephine Jeanne de Lorraine", NameColumn::kGiven, {});
  ASSERT_EQ(names.size(), 1U);
  EXPECT_EQ(names[0].text, "marie antoinette josephine jeanne de lorraine");
}

TEST(NameKeysTest, PackedKeysAreTheComputedOnes) {
  std::size_t count = 0;
  for (const TableId table : {TableId::kFamilyNames, TableId::kGivenNames}) {
    tables::ForKeys(table, [&](std::string_view name) {
      const NameKeys* packed = tables::FindNameKeys(NameHash(name));
      ASSERT_NE(packed, nullptr);
      std::string key;
      text::AppendFrKey(name, key);
      EXPECT_EQ(packed->fr_key, NameKeyHash(key)) << name;
      key.clear();
      text::AppendSkeletonKey(name, key);
      EXPECT_EQ(packed->skeleton, NameKeyHash(key)) << name;
      ++count;
    });
  }
  EXPECT_GE(count, 100'000U);
  EXPECT_EQ(tables::FindNameKeys(NameHash("no such name")), nullptr);
}

TEST(WordClassesTest, EveryTitleBeginsWithAWordOfItsClass) {
  tables::ForKeys(TableId::kTitles, [](std::string_view title) {
    const std::uint32_t classes = tables::ClassesOf(title.substr(0, title.find(' ')));
    EXPECT_NE(classes & static_cast<std::uint32_t>(WordClass::kTitle), 0U) << title;
  });
  EXPECT_EQ(tables::ClassesOf("zyxwvut"), 0U);
}

}  // namespace
}  // namespace doublon::normalize
