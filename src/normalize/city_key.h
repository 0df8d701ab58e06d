#pragma once

#include <span>
#include <string>
#include <string_view>

namespace doublon::normalize {

// Appends the canonical form of a town's name to `out`: an elided l joined to the next word
// ("l","hay" → "lhay"), short words written out (st → saint, s → sur, lez → les) and the rest as it
// is, tokens separated by a space. `tokens` are folded; `word_of` maps a folded word to its full
// form, or to an empty view. Shared by the packer and the normaliser.
template <typename WordOf>
void AppendCityKey(std::span<const std::string_view> tokens, const WordOf& word_of,
                   std::string& out) {
  const std::size_t begin = out.size();
  bool glue = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!glue && out.size() > begin) out += ' ';
    if (tokens[i] == "s" && i + 2 < tokens.size() && tokens[i + 1] == "s") {  // s/s
      out += "sous";
      glue = false;
      ++i;
      continue;
    }
    glue = tokens[i] == "l" && i + 1 < tokens.size();
    const std::string_view full = i + 1 < tokens.size() ? word_of(tokens[i]) : std::string_view();
    out += full.empty() ? tokens[i] : full;
  }
}

}  // namespace doublon::normalize
