#include "cli/suggestion.h"

#include "similarity/similarity.h"

namespace doublon::cli {

namespace {

// Words of a few letters: below these, what two have in common is chance.
constexpr double kEditsMin = 0.6;
constexpr double kJaroWinklerMin = 0.8;

}  // namespace

std::string Suggestion(std::string_view typed, std::span<const std::string> known) {
  std::string best;
  double best_similarity = 0;
  for (const std::string& word : known) {
    const double edits = similarity::OsaSimilarity(typed, word),
                 shared = similarity::JaroWinkler(typed, word);
    if (edits < kEditsMin && shared < kJaroWinklerMin) continue;
    if (edits + shared <= best_similarity) continue;
    best_similarity = edits + shared;
    best = word;
  }
  return best;
}

}  // namespace doublon::cli
