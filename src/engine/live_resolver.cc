#include "engine/live_resolver.h"

#include <algorithm>
#include <span>
#include <tuple>

#include "base/check.h"
#include "engine/contradiction.h"
#include "engine/describe.h"
#include "engine/live_entities.h"
#include "engine/live_links.h"
#include "engine/record_preparer.h"
#include "engine/residents.h"
#include "engine/scoring.h"

namespace doublon::engine {
namespace {

struct Scored {
  std::uint32_t row;
  double log_odds;
};
struct Scoring {
  std::vector<Scored> pairs;
  bool truncated = false, expired = false;
};

// Comparisons between two looks at the clock: some hundred microseconds.
constexpr std::size_t kPairsPerLook = 128;
constexpr std::size_t kNoLimit = ~std::size_t{0};

bool SameContent(const LiveRecord& a, const LiveRecord& b) { return a.fields == b.fields; }

}  // namespace

std::string_view VerdictName(Verdict verdict) noexcept {
  constexpr std::string_view kNames[] = {"new", "same", "review", "not_enough_evidence"};
  return kNames[static_cast<std::size_t>(verdict)];
}

std::string_view AddOutcomeName(AddOutcome outcome) noexcept {
  constexpr std::string_view kNames[] = {"created", "replaced", "unchanged"};
  return kNames[static_cast<std::size_t>(outcome)];
}

struct LiveResolver::State {
  State(std::shared_ptr<const model::Model> used_model, const LiveOptions& live_options)
      : model(std::move(used_model)),
        options(live_options),
        preparer(model),
        residents(data().block_size_hard),
        entity_odds(data()),
        entities(
            EntityOptionsOf(data()),
            [this](std::uint32_t a, std::uint32_t b) {
              ++compared;
              return entity_odds(residents.view(a), residents.view(b));
            },
            [this](std::span<const std::uint32_t> x, std::span<const std::uint32_t> y) {
              compared += x.size() * y.size();
              return entity_odds.Joint(ViewsOf(x), ViewsOf(y));
            }),
        links(residents, entities, data()) {}

  std::shared_ptr<const model::Model> model;
  LiveOptions options;
  RecordPreparer preparer;
  Residents residents;
  EntityOdds entity_odds;
  LiveEntities entities;
  LiveLinks links;
  std::uint64_t compared = 0;  // pairs, by adds and by entities made anew

  const model::ModelData& data() const { return model->data(); }
  std::uint64_t all_compared() const { return compared + links.compared(); }

  std::vector<record::PreparedView> ViewsOf(std::span<const std::uint32_t> rows) const {
    std::vector<record::PreparedView> views;
    for (const std::uint32_t row : rows) views.push_back(residents.view(row));
    return views;
  }
  Scoring Score(const LiveRecord& record, const PreparedLive& prepared, const std::uint32_t* self,
                std::size_t candidates_max, Deadline deadline) const;
  MatchResult Answer(const PreparedLive& prepared, Scoring scoring, std::size_t limit) const;
  std::uint32_t Insert(const LiveRecord& record, PreparedLive prepared, EntityId kept_id,
                       Touched* touched);
  void Replace(std::uint32_t row, const LiveRecord& record, PreparedLive prepared,
               Touched* touched);
  void Admit(std::uint32_t row, EntityId kept_id, Touched* touched);
  EntityChanges Describe(const LiveEntities::Changes& changes) const;
};

// Scores the record, resident as `self` or not, with its candidates, itself aside.
Scoring LiveResolver::State::Score(const LiveRecord& record, const PreparedLive& prepared,
                                   const std::uint32_t* self, std::size_t candidates_max,
                                   Deadline deadline) const {
  Scoring scoring;
  const std::vector<std::uint32_t> rows =
      residents.CandidatesOf(record, prepared, self, candidates_max, &scoring.truncated);
  scoring.pairs.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % kPairsPerLook == 0 && deadline != kNoDeadline &&
        std::chrono::steady_clock::now() >= deadline) {
      scoring.expired = true;
      return scoring;
    }
    scoring.pairs.push_back(
        {rows[i], PairLogOdds(data(), prepared.view(), residents.view(rows[i]))});
  }
  return scoring;
}

