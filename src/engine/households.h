#pragma once

#include <cstdint>
#include <vector>

#include "base/worker_pool.h"
#include "engine/compared_pairs.h"
#include "model/model.h"

namespace doublon::engine {

// The household of each record: the smallest position of a record in it. Entities belong to one
// household whole; two are joined where a candidate pair of their records is, likelier than
// anything else, of relatives of one home (classes household, twins and homonyms) and shares an
// address, a mailbox or a phone. Households never join entities. Empty when the model does not know
// these classes (lists without names). Deterministic. Cost: one more pass over the candidate pairs.
std::vector<std::uint32_t> FindHouseholds(const Candidates& candidates, const ComparedPairs& pairs,
                                          const model::ModelData& model,
                                          const std::vector<std::uint32_t>& representatives,
                                          WorkerPool& pool);

}  // namespace doublon::engine
