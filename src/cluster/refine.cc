#include "cluster/refine.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>
#include <tuple>

#include "absl/container/flat_hash_set.h"
#include "cluster/union_find.h"

namespace doublon::cluster {

namespace {

// Evidence of one cross pair counts at most this many bits for or against joining two groups: one
// certain pair must not outvote many that contradict it. Denials count less, since one error (a
// misread name) speaks in every pair of its record.
constexpr double kVoteForMax = 12;
constexpr double kVoteAgainstMax = 5;
// Cross pairs looked at between two groups; beyond, the members first in content order stand for
// their group.
constexpr std::size_t kVotersMax = 16;

// Groups are numbered by the place of one of their members in the component; members are linked
// into a ring, so that joining costs the same whatever the sizes.
struct Group {
  std::vector<std::uint32_t> voters;          // the first members in content order
  std::vector<std::uint16_t> unique_sources;  // sources that may come once and do, ascending
  std::uint32_t size = 1;
};

class Refinement {
 public:
  Refinement(const EntityInput& input, const EntityOptions& options, const Component& component)
      : input_(input),
        options_(options),
        members_(component.members),
        groups_(members_.size()),
        sets_(members_.size()),
        next_in_group_(members_.size()) {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      next_in_group_[i] = static_cast<std::uint32_t>(i);
      groups_[i].voters = {members_[i]};
      if (options_.unique.empty() || input_.sources.empty()) continue;
      const std::uint16_t source = input_.sources[members_[i]];
      if (options_.unique[source]) groups_[i].unique_sources = {source};
    }
    const std::vector<Edge>& different = input.decisions.different;
    if (different.empty()) return;
    for (const std::uint32_t member : members_) {
      auto pair =
          std::lower_bound(different.begin(), different.end(), member,
                           [](const Edge& edge, std::uint32_t row) { return edge.a < row; });
      for (; pair != different.end() && pair->a == member; ++pair) {
        if (std::binary_search(members_.begin(), members_.end(), pair->b))
          different_.emplace_back(pair->a, pair->b);
      }
    }
  }

  std::uint64_t Run(const Component& component, Entities* entities) {
    std::vector<Edge> edges;
    std::copy_if(component.edges.begin(), component.edges.end(), std::back_inserter(edges),
                 [&](const Edge& edge) { return edge.log_odds >= options_.same_log_odds; });
    SurestFirst(&edges);
    for (const std::uint32_t member : members_) {
      entities->weakest_log_odds[member] = std::numeric_limits<double>::infinity();
    }
    for (const Edge& edge : edges) Follow(edge, entities);
    if (options_.weak_log_odds <= options_.same_log_odds) {
      answered_no_.clear();
      // A group that has grown may be sure enough for an edge passed by before.
      while (FollowTogether(BetweenGroups(component.edges), entities)) {
      }
    }
    for (std::size_t i = 0; i < members_.size(); ++i) {
      // The root of a set is its smallest place, and members ascend with places.
      entities->representative[members_[i]] = members_[sets_.Find(static_cast<std::uint32_t>(i))];
    }
    return static_cast<std::uint64_t>(
        std::count_if(edges.begin(), edges.end(),
                      [&](const Edge& edge) { return GroupOf(edge.a) != GroupOf(edge.b); }));
  }

 private:
  // Content order of an edge, the same whichever way it is written.
  std::tuple<std::uint64_t, std::uint64_t> Order(const Edge& edge) const {
    const std::uint64_t x = input_.tie_hashes[edge.a], y = input_.tie_hashes[edge.b];
    return {std::min(x, y), std::max(x, y)};
  }

  void SurestFirst(std::vector<Edge>* edges) const {
    std::sort(edges->begin(), edges->end(), [&](const Edge& x, const Edge& y) {
      return std::tuple(-x.log_odds, Order(x)) < std::tuple(-y.log_odds, Order(y));
    });
  }

  // Edges of different groups that are not both single records, surest first: few of the thousands
  // between namesakes.
  std::vector<Edge> BetweenGroups(std::span<const Edge> edges) {
    std::vector<Edge> between;
    for (const Edge& edge : edges) {
      const std::uint32_t x = GroupOf(edge.a), y = GroupOf(edge.b);
      if (x != y && groups_[x].size + groups_[y].size > 2) between.push_back(edge);
    }
    SurestFirst(&between);
    return between;
  }

  std::uint32_t GroupOf(std::uint32_t member) {
    const auto place =
        std::lower_bound(members_.begin(), members_.end(), member) - members_.begin();
    return sets_.Find(static_cast<std::uint32_t>(place));
  }

  void Follow(const Edge& edge, Entities* entities) {
    const std::uint32_t x = GroupOf(edge.a), y = GroupOf(edge.b);
    if (x == y) return;
    const auto question = std::pair(Version(std::min(x, y)), Version(std::max(x, y)));
    if (!answered_no_.contains(question)) {
      const bool decided = edge.log_odds == std::numeric_limits<double>::infinity();
      if (!DecidedDifferent(x, y) && (decided || MayJoin(groups_[x], groups_[y])))
        return Join(x, y, edge.log_odds, entities);
      answered_no_.insert(question);
    }
  }

