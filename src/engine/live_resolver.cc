#include "engine/live_resolver.h"

#include <algorithm>

#include "base/check.h"
#include "engine/contradiction.h"
#include "engine/copy_chains.h"
#include "engine/describe.h"
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

struct Scoring {
  std::vector<Scored> pairs;
  bool truncated = false, expired = false;
};

// Comparisons between two looks at the clock: some hundred microseconds.
constexpr std::size_t kPairsPerLook = 128;

using Keys = std::vector<block::BlockKey>;

Keys Without(const Keys& keys, const Keys& others) {
  Keys rest;
  std::set_difference(keys.begin(), keys.end(), others.begin(), others.end(), std::back_inserter(rest));
  return rest;
}

// The keys two sorted lists share, ascending, until `each` returns false.
template <typename Each>
void ForSharedKeys(const Keys& x, const Keys& y, const Each& each) {
  for (auto a = x.begin(), b = y.begin(); a != x.end() && b != y.end();) {
    if (*a == *b && !each(*a)) return;
    const bool first = *a <= *b, second = *b <= *a;
    a += first;
    b += second;
  }
}

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
  // What a change leaves to be settled.
  struct Touched {
    std::vector<std::uint32_t> rows;  // whose entities may be others now
    Keys changed;                     // whose blocks crossed the limit
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;  // neighbours in a chain of copies since, or no longer
  };
  // What makes a record a candidate of others, as it stands.
  struct Meetings {
    Keys keys;  // the usable ones
    CopyChains::Neighbours copies;
  };
  using MeetingsOf = absl::flat_hash_map<std::uint32_t, Meetings>;

  State(std::shared_ptr<const model::Model> used_model, const LiveOptions& live_options)
      : model(std::move(used_model)), options(live_options), preparer(model), keys(model->data().block_size_hard),
        entity_odds(model->data()), entities(EntityOptionsOf(model->data()), [this](std::uint32_t a, std::uint32_t b) {
          ++compared;
          return entity_odds(residents[a].prepared.view(), residents[b].prepared.view());
        }, [this](std::span<const std::uint32_t> x, std::span<const std::uint32_t> y) {
          compared += x.size() * y.size();
          return entity_odds.Joint(ViewsOf(x), ViewsOf(y));
        }) {}

  std::shared_ptr<const model::Model> model;
  LiveOptions options;
  RecordPreparer preparer;
  std::vector<Resident> residents;
  std::vector<std::uint32_t> free_rows;
  absl::flat_hash_map<std::string, std::uint32_t> by_name;
  LiveKeys keys;
  CopyChains copies;
  EntityOdds entity_odds;
  LiveEntities entities;
  std::uint64_t resident_bytes = 0;
  std::uint64_t compared = 0;  // pairs, by changes

  const model::ModelData& data() const { return model->data(); }

  static cluster::EntityOptions EntityOptionsOf(const model::ModelData& data) {
    cluster::EntityOptions options;
    options.same_log_odds = data.same_log_odds;
    options.neutral_log_odds = data.neutral_log_odds;
    options.weak_log_odds = data.weak_log_odds;
    return options;
  }

  std::vector<record::PreparedView> ViewsOf(std::span<const std::uint32_t> rows) const {
    std::vector<record::PreparedView> views;
    for (const std::uint32_t row : rows) views.push_back(residents[row].prepared.view());
    return views;
  }

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

  CopyChains::Neighbours NeighboursOf(std::uint32_t row) const {
    return copies.Of(row, residents[row].content_hash, residents[row].tie_hash);
  }

  // The usable keys of a resident record and its place among its copies: what makes it a candidate.
  Meetings MeetingsOfRow(std::uint32_t row) const {
    Meetings meetings;
    for (const block::BlockKey key : residents[row].prepared.keys) {
      if (keys.Usable(key)) meetings.keys.push_back(key);
    }
    meetings.copies = NeighboursOf(row);
    return meetings;
  }

  // Scores the record, resident as `self` or not, with its candidates, itself aside.
  Scoring Score(const LiveRecord& record, const PreparedLive& prepared, const std::uint32_t* self,
                std::size_t candidates_max, Deadline deadline) const {
    Scoring scoring;
    std::vector<std::uint32_t> rows;
    keys.Candidates(prepared.keys, candidates_max, &rows, &scoring.truncated);
    const std::uint64_t content_hash = ContentHash(prepared.view());
    const CopyChains::Neighbours beside =
        copies.Of(self == nullptr ? 0 : *self, content_hash, TieHash(content_hash, record.source, record.record_id));
    for (const std::optional<std::uint32_t>& copy : {beside.before, beside.after}) {
      if (copy && !std::binary_search(rows.begin(), rows.end(), *copy)) {
        rows.insert(std::lower_bound(rows.begin(), rows.end(), *copy), *copy);
      }
    }
    if (self != nullptr) std::erase(rows, *self);
    scoring.pairs.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i % kPairsPerLook == 0 && deadline != kNoDeadline && std::chrono::steady_clock::now() >= deadline) {
        scoring.expired = true;
        return scoring;
      }
      scoring.pairs.push_back({rows[i], LogOdds(prepared.view(), residents[rows[i]].prepared.view())});
    }
    return scoring;
  }

  MatchResult Answer(const PreparedLive& prepared, std::vector<Scored> scored, std::size_t limit) const;
  // Whether two resident records are compared in a batch run: they share a usable key, or are next to each other in a
  // chain of copies.
  static bool Meet(std::uint32_t a, const Meetings& x, std::uint32_t b, const Meetings& y) {
    if (x.copies.before == b || x.copies.after == b || y.copies.before == a || y.copies.after == a) return true;
    bool shared = false;
    ForSharedKeys(x.keys, y.keys, [&](block::BlockKey) {
      shared = true;
      return false;
    });
    return shared;
  }

  MatchResult AnswerScoring(const PreparedLive& prepared, Scoring scoring, std::size_t limit) const;
  std::uint32_t Insert(const LiveRecord& record, PreparedLive prepared, EntityId kept_id, Touched* touched);
  void Replace(std::uint32_t row, const LiveRecord& record, PreparedLive prepared, Touched* touched);
  void Remove(std::uint32_t row, Touched* touched);
  void Fill(std::uint32_t row, const LiveRecord& record, PreparedLive prepared, EntityId kept_id, Touched* touched);
  void JoinCopies(std::uint32_t row, Touched* touched);
  void LeaveCopies(std::uint32_t row, Touched* touched);
  void Relink(Touched* touched);
  void RelinkPair(std::uint32_t a, std::uint32_t b);
  void LinkBlock(block::BlockKey key, const Keys& grown, const MeetingsOf& meetings);
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

