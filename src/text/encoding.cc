#include "text/encoding.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

#include "text/code_pages.h"
#include "text/html_entities.h"
#include "text/letter_context.h"
#include "text/misread_sequence.h"
#include "text/utf8.h"

namespace doublon::text {
namespace {

constexpr char32_t kReplacement = 0xfffd;

// A sample is UTF-16 without a mark when one byte in this many pairs is NUL on one side only.
constexpr std::size_t kUtf16PairsPerNul = 10;
constexpr std::size_t kUtf16SideRatio = 8;
// Shares above which a sample is data: one NUL in 200 bytes, one control byte in 50.
constexpr std::size_t kBytesPerNul = 200;
constexpr std::size_t kBytesPerControl = 50;
// Files with a handful of stray control bytes are text whatever their size.
constexpr std::size_t kStrayControls = 3;

constexpr std::array<std::string_view, 9> kBinarySignatures = {
    std::string_view("PK\x03\x04"),         // ZIP, and so XLSX and ODS
    std::string_view("\x1f\x8b"),           // gzip
    std::string_view("%PDF-"),              // PDF
    std::string_view("\xd0\xcf\x11\xe0"),   // the older Office files
    std::string_view("SQLite format 3\0", 16),
    std::string_view("\x89PNG"),            // images
    std::string_view("\x7f" "ELF"),         // programs
    std::string_view("\x28\xb5\x2f\xfd"),   // Zstandard
    std::string_view("\xfd" "7zXZ\0", 6),   // xz
};

unsigned char ByteAt(std::string_view bytes, std::size_t i) noexcept {
  return static_cast<unsigned char>(bytes[i]);
}

// The first place at or after `at` that holds a byte ≥ 0x80, or the size.
std::size_t SkipAscii(std::string_view bytes, std::size_t at) noexcept {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data() + at, 8);
    if ((word & kHighBits) != 0) break;
  }
  while (at < bytes.size() && ByteAt(bytes, at) < 0x80) ++at;
  return at;
}

// Moves *at over one sequence and tells whether it is well-formed.
bool SkipSequence(std::string_view bytes, std::size_t* at) noexcept {
  const std::size_t begin = *at;
  const char32_t c = DecodeUtf8(bytes, at);
  return c != kReplacement || *at - begin == 3;  // U+FFFD itself is three bytes
}

// Bytes of a sequence that the end of the sample may have cut: 0 when there is none.
std::size_t CutTail(std::string_view bytes) noexcept {
  for (std::size_t back = 1; back <= 3 && back <= bytes.size(); ++back) {
    const unsigned char c = ByteAt(bytes, bytes.size() - back);
    if ((c & 0xc0) == 0x80) continue;
    const std::size_t size = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 0;
    return size > back ? back : 0;
  }
  return 0;
}

bool GuessUtf16(std::string_view sample, Encoding* encoding) noexcept {
  std::array<std::size_t, 2> nul_count = {0, 0};
  for (std::size_t i = 0; i < sample.size(); ++i) nul_count[i & 1] += sample[i] == '\0';
  const std::size_t pair_count = sample.size() / 2;
  const bool little = nul_count[1] > nul_count[0];
  const std::size_t high = std::max(nul_count[0], nul_count[1]);
  const std::size_t low = std::min(nul_count[0], nul_count[1]);
  if (high == 0 || high * kUtf16PairsPerNul < pair_count || low * kUtf16SideRatio > high) {
    return false;
  }
  *encoding = little ? Encoding::kUtf16Le : Encoding::kUtf16Be;
  return true;
}

// The neighbourhoods of the bytes ≥ 0x80: what each code page's reading is judged by.
class HighByteCensus {
 public:
  void Add(std::string_view bytes) noexcept {
    for (std::size_t at = SkipAscii(bytes, 0); at < bytes.size(); at = SkipAscii(bytes, at + 1)) {
      const Neighbour before = at > 0 ? NeighbourOfByte(ByteAt(bytes, at - 1)) : Neighbour::kNone;
      const Neighbour after =
          at + 1 < bytes.size() ? NeighbourOfByte(ByteAt(bytes, at + 1)) : Neighbour::kNone;
      ++counts_[ByteAt(bytes, at) - 0x80][Index(before)][Index(after)];
    }
  }

  std::int64_t Plausibility(const CodePage& page) const noexcept {
    std::int64_t sum = 0;
    for (std::size_t byte = 0; byte < 128; ++byte) {
      for (std::size_t before = 0; before < kNeighbourCount; ++before) {
        for (std::size_t after = 0; after < kNeighbourCount; ++after) {
          const std::int64_t count = counts_[byte][before][after];
          if (count == 0) continue;
          sum += count * LetterPlausibility(page[byte], {static_cast<Neighbour>(before),
                                                         static_cast<Neighbour>(after)});
        }
      }
    }
    return sum;
  }

