#include "cli/normalized_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "block/key_maker.h"
#include "cli/batch_report.h"
#include "cli/inputs.h"
#include "engine/describe.h"
#include "fmt/format.h"
#include "io/writer.h"
#include "normalize/normalizer.h"
#include "record/prepared_record.h"
#include "record/record_batch.h"
#include "text/phonetic.h"

namespace doublon::cli {

namespace {

using record::Kind;

constexpr std::uint64_t kRowsPerChunk = 2048;
constexpr std::size_t kIssuesShown = 20;

// The fields that a column of this kind fills.
std::vector<std::uint8_t> FieldsOfKind(Kind kind) {
  switch (kind) {
    case Kind::kGivenName:
      return {record::kGivenField};
    case Kind::kFamilyName:
    case Kind::kBirthName:
      return {record::kFamilyField};
    case Kind::kFullName:
      return {record::kGivenField, record::kFamilyField};
    case Kind::kTitle:
    case Kind::kGender:
      return {record::kGenderField};
    case Kind::kBirthDate:
    case Kind::kBirthDay:
    case Kind::kBirthMonth:
    case Kind::kBirthYear:
      return {record::kBirthDateField};
    case Kind::kEmail:
      return {record::kEmailField};
    case Kind::kPhone:
      return {record::kPhoneField};
    case Kind::kAddress:
    case Kind::kStreetNumber:
    case Kind::kAddressExtra:
      return {record::kStreetField};
    case Kind::kPostcode:
      return {record::kPostcodeField};
    case Kind::kCity:
      return {record::kCityField};
    case Kind::kCountry:
      return {record::kCountryField};
    default:
      return {};
  }
}

// One field of the output: which columns of the file fill it, and counts for the report.
struct OutputField {
  std::uint8_t field = 0;
  std::vector<std::size_t> columns;
};

struct FieldCounts {
  std::uint64_t filled = 0;  // rows with something in the field's columns
  std::uint64_t read = 0;    // rows with a canonical value
  std::uint64_t several = 0;
  std::array<std::uint64_t, 8> flags{};  // by bit of record::ValueFlag
  std::array<std::uint64_t, normalize::kRepairCount> repairs{};
};

template <std::size_t kSize>
void AddEach(const std::array<std::uint64_t, kSize>& from, std::array<std::uint64_t, kSize>& to) {
  for (std::size_t i = 0; i < kSize; ++i) to[i] += from[i];
}

// Index of the only bit of a flag.
std::size_t BitOf(std::uint8_t flag) { return static_cast<std::size_t>(std::countr_zero(flag)); }

struct Counts {
  std::uint64_t rows = 0;
  std::vector<FieldCounts> fields;
  std::array<std::uint64_t, 8> flags{};  // by bit of record::RecordFlag

  void Add(const Counts& other) {
    rows += other.rows;
    fields.resize(std::max(fields.size(), other.fields.size()));
    for (std::size_t i = 0; i < other.fields.size(); ++i) {
      fields[i].filled += other.fields[i].filled;
      fields[i].read += other.fields[i].read;
      fields[i].several += other.fields[i].several;
      AddEach(other.fields[i].flags, fields[i].flags);
      AddEach(other.fields[i].repairs, fields[i].repairs);
    }
    AddEach(other.flags, flags);
  }
};

// Renders the rows of one file.
class RowWriter {
 public:
  RowWriter(const engine::Source& source, bool keys) : source_(source), keys_(keys) {
    const std::vector<record::SourceSchema> schemas = {source.schema};
    fields_ = normalize::FieldsOf(schemas);
    std::map<std::uint8_t, std::vector<std::size_t>> columns;
    for (std::size_t c = 0; c < source.schema.columns.size(); ++c) {
      const record::Column& column = source.schema.columns[c];
      for (const std::uint8_t field : FieldsOfKind(column.kind)) columns[field].push_back(c);
      for (std::size_t f = record::kFirstCustomField; f < fields_.size(); ++f) {
        if (normalize::FillsCustomField(column, fields_[f]))
          columns[static_cast<std::uint8_t>(f)].push_back(c);
      }
    }
    // An address cell may hold postcode and town.
    if (columns.contains(record::kStreetField)) {
      for (const std::uint8_t field : {record::kPostcodeField, record::kCityField}) columns[field];
    }
    std::vector<bool> used(fields_.size(), false);
    for (const auto& [field, of_field] : columns) {
      outputs_.push_back({field, of_field});
      used[field] = true;
    }
    recipes_ = block::RecipesFor(fields_, used, source.table.row_count());
  }

