#include "text/fold.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

#include "text/fold_block.h"
#include "text/fold_table.h"
#include "text/utf8.h"
#include "utf8proc.h"

namespace doublon::text {
namespace {

// Bytes that the fast loops leave to the slow one: '?', bytes ≥ 0x80, apostrophes that are glued.
constexpr char kSlow = '\0';
constexpr char kApostrophe = '\'';
constexpr char kUnknownLetter = '?';

using ByteTable = std::array<char, 256>;

// What a byte becomes: a letter or digit, or ' ' where words part.
constexpr ByteTable MakeByteTable(bool glue_apostrophes) {
  ByteTable table{};
  for (unsigned c = 0; c < 0x80; ++c) {
    char folded = ' ';
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) folded = static_cast<char>(c);
    if (c >= 'A' && c <= 'Z') folded = static_cast<char>(c - 'A' + 'a');
    if (c == kUnknownLetter) folded = kSlow;
    if (glue_apostrophes && (c == kApostrophe || c == '`')) folded = kSlow;
    table[c] = folded;
  }
  return table;
}
constexpr ByteTable kParting = MakeByteTable(false);
constexpr ByteTable kGluing = MakeByteTable(true);

// Both fold bytes at the head of `utf8` while they are plain, with one space between words, and
// return how many they took. They write to `write`, which has room for them and kFoldBlockBytes
// more, and move it. `parted`: whether a space, or nothing, stands before.
// By the byte: cheaper for the few bytes behind a letter with an accent.
std::size_t FoldPlainBytes(std::string_view utf8, bool glue_apostrophes, bool parted,
                           char*& write) noexcept {
  const ByteTable& table = glue_apostrophes ? kGluing : kParting;
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    const char c = table[static_cast<unsigned char>(utf8[at])];
    if (c == kSlow) return at;
    *write = c;
    write += static_cast<std::size_t>(c != ' ') | static_cast<std::size_t>(!parted);
    parted = c == ' ';
  }
  return utf8.size();
}

std::size_t FoldPlainBlocks(std::string_view utf8, bool glue_apostrophes, bool parted,
                            char*& write) noexcept {
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t size = std::min(utf8.size() - at, kFoldBlockBytes);
    const BlockMarks marks = FoldBlock(ReadBlock(utf8.data() + at, size), glue_apostrophes, write);
    const auto plain = static_cast<std::size_t>(std::countr_zero(marks.slow | 1U << size));
    const unsigned before = marks.parting << 1 | static_cast<unsigned>(parted);
    const unsigned doubled = marks.parting & before & ((1U << plain) - 1);
    if (doubled == 0) {
      write += plain;
    } else {
      const char* const block = write;
      for (std::size_t i = 0; i < plain; ++i) {
        *write = block[i];
        write += (~doubled >> i) & 1U;
      }
    }
    parted = (before >> plain & 1U) != 0;
    at += plain;
    if (plain < size) return at;
  }
  return utf8.size();
}

bool IsApostrophe(char32_t c) noexcept {
  switch (c) {
    case '\'':
    case '`':
    case 0x00b4:
    case 0x02b9:
    case 0x02bc:
    case 0x2018:
    case 0x2019:
    case 0x201b:
    case 0x2032:
    case 0xff07:
      return true;
    default:
      return false;
  }
}