MatchResult LiveResolver::State::AnswerScoring(const PreparedLive& prepared, Scoring scoring, std::size_t limit) const {
  if (scoring.expired) {
    MatchResult late;
    late.expired = true;
    return late;
  }
  MatchResult result = Answer(prepared, std::move(scoring.pairs), limit);
  result.truncated = scoring.truncated;
  return result;
}

void LiveResolver::State::Fill(std::uint32_t row, const LiveRecord& record, PreparedLive prepared, EntityId kept_id,
                               Touched* touched) {
  Resident& resident = residents[row];
  resident.record = record;
  resident.prepared = std::move(prepared);
  resident.alive = true;
  by_name[NameOf(record.source, record.record_id)] = row;
  resident_bytes += resident.prepared.bytes.size();
  resident.content_hash = ContentHash(resident.prepared.view());
  resident.tie_hash = TieHash(resident.content_hash, record.source, record.record_id);
  entities.AddRecord(row, {resident.content_hash, resident.tie_hash}, kept_id);
  JoinCopies(row, touched);
}

// The record takes its place in the chain of its copies; those it comes between are neighbours no longer.
void LiveResolver::State::JoinCopies(std::uint32_t row, Touched* touched) {
  copies.Add(row, residents[row].content_hash, residents[row].tie_hash);
  const CopyChains::Neighbours beside = NeighboursOf(row);
  if (beside.before && beside.after) touched->pairs.emplace_back(*beside.before, *beside.after);
}

void LiveResolver::State::LeaveCopies(std::uint32_t row, Touched* touched) {
  const CopyChains::Neighbours beside = NeighboursOf(row);
  copies.Remove(row, residents[row].content_hash, residents[row].tie_hash);
  if (beside.before && beside.after) touched->pairs.emplace_back(*beside.before, *beside.after);
}

