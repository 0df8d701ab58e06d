#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/worker_pool.h"
#include "block/key_table.h"
#include "cluster/entities.h"
#include "compare/comparison.h"
#include "engine/sources.h"
#include "model/mixture.h"
#include "model/model.h"

namespace doublon::engine {

// Which candidate pairs of a run count.
struct PairFilter {
  bool across_sources_only = false;  // link
  const std::vector<std::uint16_t>* sources = nullptr;
  bool Takes(block::CandidatePair pair) const noexcept {
    return !across_sources_only || (*sources)[pair.a] != (*sources)[pair.b];
  }
};

// Orders a record among others of equal weight: by content, then by name; the same in a batch run and alone.
std::uint64_t TieHash(std::uint64_t content_hash, std::string_view source, std::string_view record_id) noexcept;
std::uint64_t ContentHash(record::PreparedView record) noexcept;

// Hashes that name and order records without their positions, of annotated records.
struct RecordHashes {
  std::vector<std::uint64_t> content;  // ContentHash
  std::vector<std::uint64_t> tie;      // TieHash
};
RecordHashes HashRecords(const PreparedRun& run, WorkerPool& pool);

// Where candidate pairs come from: blocks of records that share a key, and chains of copies (records of one content, each
// with the next in content order; across sources, each with the first copy of another source), which no limit on the size
// of blocks keeps apart.
struct Candidates {
  block::KeyTable keys;
  std::vector<block::CandidatePair> copies;  // those that share no block
};
std::vector<block::CandidatePair> CopyPairs(const PreparedRun& run, const RecordHashes& hashes, const block::KeyTable& keys,
                                            const PairFilter& filter);

// Comparison vectors of random pairs of records (strangers, but for chance), as weights levels[comparison][level] = count.
// Pairs whose agreements look like one person are left out. Depends on the contents only.
std::vector<std::vector<double>> CountRandomLevels(const record::PreparedStore& records,
                                                   std::span<const compare::Comparison> comparisons,
                                                   std::span<const std::uint64_t> content_hashes,
                                                   const PairFilter& filter, WorkerPool& pool);

// The weight of a pair under a model, prior included.
inline double PairLogOdds(const model::ModelData& model, record::PreparedView a,
                          record::PreparedView b) {
  return model.mixture.LogOdds(compare::Compare(model.comparisons, a, b));
}

}  // namespace doublon::engine
