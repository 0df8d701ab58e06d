#pragma once

#include <cstdint>
#include <string_view>

// The tables of doublon.db. A change of them is a new kFormatVersion.
//
//   meta     format_version, normalizer_version, model_version, last_sequence, last_entity_id, and
//            how many rows the other tables have: a row that vanished leaves no other trace
//   records  one row a resident record. sequence: number of the change that wrote it, counted over
//            the whole store; body: its fields as JSON (record_body.h)
//   aliases  entity ids that ended by a merge, and the id that took their place
//
// Every row has a checksum over its other columns (row_checksum.h), since SQLite has none over what
// it stores. That of an entity id is apart, so that a record moves to another entity without being
// read.
namespace doublon::store {

inline constexpr std::uint32_t kFormatVersion = 2;
inline constexpr std::int32_t kApplicationId =
    0x64626c6e;  // "dbln", for file(1) and to know our own files

inline constexpr const char* kSchemaSql = R"sql(
CREATE TABLE meta(
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL,
  checksum INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE records(
  sequence INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  record_id TEXT NOT NULL,
  entity_id INTEGER NOT NULL,
  entity_checksum INTEGER NOT NULL,
  body TEXT NOT NULL,
  checksum INTEGER NOT NULL) STRICT;
CREATE TABLE aliases(
  entity_id INTEGER PRIMARY KEY,
  target INTEGER NOT NULL,
  checksum INTEGER NOT NULL) STRICT;
)sql";

inline constexpr std::string_view kFormatVersionKey = "format_version";
inline constexpr std::string_view kNormalizerVersionKey = "normalizer_version";
inline constexpr std::string_view kModelVersionKey = "model_version";
inline constexpr std::string_view kLastSequenceKey = "last_sequence";
inline constexpr std::string_view kLastEntityIdKey =
    "last_entity_id";  // ids of entities that are gone included
inline constexpr std::string_view kRecordCountKey = "record_count";
inline constexpr std::string_view kAliasCountKey = "alias_count";

}  // namespace doublon::store
