#pragma once

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "engine/live_entities.h"
#include "engine/residents.h"
#include "model/model.h"

namespace doublon::engine {

// Keeps the links between resident records those of a batch run while records come and go. It owns
// nothing: residents, entities and model outlive it.
class LiveLinks {
 public:
  LiveLinks(const Residents& residents, LiveEntities& entities, const model::ModelData& model)
      : residents_(residents), entities_(entities), model_(model) {}

  // Blocks that crossed the size limit, and chains of copies with a record more or less, change who
  // are candidates: pairs lose their link, or are compared for the first time. Adds to
  // touched->rows the records whose links may have changed. Cost: block_size_hard² / 2 comparisons
  // for each block that became usable.
  void Relink(Touched* touched);

  std::uint64_t compared() const noexcept { return compared_; }  // pairs, so far

 private:
  using MeetingsByRow = absl::flat_hash_map<std::uint32_t, Meetings>;
  void RelinkPair(std::uint32_t a, std::uint32_t b);
  void LinkBlock(block::BlockKey key, const Keys& grown, const MeetingsByRow& meetings);
  double Compare(std::uint32_t a, std::uint32_t b);

  const Residents& residents_;
  LiveEntities& entities_;
  const model::ModelData& model_;
  std::uint64_t compared_ = 0;
};

}  // namespace doublon::engine
