#include "text/encoding.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

#include "text/code_pages.h"
#include "text/letter_context.h"
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
    std::string_view("PK\x03\x04"),        // ZIP, and so XLSX and ODS
    std::string_view("\x1f\x8b"),          // gzip
    std::string_view("%PDF-"),             // PDF
    std::string_view("\xd0\xcf\x11\xe0"),  // the older Office files
    std::string_view("SQLite format 3\0", 16),
    std::string_view("\x89PNG"),  // images
    std::string_view("\x7f"
                     "ELF"),               // programs
    std::string_view("\x28\xb5\x2f\xfd"),  // Zstandard
    std::string_view("\xfd"
                     "7zXZ\0",
                     6),  // xz
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

}  // namespace doublon::text
