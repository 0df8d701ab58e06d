#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/worker_pool.h"
#include "block/pair_table.h"
#include "engine/run_memory.h"
#include "engine/sources.h"

namespace doublon::engine {

// Which candidate pairs of a run count.
struct PairFilter {
  bool across_sources_only = false;  // link
  const std::vector<std::uint16_t>* sources = nullptr;
  bool Takes(block::CandidatePair pair) const noexcept {
    return !across_sources_only || (*sources)[pair.a] != (*sources)[pair.b];
  }
};

// Orders a record among others of equal weight: by content, then by name; the same in a batch run
// and alone.
std::uint64_t TieHash(std::uint64_t content_hash, std::string_view source,
                      std::string_view record_id) noexcept;
std::uint64_t ContentHash(record::PreparedView record) noexcept;

// Hashes that name and order records without their positions, of annotated records.
struct RecordHashes {
  std::vector<std::uint64_t> content;  // ContentHash
  std::vector<std::uint64_t> tie;      // TieHash
};
RecordHashes HashRecords(const PreparedRun& run, WorkerPool& pool);

// The candidate pairs of a run: of blocks of records that share a key, and of chains of copies
// (records of one content, each with the next in content order; across sources, each with the first
// copy of another source), which no limit on the size of blocks keeps apart.
struct Candidates {
  block::KeyReport keys;
  block::PairTable pairs;
  std::vector<block::CandidatePair> copies;  // those that share no block

  // The parts of the pair table, then the copies.
  std::size_t part_count() const noexcept { return pairs.part_count() + 1; }
};

// The pairs of a part, brought from the file where they stand there. Of candidates that outlive it.
class CandidatePart {
 public:
  CandidatePart(const Candidates& candidates, std::size_t part) {
    if (part == candidates.pairs.part_count()) {
      copies_ = candidates.copies;
    } else {
      words_ = candidates.pairs.LoadPart(part, loaded_);
    }
  }
  CandidatePart(const CandidatePart&) = delete;
  CandidatePart& operator=(const CandidatePart&) = delete;

  std::size_t size() const noexcept { return words_.size() + copies_.size(); }
  block::CandidatePair operator[](std::size_t i) const noexcept {
    return copies_.empty() ? block::PackedPair(words_[i]).pair() : copies_[i];
  }

 private:
  block::PairTable::Words loaded_;
  std::span<const std::uint64_t> words_;
  std::span<const block::CandidatePair> copies_;
};

// learn_overfull: keys found too frequent are added to `overfull`; otherwise those in it are known,
// and blocks of more than `block_size_hard` records are left out (KeyTable::Build). Of annotated
// records. What does not fit `memory` goes to its file; key_options.spill is not read.
Candidates FindCandidates(const PreparedRun& run, const RecordHashes& hashes,
                          std::span<const block::KeyRecipe> recipes,
                          block::KeyTableOptions key_options, bool learn_overfull,
                          std::uint32_t block_size_hard, const PairFilter& filter,
                          block::OverfullKeys* overfull, RunMemory& memory, WorkerPool& pool);

}  // namespace doublon::engine