// Zero-width and direction marks, soft hyphen, byte-order mark, variation selectors, combining
// marks of Latin.
bool Vanishes(char32_t c) noexcept {
  return c == 0xad || (c >= 0x0300 && c <= 0x036f) || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
         (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff;
}

// Writes folded characters at the end of a string that is kept larger than needed meanwhile: there
// is always room for as many bytes as the input has left, and a block. Keeps one space between
// words.
//
// An unknown letter counts when it touches a letter. Behind one it is written for good; at the
// start of a word it is written on trial, and the trial ends with a letter, or in vain.
class Writer {
 public:
  Writer(std::size_t input_size, bool glue_apostrophes, std::string& out)
      : glue_apostrophes_(glue_apostrophes), out_(out), begin_(out.size()), at_(begin_) {
    out_.resize(begin_ + input_size + kFoldBlockBytes);
  }

  // Folds bytes of `utf8` from `from` on while they are plain, and returns the first that is not.
  std::size_t PutPlain(std::string_view utf8, std::size_t from) {
    if (on_trial_) return from;
    char* write = out_.data() + at_;
    const std::string_view rest = utf8.substr(from);
    const bool parted = Last() == ' ';
    from += rest.size() < 2 * kFoldBlockBytes
                ? FoldPlainBytes(rest, glue_apostrophes_, parted, write)
                : FoldPlainBlocks(rest, glue_apostrophes_, parted, write);
    at_ = static_cast<std::size_t>(write - out_.data());
    return from;
  }

  // Makes room for `size` bytes; those the input has left are to be part of it.
  void Reserve(std::size_t size) {
    size += kFoldBlockBytes;
    if (out_.size() - at_ < size) out_.resize(std::max(at_ + size, 2 * out_.size()));
  }

  void Put(char c) {
    if (c == kApostrophe) {
      if (!glue_apostrophes_) PutSpace();
    } else if (c == ' ') {
      PutSpace();
    } else if (c == kUnknownLetter) {
      PutUnknown();
    } else {
      PutLetter({&c, 1});
    }
  }

  void PutLetter(std::string_view utf8) {
    on_trial_ = false;
    std::copy(utf8.begin(), utf8.end(), out_.data() + at_);
    at_ += utf8.size();
  }

  void PutSpace() {
    EndTrial();
    if (Last() != ' ') out_[at_++] = ' ';
  }

  void Finish() {
    EndTrial();
    if (at_ > begin_ && out_[at_ - 1] == ' ') --at_;
    out_.resize(at_);
  }

 private:
  char Last() const { return at_ == begin_ ? ' ' : out_[at_ - 1]; }

  void PutUnknown() {
    if (Last() == ' ') {
      on_trial_ = true;
      trial_begin_ = at_;
    }
    out_[at_++] = kUnknownLetter;
  }

  void EndTrial() {
    if (on_trial_) at_ = trial_begin_;
    on_trial_ = false;
  }

  const bool glue_apostrophes_;
  std::string& out_;
  const std::size_t begin_;
  std::size_t at_;  // where the next byte goes
  bool on_trial_ = false;
  std::size_t trial_begin_ = 0;
};

// Parts of the longest decomposition, and bytes that one code point may fold to.
constexpr std::size_t kPartCountMax = 32;
constexpr std::size_t kFoldedBytesMax = 4 * kPartCountMax;

// The table's entry, or null where there is none.
const char* LatinFold(char32_t c) noexcept {
  if (c >= kLatinFirst && c < kLatinEnd) return kLatinFolds[c - kLatinFirst];
  if (c >= kLatinAdditionalFirst && c < kLatinAdditionalEnd) {
    return kLatinAdditionalFolds[c - kLatinAdditionalFirst];
  }
  return nullptr;
}

std::size_t FoldedBytes(char32_t c) noexcept {
  if (const char* const folded = LatinFold(c)) return std::strlen(folded);
  return c < 0x80 || c == 0xfffd || IsApostrophe(c) || Vanishes(c) ? 1 : kFoldedBytesMax;
}

// True when the tables know `c`, and then writes it: ASCII, Latin, invisible characters.
bool PutKnown(char32_t c, Writer& writer) {
  if (IsApostrophe(c)) {
    writer.Put(kApostrophe);
  } else if (c < 0x80) {
    writer.Put(c == U'?' ? kUnknownLetter : kParting[c]);
  } else if (Vanishes(c)) {
    return true;
  } else if (const char* folded = LatinFold(c)) {
    for (; *folded != '\0'; ++folded) writer.Put(*folded);
  } else if (c == 0xfffd) {
    writer.Put(kUnknownLetter);
  } else {
    return false;
  }
  return true;
}

// A code point that is its own decomposition: kept, parting words, or gone.
void PutUndecomposed(char32_t c, Writer& writer) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: {
      std::array<char, 4> utf8;
      writer.PutLetter({utf8.data(), EncodeUtf8(c, utf8.data())});
      return;
    }
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return writer.PutSpace();
    default:
      return;  // marks, emoji, controls, unassigned
  }
}

