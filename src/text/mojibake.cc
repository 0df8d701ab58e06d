#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "text/code_pages.h"
#include "text/encoding.h"
#include "text/html_entities.h"
#include "text/letter_context.h"
#include "text/misread_sequence.h"
#include "text/utf8.h"

// RepairMojibake: HTML entities, layers of UTF-8 read as a code page, and single letters of CP850
// and MacRoman, in that order and until nothing changes.
namespace doublon::text {
namespace {

constexpr char32_t kReplacement = 0xfffd;

// Rounds of decoding that one cell may need; what asks for more is not text and stays as it is.
constexpr int kRoundsMax = 3;

// Characters that are read wrongly inside words but also stand for themselves elsewhere.
bool IsSuspect(char32_t c) noexcept {
  switch (c) {
    case 0x20ac:  // the row 0x80-0x9F without the quotes, dashes and œ š ž, which words do have
    case 0x201a:
    case 0x192:
    case 0x201e:
    case 0x2020:
    case 0x2021:
    case 0x2c6:
    case 0x2030:
    case 0x160:
    case 0x2039:
    case 0x152:
    case 0x17d:
    case 0x201c:
    case 0x201d:
    case 0x2022:
    case 0x2dc:
    case 0x2018:  // ë of MacRoman
    case 0x2122:
    case 0x203a:
    case 0x178:
    case 0xa1:  // í ó ú ñ Ñ of CP850
    case 0xa2:
    case 0xa3:
    case 0xa4:
    case 0xa5:
    case 0xcf:  // œ and the apostrophe of MacRoman
    case 0xd5:
      return true;
    default:
      return c >= 0x80 && c < 0xa0;
  }
}

// A cell being repaired: its code points, and room for those of the next step. Kept by the thread,
// so that nothing is allocated once warm.
struct CellText {
  std::u32string text, next;
};

bool DecodeSequences(CellText& cell) {
  std::size_t kept = 0;
  bool changed = false;
  std::u32string &text = cell.text, &result = cell.next;
  result.clear();
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] < 0x80) continue;
    Sequence s = WesternSequence(text, at);
    if (s.length == 0) s = ForeignSequence(text, at);
    if (s.length == 0) s = DamagedSequence(text, at);
    if (s.length == 0) continue;
    changed = true;
    result.append(text, kept, at - kept);
    if (s.value != 0xfeff) result.push_back(s.value);
    at += s.length - 1;
    kept = at + 1;
  }
  if (!changed) return false;
  result.append(text, kept);
  text.swap(result);
  return true;
}

bool DecodeEntities(CellText& cell) {
  bool changed = false;
  std::u32string &text = cell.text, &result = cell.next;
  result.clear();
  std::size_t kept = 0;
  for (std::size_t at = text.find(U'&'); at < text.size(); at = text.find(U'&', at + 1)) {
    std::size_t length = 0;
    const char32_t c = EntityAt(text, at, &length);
    if (c == 0) continue;
    changed = true;
    result.append(text, kept, at - kept);
    result.push_back(c);
    kept = at + length;
    at = kept - 1;
  }
  if (!changed) return false;
  result.append(text, kept);
  text.swap(result);
  return true;
}

Neighbour NeighbourOf(std::u32string_view text, std::size_t at) noexcept {
  if (at >= text.size()) return Neighbour::kNone;  // also one before the start
  const char32_t c = text[at];
  if (c < 0x80) return NeighbourOfByte(static_cast<unsigned char>(c));
  constexpr std::u32string_view kLikelyLetters = U"‚ƒˆ‰‡ŠŽ";
  if (kLikelyLetters.find(c) != std::u32string_view::npos) return Neighbour::kUnknown;
  if (c == kReplacement) return Neighbour::kUnknown;
  if (IsUpperLetter(c)) return Neighbour::kUpper;
  return IsAnyLetter(c) ? Neighbour::kSoftVowel : Neighbour::kNone;
}

// Gwena‘l, Jo‘lle: no apostrophe stands behind an a or o and before a small letter.
bool IsQuoteInWord(std::u32string_view text, std::size_t at) noexcept {
  const bool behind = at > 0 && (text[at - 1] == U'a' || text[at - 1] == U'o');
  return behind && at + 1 < text.size() && text[at + 1] >= U'a' && text[at + 1] <= U'z';
}

