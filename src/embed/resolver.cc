#include "doublon/resolver.h"

#include "base/status.h"
#include "engine/live_resolver.h"
#include "model/model.h"

namespace doublon {

namespace {

engine::LiveRecord Live(const Record& record) {
  return {record.source, record.record_id, record.fields};
}

Resolver::Answer AnswerOf(const engine::MatchResult& match) {
  Resolver::Answer answer;
  answer.verdict = static_cast<Resolver::Verdict>(match.verdict);
  answer.entity_id = match.entity_id.value;
  answer.probability = match.probability;
  answer.warnings = match.warnings;
  for (const engine::CandidateMatch& candidate : match.candidates) {
    answer.candidates.push_back({candidate.source, candidate.record_id, candidate.entity_id.value,
                                 candidate.weight, candidate.probability, candidate.reasons});
  }
  return answer;
}

static_assert(static_cast<int>(Resolver::Verdict::kNotEnoughEvidence) ==
              static_cast<int>(engine::Verdict::kNotEnoughEvidence));

}  // namespace

struct Resolver::State {
  explicit State(std::shared_ptr<const model::Model> model)
      : resolver(std::move(model), engine::LiveOptions{}) {}
  engine::LiveResolver resolver;
};

Resolver::Resolver() = default;
Resolver::~Resolver() = default;

StatusOr<std::unique_ptr<Resolver>> Resolver::Open(const std::string& model_path) {
  std::shared_ptr<const model::Model> model = model::Model::BuiltIn();
  if (!model_path.empty()) {
    ASSIGN_OR_RETURN(model, model::Model::Load(model_path));
  }
  std::unique_ptr<Resolver> resolver(new Resolver);
  resolver->state_ = std::make_unique<State>(std::move(model));
  return resolver;
}

Resolver::Answer Resolver::Match(const Record& record, std::size_t limit) const {
  return AnswerOf(state_->resolver.Match(Live(record), limit));
}

StatusOr<Resolver::Answer> Resolver::Add(const Record& record) {
  if (record.source.empty() || record.record_id.empty()) {
    return InvalidArgument("a record to add needs a source and a record_id");
  }
  const engine::AddResult added = state_->resolver.Add(Live(record));
  Answer answer = AnswerOf(added.match);
  answer.entity_id = added.entity_id.value;
  return answer;
}

Status Resolver::Remove(std::string_view source, std::string_view record_id) {
  return state_->resolver.Delete(source, record_id).status();
}

StatusOr<std::uint64_t> Resolver::EntityOf(std::string_view source,
                                           std::string_view record_id) const {
  ASSIGN_OR_RETURN(const engine::LiveResolver::Stored stored,
                   state_->resolver.Get(source, record_id));
  return stored.entity_id.value;
}

std::uint64_t Resolver::record_count() const { return state_->resolver.record_count(); }
std::uint64_t Resolver::entity_count() const { return state_->resolver.entity_count(); }

}  // namespace doublon
