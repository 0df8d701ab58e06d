#include "io/separators.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace doublon::io {
namespace {

std::string RandomText(std::mt19937& random, std::size_t size) {
  constexpr std::string_view kLetters = "ab,\"\n\xc3\x00z";
  std::string text(size, ' ');
  for (char& c : text) c = kLetters[random() % 8];
  return text;
}

std::vector<std::uint32_t> Plainly(std::string_view text, const SeparatorSet& set) {
  std::vector<std::uint32_t> positions;
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    if (text[i] == set.first || text[i] == set.second || text[i] == set.third)
      positions.push_back(i);
  }
  return positions;
}

TEST(SeparatorsTest, FindsWhatAPlainLoopFindsAtEverySize) {
  std::mt19937 random(7);
  for (std::size_t size = 0; size < 300; ++size) {
    const std::string text = RandomText(random, size);
    for (const SeparatorSet& set : {SeparatorSet{'\n', '"', ','}, SeparatorSet{'\n', '\n', '\n'},
                                    SeparatorSet{'\xc3', '\0', 'a'}}) {
      std::vector<std::uint32_t> found(size + 64);
      found.resize(FindSeparators(text, set, found.data()));
      ASSERT_EQ(found, Plainly(text, set)) << "size " << size;
    }
    EXPECT_EQ(CountByte(text, ','), Plainly(text, {',', ',', ','}).size());
  }
}

TEST(SeparatorsTest, StreamGivesAllPositionsOverManyBlocks) {
  std::mt19937 random(8);
  const std::string text = RandomText(random, 100'000);
  const SeparatorSet set{'\n', '"', ','};
  SeparatorStream stream(text, set);
  for (const std::uint32_t position : Plainly(text, set)) ASSERT_EQ(stream.Next(), position);
  EXPECT_EQ(stream.Next(), text.size());
  EXPECT_EQ(stream.Next(), text.size());
}

TEST(SeparatorsTest, StreamSkipsForwardAndBack) {
  std::mt19937 random(9);
  const std::string text = RandomText(random, 60'000);
  const SeparatorSet set{'\n', '"', ','};
  SeparatorStream stream(text, set);
  for (int i = 0; i < 20'000; ++i) {
    const std::size_t from = random() % 4 == 0 ? random() % text.size() : random() % 2000;
    std::size_t expected = from;
    while (expected < text.size() && text[expected] != '\n' && text[expected] != '"' &&
           text[expected] != ',') {
      ++expected;
    }
    stream.SkipTo(from);
    ASSERT_EQ(stream.Next(), expected) << "from " << from;
  }
}

}  // namespace
}  // namespace doublon::io
