#include "evaluate/label_files.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "io/table.h"

namespace doublon::evaluate {
namespace {

constexpr std::uint64_t kRowsPerRead = 16384;
constexpr std::uint32_t kNoSource = 0;  // every row of a file without sources

// Numbers strings from 0; the strings are kept.
class Numbering {
 public:
  std::uint32_t Number(std::string_view name) {
    return numbers_.try_emplace(std::string(name), static_cast<std::uint32_t>(numbers_.size()))
        .first->second;
  }
  std::optional<std::uint32_t> Find(std::string_view name) const {
    const auto found = numbers_.find(name);
    if (found == numbers_.end()) return std::nullopt;
    return found->second;
  }
  std::vector<std::string> Names() const {
    std::vector<std::string> names(numbers_.size());
    for (const auto& [name, number] : numbers_) names[number] = name;
    return names;
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return absl::Hash<std::string_view>()(s); }
  };
  absl::flat_hash_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
};

// One file's lines, unique by (source, id).
struct LabelTable {
  bool has_sources = false;
  Numbering sources;
  Numbering keys;  // id + separator + source number → position in the vectors below
  std::vector<std::uint32_t> source;
  std::vector<std::string> id;
  std::vector<std::uint64_t> entity;
  NamedCount repeated;
  std::uint64_t rejected_lines = 0;
};

std::string Key(std::string_view id, std::uint32_t source) {
  std::string key(id);
  key += '\x1f';
  key.append(reinterpret_cast<const char*>(&source), sizeof source);
  return key;
}

std::string RowName(std::string_view source, std::string_view id) {
  return source.empty() ? std::string(id) : fmt::format("{} {}", source, id);
}

void Note(std::string name, std::size_t names_max, NamedCount& counted) {
  ++counted.count;
  if (counted.examples.size() < names_max) counted.examples.push_back(std::move(name));
}

std::string Examples(const NamedCount& counted) {
  const bool more = counted.count > counted.examples.size();
  return absl::StrJoin(counted.examples, ", ") + (more ? ", ..." : "");
}

std::optional<std::size_t> FindColumn(const io::Table& table,
                                      std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    for (std::size_t column = 0; column < table.headers().size(); ++column) {
      if (absl::AsciiStrToLower(table.headers()[column]) == name) return column;
    }
  }
  return std::nullopt;
}

struct Columns {
  std::optional<std::size_t> source;
  std::size_t id = 0;
  std::size_t entity = 0;
};

StatusOr<Columns> FindColumns(const io::Table& table) {
  const auto id = FindColumn(table, {"id", "record_id", "rec_id"});
  const auto entity = FindColumn(table, {"entity_id", "entity", "cluster_id", "cluster"});
  if (!id || !entity) {
    return InvalidArgument(fmt::format("{}: no column {}; expected source,id,{} (found: {})",
                                       table.path(), !id ? "\"id\"" : "\"entity_id\" or \"entity\"",
                                       "entity_id", absl::StrJoin(table.headers(), ",")));
  }
  return Columns{FindColumn(table, {"source"}), *id, *entity};
}

StatusOr<LabelTable> ReadLabels(const std::string& path, const LabelFileOptions& options,
                                WorkerPool& pool) {
  ASSIGN_OR_RETURN(const io::Table table, io::Table::Open(path, io::TableOptions{}, pool));
  ASSIGN_OR_RETURN(const Columns columns, FindColumns(table));
  LabelTable labels;
  labels.has_sources = columns.source.has_value();
  Numbering entities;
  NamedCount conflicts;
  record::RecordBatch batch;
  std::vector<record::RowIssue> issues;
  for (std::uint64_t first = 0; first < table.row_count(); first += kRowsPerRead) {
    issues.clear();
    table.Read(first, std::min(table.row_count(), first + kRowsPerRead), batch, issues);
    for (const record::RowIssue& issue : issues) labels.rejected_lines += issue.rejected ? 1 : 0;
    for (std::size_t row = 0; row < batch.row_count(); ++row) {
      const std::string_view id = batch.cell(row, columns.id);
      const std::string_view entity = batch.cell(row, columns.entity);
      if (id.empty() || entity.empty()) {
        ++labels.rejected_lines;
        continue;
      }
      const std::string_view source_name =
          columns.source ? batch.cell(row, *columns.source) : std::string_view();
      const std::uint32_t source = columns.source ? labels.sources.Number(source_name) : kNoSource;
      const std::uint64_t label = entities.Number(entity);
      const std::uint32_t position = labels.keys.Number(Key(id, source));
      if (position < labels.id.size()) {
        const bool same = labels.entity[position] == label;
        Note(RowName(source_name, id), options.names_max, same ? labels.repeated : conflicts);
        continue;
      }
      labels.source.push_back(source);
      labels.id.emplace_back(id);
      labels.entity.push_back(label);
    }
  }
  if (conflicts.count > 0) {
    return InvalidArgument(fmt::format(
        "{}: {} line(s) put an id in a second entity: {}; each (source, id) may have one entity",
        path, conflicts.count, Examples(conflicts)));
  }
  return labels;
}

// With a truth that names no source, an id must mean one row of the prediction.
Status CheckIdsAreUnique(const LabelTable& prediction, const std::string& prediction_path,
                         const std::string& truth_path, const LabelFileOptions& options) {
  Numbering ids;
  NamedCount clashes;
  for (std::size_t row = 0; row < prediction.id.size(); ++row) {
    if (ids.Number(prediction.id[row]) + clashes.count < row) {
      Note(prediction.id[row], options.names_max, clashes);
    }
  }
  if (clashes.count == 0) return OkStatus();
  return InvalidArgument(
      fmt::format("{} has no column \"source\", but {} id(s) occur in several sources of {}: {}; "
                  "give the truth as "
                  "source,id,entity",
                  truth_path, clashes.count, prediction_path, Examples(clashes)));
}

