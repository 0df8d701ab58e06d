#pragma once

#include <span>
#include <string>
#include <string_view>

#include "normalize/packed_table.h"

namespace doublon::normalize {

// A particle as name_particles.csv has it; uses = 0 when the word is none.
struct Particle {
  std::uint32_t uses = 0;  // ParticleUse bits
  std::string_view spelling;
  bool is(ParticleUse use) const noexcept { return (uses & static_cast<std::uint32_t>(use)) != 0; }
};

// Appends the canonical form of a family name to `out`: particles marked `glued` joined to the next
// token and spelled one way ("le","gall" → "legall"; "al","amrani" → "elamrani"), the others kept
// as tokens ("de la tour du pin"), Mc written Mac, tokens separated by a space. `tokens` are
// folded; `particle_of` maps a folded word, or two words with a space, to its Particle. The packer
// and the normaliser share it, so that the tables hold the names as they are asked for.
template <typename ParticleOf>
void AppendFamilyKey(std::span<const std::string_view> tokens, const ParticleOf& particle_of,
                     std::string& out) {
  constexpr std::size_t kMcNameMin = 5;  // "mcnab"; shorter names that begin with mc are left alone
  const std::size_t begin = out.size();
  bool glue = false;
  const auto put = [&](std::string_view token) {
    if (!glue && out.size() > begin) out += ' ';
    if (!glue && token.size() >= kMcNameMin && token.starts_with("mc")) {
      out += "mac";
      token.remove_prefix(2);
    }
    out += token;
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i + 1 == tokens.size() || tokens[i].size() > 8) {
      put(tokens[i]);
      glue = false;
      continue;
    }
    if (i + 2 < tokens.size() && tokens[i].size() + tokens[i + 1].size() < 14) {
      char words[16];
      const std::size_t size = tokens[i].copy(words, 8);
      words[size] = ' ';
      const std::size_t end = size + 1 + tokens[i + 1].copy(words + size + 1, 15 - size - 1);
      const Particle pair = particle_of(std::string_view(words, end));
      if (pair.uses != 0) {
        put(tokens[i]);
        glue = pair.is(ParticleUse::kGlued);
        put(tokens[++i]);
        continue;
      }
    }
    const Particle particle = particle_of(tokens[i]);
    put(particle.uses != 0 ? particle.spelling : tokens[i]);
    glue = particle.is(ParticleUse::kGlued);
  }
}

}  // namespace doublon::normalize
