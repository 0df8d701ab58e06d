#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/status.h"
#include "engine/live_types.h"
#include "model/model.h"

namespace doublon::engine {

using Deadline = std::chrono::steady_clock::time_point;
inline constexpr Deadline kNoDeadline = Deadline::max();

struct LiveOptions {
  std::uint32_t candidates_max = 2000;  // pairs scored for one match at most; beyond it `truncated`
};

// The resident records, their key index and entities. The entities are, after any sequence of adds,
// replaces and deletes, those of a batch run over the records that are there, with the same model.
// Thread safety: Match, PrepareAdd, Explain, Get and the counters may run concurrently with each
// other; Add, Delete and Restore need exclusive access (the service holds a reader-writer lock).
// Nothing here does I/O.
class LiveResolver {
 public:
  LiveResolver(std::shared_ptr<const model::Model> model, const LiveOptions& options);
  ~LiveResolver();

  // The verdict on a record, writing nothing. limit: candidates in the answer. The deadline is
  // looked at while comparing.
  MatchResult Match(const LiveRecord& record, std::size_t limit,
                    Deadline deadline = kNoDeadline) const;

  // Inserts or replaces by (source, record_id), which must not be empty. The deadline is looked at
  // up to the first change. The long part, preparing and comparing, changes nothing: with a Draft
  // it is done beside matches, and Add needs exclusive access for the rest only. No other change
  // may come between the two. Cost: a comparison for each record that shares a usable key (keys of
  // a record × block_size_hard at most), and the entities these are in made anew. When a block
  // crosses block_size_hard downwards (a delete or a replace), its pairs are compared once:
  // block_size_hard² / 2.
  class Draft;  // holds on to the record
  Draft PrepareAdd(const LiveRecord& record, Deadline deadline = kNoDeadline) const;
  AddResult Add(Draft draft);
  AddResult Add(const LiveRecord& record, Deadline deadline = kNoDeadline);

  // Removes a record; NotFound when it is not there. The changes say which entities split.
  StatusOr<EntityChanges> Delete(std::string_view source, std::string_view record_id);

  // Used while loading a store: adds a record with the entity id it had. Call FinishRestore once
  // after the last.
  void Restore(const LiveRecord& record, EntityId entity_id);
  void RestoreAlias(EntityId from, EntityId to);
  // No id up to this one is given out again (ids of deleted entities are not used twice).
  void RestoreLastEntityId(EntityId id);
  void FinishRestore();
  EntityId last_entity_id() const noexcept;

  struct Stored {
    const LiveRecord* record;  // valid until the next Add or Delete
    EntityId entity_id;
  };
  StatusOr<Stored> Get(std::string_view source, std::string_view record_id) const;

  struct Entity {
    EntityId entity_id;  // the living id
    EntityId alias_of;   // value 0 unless the id asked for was an old one; then the living id
    std::vector<Stored> members;
  };
  StatusOr<Entity> GetEntity(EntityId id) const;

  Explanation Explain(const LiveRecord& a, const LiveRecord& b) const;

  // A record as it is compared, for the wire op `normalize`.
  NormalizedRecord Normalized(const LiveRecord& record) const;

  std::uint64_t record_count() const noexcept;
  std::uint64_t entity_count() const noexcept;
  std::uint64_t memory_bytes() const noexcept;  // estimate of resident data
  const model::Model& model() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// A record on its way in: prepared, and compared with those that are there.
class LiveResolver::Draft {
 public:
  Draft(Draft&&) noexcept;
  ~Draft();

 private:
  friend class LiveResolver;
  struct Parts;
  explicit Draft(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace doublon::engine
