#include "engine/live_entities.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "cluster/refine.h"

namespace doublon::engine {

void LiveEntities::AddRecord(std::uint32_t row, Hashes hashes, EntityId kept_id) {
  if (row >= links_.size()) {
    links_.resize(row + 1UL);
    content_hashes_.resize(row + 1UL);
    tie_hashes_.resize(row + 1UL);
    entity_of_.resize(row + 1UL);
    partition_.representative.resize(row + 1UL);
    partition_.weakest_log_odds.resize(row + 1UL);
  }
  content_hashes_[row] = hashes.content;
  tie_hashes_[row] = hashes.tie;
  if (kept_id.value != 0) {
    last_id_ = std::max(last_id_, kept_id.value);
    Move(row, kept_id);
  }
}

std::vector<std::uint32_t> LiveEntities::RemoveRecord(std::uint32_t row) {
  std::vector<std::uint32_t> neighbours;
  for (const Link& link : links_[row]) {
    neighbours.push_back(link.other);
    EraseLink(link.other, row);
  }
  links_[row].clear();
  Move(row, EntityId{});
  return neighbours;
}

void LiveEntities::AddLink(std::uint32_t a, std::uint32_t b, double log_odds) {
  if (log_odds < std::min(options_.weak_log_odds, options_.same_log_odds) || HasLink(a, b)) return;
  InsertLink(a, {b, log_odds});
  InsertLink(b, {a, log_odds});
}

void LiveEntities::RemoveLink(std::uint32_t a, std::uint32_t b) {
  EraseLink(a, b);
  EraseLink(b, a);
}

void LiveEntities::KeepLinks(std::span<const std::uint32_t> rows,
                             const std::function<bool(std::uint32_t, std::uint32_t)>& keep) {
  // Both ends of a link are among the rows, so that each end drops its own half.
  for (const std::uint32_t row : rows) {
    std::erase_if(links_[row], [&](const Link& link) {
      return std::binary_search(rows.begin(), rows.end(), link.other) && !keep(row, link.other);
    });
  }
}

const LiveEntities::Link* LiveEntities::FindLink(std::uint32_t a, std::uint32_t b) const {
  const auto& fewer = links_[a].size() <= links_[b].size() ? links_[a] : links_[b];
  const std::uint32_t other = links_[a].size() <= links_[b].size() ? b : a;
  const auto at =
      std::lower_bound(fewer.begin(), fewer.end(), other,
                       [](const Link& link, std::uint32_t row) { return link.other < row; });
  return at != fewer.end() && at->other == other ? &*at : nullptr;
}

void LiveEntities::InsertLink(std::uint32_t row, Link link) {
  std::vector<Link>& links = links_[row];
  links.insert(std::upper_bound(links.begin(), links.end(), link,
                                [](const Link& x, const Link& y) { return x.other < y.other; }),
               link);
}

void LiveEntities::EraseLink(std::uint32_t row, std::uint32_t other) {
  std::vector<Link>& links = links_[row];
  const auto at =
      std::lower_bound(links.begin(), links.end(), other,
                       [](const Link& link, std::uint32_t wanted) { return link.other < wanted; });
  if (at != links.end() && at->other == other) links.erase(at);
}

std::vector<std::uint32_t> LiveEntities::ComponentOf(
    std::uint32_t row, absl::flat_hash_set<std::uint32_t>* seen) const {
  std::vector<std::uint32_t> component = {row};
  seen->insert(row);
  for (std::size_t i = 0; i < component.size(); ++i) {
    for (const Link& link : links_[component[i]]) {
      if (seen->insert(link.other).second) component.push_back(link.other);
    }
  }
  std::sort(component.begin(), component.end());
  return component;
}

void LiveEntities::Partition(const std::vector<std::uint32_t>& component,
                             std::vector<std::vector<std::uint32_t>>* groups) {
  // Copies weigh the same against each other: nothing parts those that a link over the threshold
  // joins.
  const bool linked =
      !links_[component[0]].empty() && links_[component[0]][0].log_odds >= options_.same_log_odds;
  if ((component.size() == 1 || linked) &&
      std::all_of(component.begin(), component.end(), [&](std::uint32_t row) {
        return content_hashes_[row] == content_hashes_[component[0]];
      })) {
    groups->push_back(component);
    return;
  }
  std::vector<cluster::Edge> edges;
  for (const std::uint32_t row : component) {
    for (const Link& link : links_[row]) {
      if (row < link.other) edges.push_back({row, link.other, link.log_odds});
    }
  }
  cluster::EntityInput input;
  input.record_count = links_.size();
  input.tie_hashes = tie_hashes_;
  // Most pairs of a component are linked, and their weight is known; among the others are many
  // copies.
  absl::flat_hash_map<std::pair<std::uint64_t, std::uint64_t>, double> known;
  input.log_odds = [&](std::uint32_t a, std::uint32_t b) {
    if (const Link* link = FindLink(a, b); link != nullptr) return link->log_odds;
    const auto [found, inserted] =
        known.try_emplace(std::minmax(content_hashes_[a], content_hashes_[b]), 0.0);
    if (inserted) found->second = log_odds_(a, b);
    return found->second;
  };
  input.joint_log_odds = joint_log_odds_;
  RefineComponent(input, options_, {component, edges}, &partition_);
  std::map<std::uint32_t, std::vector<std::uint32_t>> by_representative;
  for (const std::uint32_t row : component)
    by_representative[partition_.representative[row]].push_back(row);
  for (auto& [representative, group] : by_representative) groups->push_back(std::move(group));
}

LiveEntities::Changes LiveEntities::Settle(std::span<const std::uint32_t> rows) {
  Changes changes;
  absl::flat_hash_set<std::uint32_t> seen;
  std::vector<std::vector<std::uint32_t>> groups;
  for (const std::uint32_t row : rows) {
    if (!seen.contains(row)) Partition(ComponentOf(row, &seen), &groups);
  }
  AssignIds(groups, &changes);
  return changes;
}

void LiveEntities::AssignIds(const std::vector<std::vector<std::uint32_t>>& groups,
                             Changes* changes) {
  // Every (group, old id) with the number of members that bring it; the largest share wins, then
  // the older id.
  struct Claim {
    std::size_t group;
    EntityId id;
    std::size_t count;
  };
  std::vector<Claim> claims;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    std::map<EntityId, std::size_t> counts;
    for (const std::uint32_t row : groups[g]) {
      if (entity_of_[row].value != 0) ++counts[entity_of_[row]];
    }
    for (const auto& [id, count] : counts) claims.push_back({g, id, count});
  }
  std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return std::tuple(b.count, a.id, a.group) < std::tuple(a.count, b.id, b.group);
  });
  std::vector<EntityId> ids(groups.size());
  absl::flat_hash_set<EntityId> taken;
  for (const Claim& claim : claims) {
    if (ids[claim.group].value == 0 && taken.insert(claim.id).second) ids[claim.group] = claim.id;
  }
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (ids[g].value == 0) ids[g] = NewId();
    for (const std::uint32_t row : groups[g]) {
      if (entity_of_[row] == ids[g]) continue;
      Move(row, ids[g]);
      changes->moved.push_back(row);
    }
  }
  // An id that lost all its members lives on as an alias of the group that took most of them.
  for (const Claim& claim : claims) {
    if (members_.contains(claim.id) || aliases_.contains(claim.id)) continue;
    aliases_[claim.id] = ids[claim.group];
    changes->new_aliases.emplace_back(claim.id, ids[claim.group]);
  }
}

void LiveEntities::Move(std::uint32_t row, EntityId to) {
  const EntityId from = entity_of_[row];
  if (from.value != 0) {
    const auto found = members_.find(from);
    std::erase(found->second, row);
    if (found->second.empty()) members_.erase(found);
  }
  entity_of_[row] = to;
  if (to.value == 0) return;
  std::vector<std::uint32_t>& members = members_[to];
  members.insert(std::lower_bound(members.begin(), members.end(), row), row);
}

EntityId LiveEntities::Resolve(EntityId id) const {
  // Chains are as long as the number of successive merges; each step leads to a younger merge, so
  // they end.
  while (!members_.contains(id)) {
    const auto found = aliases_.find(id);
    if (found == aliases_.end()) return EntityId{};
    id = found->second;
  }
  return id;
}

std::span<const std::uint32_t> LiveEntities::members(EntityId living) const {
  const auto found = members_.find(living);
  return found == members_.end() ? std::span<const std::uint32_t>() : std::span(found->second);
}

void LiveEntities::RestoreAlias(EntityId from, EntityId to) {
  aliases_[from] = to;
  last_id_ = std::max({last_id_, from.value, to.value});
}

}  // namespace doublon::engine