 private:
  static std::size_t Index(Neighbour n) noexcept { return static_cast<std::size_t>(n); }

  std::uint32_t counts_[128][kNeighbourCount][kNeighbourCount] = {};
};

Encoding GuessCodePage(std::string_view sample) noexcept {
  HighByteCensus census;
  census.Add(sample);
  Encoding best = Encoding::kWindows1252;  // wins ties
  std::int64_t most = census.Plausibility(kWindows1252Page);
  const auto consider = [&](Encoding encoding, const CodePage& page) {
    const std::int64_t plausibility = census.Plausibility(page);
    if (plausibility > most) {
      most = plausibility;
      best = encoding;
    }
  };
  consider(Encoding::kCp850, kCp850Page);
  consider(Encoding::kMacRoman, kMacRomanPage);
  return best;
}

void AppendUtf16(std::string_view bytes, bool little, std::string& out) {
  const auto unit = [&](std::size_t at) -> char32_t {
    const char32_t first = ByteAt(bytes, at);
    const char32_t second = ByteAt(bytes, at + 1);
    return little ? second << 8 | first : first << 8 | second;
  };
  char buffer[4];
  std::size_t at = 0;
  while (at + 2 <= bytes.size()) {
    char32_t c = unit(at);
    at += 2;
    if (c >= 0xd800 && c <= 0xdfff) {
      const char32_t low = c < 0xdc00 && at + 2 <= bytes.size() ? unit(at) : 0;
      if (low >= 0xdc00 && low <= 0xdfff) {
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        at += 2;
      } else {
        c = kReplacement;
      }
    }
    out.append(buffer, EncodeUtf8(c, buffer));
  }
  if (at < bytes.size()) out.append(buffer, EncodeUtf8(kReplacement, buffer));
}

void AppendCodePage(std::string_view bytes, const CodePage& page, std::string& out) {
  char buffer[4];
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const std::size_t end = SkipAscii(bytes, at);
    out.append(bytes, at, end - at);
    at = end;
    if (at < bytes.size()) out.append(buffer, EncodeUtf8(page[ByteAt(bytes, at) - 0x80], buffer));
  }
}

void AppendUtf8(std::string_view bytes, std::string& out) {
  std::size_t good = 0;  // start of the well-formed text not yet copied
  for (std::size_t at = SkipAscii(bytes, 0); at < bytes.size(); at = SkipAscii(bytes, at)) {
    const std::size_t begin = at;
    if (SkipSequence(bytes, &at)) continue;
    out.append(bytes, good, begin - good);
    out.append("\xef\xbf\xbd");
    good = at;
  }
  out.append(bytes, good, bytes.size() - good);
}

// Controls that text files use: tab to carriage return, DOS end of file, escape, and the
// separators 0x01, 0x02, 0x1C-0x1F of exports made for machines.
bool IsTextControl(char32_t c) noexcept {
  return (c >= 0x09 && c <= 0x0d) || c == 0x1a || c == 0x1b || c == 0x01 || c == 0x02 ||
         (c >= 0x1c && c <= 0x1f);
}

// ---- Repair of single cells ----

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

