#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/copy_chains.h"
#include "engine/live_keys.h"
#include "engine/live_types.h"
#include "engine/record_preparer.h"

namespace doublon::engine {

using Keys = std::vector<block::BlockKey>;  // ascending

// A record that is there.
struct Resident {
  LiveRecord record;
  PreparedLive prepared;
  std::uint64_t content_hash = 0, tie_hash = 0;
  bool alive = false;
};

// What a change leaves to be settled.
struct Touched {
  std::vector<std::uint32_t> rows;  // whose entities may be others now
  Keys changed;                     // whose blocks crossed the limit
  // Neighbours in a chain of copies since, or no longer.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
};

// What makes a record a candidate of others, as it stands.
struct Meetings {
  Keys keys;  // the usable ones
  CopyChains::Neighbours copies;
};
// Whether two resident records are compared in a batch run: they share a usable key, or are next
// to each other in a chain of copies.
bool Meet(std::uint32_t a, const Meetings& x, std::uint32_t b, const Meetings& y);

// The keys two lists share, ascending, until `each` returns false.
template <typename Each>
void ForSharedKeys(const Keys& x, const Keys& y, const Each& each) {
  for (auto a = x.begin(), b = y.begin(); a != x.end() && b != y.end();) {
    if (*a == *b && !each(*a)) return;
    const bool first = *a <= *b, second = *b <= *a;
    a += first;
    b += second;
  }
}

// The records that are there, each in a row of its own, by name, by block key and by content. A row
// stays the record's until it is removed, and is then used again.
// Thread safety: const methods may run concurrently.
class Residents {
 public:
  explicit Residents(std::uint32_t block_size_hard) : keys_(block_size_hard) {}

  // The row of a record, or null. Valid until the next change.
  const std::uint32_t* Find(std::string_view source, std::string_view record_id) const;

  // `touched` gets the keys and the copies that the change concerns; its rows are the caller's.
  std::uint32_t Add(const LiveRecord& record, PreparedLive prepared, Touched* touched);
  // A record takes the place of its earlier version. Keys both have stay where they are, so that a
  // full block is not opened and closed again.
  void Replace(std::uint32_t row, const LiveRecord& record, PreparedLive prepared,
               Touched* touched);
  void Remove(std::uint32_t row, Touched* touched);

  // Rows to compare a record with, ascending: those sharing a usable key, and its neighbours among
  // its copies. self: its own row, or null when it is not resident. Stops gathering beyond `limit`.
  std::vector<std::uint32_t> CandidatesOf(const LiveRecord& record, const PreparedLive& prepared,
                                          const std::uint32_t* self, std::size_t limit,
                                          bool* truncated) const;
  Meetings MeetingsOf(std::uint32_t row) const;

  const Resident& operator[](std::uint32_t row) const { return rows_[row]; }
  record::PreparedView view(std::uint32_t row) const { return rows_[row].prepared.view(); }
  std::size_t row_count() const noexcept { return rows_.size(); }  // free rows included
  std::size_t size() const noexcept { return by_name_.size(); }
  const LiveKeys& keys() const noexcept { return keys_; }
  std::uint64_t memory_bytes() const noexcept;  // estimate

 private:
  void Fill(std::uint32_t row, const LiveRecord& record, PreparedLive prepared, Touched* touched);
  void LeaveCopies(std::uint32_t row, Touched* touched);
  CopyChains::Neighbours NeighboursOf(std::uint32_t row) const {
    return copies_.Of(row, rows_[row].content_hash, rows_[row].tie_hash);
  }

  std::vector<Resident> rows_;
  std::vector<std::uint32_t> free_rows_;
  absl::flat_hash_map<std::string, std::uint32_t> by_name_;
  LiveKeys keys_;
  CopyChains copies_;
  std::uint64_t prepared_bytes_ = 0;
};

}  // namespace doublon::engine
