#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace doublon::text {

enum class Encoding : std::uint8_t { kUtf8, kUtf16Le, kUtf16Be, kWindows1252, kCp850, kMacRoman };

// Name for people: "UTF-8", "UTF-16LE", "UTF-16BE", "Windows-1252", "CP850", "MacRoman".
std::string_view EncodingName(Encoding encoding) noexcept;

struct EncodingGuess {
  Encoding encoding = Encoding::kUtf8;
  std::uint8_t bom_size = 0;  // bytes to skip at the start
};

// Decides the encoding of a whole file from a sample of its bytes (the first MiB is plenty; more is
// better). A byte-order mark decides; else NUL bytes at even or odd places mean UTF-16; else valid
// UTF-8 (a sequence cut at the end of the sample is allowed) is UTF-8; else Windows-1252, CP850 or
// MacRoman by which of the three readings gives letters where Western European words have them (see
// letter_context.h). A file that is UTF-8 but for a few broken cells stays UTF-8. Total: every
// input has an answer.
EncodingGuess GuessEncoding(std::string_view sample) noexcept;

// True when `sample` looks like a program's data rather than text (many control bytes, or NULs that
// are not UTF-16).
bool LooksBinary(std::string_view sample) noexcept;

// Appends `bytes` in `encoding` to `out` as valid UTF-8. Total: what cannot be decoded becomes
// U+FFFD.
void AppendAsUtf8(std::string_view bytes, Encoding encoding, std::string& out);

// True when `bytes` are well-formed UTF-8 (no overlongs, no surrogates, ≤ U+10FFFF).
bool IsValidUtf8(std::string_view bytes) noexcept;

// Repairs one cell that was decoded wrongly somewhere: UTF-8 read as Windows-1252 (up to three
// times over), CP850 or MacRoman letters read as Windows-1252 when the word is otherwise
// improbable, HTML entities. Returns true and fills `repaired` when something changed; else returns
// false and leaves `repaired` alone. Lost letters (U+FFFD, '?' inside a word) are not guessed.
// Conservative: none of the names, streets and places of the reference lists is changed, in any
// case. Idempotent: a cell that does not settle in three rounds is left as it is. Cost: one scan
// when there is nothing to do.
bool RepairMojibake(std::string_view utf8, std::string& repaired);

}  // namespace doublon::text
