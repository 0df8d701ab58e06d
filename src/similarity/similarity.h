#pragma once

#include <cstdint>
#include <string_view>

// Two strings → a number. Inputs are folded text; a code point is one letter, so "и" counts once. '?' (one unknown
// letter) agrees with any letter. All functions are symmetric, total, noexcept, thread safe and allocate nothing.
// Strings beyond 64 letters are compared on their first 64 by the bit-parallel kernels.
namespace doublon::similarity {

// Jaro-Winkler similarity in [0, 1]; 1 exactly when equal (two empty strings: 1; one empty: 0).
// Winkler 1990: prefix scale 0.1 over at most 4 letters, applied only when Jaro > 0.7 (tested in integers, so that
// SIMD and scalar agree bit for bit). Cost: about 40 ns for names.
double JaroWinkler(std::string_view a, std::string_view b) noexcept;

// Optimal string alignment distance (insert, delete, substitute, swap of neighbours), cut off at `limit`:
// returns min(distance, limit + 1). Hyyrö 2003, bit-parallel.
std::uint32_t OsaDistance(std::string_view a, std::string_view b, std::uint32_t limit) noexcept;

// 1 - OsaDistance / max length, in [0, 1].
double OsaSimilarity(std::string_view a, std::string_view b) noexcept;

// Dice coefficient of the two multisets of letter bigrams, in [0, 1]; good for glued or split words.
double BigramDice(std::string_view a, std::string_view b) noexcept;

// Damerau distance ≤ 1 between two digit strings or identifiers (a cheap test used on phones and identifiers).
bool AtMostOneEdit(std::string_view a, std::string_view b) noexcept;

// True when all tokens (split at spaces) of the shorter list occur in the longer one; both non-empty.
bool TokensContained(std::string_view a, std::string_view b) noexcept;

// True when the two token lists are the same multiset in any order ("dupont durand" ~ "durand dupont").
bool TokensEqualInAnyOrder(std::string_view a, std::string_view b) noexcept;

}  // namespace doublon::similarity
