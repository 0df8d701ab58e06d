#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "base/worker_pool.h"
#include "io/table.h"
#include "normalize/profile.h"
#include "record/prepared_store.h"
#include "record/schema.h"

namespace doublon::engine {

// What the user says of the columns; everything else is guessed.
struct SourceOptions {
  std::string id_column;  // "" = a column called id, record_id, rec_id, else the row number
  struct ColumnKind {
    std::string source;  // "" = every source
    std::string header;
    record::Kind kind;
  };
  std::vector<ColumnKind> columns;  // from --config
  struct SourceLocale {
    std::string source;  // "" = every source
    record::Locale locale;
  };
  std::vector<SourceLocale>
      locales;  // from --config; later ones win; else guessed from the contents
  io::TableOptions table;
};

// An input file with what its columns were taken for.
struct Source {
  io::Table table;
  record::SourceSchema schema;
  std::vector<normalize::ColumnProfile> profiles;
};

// Opens the files and decides on their columns. Errors: those of io::Table; a column of the options
// that no file has; two files with one stem.
StatusOr<std::vector<Source>> OpenSources(const std::vector<std::string>& paths,
                                          const SourceOptions& options, WorkerPool& pool);

// Ids of the rows of a run, as they go to the output.
class RowIds {
 public:
  void Add(std::string_view id) {
    bytes_.append(id);
    ends_.push_back(bytes_.size());
  }
  std::string_view operator[](std::size_t i) const noexcept {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(bytes_).substr(begin, ends_[i] - begin);
  }
  std::size_t size() const noexcept { return ends_.size(); }
  void Append(const RowIds& other) {
    const std::size_t base = bytes_.size();
    bytes_ += other.bytes_;
    for (const std::size_t end : other.ends_) ends_.push_back(base + end);
  }

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

// All records of a run, prepared, in input order.
struct PreparedRun {
  std::vector<std::string> source_names;
  std::vector<record::Field> fields;
  record::PreparedStore records;
  std::vector<std::uint16_t> sources;  // of each record
  RowIds ids;
  std::vector<record::RowIssue> issues;
  std::uint64_t row_count = 0;  // rows in the files; = records + rejected rows
};

// Reads and normalises every row. The result does not depend on the number of workers.
PreparedRun PrepareSources(const std::vector<Source>& sources,
                           const std::vector<record::Field>& fields, WorkerPool& pool);

// Reads and normalises about that share (in (0, 1]) of the rows, drawn by chance, the same ones
// each time. row_count is of all rows.
PreparedRun PrepareSample(const std::vector<Source>& sources,
                          const std::vector<record::Field>& fields, double share, WorkerPool& pool);

// Adds a remark for each source whose ids are not all different.
void NoteRepeatedIds(const std::vector<Source>& sources, WorkerPool& pool, PreparedRun* run);

// Marks the fields that any column of the sources fills.
std::vector<bool> UsedFields(const PreparedRun& run);

}  // namespace doublon::engine
