#include "engine/reach.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace doublon::engine {

namespace {

// Records of an entity looked at; of thousands of copies the first tell enough.
constexpr std::size_t kMembersMax = 32;
// Fewer pairs than this say too little.
constexpr double kPairsMin = 30;

double FromCommonBlocks(const block::PairTable& candidates, std::span<const cluster::Edge> edges,
                        double same_log_odds) {
  double seen = 0, once = 0, twice = 0;
  for (const cluster::Edge& edge : edges) {
    if (edge.log_odds < same_log_odds) continue;
    const std::size_t blocks = candidates.CommonBlockCount({edge.a, edge.b});
    ++seen;
    once += blocks == 1;
    twice += blocks == 2;
  }
  const double unseen = once * std::max(0.0, once - 1) / (2 * (twice + 1));
  return seen > 0 ? seen / (seen + unseen) : 1;
}

// The members of entities of three records or more, entity after entity, the first kMembersMax of
// each.
std::vector<std::vector<std::uint32_t>> GroupsOfThree(
    std::span<const std::uint32_t> representative) {
  std::vector<std::uint32_t> sizes(representative.size(), 0);
  for (const std::uint32_t first : representative) ++sizes[first];
  std::vector<std::vector<std::uint32_t>> groups;
  std::vector<std::uint32_t> number(representative.size(), 0);
  for (std::uint32_t row = 0; row < representative.size(); ++row) {
    const std::uint32_t first = representative[row];
    if (sizes[first] < 3) continue;
    // The representative is the smallest position of its entity, so it comes first.
    if (row == first) {
      number[first] = static_cast<std::uint32_t>(groups.size());
      groups.emplace_back();
    }
    std::vector<std::uint32_t>& group = groups[number[first]];
    if (group.size() < kMembersMax) group.push_back(row);
  }
  return groups;
}

}  // namespace

double ReachFromTriples(double compared_share) noexcept {
  constexpr double kLeast = 2.0 / 3;  // two links of three
  if (compared_share <= kLeast) return 0;
  return (3 * compared_share - 2) / (2 * compared_share - 1);
}

double EstimateReach(const block::PairTable& candidates, std::span<const cluster::Edge> edges,
                     double same_log_odds, const cluster::Entities& entities,
                     std::span<const std::uint64_t> content_hashes, const PairFilter& filter) {
  double held = 0, compared = 0;
  for (const std::vector<std::uint32_t>& group : GroupsOfThree(entities.representative)) {
    for (std::size_t i = 0; i < group.size(); ++i) {
      for (std::size_t j = i + 1; j < group.size(); ++j) {
        const block::CandidatePair pair = {group[i], group[j]};
        if (!filter.Takes(pair)) continue;
        ++held;
        // Copies are chained whatever the size of blocks (CopyPairs).
        compared += content_hashes[pair.a] == content_hashes[pair.b] ||
                    candidates.CommonBlockCount(pair) > 0;
      }
    }
  }
  const double from_blocks = FromCommonBlocks(candidates, edges, same_log_odds);
  return held < kPairsMin ? from_blocks : std::min(from_blocks, ReachFromTriples(compared / held));
}

}  // namespace doublon::engine
