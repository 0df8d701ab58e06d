#include "cluster/refine.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace doublon::cluster {

namespace {

// Evidence of one cross pair counts at most this many bits for or against joining two groups: one certain pair must not
// outvote many that contradict it. Denials count less, since one error (a misread name) speaks in every pair of its record.
constexpr double kVoteForMax = 12;
constexpr double kVoteAgainstMax = 5;
// Cross pairs looked at between two groups; beyond, the members first in content order stand for their group.
constexpr std::size_t kVotersMax = 16;

struct Group {
  std::vector<std::uint32_t> members;  // in content order
};

class Refinement {
 public:
  Refinement(const EntityInput& input, const EntityOptions& options, const Component& component)
      : input_(input), options_(options) {
    groups_.resize(component.members.size());
    for (std::size_t i = 0; i < component.members.size(); ++i) {
      groups_[i].members = {component.members[i]};
      group_of_.emplace(component.members[i], static_cast<std::uint32_t>(i));
    }
  }

  std::uint64_t Run(const Component& component, Entities* entities) {
    std::vector<Edge> edges(component.edges.begin(), component.edges.end());
    std::sort(edges.begin(), edges.end(), [&](const Edge& x, const Edge& y) {
      return std::tuple(-x.log_odds, Order(x)) < std::tuple(-y.log_odds, Order(y));
    });
    for (const std::uint32_t member : component.members) {
      entities->weakest_log_odds[member] = std::numeric_limits<double>::infinity();
    }
    for (const Edge& edge : edges) Follow(edge, entities);
    for (const Group& group : groups_) {
      if (group.members.empty()) continue;
      const std::uint32_t smallest = *std::min_element(group.members.begin(), group.members.end());
      for (const std::uint32_t member : group.members) entities->representative[member] = smallest;
    }
    return refused_;
  }

 private:
  // Content order of an edge, the same whichever way it is written.
  std::tuple<std::uint64_t, std::uint64_t> Order(const Edge& edge) const {
    const std::uint64_t x = input_.tie_hashes[edge.a], y = input_.tie_hashes[edge.b];
    return {std::min(x, y), std::max(x, y)};
  }

  void Follow(const Edge& edge, Entities* entities) {
    const std::uint32_t x = group_of_[edge.a], y = group_of_[edge.b];
    if (x == y) return;
    const auto question = std::pair(Version(std::min(x, y)), Version(std::max(x, y)));
    if (!answered_no_.contains(question)) {
      if (MayJoin(groups_[x], groups_[y])) return Join(x, y, edge.log_odds, entities);
      answered_no_.insert(question);
    }
    ++refused_;
  }

  // A group's number and size: a refusal holds until one of the groups grows.
  std::uint64_t Version(std::uint32_t group) const {
    return static_cast<std::uint64_t>(group) << 32 | groups_[group].members.size();
  }

  bool MayJoin(const Group& x, const Group& y) const {
    if (BreaksUniqueness(x, y)) return false;
    if (x.members.size() == 1 && y.members.size() == 1) return true;
    double votes = 0;
    const std::size_t count_x = std::min(x.members.size(), kVotersMax);
    const std::size_t count_y = std::min(y.members.size(), kVotersMax);
    for (std::size_t i = 0; i < count_x; ++i) {
      for (std::size_t j = 0; j < count_y; ++j) {
        const double log_odds = input_.log_odds(x.members[i], y.members[j]);
        votes += std::clamp(log_odds - options_.same_log_odds, -kVoteAgainstMax, kVoteForMax);
      }
    }
    return votes > 0;
  }

  bool BreaksUniqueness(const Group& x, const Group& y) const {
    if (options_.unique.empty() || input_.sources.empty()) return false;
    for (const std::uint32_t a : x.members) {
      if (!options_.unique[input_.sources[a]]) continue;
      for (const std::uint32_t b : y.members) {
        if (input_.sources[a] == input_.sources[b]) return true;
      }
    }
    return false;
  }

  void Join(std::uint32_t x, std::uint32_t y, double log_odds, Entities* entities) {
    // The link holds the smaller group in the entity; equal groups hold each other.
    const std::size_t size_x = groups_[x].members.size(), size_y = groups_[y].members.size();
    const auto hold = [&](const Group& group) {
      for (const std::uint32_t member : group.members) {
        entities->weakest_log_odds[member] = std::min(entities->weakest_log_odds[member], log_odds);
      }
    };
    if (size_x <= size_y) hold(groups_[x]);
    if (size_y <= size_x) hold(groups_[y]);
    for (const std::uint32_t member : groups_[y].members) group_of_[member] = x;
    std::vector<std::uint32_t> joined(size_x + size_y);
    std::merge(groups_[x].members.begin(), groups_[x].members.end(), groups_[y].members.begin(),
               groups_[y].members.end(), joined.begin(), [&](std::uint32_t a, std::uint32_t b) {
                 return input_.tie_hashes[a] < input_.tie_hashes[b];
               });
    groups_[x].members = std::move(joined);
    groups_[y].members.clear();
  }

  const EntityInput& input_;
  const EntityOptions& options_;
  std::vector<Group> groups_;
  absl::flat_hash_map<std::uint32_t, std::uint32_t> group_of_;
  absl::flat_hash_set<std::pair<std::uint64_t, std::uint64_t>> answered_no_;
  std::uint64_t refused_ = 0;
};

}  // namespace

std::uint64_t RefineComponent(const EntityInput& input, const EntityOptions& options, const Component& component,
                              Entities* entities) {
  return Refinement(input, options, component).Run(component, entities);
}

}  // namespace doublon::cluster
