#include "generate/errors.h"

#include <string>

#include "generate/cells.h"
#include "generate/letters.h"
#include "gtest/gtest.h"

namespace doublon::generate {
namespace {

TEST(LettersTest, LosesAccents) {
  EXPECT_EQ(WithoutAccents("Éloïse Cœur-Noël Ç"), "Eloise Coeur-Noel C");
  EXPECT_EQ(WithoutAccents("ŒUVRE"), "OEUVRE");
  EXPECT_EQ(WithoutAccents(""), "");
}

TEST(LettersTest, ChangesCaseOfFrenchLetters) {
  EXPECT_EQ(UpperCase("Éloïse cœur ÿ"), "ÉLOÏSE CŒUR ÿ");
  EXPECT_EQ(LowerCase("ÉLOÏSE CŒUR"), "éloïse cœur");
  EXPECT_EQ(TitleCase("LE GALL-N'DIAYE"), "Le Gall-N'Diaye");
}

TEST(LettersTest, MakesMojibake) {
  EXPECT_EQ(Mojibake("rue de l'École à côté"), "rue de l'Ã‰cole Ã\u00A0 cÃ´tÃ©");
  EXPECT_EQ(Mojibake("plain"), "plain");
}

bool IsUtf8(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const int more = byte < 0x80   ? 0
                     : byte < 0xC2 ? -1
                     : byte < 0xE0 ? 1
                     : byte < 0xF0 ? 2
                     : byte < 0xF5 ? 3
                                   : -1;
    if (more < 0) return false;
    for (int k = 0; k < more; ++k) {
      if (++i >= text.size() || (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U)
        return false;
    }
  }
  return true;
}

TEST(ErrorsTest, KeepUtf8Whole) {
  Random random(5, 0);
  for (int i = 0; i < 20000; ++i) {
    for (const std::string original :
         {"Éloïse", "ÀÉÈ", "Bât Ç", "é", "", "a", "œuvre@laposte.net"}) {
      std::string text = original;
      Misread(0.2, random, text);
      Mistype(random, text);
      MistypeDigit(random, text);
      MisreadDigits(0.2, random, text);
      Respell(random, text);
      ASSERT_TRUE(IsUtf8(text));
    }
  }
}

TEST(ErrorsTest, AreTotalOnAnyBytes) {
  Random random(6, 0);
  for (int i = 0; i < 50000; ++i) {
    std::string text(random.Below(12), '\0');
    for (char& c : text) c = static_cast<char>(random.Below(256));
    Misread(0.2, random, text);
    Mistype(random, text);
    MistypeDigit(random, text);
    Respell(random, text);
    Mojibake(text);
    WithoutAccents(UpperCase(text));
    EXPECT_LE(text.size(), 40U);
  }
}

TEST(ErrorsTest, MisreadHasTheRateAsked) {
  Random random(7, 0);
  constexpr int kTexts = 100000;
  int changed = 0;
  for (int i = 0; i < kTexts; ++i) {
    std::string text = "MARTIN";
    Misread(0.01, random, text);
    changed += text != "MARTIN";
  }
  EXPECT_NEAR(changed, 0.06 * kTexts, 0.006 * kTexts);
}

TEST(ErrorsTest, MisreadConfusesWhatLooksAlike) {
  Random random(8, 0);
  bool zero_for_o = false;
  bool m_for_rn = false;
  for (int i = 0; i < 5000; ++i) {
    std::string text = "OTTO";
    Misread(0.05, random, text);
    zero_for_o |= text.find('0') != std::string::npos;
    text = "bernard";
    Misread(0.05, random, text);
    m_for_rn |= text.find('m') != std::string::npos;
  }
  EXPECT_TRUE(zero_for_o);
  EXPECT_TRUE(m_for_rn);
}

TEST(ErrorsTest, MistypeMakesOneSlip) {
  Random random(9, 0);
  for (int i = 0; i < 5000; ++i) {
    std::string text = "dupont";
    Mistype(random, text);
    ASSERT_GE(text.size(), 5U);
    ASSERT_LE(text.size(), 7U);
  }
}

TEST(CellsTest, DatesAndTelephonesAreWrittenInEachStyle) {
  const Date date{1961, 3, 7};
  EXPECT_EQ(WriteDate(date, DateStyle::kSlashes), "07/03/1961");
  EXPECT_EQ(WriteDate(date, DateStyle::kDashesIso), "1961-03-07");
  EXPECT_EQ(WriteDate(date, DateStyle::kDots), "07.03.1961");
  EXPECT_EQ(WriteDate(date, DateStyle::kShortYear), "07/03/61");
  EXPECT_EQ(WriteDate(date, DateStyle::kNoZeros), "7/3/1961");
  EXPECT_EQ(WritePhone("0612345678", PhoneStyle::kSpaces), "06 12 34 56 78");
  EXPECT_EQ(WritePhone("0612345678", PhoneStyle::kInternational), "+33612345678");
  EXPECT_EQ(WritePhone("0612345678", PhoneStyle::kInternationalSpaces), "+33 6 12 34 56 78");
  EXPECT_EQ(WritePhone("0612345678", PhoneStyle::kPlusZero), "+33(0)612345678");
  EXPECT_EQ(WritePhone("0612345678", PhoneStyle::kNoZero), "612345678");
  EXPECT_EQ(WritePhone("", PhoneStyle::kDots), "");
}

TEST(CellsTest, CompoundsAreShortenedAndOthersStay) {
  Random random(10, 0);
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(ShortenCompound("Jean", random), "Jean");
    const std::string shortened = ShortenCompound("Jean-Pierre", random);
    EXPECT_TRUE(shortened == "Jean Pierre" || shortened == "Jean" || shortened == "J-P" ||
                shortened == "JP");
    EXPECT_TRUE(IsUtf8(ShortenCompound("Anne-Élise", random)));
  }
}

}  // namespace
}  // namespace doublon::generate
