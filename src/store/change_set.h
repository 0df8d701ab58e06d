#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "store/record_body.h"

namespace doublon::store {

// What the stored entities depend on.
struct Versions {
  std::uint32_t normalizer = 0;
  std::string model;
  friend bool operator==(const Versions&, const Versions&) = default;
};

// What a group of requests changed, in the order it happened; stored as one transaction. Later
// changes of a group may refer to records its earlier ones put. Not thread-safe.
class ChangeSet {
 public:
  enum class Kind : std::uint8_t { kPut, kRemove, kAssign, kAlias };
  struct Change {
    Kind kind = Kind::kPut;
    std::uint64_t sequence = 0;
    std::string source, record_id, body;
    EntityId entity_id;
    EntityId target;  // of an alias
  };

  // A record inserted or replaced. Sequences grow from change to change, over the life of the
  // store.
  void Put(std::uint64_t sequence, std::string_view source, std::string_view record_id,
           EntityId entity_id, const FieldValues& fields) {
    Change& change = Append(Kind::kPut, source, record_id);
    change.sequence = sequence;
    change.entity_id = entity_id;
    AppendBody(fields, change.body);
    last_sequence_ = sequence;
  }
  void Remove(std::uint64_t sequence, std::string_view source, std::string_view record_id) {
    Append(Kind::kRemove, source, record_id).sequence = sequence;
    last_sequence_ = sequence;
  }
  // A resident record moved to another entity.
  void Assign(std::string_view source, std::string_view record_id, EntityId entity_id) {
    Append(Kind::kAssign, source, record_id).entity_id = entity_id;
  }
  // `from` ended and resolves to `to` from here on.
  void Alias(EntityId from, EntityId to) {
    Change& change = Append(Kind::kAlias, {}, {});
    change.entity_id = from;
    change.target = to;
  }
  // The highest entity id given out so far; ids of entities that are gone are not used again.
  void SetLastEntityId(EntityId id) { last_entity_id_ = id; }
  // The entities are those of another model from here on.
  void SetVersions(Versions versions) { versions_ = std::move(versions); }

  bool empty() const noexcept { return changes_.empty() && !versions_; }
  const std::vector<Change>& changes() const noexcept { return changes_; }
  std::uint64_t last_sequence() const noexcept { return last_sequence_; }  // 0: no put, no remove
  EntityId last_entity_id() const noexcept { return last_entity_id_; }     // 0: unchanged
  const std::optional<Versions>& versions() const noexcept { return versions_; }

 private:
  Change& Append(Kind kind, std::string_view source, std::string_view record_id) {
    Change& change = changes_.emplace_back();
    change.kind = kind;
    change.source = source;
    change.record_id = record_id;
    return change;
  }
  std::vector<Change> changes_;
  std::uint64_t last_sequence_ = 0;
  EntityId last_entity_id_;
  std::optional<Versions> versions_;
};

}  // namespace doublon::store
