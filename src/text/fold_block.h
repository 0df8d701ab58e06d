#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/load.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

// Sixteen bytes of text folded at once, as far as they are ASCII. Internal to this layer.
namespace doublon::text {

inline constexpr std::size_t kFoldBlockBytes = 16;

// What FoldBlock says of its bytes, a bit for each.
struct BlockMarks {
  unsigned parting;  // not a letter or digit: became a space
  unsigned slow;     // beyond ASCII, '?', and apostrophes where they are glued: not for this table
};

// Sixteen bytes, the first in the low end of `low`.
struct TextBlock {
  std::uint64_t low = 0, high = 0;
};

// The `size` ≤ kFoldBlockBytes bytes at `from`, and zeros. No other byte is read.
inline TextBlock ReadBlock(const char* from, std::size_t size) noexcept {
  if (size == kFoldBlockBytes)
    return {LoadAt<std::uint64_t>(from), LoadAt<std::uint64_t>(from + 8)};
  // Two reads that overlap, put together in registers: cheaper than a copy of unknown size.
  if (size > 8) {
    return {LoadAt<std::uint64_t>(from), LoadAt<std::uint64_t>(from + size - 8) >> 8 * (16 - size)};
  }
  if (size == 8) return {LoadAt<std::uint64_t>(from), 0};
  if (size >= 4) {
    const std::uint64_t end = LoadAt<std::uint32_t>(from + size - 4);
    return {LoadAt<std::uint32_t>(from) | end << 8 * (size - 4), 0};
  }
  TextBlock block;
  for (std::size_t i = 0; i < size; ++i) {
    block.low |= std::uint64_t{static_cast<unsigned char>(from[i])} << 8 * i;
  }
  return block;
}

// Writes to `to` the folded form of each of the kFoldBlockBytes bytes: small letters and digits,
// else a space. Bytes marked slow are written as anything.
inline BlockMarks FoldBlock(TextBlock block, bool glue_apostrophes, char* to) noexcept {
#ifdef __SSE2__
  const __m128i bytes =
      _mm_set_epi64x(static_cast<long long>(block.high), static_cast<long long>(block.low));
  const __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
  const auto between = [](__m128i v, char first, char last) {
    return _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8(static_cast<char>(first - 1))),
                         _mm_cmplt_epi8(v, _mm_set1_epi8(static_cast<char>(last + 1))));
  };
  const auto marks_of = [](__m128i v) { return static_cast<unsigned>(_mm_movemask_epi8(v)); };
  const auto equal = [&](char c) { return marks_of(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c))); };
  const __m128i letters = between(lower, 'a', 'z'), digits = between(bytes, '0', '9');
  const __m128i kept = _mm_or_si128(letters, digits);
  // Digits have the bit that makes letters small already.
  const __m128i folded =
      _mm_or_si128(_mm_and_si128(lower, kept), _mm_andnot_si128(kept, _mm_set1_epi8(' ')));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), folded);
  unsigned slow = marks_of(bytes) | equal('?');
  if (glue_apostrophes) slow |= equal('\'') | equal('`');
  return {~marks_of(kept) & 0xffffU, slow};
#else
  std::array<char, kFoldBlockBytes> from;
  std::memcpy(from.data(), &block, sizeof block);
  BlockMarks marks = {};
  for (unsigned i = 0; i < kFoldBlockBytes; ++i) {
    const char c = from[i], lower = static_cast<char>(c | 0x20);
    const bool kept = (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
    const bool glued = glue_apostrophes && (c == '\'' || c == '`');
    const bool slow = static_cast<unsigned char>(c) >= 0x80 || c == '?' || glued;
    to[i] = kept ? lower : ' ';
    marks.parting |= static_cast<unsigned>(!kept) << i;
    marks.slow |= static_cast<unsigned>(slow) << i;
  }
  return marks;
#endif
}

}  // namespace doublon::text