bool DecodeSequences(std::u32string& text) {
  std::size_t kept = 0;
  bool changed = false;
  std::u32string result;
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

bool DecodeEntities(std::u32string& text) {
  bool changed = false;
  std::u32string result;
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
bool RereadLetters(std::u32string& text) {
  struct Reading {
    const CodePage* page;
    int sum = 0;
  };
  std::array<Reading, 2> readings = {Reading{&kCp850Page}, Reading{&kMacRomanPage}};
  const PageByte western{&kWindows1252Page};
  const auto for_each_misread = [&](auto&& visit) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (!IsSuspect(text[at])) continue;
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
  std::u32string result = text;
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

bool RepairOnce(std::u32string& text) {
  const bool entities = DecodeEntities(text);
  const bool sequences = DecodeSequences(text);
  // Layers of UTF-8 come off first: their controls and symbols are not letters gone wrong.
  if (sequences) return true;
  const bool controls = ReplaceControls(text);
  const bool letters = RereadLetters(text);
  return entities || controls || letters;
}

// The one scan: true when some step above might find work.
bool MayNeedRepair(std::string_view utf8) noexcept {
  char32_t before = U' ';
  for (std::size_t at = 0; at < utf8.size();) {
    const unsigned char byte = ByteAt(utf8, at);
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
    if (before >= 0x80 && !(c >= 0xc0 && c < 0x180 && !IsSuspect(c) && c != 0x153 && c != 0x161 &&
                            c != 0x17e)) {
      return true;  // a lead and its continuation are both beyond ASCII
    }
    before = c;
  }
  return false;
}

}  // namespace

std::string_view EncodingName(Encoding encoding) noexcept {
  switch (encoding) {
    case Encoding::kUtf8:
      return "UTF-8";
    case Encoding::kUtf16Le:
      return "UTF-16LE";
    case Encoding::kUtf16Be:
      return "UTF-16BE";
    case Encoding::kWindows1252:
      return "Windows-1252";
    case Encoding::kCp850:
      return "CP850";
    case Encoding::kMacRoman:
      return "MacRoman";
  }
  return "UTF-8";
}

EncodingGuess GuessEncoding(std::string_view sample) noexcept {
  if (sample.substr(0, 3) == "\xef\xbb\xbf") return {Encoding::kUtf8, 3};
  if (sample.substr(0, 2) == "\xff\xfe") return {Encoding::kUtf16Le, 2};
  if (sample.substr(0, 2) == "\xfe\xff") return {Encoding::kUtf16Be, 2};
  EncodingGuess guess;
  if (GuessUtf16(sample, &guess.encoding)) return guess;
  sample.remove_suffix(CutTail(sample));
  std::size_t good_count = 0;
  std::size_t broken_count = 0;
  for (std::size_t at = SkipAscii(sample, 0); at < sample.size(); at = SkipAscii(sample, at)) {
    ++(SkipSequence(sample, &at) ? good_count : broken_count);
  }
  // Words of the code pages hardly ever form a UTF-8 sequence, so one sequence for two broken bytes
  // is a UTF-8 file into which other cells were pasted: those are repaired one by one.
  if (broken_count == 0 || good_count * 2 >= broken_count) return guess;
  guess.encoding = GuessCodePage(sample);
  return guess;
}

bool LooksBinary(std::string_view sample) noexcept {
  for (const std::string_view signature : kBinarySignatures) {
    if (sample.substr(0, signature.size()) == signature) return true;
  }
  const EncodingGuess guess = GuessEncoding(sample);
  sample.remove_prefix(guess.bom_size);
  const bool wide = guess.encoding == Encoding::kUtf16Le || guess.encoding == Encoding::kUtf16Be;
  const std::size_t high = guess.encoding == Encoding::kUtf16Le ? 1 : 0;
  const std::size_t step = wide ? 2 : 1;
  std::size_t nul_count = 0;
  std::size_t control_count = 0;
  for (std::size_t at = 0; at + step <= sample.size(); at += step) {
    if (wide && sample[at + high] != '\0') continue;
    const unsigned char c = ByteAt(sample, wide ? at + 1 - high : at);
    nul_count += c == 0;
    control_count += (c < 0x20 && !IsTextControl(c)) || c == 0x7f;
  }
  const std::size_t unit_count = sample.size() / step;
  if (control_count <= kStrayControls) return control_count * 2 > unit_count;
  return nul_count * kBytesPerNul > unit_count || control_count * kBytesPerControl > unit_count;
}

void AppendAsUtf8(std::string_view bytes, Encoding encoding, std::string& out) {
  switch (encoding) {
    case Encoding::kUtf8:
      return AppendUtf8(bytes, out);
    case Encoding::kUtf16Le:
    case Encoding::kUtf16Be:
      return AppendUtf16(bytes, encoding == Encoding::kUtf16Le, out);
    case Encoding::kWindows1252:
      return AppendCodePage(bytes, kWindows1252Page, out);
    case Encoding::kCp850:
      return AppendCodePage(bytes, kCp850Page, out);
    case Encoding::kMacRoman:
      return AppendCodePage(bytes, kMacRomanPage, out);
  }
}

bool IsValidUtf8(std::string_view bytes) noexcept {
  for (std::size_t at = SkipAscii(bytes, 0); at < bytes.size(); at = SkipAscii(bytes, at)) {
    if (!SkipSequence(bytes, &at)) return false;
  }
  return true;
}

bool RepairMojibake(std::string_view utf8, std::string& repaired) {
  if (!MayNeedRepair(utf8)) return false;
  std::u32string text;
  for (std::size_t at = 0; at < utf8.size();) text.push_back(DecodeUtf8(utf8, &at));
  int rounds = 0;
  while (RepairOnce(text)) {
    if (++rounds > kRoundsMax) return false;
  }
  if (rounds == 0) return false;
  repaired.clear();
  char buffer[4];
  for (const char32_t c : text) repaired.append(buffer, EncodeUtf8(c, buffer));
  return true;
}

}  // namespace doublon::text
