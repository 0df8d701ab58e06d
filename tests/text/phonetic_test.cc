#include "text/phonetic.h"

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "text/fold.h"

namespace doublon::text {
namespace {

// name,fr_key
void CheckGolden(const std::string& file, int expected_count) {
  std::ifstream golden(std::string(DOUBLON_SOURCE_DIR) + "/tests/golden/text/" + file);
  ASSERT_TRUE(golden.is_open()) << file;
  std::string line;
  std::getline(golden, line);
  int count = 0;
  for (; std::getline(golden, line); ++count) {
    const std::size_t comma = line.find(',');
    EXPECT_EQ(FrKeyOfRaw(line.substr(0, comma)), line.substr(comma + 1)) << line;
  }
  EXPECT_EQ(count, expected_count);
}

// Computed from reference/fr_key_rules.csv by a regular-expression engine.
TEST(FrKeyTest, EqualsThePublishedVectors) { CheckGolden("fr_key_vectors.csv", 149); }
TEST(FrKeyTest, EqualsTheRulesOnNamesOfTheNationalFile) { CheckGolden("fr_key_names.csv", 5000); }
TEST(FrKeyTest, EqualsTheRulesWhereManyMeet) { CheckGolden("fr_key_fragments.csv", 2000); }

TEST(FrKeyTest, CedillaIsHeardInRawNamesOnly) {
  EXPECT_EQ(FrKeyOfRaw("Gonçalves"), FrKeyOfRaw("GONSALVES"));
  std::string folded;
  AppendFrKey("goncalves", folded);
  EXPECT_NE(folded, FrKeyOfRaw("Gonçalves"));
}

TEST(FrKeyTest, SpacesAreIgnoredAndTheKeyIsAppended) {
  std::string key = "kept ";
  AppendFrKey("de la tour", key);
  EXPECT_EQ(key, "kept " + FrKeyOfRaw("DELATOUR"));
}

TEST(FrKeyTest, LettersBeyondTheLimitAreIgnored) {
  const std::string limit(120, 'b');
  std::string key, longer_key;
  AppendFrKey(limit, key);
  AppendFrKey(limit + "ault", longer_key);
  EXPECT_EQ(key, longer_key);
}

TEST(FrKeyTest, NamesWithoutLatinLettersHaveNoKey) {
  EXPECT_EQ(FrKeyOfRaw("Мария"), "");
  EXPECT_EQ(FrKeyOfRaw(""), "");
}

std::string Skeleton(std::string_view folded) {
  std::string key;
  AppendSkeletonKey(folded, key);
  return key;
}

// group,name,attested_insee: at least 95 % of the pairs of one group share one of the two keys.
TEST(NameKeysTest, VariantsOfOneFamilyNameMeet) {
  std::ifstream golden(std::string(DOUBLON_SOURCE_DIR) + "/tests/golden/text/surname_variants.csv");
  ASSERT_TRUE(golden.is_open());
  std::map<std::string, std::vector<std::string>> groups;
  std::string line;
  std::getline(golden, line);
  while (std::getline(golden, line)) {
    const std::size_t first = line.find(','), second = line.find(',', first + 1);
    groups[line.substr(0, first)].push_back(line.substr(first + 1, second - first - 1));
  }
  std::size_t pairs = 0, meeting = 0;
  for (const auto& [group, names] : groups) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      for (std::size_t j = i + 1; j < names.size(); ++j) {
        ++pairs;
        const std::string a = Fold(names[i]), b = Fold(names[j]);
        meeting += FrKeyOfRaw(names[i]) == FrKeyOfRaw(names[j]) ||
                   (!Skeleton(a).empty() && Skeleton(a) == Skeleton(b));
      }
    }
  }
  EXPECT_GE(pairs, 800U);
  EXPECT_GE(static_cast<double>(meeting), 0.95 * static_cast<double>(pairs))
      << meeting << " of " << pairs;
  RecordProperty("meeting", std::to_string(meeting) + " of " + std::to_string(pairs));
}

TEST(SkeletonKeyTest, SpellingsOfOneNameMeet) {
  EXPECT_EQ(Skeleton("mohamed"), Skeleton("muhammad"));
  EXPECT_EQ(Skeleton("fernandes"), Skeleton("fernandez"));
  EXPECT_EQ(Skeleton("el khatib"), Skeleton("al katib"));
  EXPECT_EQ(Skeleton("kowalski"), Skeleton("kovalsky"));
  EXPECT_EQ(Skeleton("djamel"), Skeleton("jamal"));
  EXPECT_EQ(Skeleton("ouahab"), Skeleton("wahab"));
}

TEST(SkeletonKeyTest, TheArticleOfAbdComesAndGoes) {
  EXPECT_EQ(Skeleton("abdelrahman"), Skeleton("abderrahmane"));
  EXPECT_EQ(Skeleton("abdelkader"), Skeleton("abd el kader"));
  EXPECT_EQ(Skeleton("abdelaziz"), Skeleton("abd el aziz"));
  EXPECT_NE(Skeleton("abdallah"), Skeleton("abdou"));
}

TEST(SkeletonKeyTest, OneSoundIsWrittenByEachLanguageInItsWay) {
  EXPECT_EQ(Skeleton("yohan"), Skeleton("johann"));          // German j
  EXPECT_EQ(Skeleton("ioannis"), Skeleton("giannis"));       // Greek
  EXPECT_EQ(Skeleton("aleksander"), Skeleton("alexandre"));  // Slavic ks
  EXPECT_EQ(Skeleton("ximenez"), Skeleton("jimenes"));       // Spanish
  EXPECT_EQ(Skeleton("ivanoff"), Skeleton("iwanow"));        // Russian
  EXPECT_EQ(Skeleton("schultz"), Skeleton("schulze"));       // German tz
  EXPECT_EQ(Skeleton("hichem"), Skeleton("icham"));          // silent h
}

TEST(SkeletonKeyTest, ConsonantsWithAVowelBetweenAreTwo) {
  EXPECT_NE(Skeleton("daoud"), Skeleton("doe"));
  EXPECT_NE(Skeleton("mamadou"), Skeleton("madou"));
  EXPECT_EQ(Skeleton("hannah"), Skeleton("hana"));
}

TEST(SkeletonKeyTest, OtherNamesAreApart) {
  EXPECT_NE(Skeleton("martin"), Skeleton("martinez"));
  EXPECT_NE(Skeleton("kowalski"), Skeleton("kowalczyk"));
  EXPECT_NE(Skeleton("karim"), Skeleton("kamel"));
  EXPECT_NE(Skeleton("anna"), Skeleton("nina"));
}

TEST(SkeletonKeyTest, ShortSkeletonsSayNothing) {
  EXPECT_EQ(Skeleton("lea"), "");
  EXPECT_EQ(Skeleton(""), "");
}

}  // namespace
}  // namespace doublon::text
