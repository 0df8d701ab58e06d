#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "base/ids.h"
#include "cluster/entities.h"

namespace doublon::engine {

// Entities of the resident records: links, the partition they give, and ids that last.
// The partition of a connected component is that of cluster::RefineComponent, as in a batch run;
// ids follow the members: when entities merge, the id of the largest part (then the oldest id)
// lives on and the others become its aliases; when an entity splits, the largest part keeps the id.
class LiveEntities {
 public:
  struct Changes {
    std::vector<std::uint32_t> moved;  // records whose entity id changed or is new
    std::vector<std::pair<EntityId, EntityId>> new_aliases;  // old id → living id
  };

  // log_odds, joint_log_odds as in cluster::EntityInput. Links weaker than weak_log_odds are not
  // kept.
  LiveEntities(const cluster::EntityOptions& options,
               std::function<double(std::uint32_t, std::uint32_t)> log_odds,
               std::function<double(std::span<const std::uint32_t>, std::span<const std::uint32_t>)>
                   joint_log_odds)
      : options_(options),
        log_odds_(std::move(log_odds)),
        joint_log_odds_(std::move(joint_log_odds)) {}

  struct Hashes {
    std::uint64_t content =
        0;  // two records of one content are copies, and weigh the same against any third
    std::uint64_t tie = 0;  // orders records by content (see cluster::EntityInput)
  };
  // A record without links and, until Settle, without entity. kept_id: the entity it had (replace,
  // restore), or 0.
  void AddRecord(std::uint32_t row, Hashes hashes, EntityId kept_id);
  // Removes the record and its links; its neighbours must be settled afterwards (they are
  // returned).
  std::vector<std::uint32_t> RemoveRecord(std::uint32_t row);
  void AddLink(std::uint32_t a, std::uint32_t b, double log_odds);
  bool HasLink(std::uint32_t a, std::uint32_t b) const { return FindLink(a, b) != nullptr; }
  void RemoveLink(std::uint32_t a, std::uint32_t b);
  // Removes the links among `rows` (ascending) that `keep` refuses; it must not mind the order of
  // its two rows.
  void KeepLinks(std::span<const std::uint32_t> rows,
                 const std::function<bool(std::uint32_t, std::uint32_t)>& keep);

  // Recomputes the entities of the components that `rows` are in, after their links changed.
  Changes Settle(std::span<const std::uint32_t> rows);

  EntityId entity_of(std::uint32_t row) const { return entity_of_[row]; }
  // The living id behind `id`, or 0 when there never was one (or its last record was deleted).
  EntityId Resolve(EntityId id) const;
  std::span<const std::uint32_t> members(EntityId living) const;
  std::size_t entity_count() const noexcept { return members_.size(); }

  // Restoring a store: no link exists yet, ids are as stored.
  void RestoreAlias(EntityId from, EntityId to);
  void RestoreLastId(EntityId id) { last_id_ = std::max(last_id_, id.value); }
  EntityId last_id() const noexcept { return EntityId{last_id_}; }

 private:
  struct Link {
    std::uint32_t other;
    double log_odds;
  };
  const Link* FindLink(std::uint32_t a, std::uint32_t b) const;
  void InsertLink(std::uint32_t row, Link link);
  void EraseLink(std::uint32_t row, std::uint32_t other);
  std::vector<std::uint32_t> ComponentOf(std::uint32_t row,
                                         absl::flat_hash_set<std::uint32_t>* seen) const;
  void Partition(const std::vector<std::uint32_t>& component,
                 std::vector<std::vector<std::uint32_t>>* groups);
  void AssignIds(const std::vector<std::vector<std::uint32_t>>& groups, Changes* changes);
  void Move(std::uint32_t row, EntityId to);
  EntityId NewId() { return EntityId{++last_id_}; }

  cluster::EntityOptions options_;
  std::function<double(std::uint32_t, std::uint32_t)> log_odds_;
  std::function<double(std::span<const std::uint32_t>, std::span<const std::uint32_t>)>
      joint_log_odds_;
  std::vector<std::vector<Link>> links_;  // of each row, ascending by the other
  std::vector<std::uint64_t> content_hashes_, tie_hashes_;
  std::vector<EntityId> entity_of_;
  cluster::Entities partition_;  // scratch of RefineComponent, by record
  absl::flat_hash_map<EntityId, std::vector<std::uint32_t>> members_;
  absl::flat_hash_map<EntityId, EntityId> aliases_;
  std::uint64_t last_id_ = 0;
};

}  // namespace doublon::engine
