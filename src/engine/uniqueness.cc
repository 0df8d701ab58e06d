#include "engine/uniqueness.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"

namespace doublon::engine {

namespace {

// Above this share of records that join two records of a source, the source repeats persons. False
// links alone make a few percent.
constexpr double kRepeatShareMax = 0.05;
constexpr std::uint64_t kJoinedMin = 20;  // fewer joined records cannot tell
// Links of 99 % or more: where many are doubtful, records join several of a source by mistake.
constexpr double kSureLogOdds = 6.63;

}  // namespace

std::vector<bool> UniqueSources(const PreparedRun& run, std::span<const cluster::Edge> edges,
                                double same_log_odds, const std::vector<std::string>& named) {
  // How many records of source s each record joins: key = record and source.
  absl::flat_hash_map<std::uint64_t, std::uint32_t> joined;
  const auto note = [&](std::uint32_t record, std::uint32_t other) {
    ++joined[static_cast<std::uint64_t>(record) << 16 | run.sources[other]];
  };
  for (const cluster::Edge& edge : edges) {
    if (edge.log_odds < std::max(same_log_odds, kSureLogOdds)) continue;
    note(edge.a, edge.b);
    note(edge.b, edge.a);
  }
  std::vector<std::uint64_t> once(run.source_names.size(), 0), more(run.source_names.size(), 0);
  for (const auto& [key, count] : joined) ++(count == 1 ? once : more)[key & 0xffff];
  std::vector<bool> unique(run.source_names.size(), false);
  for (std::size_t s = 0; s < unique.size(); ++s) {
    const std::uint64_t all = once[s] + more[s];
    unique[s] = all >= kJoinedMin &&
                static_cast<double>(more[s]) < kRepeatShareMax * static_cast<double>(all);
    if (std::find(named.begin(), named.end(), run.source_names[s]) != named.end()) unique[s] = true;
  }
  return unique;
}

}  // namespace doublon::engine
