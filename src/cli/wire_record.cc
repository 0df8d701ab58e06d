#include "cli/wire_record.h"

#include <algorithm>

#include "fmt/format.h"
#include "io/writer.h"
#include "text/fold.h"

namespace doublon::cli {

namespace {

using record::Kind;

bool IsCustom(Kind kind) noexcept {
  return kind == Kind::kText || kind == Kind::kCategory || kind == Kind::kNumber ||
         kind == Kind::kDate || kind == Kind::kIdentifier;
}

bool IsDate(Kind kind) noexcept { return kind == Kind::kBirthDate || kind == Kind::kDate; }

}  // namespace

WireRecordWriter::WireRecordWriter(const record::SourceSchema& schema)
    : schema_(schema), id_column_(schema.columns.size()) {
  for (std::size_t c = 0; c < schema.columns.size(); ++c) {
    const record::Column& column = schema.columns[c];
    if (column.kind == Kind::kIgnored) continue;
    if (column.kind == Kind::kRecordId) {
      id_column_ = std::min(id_column_, c);
      continue;
    }
    const std::string name = IsCustom(column.kind) ? text::Fold(column.header)
                                                   : std::string(record::KindName(column.kind));
    const auto found = std::find_if(fields_.begin(), fields_.end(),
                                    [&](const WireField& field) { return field.name == name; });
    if (found == fields_.end()) {
      fields_.push_back({name, {c}});
    } else {
      found->columns.push_back(c);
    }
  }
}

std::string WireRecordWriter::DateText(std::size_t column, std::string_view cell) {
  // The column alone through the normaliser: one reading, and it is the column's.
  record::SourceSchema schema;
  schema.locale = schema_.locale;
  schema.columns = {schema_.columns[column]};
  schema.columns[0].kind = Kind::kBirthDate;
  normalize::Normalizer normalizer(schema, normalize::FieldsOf({&schema, 1}));
  record::PreparedBuilder builder;
  normalizer.Normalize({&cell, 1}, builder);
  const std::string_view bytes = builder.Finish();
  const record::PreparedView view(reinterpret_cast<const std::byte*>(bytes.data()));
  const record::ValueRange dates = view.values(record::kBirthDateField);
  if (dates.size() != 1 || dates[0].year() == 0 || dates[0].month() == 0 || dates[0].day() == 0)
    return std::string(cell);
  return fmt::format("{:04}-{:02}-{:02}", dates[0].year(), dates[0].month(), dates[0].day());
}

void WireRecordWriter::AppendValues(const WireField& field, const record::RecordBatch& batch,
                                    std::size_t row, std::string& out) {
  std::string values;
  std::size_t count = 0;
  const auto add = [&](std::string_view value) {
    if (value.empty()) return;
    if (count++ > 0) values += ',';
    io::AppendJsonString(value, values);
  };
  for (const std::size_t column : field.columns) {
    const std::string_view cell = batch.cell(row, column);
    if (cell.empty()) continue;
    if (IsDate(schema_.columns[column].kind) &&
        schema_.columns[column].date_order != record::DateOrder::kUnknown) {
      add(DateText(column, cell));
      continue;
    }
    for (std::string_view rest = cell; !rest.empty();) {
      const std::size_t end = std::min(rest.find(record::kValueSeparator), rest.size());
      add(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  if (count == 0) return;
  out += ',';
  io::AppendJsonString(field.name, out);
  out += count == 1 ? ":" + values : ":[" + values + "]";
}

void WireRecordWriter::Append(const record::RecordBatch& batch, std::size_t row, std::string& out) {
  out += "{\"source\":";
  io::AppendJsonString(schema_.source, out);
  out += ",\"record_id\":";
  const std::string_view id =
      id_column_ < schema_.columns.size() ? batch.cell(row, id_column_) : std::string_view();
  io::AppendJsonString(id.empty() ? std::to_string(batch.row_number(row)) : std::string(id), out);
  for (const WireField& field : fields_) AppendValues(field, batch, row, out);
  out += '}';
}

}  // namespace doublon::cli
