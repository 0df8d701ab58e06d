#include "text/fold.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "text/fold_table.h"
#include "text/utf8.h"
#include "utf8proc.h"

namespace doublon::text {

namespace {

// What an ASCII byte becomes: a letter or digit, ' ' (parts words), '\'' (apostrophe), '?' (unknown letter), 0 (vanishes).
constexpr std::array<char, 128> MakeAsciiTable() {
  std::array<char, 128> table{};
  for (int c = 0; c < 128; ++c) {
    char folded = ' ';
    if (c >= 'a' && c <= 'z') folded = static_cast<char>(c);
    if (c >= 'A' && c <= 'Z') folded = static_cast<char>(c - 'A' + 'a');
    if (c >= '0' && c <= '9') folded = static_cast<char>(c);
    if (c == '\'' || c == '`') folded = '\'';
    if (c == '?') folded = '?';
    table[static_cast<std::size_t>(c)] = folded;
  }
  return table;
}
constexpr std::array<char, 128> kAscii = MakeAsciiTable();

bool IsApostrophe(char32_t c) noexcept {
  switch (c) {
    case 0x2018: case 0x2019: case 0x201b: case 0x02bc: case 0x02b9: case 0x00b4: case 0x2032: case 0xff07: return true;
    default: return false;
  }
}

// Invisible: zero-width and direction marks, soft hyphen, byte-order mark, variation selectors, combining marks.
bool Vanishes(char32_t c) noexcept {
  return c == 0xad || (c >= 0x0300 && c <= 0x036f) || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff;
}

// Writes folded characters, keeping one space between words and deciding what a '?' is from its neighbours.
class Writer {
 public:
  Writer(bool glue_apostrophes, std::string& out) : glue_(glue_apostrophes), out_(out), begin_(out.size()) {}

  void Put(char c) {
    if (c == ' ' || (c == '\'' && !glue_)) {
      space_ = true;
      unknown_ = 0;
    } else if (c == '?') {
      PutUnknown();
    } else if (c != '\'') {
      PutLetter({&c, 1});
    }
  }

  void PutLetter(std::string_view utf8) {
    const std::size_t unknown = unknown_;
    unknown_ = 0;
    if (space_ && out_.size() > begin_) out_ += ' ';
    space_ = false;
    out_.append(unknown, '?');
    out_.append(utf8);
    after_letter_ = true;
  }

  void Space() { Put(' '); }

 private:
  // A lost letter counts when it touches a letter: after one it is written at once; before one it waits for it.
  void PutUnknown() {
    if (!space_ && after_letter_ && out_.size() > begin_) {
      out_ += '?';
    } else {
      ++unknown_;
    }
  }

  const bool glue_;
  std::string& out_;
  const std::size_t begin_;
  bool space_ = false;
  bool after_letter_ = false;
  std::size_t unknown_ = 0;
};

void PutFold(const char* folded, Writer& writer) {
  for (; *folded != 0; ++folded) writer.Put(*folded);
}

void PutOther(char32_t c, Writer& writer);

// Latin letters by table; everything else by Unicode's properties.
void PutCodePoint(char32_t c, Writer& writer) {
  if (c < 0x80) return writer.Put(kAscii[c]);
  if (IsApostrophe(c)) return writer.Put('\'');
  if (Vanishes(c)) return;
  if (c >= kLatinFirst && c < kLatinEnd) return PutFold(kLatinFolds[c - kLatinFirst], writer);
  if (c >= kLatinAdditionalFirst && c < kLatinAdditionalEnd) {
    return PutFold(kLatinAdditionalFolds[c - kLatinAdditionalFirst], writer);
  }
  if (c == 0xfffd) return writer.Put('?');
  PutOther(c, writer);
}

void PutLetterOf(char32_t c, Writer& writer) {
  std::array<char, 4> utf8;
  writer.PutLetter({utf8.data(), EncodeUtf8(c, utf8.data())});
}

void PutOther(char32_t c, Writer& writer) {
  std::array<utf8proc_int32_t, 32> parts;
  int boundary = 0;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                                      UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  const utf8proc_ssize_t count =
      utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), parts.data(), parts.size(), options, &boundary);
  for (utf8proc_ssize_t i = 0; i < std::min<utf8proc_ssize_t>(count, static_cast<utf8proc_ssize_t>(parts.size())); ++i) {
    const auto part = static_cast<char32_t>(parts[static_cast<std::size_t>(i)]);
    if (part != c) {  // fully decomposed: its own decomposition is itself, so this ends
      PutCodePoint(part, writer);
      continue;
    }
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(part))) {
      case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT: case UTF8PROC_CATEGORY_LM:
      case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_ND: case UTF8PROC_CATEGORY_NL: case UTF8PROC_CATEGORY_NO:
        PutLetterOf(part, writer);
        break;
      case UTF8PROC_CATEGORY_PC: case UTF8PROC_CATEGORY_PD: case UTF8PROC_CATEGORY_PS: case UTF8PROC_CATEGORY_PE:
      case UTF8PROC_CATEGORY_PI: case UTF8PROC_CATEGORY_PF: case UTF8PROC_CATEGORY_PO: case UTF8PROC_CATEGORY_SM:
      case UTF8PROC_CATEGORY_SC: case UTF8PROC_CATEGORY_ZS: case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP:
        writer.Space();
        break;
      default: break;  // marks, emoji, controls, unassigned: gone
    }
  }
}

}  // namespace

void FoldInto(std::string_view utf8, const FoldOptions& options, std::string& out) {
  Writer writer(options.glue_apostrophes, out);
  for (std::size_t at = 0; at < utf8.size();) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    if (byte < 0x80) {
      writer.Put(kAscii[byte]);
      ++at;
      continue;
    }
    PutCodePoint(DecodeUtf8(utf8, &at), writer);
  }
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
