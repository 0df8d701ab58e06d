#include "text/fold.h"

#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "text/utf8.h"

namespace doublon::text {
namespace {

TEST(FoldTest, LatinLettersLoseTheirMarks) {
  EXPECT_EQ(Fold("François"), "francois");
  EXPECT_EQ(Fold("ŒUVRÉ Straße Łukasz Søren Đức İbrahim Þór"),
            "oeuvre strasse lukasz soren duc ibrahim thor");
  EXPECT_EQ(Fold("Nguyễn Thị"), "nguyen thi");
  EXPECT_EQ(Fold("Andre\xcc\x81"), "andre");  // combining accent
  EXPECT_EQ(Fold("Ｊｅａｎ"), "jean");        // full width
}

TEST(FoldTest, PunctuationPartsWordsOnce) {
  EXPECT_EQ(Fold("  Jean–Pierre,  O’Neil. "), "jean pierre o neil");
  EXPECT_EQ(Fold("L'Hermitte", {.glue_apostrophes = true}), "lhermitte");
  EXPECT_EQ(Fold("J.-P."), "j p");
}

TEST(FoldTest, InvisibleCharactersVanish) {
  EXPECT_EQ(Fold("Du\xe2\x80\x8bpont\xc2\xad\xf0\x9f\x99\x82"), "dupont");
}

TEST(FoldTest, LostLettersStayAsOneUnknownLetter) {
  EXPECT_EQ(Fold("Fran?ois"), "fran?ois");
  EXPECT_EQ(Fold("Fran\xef\xbf\xbdois"), "fran?ois");
  EXPECT_EQ(Fold("Fran\xe7ois"), "fran?ois");  // a malformed byte
  EXPECT_EQ(Fold("Andr?"), "andr?");
  EXPECT_EQ(Fold("?milie"), "?milie");
  EXPECT_EQ(Fold("? ?"), "");
}

TEST(FoldTest, OtherScriptsAreKept) {
  EXPECT_EQ(Fold("МАРИЯ"), "мария");
  EXPECT_EQ(Fold("Ωμέγα"), "ωμεγα");
  EXPECT_FALSE(Fold("محمد").empty());
  EXPECT_FALSE(Fold("山田").empty());
}

TEST(FoldTest, ALostLetterCountsOnlyBesideALetter) {
  EXPECT_EQ(Fold("a ? b"), "a b");
  EXPECT_EQ(Fold("a ?b"), "a ?b");
  EXPECT_EQ(Fold("a? b"), "a? b");
  EXPECT_EQ(Fold("a ??"), "a");
  EXPECT_EQ(Fold("??a??"), "??a??");
  EXPECT_EQ(Fold("?\u0301\u00e9"), "?e");  // what vanishes does not part
}

TEST(FoldTest, AppendsWhateverIsThereBefore) {
  std::string out = "jean ?";
  FoldInto(" DUPONT", {}, out);
  EXPECT_EQ(out, "jean ?dupont");
  FoldInto("¼ ﷺ", {}, out);  // longer folded than written
  EXPECT_EQ(out, "jean ?dupont1 4 صلى الله عليه وسلم");
}

TEST(FoldTest, SpanishOrdinalsAreLetters) {
  EXPECT_EQ(Fold("Mª del Carmen"), "ma del carmen");
  EXPECT_EQ(Fold("Nº 5"), "no 5");
}

RC_GTEST_PROP(FoldTest, IsIdempotentBoundedAndClean, (const std::string& bytes)) {
  const std::string folded = Fold(bytes);
  RC_ASSERT(Fold(folded) == folded);
  RC_ASSERT(folded.size() <= 12 * bytes.size() + 4);
  RC_ASSERT(folded.find("  ") == std::string::npos);
  RC_ASSERT(!folded.starts_with(' '));
  RC_ASSERT(!folded.ends_with(' '));
}

// Short cells and plain text go shorter ways: each way, and any place in a block, gives the same.
RC_GTEST_PROP(FoldTest, IsTheSameBehindALongWord, ()) {
  const std::vector<std::string> pieces = {"a",        "Z", "7",    " ", "  ", "-",    "'",
                                           "`",        "?", "É",    "œ", "Ŀ",  "ŉ",    "×",
                                           "\xcc\x81", "’", "\xe7", "я", "¼",  "JEAN", ", "};
  const auto chosen = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces));
  const std::size_t before = *rc::gen::inRange(1, 80);
  const FoldOptions options = {.glue_apostrophes = *rc::gen::arbitrary<bool>()};
  std::string cell;
  for (const std::string& piece : chosen) cell += piece;
  const std::string word(before, 'x'), folded = Fold(cell, options);
  RC_ASSERT(Fold(word + " " + cell, options) == (folded.empty() ? word : word + " " + folded));
}

// Every code point, alone and between letters.
TEST(FoldTest, IsIdempotentOnEveryCodePoint) {
  for (char32_t c = 1; c < 0x110000; ++c) {
    if (c >= 0xd800 && c <= 0xdfff) continue;
    std::string bytes = "a";
    char utf8[4];
    bytes.append(utf8, EncodeUtf8(c, utf8));
    bytes += 'b';
    const std::string folded = Fold(bytes);
    ASSERT_EQ(Fold(folded), folded) << "U+" << std::hex << static_cast<std::uint32_t>(c);
    ASSERT_LE(folded.size(), 12 * bytes.size() + 4)
        << "U+" << std::hex << static_cast<std::uint32_t>(c);
  }
}

TEST(SplitTokensTest, SplitsAtSpaces) {
  std::vector<std::string_view> tokens;
  SplitTokens("jean pierre", tokens);
  EXPECT_EQ(tokens, (std::vector<std::string_view>{"jean", "pierre"}));
  SplitTokens("", tokens);
  EXPECT_TRUE(tokens.empty());
}

}  // namespace
}  // namespace doublon::text
