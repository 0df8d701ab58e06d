#include "engine/live_links.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "engine/scoring.h"

namespace doublon::engine {
namespace {

// Whether `key` is where the two meet first of all blocks, and none of the blocks they share was
// usable before those of `grown` became so.
bool IsNewMeeting(const Keys& x, const Keys& y, block::BlockKey key, const Keys& grown) {
  bool all_grown = true, is_first = false, any = false;
  ForSharedKeys(x, y, [&](block::BlockKey shared) {
    if (!any) is_first = shared == key;
    any = true;
    all_grown = std::binary_search(grown.begin(), grown.end(), shared);
    return all_grown && is_first;
  });
  return is_first && all_grown;
}

}  // namespace

double LiveLinks::Compare(std::uint32_t a, std::uint32_t b) {
  ++compared_;
  return PairLogOdds(model_, residents_.view(a), residents_.view(b));
}

void LiveLinks::Relink(Touched* touched) {
  for (const auto& [a, b] : touched->pairs) {
    RelinkPair(a, b);
    touched->rows.insert(touched->rows.end(), {a, b});
  }
  if (touched->changed.empty()) return;
  std::sort(touched->changed.begin(), touched->changed.end());
  std::vector<std::uint32_t> rows;
  Keys grown;
  for (const block::BlockKey key : touched->changed) {
    const std::span<const std::uint32_t> block = residents_.keys().Block(key);
    rows.insert(rows.end(), block.begin(), block.end());
    if (residents_.keys().Usable(key)) grown.push_back(key);
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  MeetingsByRow meetings;
  meetings.reserve(rows.size());
  for (const std::uint32_t row : rows) meetings.emplace(row, residents_.MeetingsOf(row));
  if (grown.size() < touched->changed.size()) {
    entities_.KeepLinks(rows, [&](std::uint32_t a, std::uint32_t b) {
      return Meet(a, meetings.find(a)->second, b, meetings.find(b)->second);
    });
  }
  for (const block::BlockKey key : grown) LinkBlock(key, grown, meetings);
  touched->rows.insert(touched->rows.end(), rows.begin(), rows.end());
}

// Links the two, or takes their link away, as they are candidates or not.
void LiveLinks::RelinkPair(std::uint32_t a, std::uint32_t b) {
  const bool candidates = Meet(a, residents_.MeetingsOf(a), b, residents_.MeetingsOf(b));
  if (candidates == entities_.HasLink(a, b)) return;
  if (candidates) {
    entities_.AddLink(a, b, Compare(a, b));
  } else {
    entities_.RemoveLink(a, b);
  }
}

// Compares the pairs of a block that became usable, each at the first such block it shares.
void LiveLinks::LinkBlock(block::BlockKey key, const Keys& grown, const MeetingsByRow& meetings) {
  const std::span<const std::uint32_t> block = residents_.keys().Block(key);
  // Full blocks are often copies of few records: a pair of contents is compared once.
  absl::flat_hash_map<std::string_view, std::uint32_t> contents;
  std::vector<std::uint32_t> content_of;
  std::vector<const Keys*> keys_of;
  for (const std::uint32_t row : block) {
    const auto next = static_cast<std::uint32_t>(contents.size());
    content_of.push_back(contents.emplace(residents_[row].prepared.bytes, next).first->second);
    keys_of.push_back(&meetings.find(row)->second.keys);
  }
  absl::flat_hash_map<std::pair<std::uint32_t, std::uint32_t>, double> known;
  const bool has_copies = contents.size() < block.size();
  for (std::size_t i = 0; i < block.size(); ++i) {
    for (std::size_t j = i + 1; j < block.size(); ++j) {
      if (!IsNewMeeting(*keys_of[i], *keys_of[j], key, grown)) continue;
      const std::uint32_t a = block[i], b = block[j];
      if (!has_copies) {
        entities_.AddLink(a, b, Compare(a, b));
        continue;
      }
      const auto [found, inserted] =
          known.try_emplace(std::minmax(content_of[i], content_of[j]), 0.0);
      if (inserted) found->second = Compare(a, b);
      entities_.AddLink(a, b, found->second);
    }
  }
}

}  // namespace doublon::engine