// True when `c` cannot be meant where it stands, so that another code page's letter is.
bool IsMisread(char32_t c, LetterContext at) noexcept {
  const bool in_word = (IsLetter(at.before) && at.after >= Neighbour::kHardVowel) ||
                       (at.before == Neighbour::kUnknown && IsLetter(at.after));
  if (c == 0xcf) return IsLower(at.before) && at.after == Neighbour::kHardVowel;
  if (c == 0xd5) return IsLower(at.before) && IsLetter(at.after);
  if (c == 0x152) return IsLower(at.before);
  if (c == 0x160 || c == 0x17d || c == 0x178) {
    // AndrŽ, JŠger; the same capital inside a word in capitals is right.
    return IsLower(at.before) || (at.before == Neighbour::kUpper && IsLower(at.after));
  }
  if (in_word) return true;
  const bool at_end = IsLetter(at.before) && at.after == Neighbour::kNone;
  const bool at_start = at.before == Neighbour::kNone && IsLetter(at.after);
  if (c >= 0x80 && c < 0xa0) return at_end || at_start;
  if (c == 0x192) return at_end || at_start;
  return at_end && (c == 0x201a || c == 0x2c6 || c == 0x2030);
}

// Letters of CP850 or MacRoman read as Windows-1252. One page is chosen for the whole cell.
bool RereadLetters(CellText& cell) {
  std::u32string &text = cell.text, &result = cell.next;
  struct Reading {
    const CodePage* page;
    int sum = 0;
  };
  std::array<Reading, 2> readings = {Reading{&kCp850Page}, Reading{&kMacRomanPage}};
  const PageByte western{&kWindows1252Page};
  const auto for_each_misread = [&](auto&& visit) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (!IsSuspect(text[at]) || (text[at] == 0x2018 && !IsQuoteInWord(text, at))) continue;
      const LetterContext context = {NeighbourOf(text, at - 1), NeighbourOf(text, at + 1)};
      const unsigned char byte = western.Of(text[at]);
      if (byte != 0 && IsMisread(text[at], context)) visit(at, byte, context);
    }
  };
  bool any = false;
  for_each_misread([&](std::size_t, unsigned char byte, LetterContext context) {
    any = true;
    for (Reading& r : readings) r.sum += LetterPlausibility((*r.page)[byte - 0x80], context);
  });
  if (!any) return false;
  const CodePage& page = readings[1].sum > readings[0].sum ? kMacRomanPage : kCp850Page;
  result = text;
  for_each_misread([&](std::size_t at, unsigned char byte, LetterContext context) {
    const char32_t c = page[byte - 0x80];
    if (LetterPlausibility(c, context) > 0) result[at] = c;
  });
  if (result == text) return false;
  text.swap(result);
  return true;
}

// ISO 8859-1 read for Windows-1252: the controls 0x80-0x9F are its quotes, dashes, œ and so on.
bool ReplaceControls(std::u32string& text) noexcept {
  bool changed = false;
  for (char32_t& c : text) {
    if (c < 0x80 || c >= 0xa0 || kWindows1252Page[c - 0x80] == c) continue;
    c = kWindows1252Page[c - 0x80];
    changed = true;
  }
  return changed;
}

bool RepairOnce(CellText& cell) {
  const bool entities = DecodeEntities(cell);
  const bool sequences = DecodeSequences(cell);
  // Layers of UTF-8 come off first: their controls and symbols are not letters gone wrong.
  if (sequences) return true;
  const bool controls = ReplaceControls(cell.text);
  const bool letters = RereadLetters(cell);
  return entities || controls || letters;
}

// The one scan: true when some step above might find work.
bool MayNeedRepair(std::string_view utf8) noexcept {
  char32_t before = U' ';
  for (std::size_t at = 0; at < utf8.size();) {
    const unsigned char byte = static_cast<unsigned char>(utf8[at]);
    if (byte < 0x80) {
      const bool lead_before = before == U'Ã' || before == U'Â';
      if (byte == '&' || (byte == ' ' && lead_before)) return true;
      before = byte;
      ++at;
      continue;
    }
    const char32_t c = DecodeUtf8(utf8, &at);
    // √ ├ and their like, and ÔÇÖ, which is the only sequence made of letters alone.
    const bool foreign = (c >= 0x2200 && c < 0x2600) || (before == U'Ô' && c == U'Ç');
    if (IsSuspect(c) || foreign) return true;
    if (before >= 0x80 &&
        !(c >= 0xc0 && c < 0x180 && !IsSuspect(c) && c != 0x153 && c != 0x161 && c != 0x17e)) {
      return true;  // a lead and its continuation are both beyond ASCII
    }
    before = c;
  }
  return false;
}

}  // namespace

bool RepairMojibake(std::string_view utf8, std::string& repaired) {
  if (!MayNeedRepair(utf8)) return false;
  thread_local CellText cell;
  std::u32string& text = cell.text;
  text.clear();
  for (std::size_t at = 0; at < utf8.size();) text.push_back(DecodeUtf8(utf8, &at));
  int rounds = 0;
  while (RepairOnce(cell)) {
    if (++rounds > kRoundsMax) return false;
  }
  if (rounds == 0) return false;
  repaired.clear();
  char buffer[4];
  for (const char32_t c : text) repaired.append(buffer, EncodeUtf8(c, buffer));
  return true;
}

}  // namespace doublon::text
