#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace doublon::normalize::pack {

// How sure a misspelling is: repaired silently, or repaired and noted as doubtful.
enum class TypoSureness { kSafe, kDoubtful };
using TakeTypo =
    std::function<void(const std::string& typed, std::string_view meant, TypoSureness sureness)>;

// An ending as it is mistyped: {"com", "con", kSafe}.
struct SuffixTypo {
  std::string suffix, typed;
  TypoSureness sureness;
};

// Calls take(typed, meant) for what hands make of a large mail domain, each once: its name with one
// letter left out, added, doubled, replaced or swapped with the next, the endings of `suffixes`,
// the dot forgotten. The shorter the name, the fewer slips are believed: a domain of four letters
// is one letter away from too many real ones.
void MisspellDomain(std::string_view domain, const std::vector<SuffixTypo>& suffixes,
                    const TakeTypo& take);

}  // namespace doublon::normalize::pack
