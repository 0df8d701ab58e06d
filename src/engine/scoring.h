#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/worker_pool.h"
#include "cluster/entities.h"
#include "compare/comparison.h"
#include "engine/candidates.h"
#include "engine/sources.h"
#include "model/mixture.h"
#include "model/model.h"

namespace doublon::engine {

// Comparison vectors of random pairs of records (strangers, but for chance), as weights
// levels[comparison][level] = count. Pairs whose agreements look like one person are left out.
// Depends on the contents only.
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
