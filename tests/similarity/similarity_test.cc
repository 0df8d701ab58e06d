#include "similarity/similarity.h"

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "allocations.h"
#include "gtest/gtest.h"

namespace doublon::similarity {
namespace {

constexpr std::uint32_t kNoLimit = std::numeric_limits<std::uint32_t>::max();

TEST(JaroWinklerTest, HasThePublishedValues) {
  // Winkler's examples, to the decimals printed in his reports.
  EXPECT_NEAR(JaroWinkler("martha", "marhta"), 0.9611, 5e-5);
  EXPECT_NEAR(JaroWinkler("dixon", "dicksonx"), 0.8133, 5e-5);
  EXPECT_NEAR(JaroWinkler("dwayne", "duane"), 0.84, 5e-5);
  EXPECT_NEAR(JaroWinkler("jones", "johnson"), 0.8324, 5e-5);
  EXPECT_NEAR(JaroWinkler("nichleson", "nichulson"), 0.9556, 5e-5);
  EXPECT_EQ(JaroWinkler("abc", "xyz"), 0);
}

TEST(JaroWinklerTest, EmptyStringsAreEqualOnlyToEachOther) {
  EXPECT_EQ(JaroWinkler("", ""), 1);
  EXPECT_EQ(JaroWinkler("", "a"), 0);
  EXPECT_EQ(JaroWinkler("a", ""), 0);
}

TEST(JaroWinklerTest, NoPrefixBonusAtExactlySevenTenths) {
  // m = 2, |a| = 2, |b| = 20: (1 + 0.1 + 1) / 3 = 0.7, which is not above the threshold.
  const std::string twenty = "ab" + std::string(18, 'x');
  EXPECT_EQ(JaroWinkler("ab", twenty), 0.7);
  // One letter less: (1 + 2/19 + 1) / 3 is above it, and the two first letters count.
  const double jaro = (2 + 2.0 / 19) / 3;
  EXPECT_NEAR(JaroWinkler("ab", twenty.substr(0, 19)), jaro + 0.2 * (1 - jaro), 1e-12);
}

TEST(JaroWinklerTest, PrefixCountsAtMostFourLetters) {
  const double jaro = (5.0 / 6 + 5.0 / 6 + 1) / 3;
  EXPECT_NEAR(JaroWinkler("abcdex", "abcdey"), jaro + 0.4 * (1 - jaro), 1e-12);
}

TEST(JaroWinklerTest, ACodePointIsOneLetter) {
  EXPECT_EQ(JaroWinkler("мартха", "мархта"), JaroWinkler("martha", "marhta"));
  EXPECT_EQ(JaroWinkler("𝒶b", "𝒷b"), JaroWinkler("ab", "cb"));
  EXPECT_EQ(JaroWinkler("\xff", "\xfe"), 0);
}

TEST(JaroWinklerTest, UnknownLetterAgreesWithAny) {
  EXPECT_EQ(JaroWinkler("d?pont", "dupont"), 1);
  EXPECT_EQ(JaroWinkler("ren?", "rené"), 1);
  EXPECT_EQ(JaroWinkler("??", "ab"), 1);
  EXPECT_LT(JaroWinkler("d?pont", "dumont"), 1);
  // Letters of the same name elsewhere must not keep the '?' from its place.
  EXPECT_EQ(JaroWinkler("?xaaxbbbxc", "xxaaxbbbxc"), 1);
}

TEST(JaroWinklerTest, OneSwappedWildcardIsNotEquality) {
  // All four letters are matched and a single place differs: only '?' can do that.
  EXPECT_LT(JaroWinkler("cx?d", "cyxd"), 1);
}

TEST(OsaDistanceTest, CountsEachKindOfEdit) {
  EXPECT_EQ(OsaDistance("durand", "durant", 9), 1u);
  EXPECT_EQ(OsaDistance("durand", "duran", 9), 1u);
  EXPECT_EQ(OsaDistance("durand", "drurand", 9), 1u);
  EXPECT_EQ(OsaDistance("durand", "duradn", 9), 1u);
  EXPECT_EQ(OsaDistance("kitten", "sitting", 9), 3u);
  EXPECT_EQ(OsaDistance("ca", "abc", 9), 3u);  // 2 for unrestricted Damerau
  EXPECT_EQ(OsaDistance("", "abc", 9), 3u);
}

TEST(OsaDistanceTest, StopsAtTheLimit) {
  EXPECT_EQ(OsaDistance("abc", "xyz", 0), 1u);
  EXPECT_EQ(OsaDistance("abc", "xyz", 1), 2u);
  EXPECT_EQ(OsaDistance("abc", "xyz", 2), 3u);
  EXPECT_EQ(OsaDistance("abc", "xyz", 3), 3u);
  EXPECT_EQ(OsaDistance("abc", "xyz", kNoLimit), 3u);
  EXPECT_EQ(OsaDistance("", "abc", 1), 2u);
}

TEST(OsaDistanceTest, FillsAllSixtyFourPlaces) {
  const std::string a(64, 'a'), b(64, 'b');
  EXPECT_EQ(OsaDistance(a, b, kNoLimit), 64u);
  EXPECT_EQ(OsaDistance(a + "x", a + "y", kNoLimit), 0u);
  EXPECT_EQ(OsaSimilarity(a, b), 0);
}

TEST(OsaDistanceTest, UnknownLetterAgreesWithAny) {
  EXPECT_EQ(OsaDistance("d?pont", "dupont", 9), 0u);
  EXPECT_EQ(OsaDistance("d?pnot", "dupont", 9), 1u);
  EXPECT_EQ(OsaDistance("?", "", 9), 1u);
}

TEST(OsaSimilarityTest, IsShareOfTheLongerString) {
  EXPECT_EQ(OsaSimilarity("", ""), 1);
  EXPECT_EQ(OsaSimilarity("abcd", "abxd"), 0.75);
  EXPECT_EQ(OsaSimilarity("éa", "ea"), 0.5);
}

TEST(BigramDiceTest, SeesThroughSpaces) {
  EXPECT_EQ(BigramDice("jean pierre", "jeanpierre"), 1);
  EXPECT_EQ(BigramDice("night", "nacht"), 0.25);
  EXPECT_EQ(BigramDice("aaaa", "aa"), 0.5);  // a multiset: one of three
  EXPECT_EQ(BigramDice("a", "ab"), 0);
  EXPECT_EQ(BigramDice("a", "a "), 1);
  EXPECT_EQ(BigramDice("", " "), 1);
}

TEST(AtMostOneEditTest, AllowsOneEditOfEachKind) {
  EXPECT_TRUE(AtMostOneEdit("0612345678", "0612345678"));
  EXPECT_TRUE(AtMostOneEdit("0612345678", "0612345679"));
  EXPECT_TRUE(AtMostOneEdit("0612345678", "061234678"));
  EXPECT_TRUE(AtMostOneEdit("0612345678", "0162345678"));
  EXPECT_FALSE(AtMostOneEdit("0612345678", "0162345679"));
  EXPECT_FALSE(AtMostOneEdit("0612345678", "06123456"));
  EXPECT_TRUE(AtMostOneEdit("", "é"));
  EXPECT_FALSE(AtMostOneEdit("", "ab"));
  // NUL is a letter, not the end of the other string.
  EXPECT_FALSE(AtMostOneEdit("x", std::string_view("\0xy", 3)));
}

TEST(AtMostOneEditTest, UnknownLetterIsOneLikeAnother) { EXPECT_FALSE(AtMostOneEdit("??", "12")); }

TEST(AtMostOneEditTest, HasNoLimitOfLength) {
  std::string a(100'000, '1');
  std::string b = a;
  b[99'990] = '2';
  EXPECT_TRUE(AtMostOneEdit(a, b));
  b[10] = '2';
  EXPECT_FALSE(AtMostOneEdit(a, b));
}

TEST(TokensContainedTest, ShorterListIsWithinLonger) {
  EXPECT_TRUE(TokensContained("marie", "anne marie"));
  EXPECT_TRUE(TokensContained("anne marie sophie", "sophie anne"));
  EXPECT_FALSE(TokensContained("anne claire", "anne marie sophie"));
  EXPECT_FALSE(TokensContained("mari", "anne marie"));
  EXPECT_FALSE(TokensContained("jean jean", "jean pierre"));
  EXPECT_FALSE(TokensContained("", "jean"));
  EXPECT_FALSE(TokensContained(" ", " "));
}

TEST(TokensAbbreviatedTest, AnInitialStandsForItsWord) {
  EXPECT_TRUE(TokensAbbreviated("j pierre", "jean pierre"));
  EXPECT_TRUE(TokensAbbreviated("aristide briand", "a briand"));
  EXPECT_FALSE(TokensAbbreviated("j p", "jean pierre"));
  EXPECT_FALSE(TokensAbbreviated("b pierre", "jean pierre"));
  EXPECT_FALSE(TokensAbbreviated("jean pierre", "jean paul"));
  EXPECT_FALSE(TokensAbbreviated("j pierre", "jean pierre marie"));
  EXPECT_FALSE(TokensAbbreviated("", ""));
  EXPECT_FALSE(TokensAbbreviated(" j", "j  "));
}

TEST(TokensEqualInAnyOrderTest, ComparesMultisets) {
  EXPECT_TRUE(TokensEqualInAnyOrder("dupont durand", "durand dupont"));
  EXPECT_FALSE(TokensEqualInAnyOrder("jean jean pierre", "jean pierre pierre"));
  EXPECT_FALSE(TokensEqualInAnyOrder("dupont", "dupont durand"));
  EXPECT_TRUE(TokensEqualInAnyOrder("", ""));
}

TEST(TokensTest, BeyondSixtyFourTokensOnlyEqualStringsCount) {
  std::string forth, back;
  for (int i = 0; i < 64; ++i) {
    forth += "t" + std::to_string(i) + " ";
    back += "t" + std::to_string(63 - i) + " ";
  }
  EXPECT_TRUE(TokensEqualInAnyOrder(forth, back));
  EXPECT_TRUE(TokensContained(forth, back));
  EXPECT_FALSE(TokensEqualInAnyOrder(forth + "x", "x " + back));
  EXPECT_FALSE(TokensContained("t1", forth + "x"));
  EXPECT_TRUE(TokensContained(forth + "x", forth + "x"));
}

TEST(SimilarityTest, AllocatesNothing) {
  const std::vector<std::string> texts = {
      "",          "martin",   "jean pierre",          "иванова мария",
      "d?pont",    "\xff\xc3", std::string(5000, 'a'), "a b c a",
      "jeanpierre"};
  double sum = 0;
  const std::size_t before = bench::AllocationCount();
  for (const std::string& a : texts) {
    for (const std::string& b : texts) {
      sum += JaroWinkler(a, b) + OsaDistance(a, b, 2) + OsaSimilarity(a, b) + BigramDice(a, b);
      sum += AtMostOneEdit(a, b) + TokensContained(a, b) + TokensEqualInAnyOrder(a, b);
    }
  }
  EXPECT_EQ(bench::AllocationCount(), before);
  EXPECT_GT(sum, 0);
}

}  // namespace
}  // namespace doublon::similarity
