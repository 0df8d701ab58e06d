#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "text/code_pages.h"
#include "text/utf8.h"

// UTF-8 that some program read as a code page: which characters in a row are one character really.
// Part of RepairMojibake. Pure functions: total, no allocation; `at` must be < text.size().
namespace doublon::text {

struct PageByte {
  const CodePage* page;
  // The byte of `c`, or 0 when the page has none or `c` is ASCII. The C1 controls count as their
  // own bytes under Windows-1252: that is what ISO 8859-1 makes of them.
  unsigned char Of(char32_t c) const noexcept {
    if (c < 0x80) return 0;
    if (page == &kWindows1252Page && c < 0x100) return static_cast<unsigned char>(c);
    const auto found = std::find(page->begin(), page->end(), c);
    return found == page->end() ? 0 : static_cast<unsigned char>(0x80 + (found - page->begin()));
  }
};

inline bool IsUpperLetter(char32_t c) noexcept {
  if (c < 0x100) return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7);
  // Latin Extended-A: capitals are even, but odd in two stretches.
  if (c >= 0x180 || c == 0x138) return false;
  const bool odd = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);
  return c == 0x178 || (c != 0x149 && c != 0x17f && ((c & 1) == 1) == odd);
}

inline bool IsLowerLetter(char32_t c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 0xdf && c <= 0xff && c != 0xf7) || c == 0x153 ||
         c == 0x161 || c == 0x17e;
}

inline bool IsAnyLetter(char32_t c) noexcept {
  return IsUpperLetter(c) || IsLowerLetter(c) || (c >= 0x100 && c <= 0x24f) ||
         (c >= 0x1e00 && c <= 0x1eff);
}

// Characters in a row that are the bytes of one UTF-8 sequence in some code page; length 0 when
// there is none.
struct Sequence {
  std::size_t length = 0;
  char32_t value = 0;
  unsigned char lead = 0;
};

// The sequence of UTF-8 read as Windows-1252 at text[at] that should be decoded, or none.
Sequence WesternSequence(std::u32string_view text, std::size_t at) noexcept;

// UTF-8 read as CP850 (├®) or MacRoman (√©): only with leads that are never part of a word.
Sequence ForeignSequence(std::u32string_view text, std::size_t at) noexcept;

// ã© where a program made Ã© lower case afterwards; Ã and Â whose no-break space became a space.
Sequence DamagedSequence(std::u32string_view text, std::size_t at) noexcept;

}  // namespace doublon::text
