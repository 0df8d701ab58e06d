#pragma once

#include <cstdint>
#include <string_view>

// Two strings → a number. Inputs are folded text; a code point is one letter, so "и" counts once,
// and a malformed byte is a letter of its own. '?' (one unknown letter) agrees with any letter in
// JaroWinkler and the OSA functions, and is a letter like another elsewhere. All functions are
// symmetric, total, noexcept, thread safe and allocate nothing. JaroWinkler, the OSA functions and
// BigramDice see the first 64 letters only.
namespace doublon::similarity {

// Jaro-Winkler similarity in [0, 1]; 1 exactly when all letters agree in place (two empty strings:
// 1; one empty: 0). Winkler 1990: prefix scale 0.1 over at most 4 letters, applied only when
// Jaro > 0.7 (tested in integers; the value is one division of whole numbers, so that any other
// form of it agrees bit for bit). Equal letters are matched first, then '?' with what is left.
// Cost: about 65 ns for ASCII names, measured on pairs of INSEE surnames; more beyond ASCII.
double JaroWinkler(std::string_view a, std::string_view b) noexcept;

// Optimal string alignment distance (insert, delete, substitute, swap of neighbours), cut off at
// `limit`: returns min(distance, limit + 1). Hyyrö 2003, bit-parallel.
std::uint32_t OsaDistance(std::string_view a, std::string_view b, std::uint32_t limit) noexcept;

// 1 - OsaDistance / letters of the longer string, in [0, 1]; two empty strings: 1.
double OsaSimilarity(std::string_view a, std::string_view b) noexcept;

// Dice coefficient of the two multisets of letter bigrams, in [0, 1]. Spaces are left out, so glued
// and split words ("jean pierre", "jeanpierre") have 1. Strings of less than two letters: 1 when
// equal, otherwise 0.
double BigramDice(std::string_view a, std::string_view b) noexcept;

// OsaDistance ≤ 1 between two digit strings or identifiers of any length, where '?' is no wildcard
// (a cheap test used on phones, dates and identifiers). Cost: one pass up to the first difference.
bool AtMostOneEdit(std::string_view a, std::string_view b) noexcept;

// True when all tokens (split at spaces) of the shorter list occur in the longer one, a repeated
// token as often; both non-empty. Lists of more than 64 tokens: only when the strings are equal.
bool TokensContained(std::string_view a, std::string_view b) noexcept;

// True when the two token lists are the same multiset in any order ("dupont durand" ~ "durand
// dupont"). Lists of more than 64 tokens: only when the strings are equal.
bool TokensEqualInAnyOrder(std::string_view a, std::string_view b) noexcept;

// True for as many tokens, each the same or the first letter of the other in its place, and one the
// same of more than a letter: "j pierre" ~ "jean pierre", but not "j p" ~ "jean pierre".
bool TokensAbbreviated(std::string_view a, std::string_view b) noexcept;

}  // namespace doublon::similarity
