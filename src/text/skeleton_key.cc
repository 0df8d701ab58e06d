#include "text/phonetic.h"

// The consonant skeleton: what stays of a name when it passes from one language's spelling to another's (domain knowledge:
// ou/u/o/w, i/y/e, k/q/c/kh, dj/j/g, ch/sh, th/t, doubled letters, final h, al-/el-, ben; Iberian -es/-ez; Slavic w/v).
namespace doublon::text {

namespace {

// Articles and kinship words that come and go; only when a longer word follows.
constexpr std::string_view kArticles[] = {"el", "al", "l", "ben", "bin", "ibn", "ould", "da", "do", "dos", "de", "di"};

bool IsArticle(std::string_view token) noexcept {
  for (const std::string_view article : kArticles) {
    if (token == article) return true;
  }
  return false;
}

constexpr bool IsVowel(char c) noexcept {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

struct Sound {
  std::size_t length;
  char code;  // 0: silent
};

// The sound that starts at token[i]. Longest spelling first.
Sound SoundAt(std::string_view token, std::size_t i) noexcept {
  const auto has = [&](std::string_view spelling) { return token.substr(i, spelling.size()) == spelling; };
  if (has("tch") || has("sch") || has("tsh")) return {3, 'X'};
  if (has("ch") || has("sh") || has("cz") || has("sz")) return {2, 'X'};
  if (has("kh") || has("qu") || has("ck") || has("gh")) return {2, 'K'};
  if (has("dj") || has("dz")) return {2, 'J'};
  if (has("ph")) return {2, 'F'};
  if (has("th") || has("dt") || has("tt") || has("dh")) return {2, 'T'};
  if (has("ou") && i + 2 < token.size() && IsVowel(token[i + 2])) return {2, 'V'};  // ouahab = wahab
  switch (token[i]) {
    case 'b': return {1, 'B'};
    case 'c': return {1, i + 1 < token.size() && (token[i + 1] == 'e' || token[i + 1] == 'i') ? 'S' : 'K'};
    case 'k': case 'q': return {1, 'K'};
    case 'd': case 't': return {1, 'T'};
    case 'f': return {1, 'F'};
    case 'g': return {1, i + 1 < token.size() && (token[i + 1] == 'e' || token[i + 1] == 'i') ? 'J' : 'K'};
    case 'j': return {1, 'J'};
    case 'l': return {1, 'L'};
    case 'm': case 'n': return {1, token[i] == 'm' ? 'M' : 'N'};
    case 'p': return {1, 'P'};
    case 'r': return {1, 'R'};
    case 's': case 'z': case 'x': return {1, 'S'};
    case 'v': case 'w': return {1, 'V'};
    default: return {1, '\0'};  // vowels, h, anything else
  }
}

}  // namespace

void AppendSkeletonKey(std::string_view folded, std::string& out) {
  const std::size_t begin = out.size();
  bool vowel_first = false;
  for (std::string_view rest = folded; !rest.empty();) {
    const std::size_t space = std::min(rest.find(' '), rest.size());
    const std::string_view token = rest.substr(0, space);
    rest.remove_prefix(std::min(space + 1, rest.size()));
    if (!rest.empty() && IsArticle(token)) continue;
    for (std::size_t i = 0; i < token.size();) {
      const Sound sound = SoundAt(token, i);
      if (i == 0 && out.size() == begin && sound.code == 0 && IsVowel(token[0])) vowel_first = true;
      if (sound.code != 0 && (out.size() == begin || out.back() != sound.code)) out += sound.code;
      i += sound.length;
    }
  }
  // A skeleton of one consonant says next to nothing; an initial vowel helps to tell apart.
  if (out.size() > begin && vowel_first) out.insert(out.begin() + static_cast<std::ptrdiff_t>(begin), 'A');
  if (out.size() - begin < 2) out.resize(begin);
}

}  // namespace doublon::text
