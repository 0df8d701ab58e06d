#pragma once

#include <cstdint>
#include <span>

#include "block/pair_table.h"
#include "cluster/entities.h"
#include "engine/scoring.h"

namespace doublon::engine {

// Share of the pairs of one person that the keys bring together, estimated without labels; the
// smaller of two estimates, as either sees only some of what is missed.
// 1. From how many of the pairs to be merged share one block only and how many two: where many hang
// by one block, many hang
//    by none (Chao 1987, lower bound of the unseen). Keys share their errors, so it is too high.
// 2. From the pairs that entities of three records or more hold without their having been compared:
// held together by way
//    of another record. What no record of the list leads to is not seen. Cost: a search in the pair
//    table for each such pair.
double EstimateReach(const block::PairTable& candidates, std::span<const cluster::Edge> edges,
                     double same_log_odds, const cluster::Entities& entities,
                     std::span<const std::uint64_t> content_hashes, const PairFilter& filter);

// Share r of pairs compared, from the share of the pairs within connected groups of three that
// were: of three records, two links are needed to find the group, so that groups found have more of
// them. (2 - r) / (3 - 2r) solved for r.
double ReachFromTriples(double compared_share) noexcept;

}  // namespace doublon::engine
