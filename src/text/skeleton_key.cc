#include <algorithm>
#include <array>
#include <cstddef>

#include "text/phonetic.h"

// The consonant skeleton: what stays of a name when it passes from one language's spelling to
// another's. Vowels are the first to change (Mohamed, Muhammad), then how a language writes a
// consonant: ou/w, j/dj, k/q/kh, ch/sh/sz (French, English, Polish), s/z, tz/z, ks/x, c before e,
// i, final f/v of Slavic names, j/y of German and Slavic ones, and h, silent in Romance languages.
namespace doublon::text {
namespace {

// Articles and kinship words that come and go; only when another word follows.
constexpr std::array<std::string_view, 13> kArticles = {
    "el", "al", "l", "ben", "bin", "ibn", "ould", "da", "do", "dos", "de", "di", "du"};

// Letters of a name that count, and zeros behind them.
constexpr std::size_t kLetterCountMax = 120;
constexpr std::size_t kLookAhead = 4;
using Word = std::array<char, kLetterCountMax + kLookAhead>;

bool IsArticle(std::string_view token) noexcept {
  return std::find(kArticles.begin(), kArticles.end(), token) != kArticles.end();
}

constexpr bool IsVowel(char c) noexcept {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}
constexpr bool IsSoftening(char c) noexcept { return c == 'e' || c == 'i' || c == 'y'; }

// The letters of a name as one word, articles left out; but in Abd el Kader the article is part of
// the name.
Word WordOf(std::string_view folded) noexcept {
  Word word{};
  std::size_t size = 0;
  bool after_abd = false;
  while (!folded.empty()) {
    const std::size_t space = std::min(folded.find(' '), folded.size());
    const std::string_view token = folded.substr(0, space);
    folded.remove_prefix(std::min(space + 1, folded.size()));
    if (!folded.empty() && !after_abd && IsArticle(token)) continue;
    for (const char c : token) {
      if (c >= 'a' && c <= 'z' && size < kLetterCountMax) word[size++] = c;
    }
    after_abd = token == "abd";
  }
  return word;
}

struct Sound {
  std::size_t length;
  std::string_view code;  // "": silent
};

Sound SoundOfT(const char* at) noexcept {
  if (at[1] == 's' && at[2] == 'c' && at[3] == 'h') return {4, "X"};
  if ((at[1] == 'c' || at[1] == 's') && at[2] == 'h') return {3, "X"};
  if (at[1] == 'z' || at[1] == 's') return {2, "S"};
  return {1, "T"};
}

Sound SoundOfC(const char* at) noexcept {
  if (at[1] == 'h' || at[1] == 'z') return {2, "X"};
  return {1, IsSoftening(at[1]) ? "S" : "K"};
}

Sound SoundOfS(const char* at) noexcept {
  if (at[1] == 'c' && at[2] == 'h') return {3, "X"};
  if (at[1] == 'h' || at[1] == 'z') return {2, "X"};
  return {at[1] == 'c' && IsSoftening(at[2]) ? 2U : 1U, "S"};
}

Sound SoundOfG(const char* at) noexcept {
  if (at[1] == 'h' || at[1] == 'w') return {2, "K"};
  if (at[1] == 'u' && IsSoftening(at[2])) return {2, "K"};
  return {1, IsSoftening(at[1]) ? "J" : "K"};
}

// The sound written from `at` on; `first` at the start of the name.
Sound SoundAt(const char* at, bool first) noexcept {
  switch (*at) {
    case 'b':
      return {1, "B"};
    case 'c':
      return SoundOfC(at);
    case 'd':
      return at[1] == 'j' || at[1] == 'z' ? Sound{2, "J"} : Sound{1, "T"};
    case 'f':
      return {1, at[1] == '\0' || (at[1] == 'f' && at[2] == '\0') ? "V" : "F"};
    case 'g':
      return SoundOfG(at);
    case 'j':
      return {1, "J"};
    case 'k':
    case 'q':
      return {1, "K"};
    case 'l':
      return {1, "L"};
    case 'm':
      return {1, "M"};
    case 'n':
      return {1, "N"};
    case 'p':
      return at[1] == 'h' ? Sound{2, at[2] == '\0' ? "V" : "F"} : Sound{1, "P"};
    case 'r':
      return {1, "R"};
    case 's':
      return SoundOfS(at);
    case 't':
      return SoundOfT(at);
    case 'v':
    case 'w':
      return {1, "V"};
    case 'x':  // Ximenez, Jimenez; Alexander, Aleksander
      return {1, first ? "J" : "KS"};
    case 'z':
      return at[1] == 'h' ? Sound{2, "J"} : Sound{1, "S"};
    case 'i':
    case 'y':  // Yohan, Johan; Ioannis, Yannis, Giannis
      return {1, first && IsVowel(at[1]) ? "J" : ""};
    case 'o':  // ouahab, wahab
      return at[1] == 'u' && IsVowel(at[2]) ? Sound{2, "V"} : Sound{1, ""};
    default:
      return {1, ""};
  }
}

// Where the l of the article stands in "abdelkader", which comes and goes before a consonant
// (Abdelrahman, Abderrahmane); null in other names.
const char* ArticleOfAbd(const Word& word) noexcept {
  if (std::string_view(word.data(), 3) != "abd") return nullptr;
  const char* at = word.data() + 3;
  while (IsVowel(*at)) ++at;
  return *at == 'l' && at[1] != 'l' && at[1] != '\0' && !IsVowel(at[1]) ? at : nullptr;
}

}  // namespace

void AppendSkeletonKey(std::string_view folded, std::string& out) {
  const Word word = WordOf(folded);
  const char* const article = ArticleOfAbd(word);
  const char* at = word.data();
  const std::size_t begin = out.size();
  char previous =
      '\0';  // the code before, unless a vowel stands between: doubled letters count once
  // A vowel at the start is kept as a mark, with or without a silent h before it.
  const char first = *at == 'h' ? at[1] : *at;
  if (IsVowel(first) && SoundAt(at, true).code.empty()) out += 'A';
  const std::size_t consonants_begin = out.size();
  while (*at != '\0') {
    const Sound sound = at == article ? Sound{1, ""} : SoundAt(at, at == word.data());
    if (sound.code.empty() && IsVowel(*at)) previous = '\0';
    for (const char code : sound.code) {
      if (code != previous) out += code;
      previous = code;
    }
    at += sound.length;
  }
  // One consonant and nothing else says next to nothing.
  if (out.size() == consonants_begin || out.size() - begin < 2) out.resize(begin);
}

}  // namespace doublon::text
