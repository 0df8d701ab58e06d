#include "engine/residents.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "engine/scoring.h"

namespace doublon::engine {
namespace {

std::string NameOf(std::string_view source, std::string_view record_id) {
  std::string name(source);
  name += '\x1f';
  name += record_id;
  return name;
}

Keys Without(const Keys& keys, const Keys& others) {
  Keys rest;
  std::set_difference(keys.begin(), keys.end(), others.begin(), others.end(),
                      std::back_inserter(rest));
  return rest;
}

}  // namespace

bool Meet(std::uint32_t a, const Meetings& x, std::uint32_t b, const Meetings& y) {
  if (x.copies.before == b || x.copies.after == b) return true;
  if (y.copies.before == a || y.copies.after == a) return true;
  bool shared = false;
  ForSharedKeys(x.keys, y.keys, [&](block::BlockKey) {
    shared = true;
    return false;
  });
  return shared;
}

const std::uint32_t* Residents::Find(std::string_view source, std::string_view record_id) const {
  const auto found = by_name_.find(NameOf(source, record_id));
  return found == by_name_.end() ? nullptr : &found->second;
}

std::uint32_t Residents::Add(const LiveRecord& record, PreparedLive prepared, Touched* touched) {
  std::uint32_t row;
  if (free_rows_.empty()) {
    row = static_cast<std::uint32_t>(rows_.size());
    rows_.emplace_back();
  } else {
    row = free_rows_.back();
    free_rows_.pop_back();
  }
  Fill(row, record, std::move(prepared), touched);
  keys_.Add(row, rows_[row].prepared.keys, &touched->changed);
  return row;
}

void Residents::Replace(std::uint32_t row, const LiveRecord& record, PreparedLive prepared,
                        Touched* touched) {
  const Keys before = std::move(rows_[row].prepared.keys);
  prepared_bytes_ -= rows_[row].prepared.bytes.size();
  LeaveCopies(row, touched);
  Fill(row, record, std::move(prepared), touched);
  keys_.Remove(row, Without(before, rows_[row].prepared.keys), &touched->changed);
  keys_.Add(row, Without(rows_[row].prepared.keys, before), &touched->changed);
}

void Residents::Remove(std::uint32_t row, Touched* touched) {
  Resident& resident = rows_[row];
  keys_.Remove(row, resident.prepared.keys, &touched->changed);
  LeaveCopies(row, touched);
  by_name_.erase(NameOf(resident.record.source, resident.record.record_id));
  prepared_bytes_ -= resident.prepared.bytes.size();
  resident = {};
  free_rows_.push_back(row);
}

// Puts the record into its row and into the chain of its copies; those it comes between are
// neighbours no longer.
void Residents::Fill(std::uint32_t row, const LiveRecord& record, PreparedLive prepared,
                     Touched* touched) {
  Resident& resident = rows_[row];
  resident.record = record;
  resident.prepared = std::move(prepared);
  resident.alive = true;
  resident.content_hash = ContentHash(resident.prepared.view());
  resident.tie_hash = TieHash(resident.content_hash, record.source, record.record_id);
  by_name_[NameOf(record.source, record.record_id)] = row;
  prepared_bytes_ += resident.prepared.bytes.size();
  copies_.Add(row, resident.content_hash, resident.tie_hash);
  const CopyChains::Neighbours beside = NeighboursOf(row);
  if (beside.before && beside.after) touched->pairs.emplace_back(*beside.before, *beside.after);
}

void Residents::LeaveCopies(std::uint32_t row, Touched* touched) {
  const CopyChains::Neighbours beside = NeighboursOf(row);
  copies_.Remove(row, rows_[row].content_hash, rows_[row].tie_hash);
  if (beside.before && beside.after) touched->pairs.emplace_back(*beside.before, *beside.after);
}

std::vector<std::uint32_t> Residents::CandidatesOf(const LiveRecord& record,
                                                   const PreparedLive& prepared,
                                                   const std::uint32_t* self, std::size_t limit,
                                                   bool* truncated) const {
  std::vector<std::uint32_t> rows;
  keys_.Candidates(prepared.keys, limit, &rows, truncated);
  const std::uint64_t content_hash = ContentHash(prepared.view());
  const CopyChains::Neighbours beside =
      copies_.Of(self == nullptr ? 0 : *self, content_hash,
                 TieHash(content_hash, record.source, record.record_id));
  for (const std::optional<std::uint32_t>& copy : {beside.before, beside.after}) {
    if (copy && !std::binary_search(rows.begin(), rows.end(), *copy)) {
      rows.insert(std::lower_bound(rows.begin(), rows.end(), *copy), *copy);
    }
  }
  if (self != nullptr) std::erase(rows, *self);
  return rows;
}

Meetings Residents::MeetingsOf(std::uint32_t row) const {
  Meetings meetings;
  for (const block::BlockKey key : rows_[row].prepared.keys) {
    if (keys_.Usable(key)) meetings.keys.push_back(key);
  }
  meetings.copies = NeighboursOf(row);
  return meetings;
}

std::uint64_t Residents::memory_bytes() const noexcept {
  constexpr std::uint64_t kPerRecord = sizeof(Resident) + 120;  // names, links, id maps
  return prepared_bytes_ + rows_.size() * kPerRecord + keys_.entry_count() * 24;
}

}  // namespace doublon::engine
