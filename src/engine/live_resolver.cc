#include "engine/live_resolver.h"

#include <algorithm>

#include "base/check.h"
#include "engine/describe.h"
#include "engine/copy_chains.h"
#include "engine/live_entities.h"
#include "engine/live_keys.h"
#include "engine/record_preparer.h"
#include "engine/scoring.h"
#include "model/model.h"

namespace doublon::engine {

namespace {

std::string NameOf(std::string_view source, std::string_view record_id) {
  std::string name(source);
  name += '\x1f';
  name += record_id;
  return name;
}

bool SameContent(const LiveRecord& a, const LiveRecord& b) { return a.fields == b.fields; }

struct Resident {
  LiveRecord record;
  PreparedLive prepared;
  std::uint64_t content_hash = 0, tie_hash = 0;
  bool alive = false;
};

struct Scored {
  std::uint32_t row;
  double log_odds;
};

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
      : model(std::move(used_model)), options(live_options), preparer(model), keys(model->data().block_size_hard),
        entities({model->data().same_log_odds, {}}, [this](std::uint32_t a, std::uint32_t b) { return LogOdds(a, b); }) {}

  std::shared_ptr<const model::Model> model;
  LiveOptions options;
  RecordPreparer preparer;
  std::vector<Resident> residents;
  std::vector<std::uint32_t> free_rows;
  absl::flat_hash_map<std::string, std::uint32_t> by_name;
  LiveKeys keys;
  CopyChains copies;
  LiveEntities entities;
  std::uint64_t resident_bytes = 0;

  const model::ModelData& data() const { return model->data(); }

  double LogOdds(record::PreparedView a, record::PreparedView b) const {
    return data().mixture.LogOdds(compare::Compare(data().comparisons, a, b));
  }
  double LogOdds(std::uint32_t a, std::uint32_t b) const {
    return LogOdds(residents[a].prepared.view(), residents[b].prepared.view());
  }

  const std::uint32_t* Find(std::string_view source, std::string_view record_id) const {
    const auto found = by_name.find(NameOf(source, record_id));
    return found == by_name.end() ? nullptr : &found->second;
  }

  // Whether two resident records are compared in a batch run: they share a usable key, or are next to each other in a
  // chain of copies.
  bool AreCandidates(std::uint32_t a, std::uint32_t b) const {
    const auto &x = residents[a].prepared.keys, &y = residents[b].prepared.keys;
    if (std::any_of(x.begin(), x.end(), [&](block::BlockKey shared) {
          return std::binary_search(y.begin(), y.end(), shared) && keys.Usable(shared);
        })) {
      return true;
    }
    const CopyChains::Neighbours neighbours = copies.Of(a, residents[a].content_hash, residents[a].tie_hash);
    return neighbours.before == b || neighbours.after == b;
  }

  // Links the two, or takes their link away, as AreCandidates says.
  void LinkOrUnlink(std::uint32_t a, std::uint32_t b) {
    const bool candidates = AreCandidates(a, b);
    if (candidates == entities.HasLink(a, b)) return;
    if (candidates) {
      entities.AddLink(a, b, LogOdds(a, b));
    } else {
      entities.RemoveLink(a, b);
    }
  }

  // Scores the record, resident or not, with its candidates. neighbours: of its place in the chain of copies.
  std::vector<Scored> Score(const PreparedLive& prepared, const CopyChains::Neighbours& neighbours,
                            std::size_t candidates_max, bool* truncated) const {
    std::vector<std::uint32_t> rows;
    keys.Candidates(prepared.keys, candidates_max, &rows, truncated);
    for (const std::optional<std::uint32_t>& copy : {neighbours.before, neighbours.after}) {
      if (copy && !std::binary_search(rows.begin(), rows.end(), *copy)) {
        rows.insert(std::lower_bound(rows.begin(), rows.end(), *copy), *copy);
      }
    }
    std::vector<Scored> scored;
    scored.reserve(rows.size());
    for (const std::uint32_t row : rows) scored.push_back({row, LogOdds(prepared.view(), residents[row].prepared.view())});
    return scored;
  }