MatchResult LiveResolver::State::Answer(const PreparedLive& prepared, Scoring scoring,
                                        std::size_t limit) const {
  MatchResult result;
  result.expired = scoring.expired;
  if (scoring.expired) return result;
  result.truncated = scoring.truncated;
  result.warnings = prepared.unknown_fields;
  // Ties by name, so that the answer does not depend on the order of arrival.
  std::sort(scoring.pairs.begin(), scoring.pairs.end(), [&](const Scored& x, const Scored& y) {
    const LiveRecord &a = residents[x.row].record, &b = residents[y.row].record;
    return std::tie(y.log_odds, a.source, a.record_id) <
           std::tie(x.log_odds, b.source, b.record_id);
  });
  for (const Scored& candidate : scoring.pairs) {
    if (result.candidates.size() >= limit || candidate.log_odds < data().review_log_odds) break;
    const LiveRecord& other = residents[candidate.row].record;
    const compare::ComparisonVector vector =
        compare::Compare(data().comparisons, prepared.view(), residents.view(candidate.row));
    result.candidates.push_back({other.source, other.record_id, entities.entity_of(candidate.row),
                                 candidate.log_odds, model::ProbabilityOf(candidate.log_odds),
                                 Reasons(data(), vector)});
  }
  if (!scoring.pairs.empty()) {
    const Scored& best = scoring.pairs.front();
    result.weight = best.log_odds;
    result.probability = model::ProbabilityOf(best.log_odds);
    if (best.log_odds >= data().review_log_odds) {
      const bool same = best.log_odds >= data().same_log_odds;
      result.verdict = same ? Verdict::kSame : Verdict::kReview;
      if (same) result.entity_id = entities.entity_of(best.row);
      return result;
    }
  }
  // A record that would not be recognised in its own copy cannot be called new.
  const double of_copy = PairLogOdds(data(), prepared.view(), prepared.view());
  result.verdict = of_copy >= data().same_log_odds ? Verdict::kNew : Verdict::kNotEnoughEvidence;
  return result;
}

// Makes the record resident under its keys; its links are the caller's.
std::uint32_t LiveResolver::State::Insert(const LiveRecord& record, PreparedLive prepared,
                                          EntityId kept_id, Touched* touched) {
  const std::uint32_t row = residents.Add(record, std::move(prepared), touched);
  Admit(row, kept_id, touched);
  return row;
}

void LiveResolver::State::Replace(std::uint32_t row, const LiveRecord& record,
                                  PreparedLive prepared, Touched* touched) {
  const EntityId kept_id = entities.entity_of(row);
  touched->rows = entities.RemoveRecord(row);
  residents.Replace(row, record, std::move(prepared), touched);
  Admit(row, kept_id, touched);
}

void LiveResolver::State::Admit(std::uint32_t row, EntityId kept_id, Touched* touched) {
  entities.AddRecord(row, {residents[row].content_hash, residents[row].tie_hash}, kept_id);
  touched->rows.push_back(row);
}

EntityChanges LiveResolver::State::Describe(const LiveEntities::Changes& changes) const {
  EntityChanges described;
  for (const std::uint32_t row : changes.moved) {
    described.assignments.push_back(
        {residents[row].record.source, residents[row].record.record_id, entities.entity_of(row)});
  }
  described.aliases = changes.new_aliases;
  return described;
}

LiveResolver::LiveResolver(std::shared_ptr<const model::Model> model, const LiveOptions& options)
    : state_(std::make_unique<State>(std::move(model), options)) {}
LiveResolver::~LiveResolver() = default;

MatchResult LiveResolver::Match(const LiveRecord& record, std::size_t limit,
                                Deadline deadline) const {
  const PreparedLive prepared = state_->preparer.Prepare(record);
  // A record is not a match of itself: asking about one that is there tells what else it matches.
  const std::uint32_t* self = state_->residents.Find(record.source, record.record_id);
  return state_->Answer(
      prepared, state_->Score(record, prepared, self, state_->options.candidates_max, deadline),
      limit);
}

struct LiveResolver::Draft::Parts {
  const LiveRecord* record;  // outlives the draft
  PreparedLive prepared;
  std::vector<Scored> pairs;
  MatchResult match;
};

