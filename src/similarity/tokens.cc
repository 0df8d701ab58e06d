#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

#include "similarity/letters.h"
#include "similarity/similarity.h"

namespace doublon::similarity {
namespace {

constexpr std::uint32_t kTokenCountMax = 64;

// The tokens of folded text, on the stack. `overflowed` when there are more than 64.
struct TokenList {
  explicit TokenList(std::string_view folded) {
    while (true) {
      const std::size_t begin = folded.find_first_not_of(' ');
      if (begin == std::string_view::npos) return;
      if (count == kTokenCountMax) {
        overflowed = true;
        return;
      }
      folded.remove_prefix(begin);
      tokens[count] = folded.substr(0, folded.find(' '));
      folded.remove_prefix(tokens[count++].size());
    }
  }

  std::array<std::string_view, kTokenCountMax> tokens;
  std::uint32_t count = 0;
  bool overflowed = false;
};

// Each token of `shorter` takes an equal one of `longer` for itself.
bool AllFound(const TokenList& shorter, const TokenList& longer) {
  std::uint64_t left = LowBits(longer.count);
  for (std::uint32_t i = 0; i < shorter.count; ++i) {
    std::uint64_t candidates = left;
    while (candidates != 0 && longer.tokens[std::countr_zero(candidates)] != shorter.tokens[i]) {
      candidates &= candidates - 1;
    }
    if (candidates == 0) return false;
    left &= ~(candidates & (~candidates + 1));
  }
  return true;
}

// AtMostOneEdit where a byte is a letter.
bool AtMostOneByteEdit(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  const auto at =
      static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
  a.remove_prefix(at);
  b.remove_prefix(at);
  if (a.size() < b.size()) return a == b.substr(1);
  if (a.size() <= 1 || a.substr(1) == b.substr(1)) return true;
  return a[0] == b[1] && a[1] == b[0] && a.substr(2) == b.substr(2);
}

std::string_view AfterLetter(std::string_view text) {
  return text.substr(DecodeLetter(text).byte_count);
}

}  // namespace

bool TokensContained(std::string_view a, std::string_view b) noexcept {
  const TokenList x(a);
  const TokenList y(b);
  if (x.count == 0 || y.count == 0) return false;
  if (x.overflowed || y.overflowed) return a == b;
  return x.count <= y.count ? AllFound(x, y) : AllFound(y, x);
}

bool TokensEqualInAnyOrder(std::string_view a, std::string_view b) noexcept {
  if (a == b) return true;
  const TokenList x(a);
  const TokenList y(b);
  if (x.overflowed || y.overflowed || x.count != y.count) return false;
  return AllFound(x, y);
}

double BigramDice(std::string_view a, std::string_view b) noexcept {
  if (a == b) return 1.0;
  const LetterPair pair(a, b);
  // Spaces are left out: "jean pierre" and "jeanpierre" have the same bigrams.
  std::array<std::uint8_t, kLetterCountMax> x_symbols;
  std::array<std::uint8_t, kLetterCountMax> y_symbols;
  const auto without_spaces = [](Letters letters, std::uint8_t* out) -> Letters {
    const std::uint8_t* end =
        std::remove_copy(letters.symbols, letters.symbols + letters.count, out, ' ');
    return {out, static_cast<std::uint32_t>(end - out)};
  };
  const Letters x = without_spaces(pair.a(), x_symbols.data());
  const Letters y = without_spaces(pair.b(), y_symbols.data());
  if (x.count == y.count && std::equal(x.symbols, x.symbols + x.count, y.symbols)) return 1.0;
  if (x.count < 2 || y.count < 2) return 0.0;
  const PlaceMasks y_masks(y, x);
  std::uint64_t used = 0;
  for (std::uint32_t i = 0; i + 1 < x.count; ++i) {
    const std::uint64_t places = y_masks[x[i]] & (y_masks[x[i + 1]] >> 1) & ~used;
    used |= places & (~places + 1);
  }
  return 2.0 * std::popcount(used) / static_cast<double>(x.count + y.count - 2);
}

bool AtMostOneEdit(std::string_view a, std::string_view b) noexcept {
  if (IsAscii(a) && IsAscii(b)) return AtMostOneByteEdit(a, b);
  // Up to the first letter that differs; from there one edit must leave the same rest.
  while (!a.empty() && !b.empty()) {
    const DecodedLetter x = DecodeLetter(a);
    if (x.value != DecodeLetter(b).value) break;
    a.remove_prefix(x.byte_count);
    b.remove_prefix(x.byte_count);
  }
  if (a.empty()) return b.empty() || AfterLetter(b).empty();
  if (b.empty()) return AfterLetter(a).empty();
  const std::string_view a_rest = AfterLetter(a);
  const std::string_view b_rest = AfterLetter(b);
  if (a_rest == b_rest || a_rest == b || a == b_rest) return true;
  if (a_rest.empty() || b_rest.empty()) return false;
  return DecodeLetter(a).value == DecodeLetter(b_rest).value &&
         DecodeLetter(b).value == DecodeLetter(a_rest).value &&
         AfterLetter(a_rest) == AfterLetter(b_rest);
}

bool TokensAbbreviated(std::string_view a, std::string_view b) noexcept {
  bool same_token = false;
  while (!a.empty() && !b.empty()) {
    const std::string_view x = a.substr(0, a.find(' ')), y = b.substr(0, b.find(' '));
    a.remove_prefix(std::min(a.size(), x.size() + 1));
    b.remove_prefix(std::min(b.size(), y.size() + 1));
    if (x == y) {
      same_token = same_token || x.size() > 1;
      continue;
    }
    const bool initial = x.size() == 1 || y.size() == 1;
    if (!initial || x.empty() || y.empty() || x[0] != y[0]) return false;
  }
  return same_token && a.empty() && b.empty();
}

}  // namespace doublon::similarity
