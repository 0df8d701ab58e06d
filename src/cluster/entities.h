#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "base/worker_pool.h"

// Weighted edges → entities. Knows no fields: a pair's weight comes from outside.
namespace doublon::cluster {

inline constexpr double kContradiction = -1000;

struct Edge {
  std::uint32_t a, b;  // record positions, a < b
  double log_odds;     // log2 odds that they are one person
};

// What people decided of pairs of records. The order of the lists does not matter.
struct Decisions {
  std::vector<Edge> same;       // log_odds is not read
  std::vector<Edge> different;  // never in one entity, whatever the evidence; sorted by a
};

struct EntityOptions {
  double same_log_odds = 0;  // edges from here join
  // Odds of a pair of which nothing is known but that it was compared: a cross pair of two groups
  // speaks for joining them by what it is above, against by what it is below. At most
  // same_log_odds.
  double neutral_log_odds = 0;
  // Edges from here to same_log_odds, and those that the votes refused, join groups whose records,
  // taken together, reach same_log_odds (EntityInput::joint_log_odds). Above same_log_odds: none
  // do.
  double weak_log_odds = std::numeric_limits<double>::infinity();
  // At most one record of such a source in an entity: unique[source] for the source number of
  // `sources`.
  std::vector<bool> unique;
};

// What the partition is computed from, beside the edges.
struct EntityInput {
  std::size_t record_count = 0;
  // Orders records where weights tie, so that the result does not depend on their positions: a hash
  // of their content.
  std::span<const std::uint64_t> tie_hashes;
  std::span<const std::uint16_t>
      sources;  // source number of each record; empty when it does not matter
  // log2 odds of any pair; must be pure, symmetric and callable from several threads.
  // kContradiction: the two differ in something that one person has only once (two full birth
  // dates); groups with such a pair are not joined, whatever the votes.
  std::function<double(std::uint32_t, std::uint32_t)> log_odds;
  // log2 odds that two groups are one person, each group seen as one record with all its values;
  // pure and symmetric likewise. Asked only where there are weak edges.
  std::function<double(std::span<const std::uint32_t>, std::span<const std::uint32_t>)>
      joint_log_odds;
  Decisions decisions;
};

struct Entities {
  std::vector<std::uint32_t> representative;  // of each record: the smallest position in its entity
  std::vector<double>
      weakest_log_odds;  // of each record: the weakest link that holds it; +infinity for a single
  std::uint64_t refused_links =
      0;  // edges over the threshold that were not followed (chaining, uniqueness)
};

// Connected components over the edges from weak_log_odds, then each component of three records or
// more is rebuilt from its surest edge down: two groups join only when, over all their cross pairs
// (a bounded, fixed choice of them when groups are large), evidence for joining outweighs the
// evidence against. So no entity is held together by one weak bridge. Last, groups that weak edges
// connect join when their records taken together are sure enough: one holds the telephone, another
// the address of a third. Pairs decided to be the same are followed first; pairs decided to be
// different, then contradictions, keep groups apart. Pure: depends on the records' contents, edges
// and options only, not on positions, order or workers. Cost: sort of the edges; cross pairs of
// components are scored again.
Entities ResolveEntities(const EntityInput& input, std::span<const Edge> edges,
                         const EntityOptions& options, WorkerPool& pool);

}  // namespace doublon::cluster