  // Whether any groups joined.
  bool FollowTogether(std::span<const Edge> edges, Entities* entities) {
    bool joined = false;
    for (const Edge& edge : edges) {
      const std::uint32_t x = GroupOf(edge.a), y = GroupOf(edge.b);
      if (x == y) continue;
      const auto question = std::pair(Version(std::min(x, y)), Version(std::max(x, y)));
      if (!answered_no_.insert(question).second || DecidedDifferent(x, y) ||
          BreaksUniqueness(groups_[x], groups_[y]))
        continue;
      const double log_odds = input_.joint_log_odds(groups_[x].voters, groups_[y].voters);
      if (log_odds < options_.same_log_odds) continue;
      Join(x, y, log_odds, entities);
      joined = true;
    }
    return joined;
  }

  // A group's number and size: a refusal holds until one of the groups grows.
  std::uint64_t Version(std::uint32_t group) const {
    return static_cast<std::uint64_t>(group) << 32 | groups_[group].size;
  }

  bool MayJoin(const Group& x, const Group& y) const {
    if (BreaksUniqueness(x, y)) return false;
    if (x.size == 1 && y.size == 1) return true;
    double votes = 0;
    for (const std::uint32_t a : x.voters) {
      for (const std::uint32_t b : y.voters) {
        const double log_odds = input_.log_odds(a, b);
        if (log_odds <= kContradiction) return false;
        votes += std::clamp(log_odds - options_.neutral_log_odds, -kVoteAgainstMax, kVoteForMax);
      }
    }
    return votes >= 0;
  }

  static bool BreaksUniqueness(const Group& x, const Group& y) {
    return std::any_of(x.unique_sources.begin(), x.unique_sources.end(), [&](std::uint16_t source) {
      return std::binary_search(y.unique_sources.begin(), y.unique_sources.end(), source);
    });
  }

  // Is a pair that people decided to be different across the two groups?
  bool DecidedDifferent(std::uint32_t x, std::uint32_t y) {
    return std::any_of(different_.begin(), different_.end(), [&](const auto& pair) {
      const std::uint32_t a = GroupOf(pair.first), b = GroupOf(pair.second);
      return (a == x && b == y) || (a == y && b == x);
    });
  }

  void Join(std::uint32_t x, std::uint32_t y, double log_odds, Entities* entities) {
    // The link holds the smaller group in the entity; equal groups hold each other.
    if (groups_[x].size <= groups_[y].size) Hold(x, log_odds, entities);
    if (groups_[y].size <= groups_[x].size) Hold(y, log_odds, entities);
    std::swap(next_in_group_[x], next_in_group_[y]);  // two rings become one
    const std::uint32_t root = sets_.Join(x, y), other = root == x ? y : x;
    Group& joined = groups_[root];
    Group gone = std::move(groups_[other]);
    joined.size += gone.size;
    joined.voters = Merged(joined.voters, gone.voters, [&](std::uint32_t a, std::uint32_t b) {
      return input_.tie_hashes[a] < input_.tie_hashes[b];
    });
    if (joined.voters.size() > kVotersMax) joined.voters.resize(kVotersMax);
    joined.unique_sources = Merged(joined.unique_sources, gone.unique_sources, std::less<>());
  }

  void Hold(std::uint32_t group, double log_odds, Entities* entities) const {
    std::uint32_t place = group;
    do {
      double& weakest = entities->weakest_log_odds[members_[place]];
      weakest = std::min(weakest, log_odds);
      place = next_in_group_[place];
    } while (place != group);
  }

  template <typename T, typename Less>
  static std::vector<T> Merged(const std::vector<T>& x, const std::vector<T>& y, Less less) {
    std::vector<T> merged(x.size() + y.size());
    std::merge(x.begin(), x.end(), y.begin(), y.end(), merged.begin(), less);
    return merged;
  }

  const EntityInput& input_;
  const EntityOptions& options_;
  std::span<const std::uint32_t> members_;
  std::vector<Group> groups_;  // of each set's root
  UnionFind sets_;
  std::vector<std::uint32_t> next_in_group_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>>
      different_;  // decided so, within this component
  absl::flat_hash_set<std::pair<std::uint64_t, std::uint64_t>> answered_no_;
};

}  // namespace

std::uint64_t RefineComponent(const EntityInput& input, const EntityOptions& options,
                              const Component& component, Entities* entities) {
  // Weak edges alone join nothing: namesakes with little beside, by the hundred.
  if (std::none_of(component.edges.begin(), component.edges.end(),
                   [&](const Edge& edge) { return edge.log_odds >= options.same_log_odds; })) {
    for (const std::uint32_t member : component.members) {
      entities->representative[member] = member;
      entities->weakest_log_odds[member] = std::numeric_limits<double>::infinity();
    }
    return 0;
  }
  return Refinement(input, options, component).Run(component, entities);
}

}  // namespace doublon::cluster