  const std::vector<OutputField>& outputs() const noexcept { return outputs_; }
  std::string_view name(const OutputField& output) const { return fields_[output.field].name; }

  std::string Header() const {
    std::string out;
    for (const std::string& header : source_.table.headers()) Cell(header, out);
    for (const OutputField& output : outputs_) {
      const std::string& name = fields_[output.field].name;
      Cell(name + ".canonical", out);
      Cell(name + ".flags", out);
      if (keys_ && IsName(output)) Cell(name + ".fr_key", out);
    }
    Cell("record.flags", out);
    if (keys_) Cell("keys", out);
    out.back() = '\n';
    return out;
  }

  // Appends rows [first, last) to `out`.
  void Rows(std::uint64_t first, std::uint64_t last, std::string& out, Counts& counts,
            std::vector<record::RowIssue>& issues) const {
    record::RecordBatch batch;
    source_.table.Read(first, last, batch, issues);
    normalize::Normalizer normalizer(source_.schema, fields_);
    block::KeyMaker key_maker(recipes_);
    normalize::RowRepairs repairs;
    record::PreparedBuilder builder;
    std::vector<std::string_view> cells(batch.column_count());
    counts.fields.resize(outputs_.size());
    for (std::size_t row = 0; row < batch.row_count(); ++row) {
      for (std::size_t column = 0; column < cells.size(); ++column)
        cells[column] = batch.cell(row, column);
      normalizer.Normalize(cells, builder, &repairs);
      normalize::FlagContradictions(source_.schema.locale, builder);
      const std::string bytes(builder.Finish());
      const record::PreparedView record(reinterpret_cast<const std::byte*>(bytes.data()));
      ++counts.rows;
      for (const std::string_view cell : cells) Cell(cell, out);
      for (std::size_t i = 0; i < outputs_.size(); ++i) {
        Field(outputs_[i], record, cells, out, counts.fields[i]);
        CountRepairs(repairs[outputs_[i].field], counts.fields[i]);
      }
      RecordFlags(record, out, counts);
      if (keys_) Keys(record, key_maker, out);
      out.back() = '\n';
    }
  }

 private:
  static void Cell(std::string_view value, std::string& out) {
    io::AppendCsvCell(value, ',', out);
    out += ',';
  }
  static bool IsName(const OutputField& output) {
    return output.field == record::kGivenField || output.field == record::kFamilyField;
  }

  void Field(const OutputField& output, record::PreparedView record,
             const std::vector<std::string_view>& cells, std::string& out,
             FieldCounts& counts) const {
    const record::ValueRange values = record.values(output.field);
    const bool filled = std::any_of(
        output.columns.begin(), output.columns.end(),
        [&](std::size_t column) { return column < cells.size() && !cells[column].empty(); });
    counts.filled += filled;
    Cell(engine::DescribeField(record, fields_, output.field), out);
    std::string flags, keys;
    if (values.empty()) {
      flags = filled ? "unused" : "missing";
    } else {
      ++counts.read;
      counts.several += values.size() > 1;
      flags = engine::DescribeFieldFlags(record, output.field);
      std::uint8_t all = 0;
      for (const record::ValueView value : values) {
        all |= value.flags();
        if (keys_ && IsName(output)) {
          if (!keys.empty()) keys += "; ";
          text::AppendFrKey(value.name_text(), keys);
        }
      }
      for (const engine::NamedFlag& flag : engine::ValueFlags())
        counts.flags[BitOf(flag.flag)] += (all & flag.flag) != 0;
    }
    Cell(flags, out);
    if (keys_ && IsName(output)) Cell(keys, out);
  }

  static void CountRepairs(normalize::RepairSet repairs, FieldCounts& counts) {
    for (std::size_t i = 0; i < normalize::kRepairCount; ++i) counts.repairs[i] += repairs >> i & 1;
  }

  static void RecordFlags(record::PreparedView record, std::string& out, Counts& counts) {
    for (const engine::NamedFlag& flag : engine::RecordFlags()) {
      counts.flags[BitOf(flag.flag)] += record.has(static_cast<record::RecordFlag>(flag.flag));
    }
    Cell(engine::DescribeFlags(record), out);
  }

  static void Keys(record::PreparedView record, block::KeyMaker& maker, std::string& out) {
    std::vector<block::BlockKey> keys;
    maker.MakeSorted(record, {}, keys);
    std::string text;
    for (const block::BlockKey key : keys)
      text += fmt::format("{}{:010x}", text.empty() ? "" : " ", key);
    Cell(text, out);
  }

