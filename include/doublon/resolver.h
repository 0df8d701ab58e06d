#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "doublon/record.h"

namespace doublon {

// Says of one record after the other who it is, among those added so far: the matching of `doublon
// serve`, in memory and without the service. After any sequence of calls the entities are those of
// a batch run over the records that are there.
//
//   auto resolver = doublon::Resolver::Open("model.json");
//   if (!resolver.ok()) return resolver.status();
//   const auto match = (*resolver)->Match({"web", "", {{"given_name", {"Jeanne"}}, {"email",
//   {"j.roux@orange.fr"}}}}, 5); if (match.verdict == doublon::Verdict::kNew) ...
//
// Thread safety: const methods may run concurrently; Add and Remove need the object to themselves.
class Resolver {
 public:
  enum class Verdict : std::uint8_t { kNew, kSame, kReview, kNotEnoughEvidence };
  struct Candidate {
    std::string source, record_id;
    std::uint64_t entity_id = 0;
    double weight = 0;                 // log2 odds that it is the same person
    double probability = 0;            // the same as a probability
    std::vector<std::string> reasons;  // codes: "email_same", "family_name_similar"
  };
  struct Answer {
    Verdict verdict = Verdict::kNew;
    std::uint64_t entity_id =
        0;                   // Match: of the best candidate when kSame, else 0. Add: of the record.
    double probability = 0;  // of the best candidate
    std::vector<Candidate> candidates;  // best first
    std::vector<std::string> warnings;  // fields that are kept and not compared
  };

  // model_path: a model written by `doublon dedupe --model-out`; empty for the built-in one (French
  // contact lists). Errors name the file and what is wrong with it.
  static absl::StatusOr<std::unique_ptr<Resolver>> Open(const std::string& model_path);
  ~Resolver();

  // Writes nothing. At most `limit` candidates. Cost: some microseconds, more with many candidates.
  Answer Match(const Record& record, std::size_t limit) const;
  // Inserts or replaces by (source, record_id); kInvalidArgument when one of them is empty. The
  // answer is about the records that were there before.
  absl::StatusOr<Answer> Add(const Record& record);
  // kNotFound when there is no such record.
  absl::Status Remove(std::string_view source, std::string_view record_id);
  // The entity of a record that was added; kNotFound when there is none. Entity ids last: when
  // entities join, one id goes on.
  absl::StatusOr<std::uint64_t> EntityOf(std::string_view source, std::string_view record_id) const;

  std::uint64_t record_count() const;
  std::uint64_t entity_count() const;

 private:
  Resolver();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace doublon
