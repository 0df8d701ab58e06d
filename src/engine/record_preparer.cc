#include "engine/record_preparer.h"

#include "record/record_batch.h"

namespace doublon::engine {

namespace {

using record::Kind;

// Every kind of contact data may come on the wire under its name, so that a client passes on the
// columns of a file as they are; DESIGN §4 lists those that people need.
constexpr Kind kWireKinds[] = {
    Kind::kGivenName, Kind::kFamilyName, Kind::kBirthName, Kind::kFullName,     Kind::kTitle,
    Kind::kGender,    Kind::kBirthDate,  Kind::kBirthDay,  Kind::kBirthMonth,   Kind::kBirthYear,
    Kind::kEmail,     Kind::kPhone,      Kind::kAddress,   Kind::kStreetNumber, Kind::kAddressExtra,
    Kind::kPostcode,  Kind::kCity,       Kind::kCountry};

}  // namespace

struct RecordPreparer::Scratch {
  Scratch(const record::SourceSchema& schema, const model::ModelData& model)
      : normalizer(schema, model.fields),
        keys(model.recipes),
        cells(schema.columns.size()),
        joined(schema.columns.size()) {}
  normalize::Normalizer normalizer;
  record::PreparedBuilder builder;
  block::KeyMaker keys;
  std::vector<std::string_view> cells;
  std::vector<std::string> joined;  // cells of several values
};

RecordPreparer::RecordPreparer(std::shared_ptr<const model::Model> model)
    : model_(std::move(model)) {
  const model::ModelData& data = model_->data();
  schema_.source = "wire";
  schema_.locale = data.locale;
  const auto add = [&](std::string name, Kind kind) {
    columns_.emplace(name, schema_.columns.size());
    record::Column column;
    column.header = std::move(name);
    column.kind = kind;
    column.name_order = data.name_order;
    schema_.columns.push_back(std::move(column));
  };
  for (const Kind kind : kWireKinds) add(std::string(record::KindName(kind)), kind);
  for (std::size_t i = record::kFirstCustomField; i < data.fields.size(); ++i) {
    if (!columns_.contains(data.fields[i].name)) add(data.fields[i].name, data.fields[i].kind);
  }
}

RecordPreparer::~RecordPreparer() = default;

std::unique_ptr<RecordPreparer::Scratch> RecordPreparer::Borrow() const {
  {
    MutexLock lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Scratch> scratch = std::move(idle_.back());
      idle_.pop_back();
      return scratch;
    }
  }
  return std::make_unique<Scratch>(schema_, model_->data());
}

void RecordPreparer::Return(std::unique_ptr<Scratch> scratch) const {
  MutexLock lock(mutex_);
  idle_.push_back(std::move(scratch));
}

PreparedLive RecordPreparer::Prepare(const LiveRecord& record) const {
  PreparedLive prepared;
  std::unique_ptr<Scratch> scratch = Borrow();
  for (std::string_view& cell : scratch->cells) cell = {};
  for (const auto& [name, values] : record.fields) {
    const auto column = columns_.find(name);
    if (column == columns_.end()) {
      prepared.unknown_fields.push_back(name);
      continue;
    }
    std::string& joined = scratch->joined[column->second];
    joined.clear();
    for (const std::string& value : values) {
      if (!joined.empty()) joined += record::kValueSeparator;
      joined += value;
    }
    scratch->cells[column->second] = joined;
  }
  scratch->normalizer.Normalize(scratch->cells, scratch->builder);
  prepared.bytes = scratch->builder.Finish();
  model_->data().frequencies.Annotate(reinterpret_cast<std::byte*>(prepared.bytes.data()));
  scratch->keys.MakeSorted(prepared.view(), model_->data().overfull, prepared.keys);
  Return(std::move(scratch));
  return prepared;
}

}  // namespace doublon::engine
