#include "normalize/cell_tokens.h"

#include <algorithm>
#include <array>

#include "normalize/tables.h"
#include "text/digits.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace doublon::normalize {

namespace {

using text::IsDigit;

bool IsAsciiLetter(char c) noexcept { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool IsAscii(char c) noexcept { return static_cast<unsigned char>(c) < 0x80; }
// A letter, or part of one beyond ASCII.
bool IsLetterByte(char c) noexcept { return IsAsciiLetter(c) || !IsAscii(c); }

struct CodePoint {
  std::uint32_t value;
  std::size_t size;
};

CodePoint Decode(std::string_view rest) noexcept {
  std::size_t size = 0;
  const char32_t value = text::DecodeUtf8(rest, &size);
  return {static_cast<std::uint32_t>(value), size};
}

CharClass ClassifyBeyondAscii(std::uint32_t c) noexcept {
  if (c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000)
    return CharClass::kSpace;
  if (c == 0xad || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe63 || c == 0xff0d)
    return CharClass::kHyphen;
  if (c == 0x2018 || c == 0x2019 || c == 0x201b || c == 0x2bc || c == 0xb4 || c == 0x2032 ||
      c == 0xff07 || c == 0x2b9) {
    return CharClass::kApostrophe;
  }
  if ((c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || c == 0x2060 || c == 0xfeff ||
      (c >= 0x80 && c < 0xa0)) {
    return CharClass::kInvisible;
  }
  const bool latin_sign = c >= 0xa1 && c <= 0xbf && c != 0xaa && c != 0xba;
  if (latin_sign || c == 0xd7 || c == 0xf7 || (c >= 0x2016 && c <= 0x2027) ||
      (c >= 0x2030 && c <= 0x205e)) {
    return CharClass::kOther;
  }
  return CharClass::kLetter;
}

enum class OneCase : std::uint8_t { kNone, kLower, kUpper };

OneCase CaseOf(CodePoint c) noexcept {
  const std::uint32_t v = c.value;
  if (v < 0x80)
    return v >= 'a' && v <= 'z'   ? OneCase::kLower
           : v >= 'A' && v <= 'Z' ? OneCase::kUpper
                                  : OneCase::kNone;
  if (v >= 0xc0 && v <= 0xde && v != 0xd7) return OneCase::kUpper;
  if (v >= 0xdf && v <= 0xff && v != 0xf7) return OneCase::kLower;
  // Latin Extended-A: capitals and small letters alternate, from an even code up to U+0137, then
  // from an odd one.
  if (v >= 0x100 && v <= 0x137) return v % 2 == 0 ? OneCase::kUpper : OneCase::kLower;
  if (v >= 0x139 && v <= 0x148) return v % 2 == 1 ? OneCase::kUpper : OneCase::kLower;
  if ((v >= 0x14a && v <= 0x177) || (v >= 0x1e00 && v <= 0x1eff))
    return v % 2 == 0 ? OneCase::kUpper : OneCase::kLower;
  if (v == 0x178 || v == 0x179 || v == 0x17b || v == 0x17d) return OneCase::kUpper;
  if (v >= 0x391 && v <= 0x3a9) return OneCase::kUpper;
  if (v >= 0x400 && v <= 0x42f) return OneCase::kUpper;
  if ((v >= 0x3b1 && v <= 0x3c9) || (v >= 0x430 && v <= 0x45f)) return OneCase::kLower;
  return OneCase::kNone;
}

constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (unsigned c = 0; c < 0x80; ++c) {
    plain[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
  return plain;
}();
bool IsPlain(char c) noexcept { return kPlain[static_cast<unsigned char>(c)]; }

bool IsUpper(char c) noexcept { return c >= 'A' && c <= 'Z'; }

LetterCase CaseOfCounts(unsigned upper, unsigned lower, bool first_upper) noexcept {
  if (upper + lower == 0) return LetterCase::kNone;
  if (upper == 0) return LetterCase::kLower;
  if (lower == 0) return LetterCase::kUpper;
  return first_upper && upper == 1 ? LetterCase::kCapital : LetterCase::kMixed;
}

LetterCase LettersOf(std::string_view word) noexcept {
  bool first_upper = false, first_seen = false;
  unsigned upper = 0, lower = 0;
  for (std::size_t i = 0; i < word.size();) {
    const CodePoint c = Decode(word.substr(i));
    i += c.size;
    const OneCase one = CaseOf(c);
    if (one == OneCase::kNone) continue;
    if (!first_seen) first_upper = one == OneCase::kUpper;
    first_seen = true;
    ++(one == OneCase::kUpper ? upper : lower);
  }
  return CaseOfCounts(upper, lower, first_upper);
}

Separator SeparatorOf(CharClass kind, char c) noexcept {
  switch (kind) {
    case CharClass::kHyphen:
      return Separator::kHyphen;
    case CharClass::kApostrophe:
      return Separator::kApostrophe;
    case CharClass::kSpace:
      return c == '\n' || c == '\r' ? Separator::kValue : Separator::kSpace;
    default:
      break;
  }
  switch (c) {
    case '.':
      return Separator::kDot;
    case '/':
    case '\\':
      return Separator::kSlash;
    case '&':
    case '+':
      return Separator::kAmpersand;
    case ',':
      return Separator::kComma;
    case ';':
    case '|':
    case '\x1f':
      return Separator::kValue;
    default:
      return Separator::kSpace;
  }
}

}  // namespace

CharClass ClassifyCharacter(std::string_view rest, std::size_t& size) noexcept {
  const char c = rest.front();
  size = 1;
  if (IsAscii(c)) {
    if (IsAsciiLetter(c)) return CharClass::kLetter;
    if (IsDigit(c)) return CharClass::kDigit;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f')
      return CharClass::kSpace;
    if (c == '\'' || c == '`') return CharClass::kApostrophe;
    if (c == '-' || c == '_') return CharClass::kHyphen;
    return static_cast<unsigned char>(c) < 0x20 && c != '\x1f' ? CharClass::kInvisible
                                                               : CharClass::kOther;
  }
  const CodePoint point = Decode(rest);
  size = point.size;
  return ClassifyBeyondAscii(point.value);
}

void AppendLatin(std::string_view folded, std::string& out) {
  for (std::size_t i = 0; i < folded.size();) {
    if (IsAscii(folded[i])) {
      out += folded[i++];
      continue;
    }
    const std::size_t size = Decode(folded.substr(i)).size;
    const std::string_view letter = folded.substr(i, size);
    // A sign of softness or hardness has no Latin letter.
    const TableSlot* latin = tables::Find(TableId::kLetters, letter);
    if (latin == nullptr) {
      out += letter;
    } else if (latin->high != 0) {
      out += tables::Text(latin->high);
    }
    i += size;
  }
}

std::string_view CellTokens::Phrase(std::size_t first, std::size_t last) const {
  phrase_.clear();
  for (std::size_t i = first; i < last; ++i) {
    if (i > first) phrase_ += ' ';
    phrase_ += text(i);
  }
  return phrase_;
}

// Ends the word raw[begin, end): folds it and takes over the separators seen before it.
void CellTokens::Close(std::string_view raw, std::size_t begin, std::size_t end) {
  const std::string_view word = raw.substr(begin, end - begin);
  if (word.empty() || tokens_.size() == kTokenCountMax) return;
  CellToken token = pending_;
  token.begin = static_cast<std::uint32_t>(folded_.size());
  // ASCII letters and digits only: folding is a change of case, and the letters' case is seen on
  // the way.
  folded_.resize(token.begin + word.size());
  char* folded = folded_.data() + token.begin;
  unsigned upper = 0, lower = 0, digits = 0;
  for (const char c : word) {
    const bool is_upper = c >= 'A' && c <= 'Z', is_lower = c >= 'a' && c <= 'z';
    upper += is_upper;
    lower += is_lower;
    digits += IsDigit(c);
    *folded++ = static_cast<char>(is_upper ? c | 0x20 : c);
  }
  token.digits = digits > 0;
  const bool plain = upper + lower + digits == word.size();
  if (plain) {
    const auto first = std::find_if(word.begin(), word.end(), IsAsciiLetter);
    const bool first_upper = first != word.end() && IsUpper(*first);
    token.letters = CaseOfCounts(upper, lower, first_upper);
  } else {
    folded_.resize(token.begin);
    phrase_.clear();
    text::FoldInto(word, {}, phrase_);
    std::erase(phrase_, ' ');  // the dot in M.ª
    AppendLatin(phrase_, folded_);
  }
  const std::size_t size = folded_.size() - token.begin;
  if (size == 0 || size > 0xffff) {
    folded_.resize(token.begin);
    return;
  }
  token.size = static_cast<std::uint16_t>(size);
  token.classes = tables::ClassesOf(std::string_view(folded_).substr(token.begin));
  if (!plain) token.letters = LettersOf(word);
  tokens_.push_back(token);
  pending_ = {};
  pending_.bracketed = token.bracketed;
}

void CellTokens::Read(std::string_view raw) {
  tokens_.clear();
  folded_.clear();
  pending_ = {};
  std::size_t begin = 0, at = 0;
  bool in_word = false;
  while (at < raw.size()) {
    // Most of a cell: ASCII letters and digits.
    if (IsPlain(raw[at])) {
      if (!in_word) begin = at;
      in_word = true;
      do ++at;
      while (at < raw.size() && IsPlain(raw[at]));
      continue;
    }
    std::size_t size;
    const CharClass kind = ClassifyCharacter(raw.substr(at), size);
    const char c = raw[at];
    const bool unknown_letter = c == '?' && in_word && at + 1 < raw.size() &&
                                IsLetterByte(raw[at - 1]) && IsLetterByte(raw[at + 1]);
    // M.ª: the dot of an abbreviation before its raised ending.
    const bool raised_ending =
        c == '.' && in_word &&
        (raw.substr(at + 1, 2) == "\xc2\xaa" || raw.substr(at + 1, 2) == "\xc2\xba");
    if (kind == CharClass::kLetter || kind == CharClass::kDigit || unknown_letter ||
        raised_ending) {
      if (!in_word) begin = at;
      in_word = true;
    } else if (kind == CharClass::kInvisible) {
      if (!in_word) begin = at + size;
    } else {
      if (in_word) {
        Close(raw, begin, at);
        if (c == '.' && !tokens_.empty()) tokens_.back().dotted = true;
      }
      in_word = false;
      if (c == '(' || c == '[') pending_.bracketed = true;
      if (c == ')' || c == ']') pending_.bracketed = false;
      pending_.before = std::max(pending_.before, SeparatorOf(kind, c));
    }
    at += size;
  }
  if (in_word) Close(raw, begin, raw.size());
}

}  // namespace doublon::normalize
