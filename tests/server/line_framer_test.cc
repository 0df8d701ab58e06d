#include "server/line_framer.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace doublon::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// What comes out for bytes that come in pieces of `piece` bytes: lines as they are, "<long N>",
// "<not ours>".
std::vector<std::string> Frame(std::string_view bytes, std::size_t piece = ~std::size_t{0},
                               bool finish = true, std::size_t line_bytes_max = 20) {
  LineFramer framer(line_bytes_max);
  std::vector<std::string> out;
  const auto take = [&] {
    for (LineFramer::Item item = framer.Next(); item.event != LineFramer::Event::kNone;
         item = framer.Next()) {
      if (item.event == LineFramer::Event::kNotOurs) {
        out.push_back("<not ours>");
        return false;
      }
      out.push_back(item.event == LineFramer::Event::kLine ? std::string(item.line)
                                                           : fmt::format("<long {}>", item.number));
    }
    return true;
  };
  for (std::size_t at = 0; at < bytes.size(); at += std::min(piece, bytes.size() - at)) {
    framer.Append(bytes.substr(at, piece));
    if (!take()) return out;
  }
  if (finish) {
    framer.Finish();
    take();
  }
  return out;
}

TEST(LineFramerTest, CutsLines) { EXPECT_THAT(Frame("{1}\n{2}\n"), ElementsAre("{1}", "{2}")); }

TEST(LineFramerTest, TakesCrlfBlankLinesAndAMark) {
  EXPECT_THAT(Frame("\xef\xbb\xbf\r\n\n{1}\r\n \t\r\n\n{2}\n"), ElementsAre("{1}", "{2}"));
}

TEST(LineFramerTest, TheLastLineNeedsItsEndUnlessTheStreamEnds) {
  EXPECT_THAT(Frame("{1}\n{2}", 1, false), ElementsAre("{1}"));
  EXPECT_THAT(Frame("{1}\n{2}", 1, true), ElementsAre("{1}", "{2}"));
  EXPECT_THAT(Frame("{1}\n{2}\r", 1, true), ElementsAre("{1}", "{2}"));
  EXPECT_THAT(Frame("", 1, true), IsEmpty());
  EXPECT_THAT(Frame("{1}\n", 1, true), ElementsAre("{1}"));
}

TEST(LineFramerTest, TheFirstLineMustBeginWithABrace) {
  for (const char* bytes : {"GET / HTTP/1.1\r\n", "POST", "\x16\x03\x01", "[1]\n", " {}\n",
                            "nope\n", "\n\nx", "\xef\xbb\xbf[]", "\xef\xbbx", "\xff", "\"a\"\n"}) {
    EXPECT_THAT(Frame(bytes), ElementsAre("<not ours>")) << bytes;
    EXPECT_THAT(Frame(bytes, 1), ElementsAre("<not ours>")) << bytes;
  }
  EXPECT_THAT(Frame(std::string_view("\0{}", 3)), ElementsAre("<not ours>"));
  EXPECT_THAT(Frame("{1}\nGET /\n"),
              ElementsAre("{1}", "GET /"));  // later lines cost an answer only
}

TEST(LineFramerTest, ALongLineIsToldOnceAndDropped) {
  const std::string fits = "{" + std::string(19, 'a'), over = fits + "a";
  EXPECT_THAT(Frame(fits + "\n" + over + "\n{3}\n"), ElementsAre(fits, "<long 2>", "{3}"));
  EXPECT_THAT(Frame(fits + "\r\n" + over + "\r\n{3}\n", 1), ElementsAre(fits, "<long 2>", "{3}"));
  EXPECT_THAT(Frame("{1}\n" + std::string(1000, 'b') + "\n{3}", 7),
              ElementsAre("{1}", "<long 2>", "{3}"));
  EXPECT_THAT(Frame("{" + std::string(1000, 'b'), 7), ElementsAre("<long 1>"));
}

TEST(LineFramerTest, ALongLineTakesNoMemory) {
  LineFramer framer(1000);
  const std::string piece(64 * 1024, 'x');
  framer.Append("{");
  EXPECT_EQ(framer.Next().event, LineFramer::Event::kNone);
  framer.Append(piece);
  EXPECT_EQ(framer.Next().event, LineFramer::Event::kTooLong);
  for (int i = 0; i < 100; ++i) {
    framer.Append(piece);
    EXPECT_EQ(framer.Next().event, LineFramer::Event::kNone);
    EXPECT_EQ(framer.buffered_bytes(), 0U);
  }
  framer.Append("\n{2}\n");
  EXPECT_EQ(framer.Next().line, "{2}");
}

TEST(LineFramerTest, LinesAreNumberedBlankOnesToo) {
  LineFramer framer(20);
  framer.Append("\n{2}\n\n\n{5}\n");
  EXPECT_EQ(framer.Next().number, 2U);
  EXPECT_EQ(framer.Next().number, 5U);
}

TEST(LineFramerTest, ALineCanBeDroppedBeforeItsEnd) {
  LineFramer framer(20);
  EXPECT_EQ(framer.DropPartialLine(), 0U);
  framer.Append("{1}\n{2");
  EXPECT_EQ(framer.Next().line, "{1}");
  EXPECT_EQ(framer.Next().event, LineFramer::Event::kNone);
  EXPECT_EQ(framer.DropPartialLine(), 2U);
  framer.Append("2}\n{3}\n");
  EXPECT_EQ(framer.Next().line, "{3}");
}

TEST(LineFramerTest, HowTheBytesArriveDoesNotMatter) {
  std::mt19937 random(3);
  const std::string_view parts[] = {
      "{}",   "\n",          "\r\n", "\r", " ", "{\"op\":1}", "aaaaaaaaaaaaaaaaaaaaaaaa",
      "\n\n", "\xef\xbb\xbf"};
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = round % 2 == 0 ? "{" : "";
    for (int i = 0; i < 12; ++i) bytes += parts[random() % std::size(parts)];
    const auto whole = Frame(bytes);
    for (const std::size_t piece : {1, 2, 3, 7})
      EXPECT_EQ(Frame(bytes, piece), whole) << "round " << round;
  }
}

}  // namespace
}  // namespace doublon::server