// Makes the record resident under its keys; its links are the caller's.
std::uint32_t LiveResolver::State::Insert(const LiveRecord& record, PreparedLive prepared, EntityId kept_id,
                                          Touched* touched) {
  std::uint32_t row;
  if (free_rows.empty()) {
    row = static_cast<std::uint32_t>(residents.size());
    residents.emplace_back();
  } else {
    row = free_rows.back();
    free_rows.pop_back();
  }
  Fill(row, record, std::move(prepared), kept_id, touched);
  keys.Add(row, residents[row].prepared.keys, &touched->changed);
  touched->rows.push_back(row);
  return row;
}

// A record takes the place of its earlier version. Keys both have stay where they are, so that a full block is not opened
// and closed again.
void LiveResolver::State::Replace(std::uint32_t row, const LiveRecord& record, PreparedLive prepared, Touched* touched) {
  const EntityId kept_id = entities.entity_of(row);
  const Keys before = residents[row].prepared.keys;
  touched->rows = entities.RemoveRecord(row);
  resident_bytes -= residents[row].prepared.bytes.size();
  LeaveCopies(row, touched);
  Fill(row, record, std::move(prepared), kept_id, touched);
  keys.Remove(row, Without(before, residents[row].prepared.keys), &touched->changed);
  keys.Add(row, Without(residents[row].prepared.keys, before), &touched->changed);
  touched->rows.push_back(row);
}

void LiveResolver::State::Remove(std::uint32_t row, Touched* touched) {
  Resident& resident = residents[row];
  keys.Remove(row, resident.prepared.keys, &touched->changed);
  touched->rows = entities.RemoveRecord(row);
  LeaveCopies(row, touched);
  by_name.erase(NameOf(resident.record.source, resident.record.record_id));
  resident_bytes -= resident.prepared.bytes.size();
  resident = {};
  free_rows.push_back(row);
}

