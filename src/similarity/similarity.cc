#include "similarity/similarity.h"

#include <algorithm>
#include <bit>

#include "similarity/letters.h"

namespace doublon::similarity {
namespace {

// Winkler 1990.
constexpr std::uint32_t kPrefixLetterMax = 4;

bool Agree(std::uint8_t x, std::uint8_t y) {
  return x == y || x == kUnknownLetter || y == kUnknownLetter;
}

// Which letters of each string have found a partner, as bits.
struct Matching {
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  bool saw_unknown = false;
};

std::uint64_t LowestBit(std::uint64_t bits) { return bits & (~bits + 1); }

// The letters no further than `reach` from `place`.
std::uint64_t Window(std::uint32_t place, std::uint32_t reach) {
  const std::uint32_t first = place > reach ? place - reach : 0;
  return LowBits(std::min(place + reach + 1, kLetterCountMax)) & ~LowBits(first);
}

// Each '?' of `unknown` that is left takes the first letter left within reach.
void MatchUnknown(std::uint64_t unknown, std::uint64_t all_others, std::uint32_t reach,
                  std::uint64_t& matched, std::uint64_t& others_matched) {
  for (unknown &= ~matched; unknown != 0; unknown &= unknown - 1) {
    const auto place = static_cast<std::uint32_t>(std::countr_zero(unknown));
    const std::uint64_t partner = LowestBit(Window(place, reach) & all_others & ~others_matched);
    others_matched |= partner;
    if (partner != 0) matched |= LowestBit(unknown);
  }
}

// Equal letters first, each taking the first partner left within reach; then each '?' that is left
// takes any letter. For one letter both strings' places are walked in order, so the partners are
// the same from either side. After the first step no two '?' without partner are within reach of
// one another: the order of the last two steps is free.
Matching Match(Letters a, Letters b, const PlaceMasks& b_masks) {
  const std::uint32_t half = std::max(a.count, b.count) / 2;
  const std::uint32_t reach = half > 1 ? half - 1 : 0;
  Matching matching;
  std::uint64_t a_unknown = 0;
  // The window slides with i: its end runs ahead first, then its beginning follows. Places beyond
  // the end of b are in it, but in no mask.
  std::uint64_t window = LowBits(reach + 1);
  for (std::uint32_t i = 0; i < a.count; ++i) {
    const std::uint64_t partner = LowestBit(b_masks[a[i]] & window & ~matching.b);
    matching.b |= partner;
    matching.a |= std::uint64_t{partner != 0} << i;
    a_unknown |= std::uint64_t{a[i] == kUnknownLetter} << i;
    window = (window << 1) | std::uint64_t{i < reach};
  }
  const std::uint64_t b_unknown = b_masks[kUnknownLetter];
  matching.saw_unknown = (a_unknown | b_unknown) != 0;
  if (matching.saw_unknown) {
    MatchUnknown(a_unknown, LowBits(b.count), reach, matching.a, matching.b);
    MatchUnknown(b_unknown, LowBits(a.count), reach, matching.b, matching.a);
  }
  return matching;
}

// Half the number of matched letters that meet another letter when both are read in order, rounded
// down (Winkler's strcmp95). A single one, possible only with '?', counts as one, so that 1 is kept
// for strings that agree.
std::uint32_t Transpositions(Letters a, Letters b, Matching matching) {
  std::uint32_t different_count = 0;
  while (matching.a != 0) {
    const std::uint8_t x = a[static_cast<std::uint32_t>(std::countr_zero(matching.a))];
    const std::uint8_t y = b[static_cast<std::uint32_t>(std::countr_zero(matching.b))];
    different_count += Agree(x, y) ? 0 : 1;
    matching.a &= matching.a - 1;
    matching.b &= matching.b - 1;
  }
  return different_count == 1 ? 1 : different_count / 2;
}

std::uint32_t CommonPrefix(Letters a, Letters b) {
  const std::uint32_t count_max = std::min({a.count, b.count, kPrefixLetterMax});
  std::uint32_t count = 0;
  while (count < count_max && Agree(a[count], b[count])) ++count;
  return count;
}

bool AllAgree(Letters a, Letters b) {
  return a.count == b.count &&
         std::equal(a.symbols, a.symbols + a.count, b.symbols, b.symbols + b.count, Agree);
}

// Hyyrö 2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", the
// OSA form: one column of the table a step, as bits of its vertical differences. `rows` must not be
// empty.
std::uint32_t OsaColumns(Letters rows, Letters columns, std::uint32_t limit) {
  const PlaceMasks row_masks(rows, columns);
  const std::uint64_t unknown_rows = row_masks[kUnknownLetter];
  const std::uint64_t last_row = std::uint64_t{1} << (rows.count - 1);
  std::uint64_t rises = ~std::uint64_t{0};
  std::uint64_t falls = 0;
  std::uint64_t diagonal_zero = 0;
  std::uint64_t previous_equal = 0;
  std::uint32_t distance = rows.count;
  for (std::uint32_t j = 0; j < columns.count; ++j) {
    const std::uint64_t equal =
        columns[j] == kUnknownLetter ? ~std::uint64_t{0} : row_masks[columns[j]] | unknown_rows;
    const std::uint64_t swapped = ((~diagonal_zero & equal) << 1) & previous_equal;
    diagonal_zero = (((equal & rises) + rises) ^ rises) | equal | falls | swapped;
    std::uint64_t right_rises = falls | ~(diagonal_zero | rises);
    std::uint64_t right_falls = diagonal_zero & rises;
    distance += (right_rises & last_row) != 0 ? 1 : 0;
    distance -= (right_falls & last_row) != 0 ? 1 : 0;
    // Each column still to come can take back one at most.
    if (distance > std::uint64_t{limit} + (columns.count - j - 1)) return limit + 1;
    right_rises = (right_rises << 1) | 1;
    right_falls <<= 1;
    rises = right_falls | ~(diagonal_zero | right_rises);
    falls = right_rises & diagonal_zero;
    previous_equal = equal;
  }
  return distance;
}

std::uint32_t OsaOfLetters(Letters a, Letters b, std::uint32_t limit) {
  const Letters shorter = a.count < b.count ? a : b;
  const Letters longer = a.count < b.count ? b : a;
  const std::uint32_t at_least = longer.count - shorter.count;
  if (at_least > limit) return limit + 1;
  if (shorter.count == 0) return at_least;
  return OsaColumns(longer, shorter, limit);
}

}  // namespace

double JaroWinkler(std::string_view a, std::string_view b) noexcept {
  if (a == b) return 1.0;
  if (a.empty() || b.empty()) return 0.0;
  const LetterPair pair(a, b);
  const Letters x = pair.a();
  const Letters y = pair.b();
  const Matching matching = Match(x, y, PlaceMasks(y, x));
  // Matching equal letters first may leave a '?' without partner though every place agrees.
  if (matching.saw_unknown && AllAgree(x, y)) return 1.0;
  const auto matched = static_cast<std::uint64_t>(std::popcount(matching.a));
  if (matched == 0) return 0.0;
  // Jaro = (m/|a| + m/|b| + (m-t)/m) / 3 as one fraction of whole numbers below 2^53: exact up to
  // one division.
  const std::uint64_t area = std::uint64_t{x.count} * y.count;
  const std::uint64_t in_order = matched - Transpositions(x, y, matching);
  const std::uint64_t numerator = matched * matched * (x.count + y.count) + in_order * area;
  const std::uint64_t denominator = 3 * matched * area;
  const bool above_threshold = 10 * numerator > 7 * denominator;
  const std::uint64_t prefix = above_threshold ? CommonPrefix(x, y) : 0;
  // Jaro + 0.1 × prefix × (1 - Jaro).
  return static_cast<double>(10 * numerator + prefix * (denominator - numerator)) /
         static_cast<double>(10 * denominator);
}

std::uint32_t OsaDistance(std::string_view a, std::string_view b, std::uint32_t limit) noexcept {
  if (a == b) return 0;
  const LetterPair pair(a, b);
  return OsaOfLetters(pair.a(), pair.b(), limit);
}

double OsaSimilarity(std::string_view a, std::string_view b) noexcept {
  if (a == b) return 1.0;
  const LetterPair pair(a, b);
  const std::uint32_t longest = std::max(pair.a().count, pair.b().count);
  const std::uint32_t distance = OsaOfLetters(pair.a(), pair.b(), kLetterCountMax);
  return static_cast<double>(longest - distance) / static_cast<double>(longest);
}

}  // namespace doublon::similarity
