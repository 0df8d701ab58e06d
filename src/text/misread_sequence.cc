#include "text/misread_sequence.h"

#include <algorithm>
#include <cstddef>

#include "text/code_pages.h"
#include "text/utf8.h"

namespace doublon::text {
namespace {

// True for characters that can follow a lead in UTF-8 read as a code page.
bool IsContinuation(unsigned char byte) noexcept { return byte >= 0x80 && byte < 0xc0; }

// The sequence whose bytes, read in `page`, stand at text[at].
Sequence SequenceAt(std::u32string_view text, std::size_t at, const CodePage& page) noexcept {
  const PageByte byte{&page};
  const unsigned char lead = byte.Of(text[at]);
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length == 0 || at + length > text.size()) return {};
  char bytes[4] = {static_cast<char>(lead)};
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned char next = byte.Of(text[at + i]);
    if (!IsContinuation(next)) return {};
    bytes[i] = static_cast<char>(next);
  }
  std::size_t size = 0;
  const char32_t value = DecodeUtf8({bytes, length}, &size);
  return size == length ? Sequence{length, value, lead} : Sequence{};
}

// How far back an opening mark is looked for, so that no cell costs more than linear time.
constexpr std::size_t kQuotationSizeMax = 256;

// True when the mark at text[at] may close a quotation or a clause: its opening mark stands before
// it, or it needs none.
bool MayBeClosingMark(std::u32string_view text, std::size_t at) noexcept {
  const auto opened = [&](std::u32string_view marks) {
    const std::size_t begin = at - std::min(at, kQuotationSizeMax);
    return text.substr(begin, at - begin).find_first_of(marks) != std::u32string_view::npos;
  };
  switch (text[at]) {
    case 0x2019:
    case 0x2013:
    case 0x2014:
    case 0x2026:
      return true;
    case 0xab:
    case 0xbb:
    case 0x201c:
    case 0x201d:
      return opened(U"«»“”„");
    case 0x2018:
    case 0x203a:
      return opened(U"‹‘‚");
    default:
      return false;
  }
}

// True when the decoded sequence is a letter or mark of Western European text, which good text
// does not look like by chance. `*scripted` is set for other scripts, which need two in a row.
bool IsExpected(const Sequence& s, bool* scripted) noexcept {
  const char32_t c = s.value;
  *scripted = false;
  if (s.length == 2) {
    if (c < 0x180) return true;  // Latin-1, Latin Extended-A
    // ƒ ˆ ˜ are bytes of Windows-1252 themselves: the layer above in text misread several times.
    if (c == 0x192 || c == 0x2c6 || c == 0x2dc) return true;
    if (c == 0x1a0 || c == 0x1a1 || c == 0x1af || c == 0x1b0) return true;  // ơ ư
    if (c >= 0x218 && c <= 0x21b) return true;                              // ș ț of Romanian
    if (c >= 0x300 && c <= 0x36f) return true;  // marks of decomposed text
    *scripted = c >= 0x370;
    return false;
  }
  if (s.length == 3) {
    if (c >= 0x1e00 && c <= 0x1eff) return true;
    if ((c >= 0x2000 && c <= 0x20cf) || (c >= 0x2100 && c <= 0x214f)) return true;
    if ((c >= 0xfb00 && c <= 0xfb06) || (c >= 0xff00 && c <= 0xffef)) return true;
    if (c == 0xfeff || c == 0xfffd) return true;
    *scripted = true;
    return false;
  }
  return c >= 0x1f000 && c <= 0x1faff;  // emoji
}

}  // namespace

Sequence WesternSequence(std::u32string_view text, std::size_t at) noexcept {
  const Sequence s = SequenceAt(text, at, kWindows1252Page);
  if (s.length == 0) return s;
  bool scripted = false;
  if (IsExpected(s, &scripted)) {
    if (s.length > 2) return s;
    const char32_t before = at > 0 ? text[at - 1] : U' ';
    const char32_t after = at + 2 < text.size() ? text[at + 2] : U' ';
    // «IRMÃ» ends in a letter of its own; a mark of its own needs a letter to sit on.
    if (IsUpperLetter(before) && MayBeClosingMark(text, at + 1) && !IsAnyLetter(after)) return {};
    if (s.value >= 0x300 && !IsAnyLetter(before)) return {};
    return s;
  }
  if (!scripted) return {};
  const auto same_script = [&](const Sequence& other) {
    return other.length == s.length && (s.length == 3 || other.value >> 9 == s.value >> 9);
  };
  const std::size_t next = at + s.length;
  if (next < text.size() && same_script(SequenceAt(text, next, kWindows1252Page))) return s;
  if (at >= s.length && same_script(SequenceAt(text, at - s.length, kWindows1252Page))) return s;
  return {};
}

Sequence ForeignSequence(std::u32string_view text, std::size_t at) noexcept {
  const char32_t c = text[at];
  const bool dos = c == 0x251c || c == 0x252c || c == 0x253c || c == 0xd4;
  if (!dos && c != 0x221a && c != 0x2248 && c != 0x201a) return {};
  const Sequence s = SequenceAt(text, at, dos ? kCp850Page : kMacRomanPage);
  if (s.length == 2 && s.value >= 0xa0 && s.value < 0x180) return s;
  if (s.length == 3 && s.value >= 0x2013 && s.value <= 0x2026) return s;  // ’ – “ …
  return {};
}

Sequence DamagedSequence(std::u32string_view text, std::size_t at) noexcept {
  if (at + 1 >= text.size()) return {};
  constexpr std::u32string_view kLowerContinuations = U"©¨ª§®¯´¢¹¼¶¤±³";
  const char32_t next = text[at + 1];
  const char32_t before = at > 0 ? text[at - 1] : U' ';
  if (text[at] == U'ã' && kLowerContinuations.find(next) != std::u32string_view::npos) {
    return {2, 0xc0 + (next & 0x3f), 0xc3};
  }
  if (next != U' ' || at + 2 >= text.size() || IsUpperLetter(before)) return {};
  const bool two_spaces = text[at + 2] == U' ';
  if (text[at] == U'Ã' && (IsLowerLetter(before) || before == U' ')) {
    return {two_spaces ? std::size_t{2} : std::size_t{1}, U'à', 0xc3};
  }
  if (text[at] == U'Â' && before != U' ') return {2, U' ', 0xc2};
  return {};
}

}  // namespace doublon::text
