#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "base/worker_pool.h"

namespace doublon::evaluate {

// A pair of records named by source and id, with what a person says of it.
struct NamedPair {
  std::string source_a, id_a, source_b, id_b;
  bool same = false;
  std::uint64_t line = 0;  // in the file, for messages
};

// Reads a file of judged pairs (decisions, labels): columns source_a, id_a, source_b, id_b (the
// sources may be missing where ids are unique over all files) and one of decision, same, label,
// match: same | yes | true | 1 | match, different | no | false | 0 | no_match. A pair given twice
// with one judgement counts twice; with two it is an error. Errors name the line, never cells other
// than ids.
StatusOr<std::vector<NamedPair>> ReadNamedPairs(const std::string& path, WorkerPool& pool);

// How a partition (entities.csv as dedupe writes it) agrees with judged pairs.
struct PairAgreement {
  std::uint64_t same_together = 0, same_apart = 0, different_together = 0, different_apart = 0;
  std::uint64_t unknown = 0;          // pairs of which a record is not in the prediction
  double precision() const noexcept;  // of the judged pairs that are together; 1 when none is
  double recall() const noexcept;     // of the pairs judged the same; 1 when there are none
};
StatusOr<PairAgreement> ComparePairs(const std::string& prediction_path,
                                     const std::vector<NamedPair>& pairs, WorkerPool& pool);
std::string RenderPairAgreement(const PairAgreement& agreement, bool json);

}  // namespace doublon::evaluate
