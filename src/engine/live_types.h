#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.h"

// What goes into the live resolver and comes out of it.
namespace doublon::engine {

// A record as a client sends it: field name → one or more values, in the order sent. Field names
// are those of DESIGN §4 (record::KindName) and the names of the model's custom fields; others are
// kept, not compared, and named in `warnings`.
struct LiveRecord {
  std::string source;
  std::string record_id;  // may be empty for match
  std::vector<std::pair<std::string, std::vector<std::string>>> fields;
};

enum class Verdict : std::uint8_t { kNew, kSame, kReview, kNotEnoughEvidence };
std::string_view VerdictName(
    Verdict verdict) noexcept;  // "new", "same", "review", "not_enough_evidence"

// One comparison of an explained pair. Weights add up: prior + all weights = total.
struct ExplainedComparison {
  std::string name;   // "family_name"
  std::string level;  // "exact_rare": level's name in the model
  std::string
      reason;  // code for `reasons`: "family_name_same"; "" when the comparison says nothing
  std::string text_en, text_fr;  // the reason in words
  double weight = 0;             // log2 Bayes factor
  std::string value_a, value_b;  // canonical values; "" when missing
};
struct Explanation {
  std::vector<ExplainedComparison> comparisons;
  double prior_weight = 0;
  double total_weight = 0;
  double probability = 0;
  std::string sentence_en, sentence_fr;
};

// The canonical values of a record's fields with their flags, as DescribeField and
// DescribeFieldFlags write them.
struct NormalizedField {
  std::string name, value, flags;
};
struct NormalizedRecord {
  std::vector<NormalizedField> fields;
  std::string flags;                  // of the record: "couple", "organisation", ...
  std::vector<std::string> warnings;  // field names kept but not compared
};

struct CandidateMatch {
  std::string source, record_id;
  EntityId entity_id;
  double weight = 0;
  double probability = 0;
  std::vector<std::string> reasons;
};
struct MatchResult {
  Verdict verdict = Verdict::kNew;
  EntityId entity_id;  // of the best candidate when same; value 0 = null
  double probability = 0;
  double weight = 0;
  std::vector<CandidateMatch> candidates;  // best first, at most the limit asked
  std::vector<std::string> warnings;       // field names kept but not compared
  bool truncated = false;                  // candidates were cut by the bound on work
  bool expired = false;                    // the deadline came first: nothing else of this holds
};

enum class AddOutcome : std::uint8_t { kCreated, kReplaced, kUnchanged };
std::string_view AddOutcomeName(AddOutcome outcome) noexcept;

// What a change did to entities and what must be stored with it, in one atomic batch.
struct EntityChanges {
  struct Assignment {
    std::string source, record_id;
    EntityId entity_id;
  };
  std::vector<Assignment>
      assignments;  // records whose entity id is new or changed, the added record included
  std::vector<std::pair<EntityId, EntityId>>
      aliases;  // old id → surviving id, for ids that ended by a merge
};
struct AddResult {
  MatchResult
      match;  // against the records that were there before; when it expired, nothing was done
  AddOutcome outcome = AddOutcome::kCreated;
  EntityId entity_id;
  EntityChanges changes;       // empty when unchanged
  std::uint64_t compared = 0;  // pairs of records compared to get here
};

}  // namespace doublon::engine
