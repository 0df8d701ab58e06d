#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace doublon::text {

// Decodes the code point at bytes[*at] and moves *at behind it. *at must be < bytes.size(). A
// malformed byte gives U+FFFD and moves by one. Overlong forms, surrogates and code points beyond
// U+10FFFF are malformed. noexcept, no allocation.
inline char32_t DecodeUtf8(std::string_view bytes, std::size_t* at) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[*at + i]); };
  const std::size_t left = bytes.size() - *at;
  const unsigned char lead = byte(0);
  const auto follows = [&](std::size_t i) { return i < left && (byte(i) & 0xc0) == 0x80; };
  if (lead < 0x80) {
    ++*at;
    return lead;
  }
  if (lead >= 0xc2 && lead <= 0xdf && follows(1)) {
    const char32_t c = (lead & 0x1fU) << 6 | (byte(1) & 0x3fU);
    *at += 2;
    return c;
  }
  if ((lead & 0xf0) == 0xe0 && follows(1) && follows(2)) {
    const char32_t c = (lead & 0x0fU) << 12 | (byte(1) & 0x3fU) << 6 | (byte(2) & 0x3fU);
    if (c >= 0x800 && !(c >= 0xd800 && c <= 0xdfff)) {
      *at += 3;
      return c;
    }
  }
  if (lead >= 0xf0 && lead <= 0xf4 && follows(1) && follows(2) && follows(3)) {
    const char32_t c =
        (lead & 0x07U) << 18 | (byte(1) & 0x3fU) << 12 | (byte(2) & 0x3fU) << 6 | (byte(3) & 0x3fU);
    if (c >= 0x10000 && c <= 0x10ffff) {
      *at += 4;
      return c;
    }
  }
  ++*at;
  return 0xfffd;
}

// Writes `c` (a valid code point) to `out` (room for 4 bytes) and returns the number of bytes.
inline std::size_t EncodeUtf8(char32_t c, char* out) noexcept {
  const auto put = [&](std::size_t i, char32_t value) { out[i] = static_cast<char>(value); };
  if (c < 0x80) {
    put(0, c);
    return 1;
  }
  if (c < 0x800) {
    put(0, 0xc0 | c >> 6);
    put(1, 0x80 | (c & 0x3f));
    return 2;
  }
  if (c < 0x10000) {
    put(0, 0xe0 | c >> 12);
    put(1, 0x80 | (c >> 6 & 0x3f));
    put(2, 0x80 | (c & 0x3f));
    return 3;
  }
  put(0, 0xf0 | c >> 18);
  put(1, 0x80 | (c >> 12 & 0x3f));
  put(2, 0x80 | (c >> 6 & 0x3f));
  put(3, 0x80 | (c & 0x3f));
  return 4;
}

}  // namespace doublon::text
