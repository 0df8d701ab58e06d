#include "compare/text_numbers.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace doublon::compare {
namespace {

void Expect(bool differ, std::string_view x, std::string_view y) {
  EXPECT_EQ(NumbersDiffer(x, y), differ) << x << " | " << y;
  EXPECT_EQ(NumbersDiffer(y, x), differ) << y << " | " << x;
}

TEST(TextNumbersTest, ModelsOfOneSeriesDiffer) {
  Expect(true, "epson ls2100 laser printer", "epson ls2100w laser printer");
  Expect(true, "drill 12v compact", "drill 18v compact");
  Expect(true, "proc sigmod 1998", "proc sigmod 1999");
}

TEST(TextNumbersTest, PartsOfOneSeriesDiffer) {
  Expect(true, "query processing for sensor networks", "query processing for sensor networks ii");
  Expect(true, "data mining ii", "data mining iii");
  Expect(true, "the art of cooking", "the art of cooking 2");
}

TEST(TextNumbersTest, OneNumberWrittenInPartsIsTheSame) {
  Expect(false, "sony dscw55 camera", "sony dsc w55 camera");
  Expect(false, "sony dscw55 camera", "sony w55 camera");
  Expect(false, "hard disk 500gb black", "hard disk 500 gb");
}

TEST(TextNumbersTest, NumbersThatOneLeavesOutDoNotDiffer) {
  Expect(false, "epson ls2100 laser printer", "epson laser printer");
  Expect(false, "cafe de la gare", "cafe de la gare restaurant");
  Expect(false, "studio 54 new york", "studio new york");
}

TEST(TextNumbersTest, AModelInCommonOutweighsSmallerNumbers) {
  Expect(false, "sony dscw55 7 2mp 3x", "sony dscw55 black 2 5 inch");
}

TEST(TextNumbersTest, TextsWithoutWordsAndLongOnesAreTaken) {
  Expect(false, "", "");
  std::string text;
  for (int i = 0; i < 40; ++i) text += "word ";
  Expect(false, text + "1", text + "2");
}

}  // namespace
}  // namespace doublon::compare