// Blocks that crossed the size limit, and chains of copies with a record more or less, change who are candidates: pairs
// lose their link, or are compared for the first time.
void LiveResolver::State::Relink(Touched* touched) {
  for (const auto& [a, b] : touched->pairs) {
    RelinkPair(a, b);
    touched->rows.insert(touched->rows.end(), {a, b});
  }
  if (touched->changed.empty()) return;
  std::sort(touched->changed.begin(), touched->changed.end());
  std::vector<std::uint32_t> rows;
  Keys grown;
  for (const block::BlockKey key : touched->changed) {
    const std::span<const std::uint32_t> block = keys.Block(key);
    rows.insert(rows.end(), block.begin(), block.end());
    if (keys.Usable(key)) grown.push_back(key);
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  MeetingsOf meetings;
  meetings.reserve(rows.size());
  for (const std::uint32_t row : rows) meetings.emplace(row, MeetingsOfRow(row));
  if (grown.size() < touched->changed.size()) {
    entities.KeepLinks(rows, [&](std::uint32_t a, std::uint32_t b) {
      return Meet(a, meetings.find(a)->second, b, meetings.find(b)->second);
    });
  }
  for (const block::BlockKey key : grown) LinkBlock(key, grown, meetings);
  touched->rows.insert(touched->rows.end(), rows.begin(), rows.end());
}

// Links the two, or takes their link away, as they are candidates or not.
void LiveResolver::State::RelinkPair(std::uint32_t a, std::uint32_t b) {
  const bool candidates = Meet(a, MeetingsOfRow(a), b, MeetingsOfRow(b));
  if (candidates == entities.HasLink(a, b)) return;
  if (candidates) {
    ++compared;
    entities.AddLink(a, b, LogOdds(a, b));
  } else {
    entities.RemoveLink(a, b);
  }
}

// Compares the pairs of a block that became usable, each at the first such block it shares.
void LiveResolver::State::LinkBlock(block::BlockKey key, const Keys& grown,
                                    const MeetingsOf& meetings) {
  const std::span<const std::uint32_t> block = keys.Block(key);
  // Full blocks are often copies of few records: a pair of contents is compared once.
  absl::flat_hash_map<std::string_view, std::uint32_t> contents;
  std::vector<std::uint32_t> content_of;
  for (const std::uint32_t row : block) {
    content_of.push_back(
        contents.emplace(residents[row].prepared.bytes, static_cast<std::uint32_t>(contents.size())).first->second);
  }
  absl::flat_hash_map<std::pair<std::uint32_t, std::uint32_t>, double> known;
  const bool has_copies = contents.size() < block.size();
  for (std::size_t i = 0; i < block.size(); ++i) {
    for (std::size_t j = i + 1; j < block.size(); ++j) {
      const std::uint32_t a = block[i], b = block[j];
      bool is_new = false;  // not candidates by a block that was usable before
      ForSharedKeys(meetings.find(a)->second.keys, meetings.find(b)->second.keys, [&](block::BlockKey shared) {
        is_new = std::binary_search(grown.begin(), grown.end(), shared);
        return is_new;
      });
      bool first = false;  // and not met at an earlier block
      ForSharedKeys(meetings.find(a)->second.keys, meetings.find(b)->second.keys, [&](block::BlockKey shared) {
        first = shared == key;
        return false;
      });
      if (!is_new || !first) continue;
      if (!has_copies) {
        ++compared;
        entities.AddLink(a, b, LogOdds(a, b));
        continue;
      }
      const auto [found, inserted] = known.try_emplace(std::minmax(content_of[i], content_of[j]), 0.0);
      if (inserted) {
        ++compared;
        found->second = LogOdds(a, b);
      }
      entities.AddLink(a, b, found->second);
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

MatchResult LiveResolver::Match(const LiveRecord& record, std::size_t limit, Deadline deadline) const {
  const PreparedLive prepared = state_->preparer.Prepare(record);
  // A record is not a match of itself: asking about one that is there tells what else it matches.
  const std::uint32_t* self = state_->Find(record.source, record.record_id);
  return state_->AnswerScoring(
      prepared, state_->Score(record, prepared, self, state_->options.candidates_max, deadline), limit);
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
  const Scoring scoring = state_->Score(record, parts->prepared, state_->Find(record.source, record.record_id),
                                        ~std::size_t{0}, deadline);
  parts->pairs = scoring.pairs;
  parts->match = state_->AnswerScoring(parts->prepared, scoring, kCandidatesInAnswer);
  return Draft(std::move(parts));
}

AddResult LiveResolver::Add(const LiveRecord& record, Deadline deadline) { return Add(PrepareAdd(record, deadline)); }

AddResult LiveResolver::Add(Draft draft) {
  State& state = *state_;
  Draft::Parts& parts = *draft.parts_;
  const LiveRecord& record = *parts.record;
  AddResult result;
  result.match = std::move(parts.match);
  if (result.match.expired) return result;
  const std::uint64_t compared_before = state.compared;
  state.compared += parts.pairs.size();
  const std::uint32_t* found = state.Find(record.source, record.record_id);
  if (found != nullptr && SameContent(state.residents[*found].record, record)) {
    result.outcome = AddOutcome::kUnchanged;
    result.entity_id = state.entities.entity_of(*found);
    result.compared = state.compared - compared_before;
    return result;
  }
  State::Touched touched;
  std::uint32_t row;
  if (found != nullptr) {
    row = *found;
    result.outcome = AddOutcome::kReplaced;
    state.Replace(row, record, std::move(parts.prepared), &touched);
  } else {
    row = state.Insert(record, std::move(parts.prepared), EntityId{}, &touched);
  }
  // Candidates from before the change: where a block is too large since, Relink takes the links back.
  for (const Scored& scored : parts.pairs) state.entities.AddLink(row, scored.row, scored.log_odds);
  state.Relink(&touched);
  LiveEntities::Changes changes = state.entities.Settle(touched.rows);
  if (std::find(changes.moved.begin(), changes.moved.end(), row) == changes.moved.end()) changes.moved.push_back(row);
  result.changes = state.Describe(changes);
  result.entity_id = state.entities.entity_of(row);
  result.compared = state.compared - compared_before;
  return result;
}

StatusOr<EntityChanges> LiveResolver::Delete(std::string_view source, std::string_view record_id) {
  const std::uint32_t* found = state_->Find(source, record_id);
  if (found == nullptr) return NotFound("no such record");
  State::Touched touched;
  state_->Remove(*found, &touched);
  state_->Relink(&touched);
  return state_->Describe(state_->entities.Settle(touched.rows));
}

void LiveResolver::Restore(const LiveRecord& record, EntityId entity_id) {
  State& state = *state_;
  State::Touched touched;
  PreparedLive prepared = state.preparer.Prepare(record);
  const Scoring scoring = state.Score(record, prepared, nullptr, ~std::size_t{0}, kNoDeadline);
  const std::uint32_t row = state.Insert(record, std::move(prepared), entity_id, &touched);
  for (const Scored& scored : scoring.pairs) state.entities.AddLink(row, scored.row, scored.log_odds);
  state.Relink(&touched);
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
