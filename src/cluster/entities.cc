#include "cluster/entities.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <numeric>

#include "cluster/refine.h"
#include "cluster/union_find.h"

namespace doublon::cluster {

namespace {

// Positions of the members of each component of two or more, component after component, ascending
// by smallest member.
struct Components {
  std::vector<std::uint32_t> members;
  std::vector<std::size_t>
      member_starts;  // component c: members[member_starts[c] .. member_starts[c + 1])
  std::vector<Edge> edges;
  std::vector<std::size_t> edge_starts;
};

Components Split(std::size_t record_count, std::span<const Edge> edges, double least_log_odds) {
  UnionFind sets(record_count);
  for (const Edge& edge : edges) {
    if (edge.log_odds >= least_log_odds) sets.Join(edge.a, edge.b);
  }
  // Number the components of two or more by their root, which is the smallest member.
  std::vector<std::uint32_t> sizes(record_count, 0);
  for (std::uint32_t row = 0; row < record_count; ++row) ++sizes[sets.Find(row)];
  constexpr std::uint32_t kNone = ~0U;
  std::vector<std::uint32_t> number(record_count, kNone);
  Components components;
  components.member_starts.push_back(0);
  for (std::uint32_t row = 0; row < record_count; ++row) {
    if (sizes[row] < 2) continue;
    number[row] = static_cast<std::uint32_t>(components.member_starts.size() - 1);
    components.member_starts.push_back(components.member_starts.back() + sizes[row]);
  }
  std::vector<std::size_t> next(components.member_starts.begin(),
                                components.member_starts.end() - 1);
  components.members.resize(components.member_starts.back());
  for (std::uint32_t row = 0; row < record_count; ++row) {
    const std::uint32_t component = number[sets.Find(row)];
    if (component != kNone) components.members[next[component]++] = row;
  }
  std::vector<std::size_t> counts(next.size() + 1, 0);
  const auto component_of = [&](const Edge& edge) { return number[sets.Find(edge.a)]; };
  for (const Edge& edge : edges) {
    if (edge.log_odds >= least_log_odds) ++counts[component_of(edge) + 1];
  }
  std::partial_sum(counts.begin(), counts.end(), counts.begin());
  components.edge_starts = counts;
  components.edges.resize(counts.back());
  for (const Edge& edge : edges) {
    if (edge.log_odds >= least_log_odds) components.edges[counts[component_of(edge)]++] = edge;
  }
  return components;
}

}  // namespace

Entities ResolveEntities(const EntityInput& input, std::span<const Edge> found_edges,
                         const EntityOptions& options, WorkerPool& pool) {
  // Decisions of people are the surest edges.
  std::vector<Edge> with_decisions;
  std::span<const Edge> edges = found_edges;
  if (!input.decisions.same.empty()) {
    with_decisions.assign(found_edges.begin(), found_edges.end());
    for (Edge edge : input.decisions.same) {
      edge.log_odds = std::numeric_limits<double>::infinity();
      with_decisions.push_back(edge);
    }
    edges = with_decisions;
  }
  Entities entities;
  entities.representative.resize(input.record_count);
  std::iota(entities.representative.begin(), entities.representative.end(), 0U);
  entities.weakest_log_odds.assign(input.record_count, std::numeric_limits<double>::infinity());
  const Components components =
      Split(input.record_count, edges, std::min(options.weak_log_odds, options.same_log_odds));
  const std::size_t count = components.member_starts.size() - 1;
  std::atomic<std::uint64_t> refused{0};
  constexpr std::size_t kComponentsPerChunk = 256;
  pool.ParallelFor(
      (count + kComponentsPerChunk - 1) / kComponentsPerChunk, [&](std::size_t chunk, std::size_t) {
        std::uint64_t chunk_refused = 0;
        for (std::size_t c = chunk * kComponentsPerChunk;
             c < std::min(count, (chunk + 1) * kComponentsPerChunk); ++c) {
          const Component component = {
              std::span(components.members)
                  .subspan(components.member_starts[c],
                           components.member_starts[c + 1] - components.member_starts[c]),
              std::span(components.edges)
                  .subspan(components.edge_starts[c],
                           components.edge_starts[c + 1] - components.edge_starts[c])};
          chunk_refused += RefineComponent(input, options, component, &entities);
        }
        refused += chunk_refused;
      });
  entities.refused_links = refused;
  return entities;
}

}  // namespace doublon::cluster