  const engine::Source& source_;
  const bool keys_;
  std::vector<record::Field> fields_;
  std::vector<OutputField> outputs_;
  std::vector<block::KeyRecipe> recipes_;
};

// Rows with each repair, of all fields that have any.
std::string RepairReport(const RowWriter& writer, const Counts& counts) {
  std::string out;
  for (std::size_t i = 0; i < writer.outputs().size() && i < counts.fields.size(); ++i) {
    for (std::size_t repair = 0; repair < normalize::kRepairCount; ++repair) {
      const std::uint64_t count = counts.fields[i].repairs[repair];
      if (count == 0) continue;
      out += fmt::format("{:<16} {:<24} {:>9}\n", writer.name(writer.outputs()[i]),
                         normalize::kRepairNames[repair], count);
    }
  }
  return out.empty() ? out : fmt::format("{:<16} {:<24} {:>9}\n", "field", "repair", "rows") + out;
}

std::string Report(const RowWriter& writer, const Counts& counts) {
  std::string out = fmt::format("{} rows\n{:<16} {:>9} {:>9} {:>9} {:>9}  flags\n", counts.rows,
                                "field", "filled", "read", "unused", "several");
  for (std::size_t i = 0; i < writer.outputs().size() && i < counts.fields.size(); ++i) {
    const FieldCounts& field = counts.fields[i];
    const std::uint64_t unused = field.filled > field.read ? field.filled - field.read : 0;
    out += fmt::format("{:<16} {:>9} {:>9} {:>9} {:>9} ", writer.name(writer.outputs()[i]),
                       field.filled, field.read, unused, field.several);
    for (const engine::NamedFlag& flag : engine::ValueFlags()) {
      if (const std::uint64_t count = field.flags[BitOf(flag.flag)]; count > 0)
        out += fmt::format(" {} {}", flag.name, count);
    }
    out += '\n';
  }
  for (const engine::NamedFlag& flag : engine::RecordFlags()) {
    if (const std::uint64_t count = counts.flags[BitOf(flag.flag)]; count > 0) {
      out += fmt::format("records flagged {}: {}\n", flag.name, count);
    }
  }
  return out + RepairReport(writer, counts);
}

}  // namespace

int NormalizeFile(const NormalizeArguments& arguments) {
  WorkerPool pool(ThreadCount(arguments.input.threads));
  if (const Status apart = io::CheckNotAnInput(arguments.out, arguments.input.files); !apart.ok()) {
    return Fail(FailedPrecondition(std::string(apart.message())));
  }
  auto sources = OpenInputs(arguments.input, pool);
  if (!sources.ok()) return Fail(sources.status());
  const engine::Source& source = sources->front();
  if (!arguments.input.quiet) std::fputs(DescribeSources(*sources).c_str(), stderr);
  auto file = io::OutputFile::Create(arguments.out);
  if (!file.ok()) return Fail(file.status());
  const RowWriter writer(source, arguments.keys);
  file->Append(writer.Header());

  // Blocks of rows, some a worker at a time, written in order: memory does not grow with the file.
  struct Block {
    std::string text;
    Counts counts;
    std::vector<record::RowIssue> issues;
  };
  Counts counts;
  std::vector<record::RowIssue> issues;
  const std::uint64_t rows = source.table.row_count();
  const std::size_t blocks_at_once = 4 * pool.thread_count();
  for (std::uint64_t begin = 0; begin < rows; begin += blocks_at_once * kRowsPerChunk) {
    std::vector<Block> blocks(blocks_at_once);
    pool.ParallelFor(blocks_at_once, [&](std::size_t i, std::size_t) {
      const std::uint64_t first = begin + i * kRowsPerChunk,
                          last = std::min(rows, first + kRowsPerChunk);
      if (first < last)
        writer.Rows(first, last, blocks[i].text, blocks[i].counts, blocks[i].issues);
    });
    for (Block& block : blocks) {
      file->Append(block.text);
      counts.Add(block.counts);
      issues.insert(issues.end(), block.issues.begin(), block.issues.end());
    }
  }
  const bool rejected = std::any_of(issues.begin(), issues.end(),
                                    [](const record::RowIssue& issue) { return issue.rejected; });
  std::fputs(DescribeIssues(issues, kIssuesShown).c_str(), stderr);
  if (rejected && arguments.input.strict) {
    std::fputs("doublon: stopped at rejected rows (--strict); nothing was written\n", stderr);
    return kBadInput;
  }
  if (const Status closed = file->Close(); !closed.ok()) return Fail(closed);
  if (arguments.report) std::fputs(Report(writer, counts).c_str(), stderr);
  return rejected ? kBadInput : kDone;
}

}  // namespace doublon::cli