LiveResolver::Draft::Draft(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
LiveResolver::Draft::Draft(Draft&&) noexcept = default;
LiveResolver::Draft::~Draft() = default;

LiveResolver::Draft LiveResolver::PrepareAdd(const LiveRecord& record, Deadline deadline) const {
  constexpr std::size_t kCandidatesInAnswer = 5;
  DOUBLON_CHECK(!record.source.empty() && !record.record_id.empty());
  auto parts = std::make_unique<Draft::Parts>();
  parts->record = &record;
  parts->prepared = state_->preparer.Prepare(record);
  const std::uint32_t* self = state_->residents.Find(record.source, record.record_id);
  Scoring scoring = state_->Score(record, parts->prepared, self, kNoLimit, deadline);
  parts->pairs = scoring.pairs;
  parts->match = state_->Answer(parts->prepared, std::move(scoring), kCandidatesInAnswer);
  return Draft(std::move(parts));
}

AddResult LiveResolver::Add(const LiveRecord& record, Deadline deadline) {
  return Add(PrepareAdd(record, deadline));
}

AddResult LiveResolver::Add(Draft draft) {
  State& state = *state_;
  Draft::Parts& parts = *draft.parts_;
  const LiveRecord& record = *parts.record;
  AddResult result;
  result.match = std::move(parts.match);
  if (result.match.expired) return result;
  const std::uint64_t compared_before = state.all_compared();
  state.compared += parts.pairs.size();
  const std::uint32_t* found = state.residents.Find(record.source, record.record_id);
  if (found != nullptr && SameContent(state.residents[*found].record, record)) {
    result.outcome = AddOutcome::kUnchanged;
    result.entity_id = state.entities.entity_of(*found);
    result.compared = state.all_compared() - compared_before;
    return result;
  }
  Touched touched;
  std::uint32_t row;
  if (found != nullptr) {
    row = *found;
    result.outcome = AddOutcome::kReplaced;
    state.Replace(row, record, std::move(parts.prepared), &touched);
  } else {
    row = state.Insert(record, std::move(parts.prepared), EntityId{}, &touched);
  }
  // Candidates from before the change: where a block is too large since, Relink takes the links
  // back.
  for (const Scored& scored : parts.pairs) state.entities.AddLink(row, scored.row, scored.log_odds);
  state.links.Relink(&touched);
  LiveEntities::Changes changes = state.entities.Settle(touched.rows);
  if (std::find(changes.moved.begin(), changes.moved.end(), row) == changes.moved.end())
    changes.moved.push_back(row);
  result.changes = state.Describe(changes);
  result.entity_id = state.entities.entity_of(row);
  result.compared = state.all_compared() - compared_before;
  return result;
}

StatusOr<EntityChanges> LiveResolver::Delete(std::string_view source, std::string_view record_id) {
  const std::uint32_t* found = state_->residents.Find(source, record_id);
  if (found == nullptr) return NotFound("no such record");
  Touched touched;
  const std::uint32_t row = *found;
  touched.rows = state_->entities.RemoveRecord(row);
  state_->residents.Remove(row, &touched);
  state_->links.Relink(&touched);
  return state_->Describe(state_->entities.Settle(touched.rows));
}

void LiveResolver::Restore(const LiveRecord& record, EntityId entity_id) {
  State& state = *state_;
  Touched touched;
  PreparedLive prepared = state.preparer.Prepare(record);
  const Scoring scoring = state.Score(record, prepared, nullptr, kNoLimit, kNoDeadline);
  const std::uint32_t row = state.Insert(record, std::move(prepared), entity_id, &touched);
  for (const Scored& scored : scoring.pairs)
    state.entities.AddLink(row, scored.row, scored.log_odds);
  state.links.Relink(&touched);
}

void LiveResolver::RestoreAlias(EntityId from, EntityId to) {
  state_->entities.RestoreAlias(from, to);
}
void LiveResolver::RestoreLastEntityId(EntityId id) { state_->entities.RestoreLastId(id); }
EntityId LiveResolver::last_entity_id() const noexcept { return state_->entities.last_id(); }

void LiveResolver::FinishRestore() {
  // Links were made as records came; ids are as stored, so settling finds nothing to change unless
  // the model is another.
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < state_->residents.row_count(); ++row) {
    if (state_->residents[row].alive) rows.push_back(row);
  }
  state_->entities.Settle(rows);
}

StatusOr<LiveResolver::Stored> LiveResolver::Get(std::string_view source,
                                                 std::string_view record_id) const {
  const std::uint32_t* found = state_->residents.Find(source, record_id);
  if (found == nullptr) return NotFound("no such record");
  return Stored{&state_->residents[*found].record, state_->entities.entity_of(*found)};
}

StatusOr<LiveResolver::Entity> LiveResolver::GetEntity(EntityId id) const {
  const EntityId living = state_->entities.Resolve(id);
  if (living.value == 0) return NotFound("no such entity");
  Entity entity;
  entity.entity_id = living;
  if (living != id) entity.alias_of = living;
  for (const std::uint32_t row : state_->entities.members(living)) {
    entity.members.push_back({&state_->residents[row].record, living});
  }
  std::sort(entity.members.begin(), entity.members.end(), [](const Stored& a, const Stored& b) {
    return std::tie(a.record->source, a.record->record_id) <
           std::tie(b.record->source, b.record->record_id);
  });
  return entity;
}

Explanation LiveResolver::Explain(const LiveRecord& a, const LiveRecord& b) const {
  const PreparedLive x = state_->preparer.Prepare(a), y = state_->preparer.Prepare(b);
  return ExplainPair(state_->data(), x.view(), y.view());
}

NormalizedRecord LiveResolver::Normalized(const LiveRecord& record) const {
  PreparedLive prepared = state_->preparer.Prepare(record);
  NormalizedRecord normalized;
  const std::vector<record::Field>& fields = state_->data().fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    std::string text = DescribeField(prepared.view(), fields, static_cast<std::uint8_t>(i));
    if (text.empty()) continue;
    normalized.fields.push_back(
        {fields[i].name, std::move(text),
         DescribeFieldFlags(prepared.view(), static_cast<std::uint8_t>(i))});
  }
  normalized.flags = DescribeFlags(prepared.view());
  normalized.warnings = std::move(prepared.unknown_fields);
  return normalized;
}

std::uint64_t LiveResolver::record_count() const noexcept { return state_->residents.size(); }
std::uint64_t LiveResolver::entity_count() const noexcept {
  return state_->entities.entity_count();
}

std::uint64_t LiveResolver::memory_bytes() const noexcept {
  return state_->residents.memory_bytes();
}

const model::Model& LiveResolver::model() const noexcept { return *state_->model; }

}  // namespace doublon::engine
