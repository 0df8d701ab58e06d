#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace doublon::text {

// Folded text: lower-case ASCII letters and digits, tokens separated by one space, no space at
// either end. Latin letters lose accents and ligatures (é → e, œ → oe, ß → ss, ø → o, ł → l, đ → d,
// İ → i, æ → ae, þ → th). Hyphens, apostrophes of every code point and all other punctuation become
// one space; invisible characters and emoji vanish. Apostrophes can be glued instead (L'Hermitte →
// lhermitte): see FoldOptions. Letters of other scripts are kept as UTF-8:
// compatibility-decomposed, case-folded, without marks (utf8proc). U+FFFD and '?' that touch a
// letter become '?' (one unknown letter); others part words.
struct FoldOptions {
  bool glue_apostrophes = false;
};

// Appends the folded form of `utf8` to `out`, which must not be the same memory. Total on any bytes
// (malformed bytes count as U+FFFD). Idempotent: folding a folded text returns it. Output is at
// most 12 × input + 4 bytes (U+FDFA is a whole phrase). Cost: 19 ns a short cell (500 MB/s), 1.8
// GB/s of long ASCII; one table look-up a letter of Latin; utf8proc beyond. Allocates only when
// `out` must grow.
void FoldInto(std::string_view utf8, const FoldOptions& options, std::string& out);

inline std::string Fold(std::string_view utf8, const FoldOptions& options = {}) {
  std::string out;
  FoldInto(utf8, options, out);
  return out;
}

// Splits folded text at its spaces. The views point into `folded`; `tokens` is cleared first.
void SplitTokens(std::string_view folded, std::vector<std::string_view>& tokens);

// Length in code points of UTF-8 text (malformed bytes count one each).
std::size_t CodePointCount(std::string_view utf8) noexcept;

}  // namespace doublon::text