// Joins by (source, id), or by id alone when one of the files names no source.
class Joiner {
 public:
  Joiner(const LabelTable& prediction, const LabelTable& truth, const LabelFileOptions& options)
      : prediction_(prediction),
        truth_(truth),
        options_(options),
        by_source_(prediction.has_sources && truth.has_sources),
        prediction_sources_(prediction.sources.Names()),
        truth_sources_(truth.sources.Names()) {}

  LabelledFiles Join() {
    files_.truth_has_sources = truth_.has_sources;
    files_.rows.source_names = prediction_sources_;
    if (files_.rows.source_names.empty()) files_.rows.source_names.emplace_back();
    std::vector<bool> used(truth_.id.size(), false);
    for (std::size_t row = 0; row < prediction_.id.size(); ++row) {
      const auto match = FindTruth(row);
      if (!match) {
        Note(RowName(SourceName(prediction_, prediction_sources_, row), prediction_.id[row]),
             options_.names_max, files_.unknown_to_truth);
        continue;
      }
      used[*match] = true;
      Add(prediction_.source[row], prediction_.id[row], prediction_.entity[row],
          truth_.entity[*match]);
    }
    AddMissing(used);
    files_.repeated = prediction_.repeated;
    files_.repeated.count += truth_.repeated.count;
    for (const std::string& name : truth_.repeated.examples) {
      if (files_.repeated.examples.size() < options_.names_max) {
        files_.repeated.examples.push_back(name);
      }
    }
    files_.rejected_lines = prediction_.rejected_lines + truth_.rejected_lines;
    return std::move(files_);
  }

 private:
  static std::string_view SourceName(const LabelTable& table, const std::vector<std::string>& names,
                                     std::size_t row) {
    return table.has_sources ? std::string_view(names[table.source[row]]) : std::string_view();
  }

  std::optional<std::uint32_t> FindTruth(std::size_t row) const {
    std::uint32_t source = kNoSource;
    if (by_source_) {
      const auto found = truth_.sources.Find(prediction_sources_[prediction_.source[row]]);
      if (!found) return std::nullopt;
      source = *found;
    }
    // Otherwise both number their one nameless or only source 0; ReadLabelFiles has seen to that.
    return truth_.keys.Find(Key(prediction_.id[row], source));
  }

  // A row the prediction lost is a row it joined with nothing: it becomes a single, so that losing
  // rows costs recall.
  void AddMissing(const std::vector<bool>& used) {
    std::uint64_t single = prediction_.id.size();  // above every entity number of the prediction
    for (std::size_t row = 0; row < truth_.id.size(); ++row) {
      if (used[row]) continue;
      std::uint32_t source = kNoSource;
      if (by_source_) {
        const auto found = prediction_.sources.Find(truth_sources_[truth_.source[row]]);
        if (!found) {
          ++files_.truth_rows_of_other_sources;
          continue;
        }
        source = *found;
      } else if (prediction_.has_sources) {
        source = UnknownSource();
      }
      Note(RowName(SourceName(truth_, truth_sources_, row), truth_.id[row]), options_.names_max,
           files_.not_predicted);
      Add(source, truth_.id[row], single++, truth_.entity[row]);
    }
  }

  // Truth without sources cannot tell where a lost row belongs.
  std::uint32_t UnknownSource() {
    auto& names = files_.rows.source_names;
    if (names.size() == prediction_sources_.size()) names.emplace_back("?");
    return static_cast<std::uint32_t>(names.size() - 1);
  }

  void Add(std::uint32_t source, const std::string& id, std::uint64_t predicted,
           std::uint64_t truth) {
    files_.rows.source.push_back(source);
    files_.rows.id.push_back(id);
    files_.rows.predicted.push_back(predicted);
    files_.rows.truth.push_back(truth);
  }

  const LabelTable& prediction_;
  const LabelTable& truth_;
  const LabelFileOptions& options_;
  bool by_source_;
  std::vector<std::string> prediction_sources_;
  std::vector<std::string> truth_sources_;
  LabelledFiles files_;
};

}  // namespace

StatusOr<LabelledFiles> ReadLabelFiles(const std::string& prediction_path,
                                       const std::string& truth_path,
                                       const LabelFileOptions& options, WorkerPool& pool) {
  ASSIGN_OR_RETURN(const LabelTable prediction, ReadLabels(prediction_path, options, pool));
  ASSIGN_OR_RETURN(const LabelTable truth, ReadLabels(truth_path, options, pool));
  if (!truth.has_sources && prediction.has_sources) {
    RETURN_IF_ERROR(CheckIdsAreUnique(prediction, prediction_path, truth_path, options));
  }
  if (truth.has_sources && !prediction.has_sources && truth.sources.Names().size() > 1) {
    return InvalidArgument(
        fmt::format("{} has no column \"source\", but {} tells several sources apart; expected "
                    "source,id,entity_id",
                    prediction_path, truth_path));
  }
  const bool had_rows = !prediction.id.empty() && !truth.id.empty();
  LabelledFiles files = Joiner(prediction, truth, options).Join();
  if (had_rows && files.unknown_to_truth.count == prediction.id.size()) {
    return InvalidArgument(fmt::format(
        "{} and {} have no row in common: sources and ids must be written alike in both files",
        prediction_path, truth_path));
  }
  return files;
}

}  // namespace doublon::evaluate
