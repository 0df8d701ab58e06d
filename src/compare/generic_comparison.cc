#include <algorithm>
#include <cmath>
#include <utility>

#include "compare/best_level.h"
#include "compare/field_comparisons.h"
#include "compare/text_numbers.h"
#include "similarity/similarity.h"
#include "text/digits.h"

namespace doublon::compare {

namespace {

using record::PreparedView;
using record::ValueRange;
using record::ValueView;

std::uint8_t ByRarity(std::uint8_t base, const Comparison& comparison,
                      std::uint8_t rarity) noexcept {
  return static_cast<std::uint8_t>(base + (rarity >= comparison.rarity_cuts[1]) +
                                   (rarity >= comparison.rarity_cuts[2]));
}

// Rarity byte of a token = 8 × bits of information; an unknown rarity counts as a middling word.
double TokenInformation(std::uint32_t token) noexcept {
  const auto rarity = static_cast<double>(token & 0xff);
  return rarity == 0 ? 6.0 : rarity / 8.0;
}

// Information of the shared words over that of all words (weighted Jaccard), in [0, 1].
double SharedInformation(const ValueView& x, const ValueView& y) noexcept {
  double shared = 0, all = 0;
  std::size_t i = 0, j = 0;
  while (i < x.token_count() || j < y.token_count()) {
    const std::uint32_t tx = i < x.token_count() ? x.token(i) >> 8 : 0xffffffff;
    const std::uint32_t ty = j < y.token_count() ? y.token(j) >> 8 : 0xffffffff;
    const double information = TokenInformation(tx <= ty ? x.token(i) : y.token(j));
    all += information;
    if (tx == ty) shared += information;
    i += tx <= ty;
    j += ty <= tx;
  }
  return all > 0 ? shared / all : 0;
}

// Which of several persons of one name: 1 the elder, 2 the son or second, ...; 0 when the word says
// nothing known.
int Generation(std::string_view word) noexcept {
  constexpr std::pair<std::string_view, int> kWords[] = {
      {"sr", 1},  {"senior", 1}, {"snr", 1}, {"pere", 1}, {"aine", 1},  {"i", 1},  {"1st", 1},
      {"jr", 2},  {"junior", 2}, {"jnr", 2}, {"fils", 2}, {"cadet", 2}, {"ii", 2}, {"2nd", 2},
      {"iii", 3}, {"3rd", 3},    {"iv", 4},  {"4th", 4},  {"v", 5},     {"5th", 5}};
  for (const auto& [known, generation] : kWords) {
    if (known == word) return generation;
  }
  return 0;
}

// "Morris I": an initial by itself, the first of them beside a Morris II.
bool EndsAsTheFirst(PreparedView record) noexcept {
  for (const ValueView given : record.values(record::kGivenField)) {
    if (given.name_text().ends_with(" i")) return true;
  }
  return false;
}

bool HasRomanGeneration(ValueRange suffixes) noexcept {
  for (const ValueView suffix : suffixes) {
    const std::string_view word = suffix.text();
    if (word.size() > 1 && word.find_first_not_of("iv") == std::string_view::npos) return true;
  }
  return false;
}

constexpr std::uint8_t kTextNumbersDiffer = 3, kTextExact = 8;

std::uint8_t CompareTexts(const Comparison& comparison, const ValueView& x,
                          const ValueView& y) noexcept {
  const std::string_view text_x = x.folded_text(), text_y = y.folded_text();
  if (text_x == text_y) return ByRarity(kTextExact, comparison, x.rarity());
  // Whole words by rarity, or letters: the better of the two, so that a typing error in a rare word
  // is not a stranger.
  const double words = SharedInformation(x, y);
  const double letters =
      2 * similarity::BigramDice(text_x, text_y) - 1;  // random texts have Dice of about .3
  const double shared = std::max(words, letters);
  if (shared >= 0.25 && NumbersDiffer(text_x, text_y)) return kTextNumbersDiffer;
  if (shared >= 0.85) return 7;
  if (shared >= 0.65) return 6;
  if (shared >= 0.45) return 5;
  if (shared >= 0.25) return 4;
  if (shared >= 0.10) return 2;
  return 1;
}

}  // namespace

std::uint8_t CompareSuffix(const Comparison& comparison, PreparedView a, PreparedView b) noexcept {
  const ValueRange of_a = a.values(comparison.field), of_b = b.values(comparison.field);
  if (of_a.empty() != of_b.empty()) {
    return HasRomanGeneration(of_a.empty() ? of_b : of_a) && EndsAsTheFirst(of_a.empty() ? a : b)
               ? 1
               : kMissingLevel;
  }
  return BestLevel<std::uint8_t>(
      comparison.field, a, b, [](const ValueView& x, const ValueView& y) -> std::uint8_t {
        const int of_x = Generation(x.text()), of_y = Generation(y.text());
        if (x.text() == y.text() || (of_x == of_y && of_x != 0)) return 2;
        return of_x == 0 || of_y == 0 ? kMissingLevel : 1;
      });
}

std::uint8_t CompareText(const Comparison& comparison, PreparedView a, PreparedView b) noexcept {
  return BestLevel<std::uint8_t>(
      comparison.field, a, b,
      [&](const ValueView& x, const ValueView& y) { return CompareTexts(comparison, x, y); });
}

std::uint8_t CompareCategory(const Comparison& comparison, PreparedView a,
                             PreparedView b) noexcept {
  return BestLevel<std::uint8_t>(comparison.field, a, b,
                                 [&](const ValueView& x, const ValueView& y) -> std::uint8_t {
                                   if (x.text() == y.text())
                                     return ByRarity(3, comparison, x.rarity());
                                   // Codes (B023, B032) are near each other by chance.
                                   if (text::HasDigit(x.text()) || text::HasDigit(y.text()))
                                     return 1;
                                   return similarity::JaroWinkler(x.text(), y.text()) >= 0.9 ||
                                                  similarity::TokensContained(x.text(), y.text())
                                              ? 2
                                              : 1;
                                 });
}

std::uint8_t CompareNumber(const Comparison& comparison, PreparedView a, PreparedView b) noexcept {
  return BestLevel<std::uint8_t>(
      comparison.field, a, b, [&](const ValueView& x, const ValueView& y) -> std::uint8_t {
        const double u = x.number(), v = y.number();
        if (u == v) return ByRarity(5, comparison, x.rarity());
        const double relative = std::abs(u - v) / std::max(std::abs(u), std::abs(v));
        if (relative <= 0.01) return 4;
        if (relative <= 0.05) return 3;
        return relative <= 0.20 ? 2 : 1;
      });
}

std::uint8_t CompareIdentifier(const Comparison& comparison, PreparedView a,
                               PreparedView b) noexcept {
  return BestLevel<std::uint8_t>(
      comparison.field, a, b, [&](const ValueView& x, const ValueView& y) -> std::uint8_t {
        if (x.text() == y.text()) return ByRarity(4, comparison, x.rarity());
        // One slip in a code of five signs or more is likely a slip; shorter codes are near each
        // other by chance.
        if (std::min(x.text().size(), y.text().size()) < 5) return 1;
        const std::uint32_t distance = similarity::OsaDistance(x.text(), y.text(), 2);
        if (distance <= 1) return 3;
        return distance == 2 ? 2 : 1;
      });
}

}  // namespace doublon::compare