void PutOther(char32_t c, Writer& writer) {
  std::array<utf8proc_int32_t, kPartCountMax> parts;
  constexpr auto kOptions =
      static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                     UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  int boundary = 0;
  const utf8proc_ssize_t count =
      utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), parts.data(),
                              static_cast<utf8proc_ssize_t>(parts.size()), kOptions, &boundary);
  const auto part_count =
      std::clamp<utf8proc_ssize_t>(count, 0, static_cast<utf8proc_ssize_t>(parts.size()));
  for (std::size_t i = 0; i < static_cast<std::size_t>(part_count); ++i) {
    const auto part = static_cast<char32_t>(parts[i]);
    if (!PutKnown(part, writer)) PutUndecomposed(part, writer);
  }
}

constexpr std::size_t kShortBytesMax = 48;

// Appends what a letter of Latin-1 or Latin Extended-A, two bytes of UTF-8, folds to: at most
// kLetterBytesMax letters. False for any other code point.
constexpr std::size_t kLetterBytesMax = 4;
bool PutLatinLetter(char32_t c, char*& write) noexcept {
  constexpr char32_t kFirst = 0xc0, kEnd = 0x180, kTimes = 0xd7, kDivided = 0xf7;
  if (c < kFirst || c >= kEnd || c == kTimes || c == kDivided) return false;
  const char* const folded = LatinFold(c);
  for (std::size_t i = 0; folded[i] != '\0'; ++i) {
    if (i == kLetterBytesMax || folded[i] < 'a' || folded[i] > 'z') return false;
    *write++ = folded[i];
  }
  return true;
}

// Folds a short cell of ASCII and Latin letters, as most are; false for any other. `out` is written
// once, which costs half of growing it first.
bool FoldShort(std::string_view utf8, const FoldOptions& options, std::string& out) {
  if (utf8.size() > kShortBytesMax) return false;
  std::array<char, kLetterBytesMax / 2 * kShortBytesMax + kFoldBlockBytes> folded;
  char* end = folded.data();
  std::size_t at = FoldPlainBlocks(utf8, options.glue_apostrophes, true, end);
  while (at < utf8.size()) {
    if (!PutLatinLetter(DecodeUtf8(utf8, &at), end)) return false;
    const bool parted = end == folded.data() || end[-1] == ' ';
    at += FoldPlainBytes(utf8.substr(at), options.glue_apostrophes, parted, end);
  }
  if (end != folded.data() && end[-1] == ' ') --end;
  out.append(folded.data(), static_cast<std::size_t>(end - folded.data()));
  return true;
}

}  // namespace

void FoldInto(std::string_view utf8, const FoldOptions& options, std::string& out) {
  if (FoldShort(utf8, options, out)) return;
  Writer writer(utf8.size(), options.glue_apostrophes, out);
  for (std::size_t at = writer.PutPlain(utf8, 0); at < utf8.size();
       at = writer.PutPlain(utf8, at)) {
    const char32_t c = DecodeUtf8(utf8, &at);
    writer.Reserve(utf8.size() - at + FoldedBytes(c));
    if (!PutKnown(c, writer)) PutOther(c, writer);
  }
  writer.Finish();
}

void SplitTokens(std::string_view folded, std::vector<std::string_view>& tokens) {
  tokens.clear();
  while (!folded.empty()) {
    const std::size_t space = std::min(folded.find(' '), folded.size());
    if (space > 0) tokens.push_back(folded.substr(0, space));
    folded.remove_prefix(std::min(space + 1, folded.size()));
  }
}

std::size_t CodePointCount(std::string_view utf8) noexcept {
  std::size_t count = 0;
  for (std::size_t at = 0; at < utf8.size(); ++count) DecodeUtf8(utf8, &at);
  return count;
}

}  // namespace doublon::text