  MatchResult Answer(const PreparedLive& prepared, std::vector<Scored> scored, std::size_t limit) const;
  std::uint32_t Place(const LiveRecord& record, PreparedLive prepared, EntityId kept_id,
                      std::vector<std::uint32_t>* touched);
  void Remove(std::uint32_t row, std::vector<std::uint32_t>* touched);
  void Relink(const std::vector<block::BlockKey>& changed, std::vector<std::uint32_t>* touched);
  EntityChanges Describe(const LiveEntities::Changes& changes) const;
};

MatchResult LiveResolver::State::Answer(const PreparedLive& prepared, std::vector<Scored> scored,
                                        std::size_t limit) const {
  MatchResult result;
  result.warnings = prepared.unknown_fields;
  // Ties by name, so that the answer does not depend on the order of arrival.
  std::sort(scored.begin(), scored.end(), [&](const Scored& x, const Scored& y) {
    const LiveRecord &a = residents[x.row].record, &b = residents[y.row].record;
    return std::tie(y.log_odds, a.source, a.record_id) < std::tie(x.log_odds, b.source, b.record_id);
  });
  for (const Scored& candidate : scored) {
    if (result.candidates.size() >= limit || candidate.log_odds < data().review_log_odds) break;
    const Resident& other = residents[candidate.row];
    result.candidates.push_back(
        {other.record.source, other.record.record_id, entities.entity_of(candidate.row), candidate.log_odds,
         model::ProbabilityOf(candidate.log_odds),
         Reasons(data(), compare::Compare(data().comparisons, prepared.view(), other.prepared.view()))});
  }
  if (!scored.empty() && scored[0].log_odds >= data().review_log_odds) {
    const bool same = scored[0].log_odds >= data().same_log_odds;
    result.verdict = same ? Verdict::kSame : Verdict::kReview;
    if (same) result.entity_id = entities.entity_of(scored[0].row);
    result.weight = scored[0].log_odds;
    result.probability = model::ProbabilityOf(scored[0].log_odds);
    return result;
  }
  if (!scored.empty()) {
    result.weight = scored[0].log_odds;
    result.probability = model::ProbabilityOf(scored[0].log_odds);
  }
  // A record that would not be recognised in its own copy cannot be called new.
  const bool enough = LogOdds(prepared.view(), prepared.view()) >= data().same_log_odds;
  result.verdict = enough ? Verdict::kNew : Verdict::kNotEnoughEvidence;
  return result;
}

// Makes the record resident: keys, links to candidates, links lost or won by keys that changed state.
std::uint32_t LiveResolver::State::Place(const LiveRecord& record, PreparedLive prepared, EntityId kept_id,
                                         std::vector<std::uint32_t>* touched) {
  std::uint32_t row;
  if (free_rows.empty()) {
    row = static_cast<std::uint32_t>(residents.size());
    residents.emplace_back();
  } else {
    row = free_rows.back();
    free_rows.pop_back();
  }
  Resident& resident = residents[row];
  resident.record = record;
  resident.prepared = std::move(prepared);
  resident.alive = true;
  by_name[NameOf(record.source, record.record_id)] = row;
  resident_bytes += resident.prepared.bytes.size();
  resident.content_hash = ContentHash(resident.prepared.view());
  resident.tie_hash = TieHash(resident.content_hash, record.source, record.record_id);
  entities.AddRecord(row, resident.tie_hash, kept_id);

  std::vector<block::BlockKey> changed;
  keys.Add(row, resident.prepared.keys, &changed);
  copies.Add(row, resident.content_hash, resident.tie_hash);
  const CopyChains::Neighbours neighbours = copies.Of(row, resident.content_hash, resident.tie_hash);
  bool truncated = false;
  for (const Scored& scored : Score(resident.prepared, neighbours, ~std::size_t{0}, &truncated)) {
    if (scored.row != row) entities.AddLink(row, scored.row, scored.log_odds);
  }
  touched->push_back(row);
  if (neighbours.before && neighbours.after) {  // the two are neighbours no longer
    LinkOrUnlink(*neighbours.before, *neighbours.after);
    touched->insert(touched->end(), {*neighbours.before, *neighbours.after});
  }
  Relink(changed, touched);
  return row;
}

void LiveResolver::State::Remove(std::uint32_t row, std::vector<std::uint32_t>* touched) {
  Resident& resident = residents[row];
  std::vector<block::BlockKey> changed;
  keys.Remove(row, resident.prepared.keys, &changed);
  const CopyChains::Neighbours copies_beside = copies.Of(row, resident.content_hash, resident.tie_hash);
  copies.Remove(row, resident.content_hash, resident.tie_hash);
  const std::vector<std::uint32_t> neighbours = entities.RemoveRecord(row);
  touched->insert(touched->end(), neighbours.begin(), neighbours.end());
  by_name.erase(NameOf(resident.record.source, resident.record.record_id));
  resident_bytes -= resident.prepared.bytes.size();
  resident = {};
  free_rows.push_back(row);
  if (copies_beside.before && copies_beside.after) {
    LinkOrUnlink(*copies_beside.before, *copies_beside.after);
    touched->insert(touched->end(), {*copies_beside.before, *copies_beside.after});
  }
  Relink(changed, touched);
}

// A block that crossed the size limit changes who are candidates: its pairs are looked at anew.
void LiveResolver::State::Relink(const std::vector<block::BlockKey>& changed, std::vector<std::uint32_t>* touched) {
  for (const block::BlockKey key : changed) {
    const std::span<const std::uint32_t> block = keys.Block(key);
    for (std::size_t i = 0; i < block.size(); ++i) {
      for (std::size_t j = i + 1; j < block.size(); ++j) {
        LinkOrUnlink(block[i], block[j]);
      }
      touched->push_back(block[i]);
    }
  }
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

MatchResult LiveResolver::Match(const LiveRecord& record, std::size_t limit) const {
  const PreparedLive prepared = state_->preparer.Prepare(record);
  bool truncated = false;
  const std::uint64_t content_hash = ContentHash(prepared.view());
  const std::uint64_t tie_hash = TieHash(content_hash, record.source, record.record_id);
  const std::uint32_t* self = state_->Find(record.source, record.record_id);
  std::vector<Scored> scored = state_->Score(prepared, state_->copies.Of(self == nullptr ? 0 : *self, content_hash, tie_hash),
                                             state_->options.candidates_max, &truncated);
  // A record is not a match of itself: asking about one that is there tells what else it matches.
  if (self != nullptr) {
    std::erase_if(scored, [&](const Scored& candidate) { return candidate.row == *self; });
  }
  MatchResult result = state_->Answer(prepared, std::move(scored), limit);
  result.truncated = truncated;
  return result;
}

AddResult LiveResolver::Add(const LiveRecord& record) {
  constexpr std::size_t kCandidatesInAnswer = 5;
  DOUBLON_CHECK(!record.source.empty() && !record.record_id.empty());
  AddResult result;
  result.match = Match(record, kCandidatesInAnswer);
  std::vector<std::uint32_t> touched;
  EntityId kept_id;
  if (const std::uint32_t* found = state_->Find(record.source, record.record_id); found != nullptr) {
    const std::uint32_t row = *found;
    kept_id = state_->entities.entity_of(row);
    result.entity_id = kept_id;
    if (SameContent(state_->residents[row].record, record)) {
      result.outcome = AddOutcome::kUnchanged;
      return result;
    }
    result.outcome = AddOutcome::kReplaced;
    state_->Remove(row, &touched);
  }
  const std::uint32_t row = state_->Place(record, state_->preparer.Prepare(record), kept_id, &touched);
  std::erase_if(touched, [&](std::uint32_t other) { return !state_->residents[other].alive; });
  LiveEntities::Changes changes = state_->entities.Settle(touched);
  if (std::find(changes.moved.begin(), changes.moved.end(), row) == changes.moved.end()) changes.moved.push_back(row);
  result.changes = state_->Describe(changes);
  result.entity_id = state_->entities.entity_of(row);
  return result;
}

StatusOr<EntityChanges> LiveResolver::Delete(std::string_view source, std::string_view record_id) {
  const std::uint32_t* found = state_->Find(source, record_id);
  if (found == nullptr) return NotFound("no such record");
  std::vector<std::uint32_t> touched;
  const std::uint32_t row = *found;
  state_->Remove(row, &touched);
  std::erase_if(touched, [&](std::uint32_t other) { return !state_->residents[other].alive; });
  return state_->Describe(state_->entities.Settle(touched));
}

void LiveResolver::Restore(const LiveRecord& record, EntityId entity_id) {
  std::vector<std::uint32_t> touched;
  state_->Place(record, state_->preparer.Prepare(record), entity_id, &touched);
}

void LiveResolver::RestoreAlias(EntityId from, EntityId to) { state_->entities.RestoreAlias(from, to); }
void LiveResolver::RestoreLastEntityId(EntityId id) { state_->entities.RestoreLastId(id); }
EntityId LiveResolver::last_entity_id() const noexcept { return state_->entities.last_id(); }

void LiveResolver::FinishRestore() {
  // Links were made as records came; ids are as stored, so settling finds nothing to change unless the model is another.
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < state_->residents.size(); ++row) {
    if (state_->residents[row].alive) rows.push_back(row);
  }
  state_->entities.Settle(rows);
}

StatusOr<LiveResolver::Stored> LiveResolver::Get(std::string_view source, std::string_view record_id) const {
  const std::uint32_t* found = state_->Find(source, record_id);
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
    return std::tie(a.record->source, a.record->record_id) < std::tie(b.record->source, b.record->record_id);
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
    normalized.fields.push_back({fields[i].name, std::move(text), DescribeFieldFlags(prepared.view(), static_cast<std::uint8_t>(i))});
  }
  normalized.flags = DescribeFlags(prepared.view());
  normalized.warnings = std::move(prepared.unknown_fields);
  return normalized;
}

std::uint64_t LiveResolver::record_count() const noexcept { return state_->by_name.size(); }
std::uint64_t LiveResolver::entity_count() const noexcept { return state_->entities.entity_count(); }

std::uint64_t LiveResolver::memory_bytes() const noexcept {
  constexpr std::uint64_t kPerRecord = sizeof(Resident) + 120;  // names, links, id maps
  return state_->resident_bytes + state_->residents.size() * kPerRecord + state_->keys.entry_count() * 24;
}

const model::Model& LiveResolver::model() const noexcept { return *state_->model; }

}  // namespace doublon::engine
