#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "normalize/packed_table.h"

namespace doublon::normalize {

// What stands between a word and the one before it, the strongest sign of several.
enum class Separator : std::uint8_t {
  kNone,
  kSpace,
  kDot,
  kApostrophe,
  kHyphen,
  kSlash,
  kAmpersand,
  kComma,
  kValue  // kValue: ; | U+001F line break
};

enum class LetterCase : std::uint8_t { kNone, kLower, kUpper, kCapital, kMixed };

// A word of a cell: folded, with what folding loses.
struct CellToken {
  std::uint32_t begin = 0;  // into the folded text
  std::uint16_t size = 0;
  Separator before = Separator::kNone;
  LetterCase letters = LetterCase::kNone;
  bool dotted = false;     // a dot follows
  bool bracketed = false;  // inside round or square brackets
  bool digits = false;     // holds a digit
  std::uint32_t classes =
      0;  // WordClass bits: which tables may have an entry that begins with the word
  bool is(WordClass one) const noexcept { return (classes & static_cast<std::uint32_t>(one)) != 0; }
  bool is(AddressWordKind kind) const noexcept {
    return (classes & static_cast<std::uint32_t>(WordClass::kAddressWord)
                          << static_cast<unsigned>(kind)) != 0;
  }
};

// The words of one raw cell. Reuse it: no allocation once warm.
class CellTokens {
 public:
  // Reads `raw` (any bytes; taken as UTF-8). Words hold letters, digits and '?' for an unknown
  // letter; letters of Cyrillic, Greek, Arabic and Hebrew are written in Latin ones. At most
  // kTokenCountMax words are kept.
  void Read(std::string_view raw);

  std::size_t size() const noexcept { return tokens_.size(); }
  bool empty() const noexcept { return tokens_.empty(); }
  const CellToken& operator[](std::size_t i) const noexcept { return tokens_[i]; }
  std::string_view text(std::size_t i) const noexcept {
    return std::string_view(folded_).substr(tokens_[i].begin, tokens_[i].size);
  }
  // Words [first, last) joined by spaces; valid until the next call.
  std::string_view Phrase(std::size_t first, std::size_t last) const;

  static constexpr std::size_t kTokenCountMax = 64;

 private:
  void Close(std::string_view raw, std::size_t begin, std::size_t end);

  std::vector<CellToken> tokens_;
  std::string folded_;
  mutable std::string phrase_;  // of Phrase
  CellToken pending_;           // separator and brackets seen since the last word
};

// Class of the character at the head of `rest`; `size` becomes its length in bytes (1 to 4).
enum class CharClass : std::uint8_t {
  kLetter,
  kDigit,
  kSpace,
  kApostrophe,
  kHyphen,
  kOther,
  kInvisible
};
CharClass ClassifyCharacter(std::string_view rest, std::size_t& size) noexcept;

// Appends folded text with letters of other scripts written in Latin ones where transliteration.csv
// has them.
void AppendLatin(std::string_view folded, std::string& out);

}  // namespace doublon::normalize
