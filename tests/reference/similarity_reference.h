#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/utf8.h"

// The measures of similarity/similarity.h as the textbooks write them, over letters, without any
// regard to speed. Header only, because the fuzz target and the tests both compile it.
namespace doublon::reference {

using LetterVector = std::vector<char32_t>;

// Malformed bytes become letters beyond U+10FFFF, each byte another one.
inline LetterVector LettersOf(std::string_view utf8) {
  LetterVector letters;
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t begin = at;
    char32_t letter = text::DecodeUtf8(utf8, &at);
    if (letter == 0xFFFD && at - begin == 1) {
      letter = 0x110000 + static_cast<unsigned char>(utf8[begin]);
    }
    letters.push_back(letter);
  }
  return letters;
}

inline LetterVector FirstLettersOf(std::string_view utf8) {
  LetterVector letters = LettersOf(utf8);
  if (letters.size() > 64) letters.resize(64);
  return letters;
}

inline bool Agree(char32_t x, char32_t y) { return x == y || x == U'?' || y == U'?'; }

// Winkler 1990, with three rounds of matching: equal letters, '?' of a, '?' of b.
inline double JaroWinkler(std::string_view a_text, std::string_view b_text) {
  const LetterVector a = FirstLettersOf(a_text);
  const LetterVector b = FirstLettersOf(b_text);
  if (a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), Agree)) return 1;
  if (a.empty() || b.empty()) return 0;
  const int reach = std::max(static_cast<int>(std::max(a.size(), b.size())) / 2 - 1, 0);
  std::vector<bool> a_matched(a.size()), b_matched(b.size());
  int matched = 0;
  const auto match_round = [&](const LetterVector& x, std::vector<bool>& x_matched,
                               const LetterVector& y, std::vector<bool>& y_matched,
                               auto may_match) {
    for (int i = 0; i < static_cast<int>(x.size()); ++i) {
      for (int j = 0; j < static_cast<int>(y.size()) && !x_matched[i]; ++j) {
        if (std::abs(i - j) > reach || y_matched[j] || !may_match(x[i], y[j])) continue;
        x_matched[i] = y_matched[j] = true;
        ++matched;
      }
    }
  };
  const auto unknown = [](char32_t x, char32_t) { return x == U'?'; };
  match_round(a, a_matched, b, b_matched, [](char32_t x, char32_t y) { return x == y; });
  match_round(a, a_matched, b, b_matched, unknown);
  match_round(b, b_matched, a, a_matched, unknown);
  if (matched == 0) return 0;

  LetterVector a_in_order, b_in_order;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a_matched[i]) a_in_order.push_back(a[i]);
  }
  for (std::size_t j = 0; j < b.size(); ++j) {
    if (b_matched[j]) b_in_order.push_back(b[j]);
  }
  int different = 0;
  for (int k = 0; k < matched; ++k) different += Agree(a_in_order[k], b_in_order[k]) ? 0 : 1;
  const int transpositions = different == 1 ? 1 : different / 2;
  const double m = matched;
  const double jaro = (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) +
                       (m - transpositions) / m) /
                      3;
  // Jaro is a fraction with a denominator below 10^6: nearer to 0.7 than this it is 0.7.
  if (jaro < 0.7 + 1e-9) return jaro;
  std::size_t prefix = 0;
  while (prefix < std::min({a.size(), b.size(), std::size_t{4}}) && Agree(a[prefix], b[prefix])) {
    ++prefix;
  }
  return jaro + 0.1 * static_cast<double>(prefix) * (1 - jaro);
}

// Optimal string alignment: the table of Wagner and Fischer with swaps of neighbours.
template <typename AgreeFunction>
std::uint32_t Osa(const LetterVector& a, const LetterVector& b, AgreeFunction agree) {
  std::vector<std::vector<std::uint32_t>> d(a.size() + 1, std::vector<std::uint32_t>(b.size() + 1));
  for (std::uint32_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::uint32_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::uint32_t substitution = d[i - 1][j - 1] + (agree(a[i - 1], b[j - 1]) ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, substitution});
      if (i > 1 && j > 1 && agree(a[i - 1], b[j - 2]) && agree(a[i - 2], b[j - 1])) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

inline std::uint32_t OsaDistance(std::string_view a, std::string_view b) {
  return Osa(FirstLettersOf(a), FirstLettersOf(b), Agree);
}

inline double OsaSimilarity(std::string_view a, std::string_view b) {
  const std::size_t longest = std::max(FirstLettersOf(a).size(), FirstLettersOf(b).size());
  return longest == 0 ? 1 : 1 - OsaDistance(a, b) / static_cast<double>(longest);
}

inline double BigramDice(std::string_view a_text, std::string_view b_text) {
  LetterVector a = FirstLettersOf(a_text);
  LetterVector b = FirstLettersOf(b_text);
  std::erase(a, U' ');
  std::erase(b, U' ');
  if (a == b) return 1;
  if (a.size() < 2 || b.size() < 2) return 0;
  std::map<std::pair<char32_t, char32_t>, int> left;
  for (std::size_t i = 0; i + 1 < a.size(); ++i) ++left[{a[i], a[i + 1]}];
  int shared = 0;
  for (std::size_t j = 0; j + 1 < b.size(); ++j) {
    if (left[{b[j], b[j + 1]}]-- > 0) ++shared;
  }
  return 2.0 * shared / static_cast<double>(a.size() + b.size() - 2);
}

inline bool AtMostOneEdit(std::string_view a, std::string_view b) {
  return Osa(LettersOf(a), LettersOf(b), [](char32_t x, char32_t y) { return x == y; }) <= 1;
}

inline std::vector<std::string> SortedTokens(std::string_view folded) {
  std::vector<std::string> tokens;
  std::string token;
  std::istringstream stream{std::string(folded)};
  while (std::getline(stream, token, ' ')) {
    if (!token.empty()) tokens.push_back(token);
  }
  std::sort(tokens.begin(), tokens.end());
  return tokens;
}

inline bool TokensContained(std::string_view a, std::string_view b) {
  std::vector<std::string> shorter = SortedTokens(a);
  std::vector<std::string> longer = SortedTokens(b);
  if (shorter.empty() || longer.empty()) return false;
  if (shorter.size() > 64 || longer.size() > 64) return a == b;
  if (shorter.size() > longer.size()) shorter.swap(longer);
  return std::includes(longer.begin(), longer.end(), shorter.begin(), shorter.end());
}

inline bool TokensEqualInAnyOrder(std::string_view a, std::string_view b) {
  const std::vector<std::string> x = SortedTokens(a);
  const std::vector<std::string> y = SortedTokens(b);
  if (x.size() > 64 || y.size() > 64) return a == b;
  return x == y;
}

}  // namespace doublon::reference
