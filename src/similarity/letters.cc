#include "similarity/letters.h"

#include <cstddef>

#include "base/load.h"
#include "text/utf8.h"

namespace doublon::similarity {
namespace {

constexpr char32_t kMalformedBase = 0x110000;
constexpr std::uint8_t kFirstOtherSymbol = 128;

// Gives each letter its symbol; one numbering serves both strings.
class Numbering {
 public:
  std::uint32_t Apply(std::string_view text, std::uint8_t* symbols) {
    std::uint32_t count = 0;
    while (!text.empty() && count < kLetterCountMax) {
      const DecodedLetter letter = DecodeLetter(text);
      symbols[count++] = SymbolOf(letter.value);
      text.remove_prefix(letter.byte_count);
    }
    return count;
  }

 private:
  std::uint8_t SymbolOf(char32_t letter) {
    if (letter < kFirstOtherSymbol) return static_cast<std::uint8_t>(letter);
    std::uint32_t index = 0;
    while (index < known_count_ && known_[index] != letter) ++index;
    if (index == known_count_) known_[known_count_++] = letter;
    return static_cast<std::uint8_t>(kFirstOtherSymbol + index);
  }

  char32_t known_[2 * kLetterCountMax];
  std::uint32_t known_count_ = 0;
};

}  // namespace

bool IsAscii(std::string_view text) noexcept {
  std::size_t i = 0;
  std::uint64_t seen = 0;
  for (; i + 8 <= text.size(); i += 8) {
    seen |= LoadAt<std::uint64_t>(text.data() + i);
  }
  for (; i < text.size(); ++i) seen |= static_cast<std::uint8_t>(text[i]);
  return (seen & 0x8080808080808080U) == 0;
}

DecodedLetter DecodeLetter(std::string_view utf8) noexcept {
  std::size_t end = 0;
  const char32_t value = text::DecodeUtf8(utf8, &end);
  // U+FFFD itself takes three bytes; in one byte it stands for a malformed one.
  if (value == 0xFFFD && end == 1) return {kMalformedBase + static_cast<std::uint8_t>(utf8[0]), 1};
  return {value, static_cast<std::uint32_t>(end)};
}

LetterPair::LetterPair(std::string_view a, std::string_view b) noexcept {
  // The first 64 letters are the first 64 bytes when those are ASCII.
  const std::string_view a_head = a.substr(0, kLetterCountMax);
  const std::string_view b_head = b.substr(0, kLetterCountMax);
  if (IsAscii(a_head) && IsAscii(b_head)) {
    a_ = {reinterpret_cast<const std::uint8_t*>(a_head.data()),
          static_cast<std::uint32_t>(a_head.size())};
    b_ = {reinterpret_cast<const std::uint8_t*>(b_head.data()),
          static_cast<std::uint32_t>(b_head.size())};
  } else {
    Number(a, b);
  }
}

void LetterPair::Number(std::string_view a, std::string_view b) noexcept {
  Numbering numbering;
  a_ = {a_symbols_, numbering.Apply(a, a_symbols_)};
  b_ = {b_symbols_, numbering.Apply(b, b_symbols_)};
}

}  // namespace doublon::similarity
