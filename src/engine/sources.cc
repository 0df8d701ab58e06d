#include "engine/sources.h"

#include <algorithm>
#include <memory>

#include "base/hash.h"
#include "base/sort_numbers.h"
#include "normalize/normalizer.h"
#include "text/fold.h"

namespace doublon::engine {

namespace {

constexpr std::uint64_t kSampleRows = 5000;
constexpr std::uint64_t kRowsPerChunk = 4096;
constexpr std::size_t kChunksAtOnce = 16;  // for each worker

record::SourceSchema GuessColumns(const io::Table& table, const SourceOptions& options,
                                  std::vector<normalize::ColumnProfile>* profiles) {
  record::RecordBatch batch;
  table.Sample(kSampleRows, batch);
  std::vector<std::vector<std::string_view>> sample(table.headers().size());
  for (std::size_t column = 0; column < sample.size(); ++column) {
    for (std::size_t row = 0; row < batch.row_count(); ++row)
      sample[column].push_back(batch.cell(row, column));
  }
  return normalize::GuessSchema(table.source(), table.headers(), sample, options.id_column,
                                profiles);
}

Status ApplyOptions(const SourceOptions& options, std::vector<Source>& sources) {
  for (const SourceOptions::ColumnKind& wanted : options.columns) {
    bool found = false;
    for (Source& source : sources) {
      if (!wanted.source.empty() && wanted.source != source.schema.source) continue;
      for (record::Column& column : source.schema.columns) {
        if (column.header != wanted.header) continue;
        column.kind = wanted.kind;
        column.reason = "configuration";
        column.confidence = 1;
        found = true;
      }
    }
    if (!found) {
      return FailedPrecondition(fmt::format(
          "no input file has the column \"{}\" named in the configuration", wanted.header));
    }
  }
  for (const SourceOptions::SourceLocale& wanted : options.locales) {
    for (Source& source : sources) {
      if (wanted.source.empty() || wanted.source == source.schema.source)
        source.schema.locale = wanted.locale;
    }
  }
  if (options.id_column.empty()) return OkStatus();
  const bool found = std::any_of(sources.begin(), sources.end(), [&](const Source& source) {
    return std::any_of(
        source.schema.columns.begin(), source.schema.columns.end(),
        [&](const record::Column& column) { return column.header == options.id_column; });
  });
  if (!found)
    return FailedPrecondition(
        fmt::format("--id: no input file has a column \"{}\"", options.id_column));
  return OkStatus();
}

// The records of a block of rows of one source.
struct Chunk {
  std::string prepared;
  RowIds ids;
  std::vector<record::RowIssue> issues;
  std::size_t record_count = 0;
};

std::size_t IdColumn(const record::SourceSchema& schema) {
  const auto found = std::find_if(
      schema.columns.begin(), schema.columns.end(),
      [](const record::Column& column) { return column.kind == record::Kind::kRecordId; });
  return static_cast<std::size_t>(found - schema.columns.begin());
}

// What a worker keeps from chunk to chunk: memory, and what its normalisers remember of the cells
// they have read.
struct Scratch {
  record::RecordBatch batch;
  std::vector<std::unique_ptr<normalize::Normalizer>>
      normalizers;  // of each source, made when needed
  record::PreparedBuilder builder;
  std::vector<std::string_view> cells, next_cells;
};

// Appends the rows of scratch.batch, prepared.
void PrepareBatch(const Source& source, normalize::Normalizer& normalizer, Scratch& scratch,
                  Chunk* chunk) {
  const record::RecordBatch& batch = scratch.batch;
  record::PreparedBuilder& builder = scratch.builder;
  std::vector<std::string_view>&cells = scratch.cells, &next_cells = scratch.next_cells;
  cells.resize(batch.column_count());
  next_cells.resize(batch.column_count());
  const std::size_t id_column = IdColumn(source.schema);
  const auto take_row = [&](std::size_t row, std::vector<std::string_view>& taken) {
    for (std::size_t column = 0; column < taken.size(); ++column)
      taken[column] = batch.cell(row, column);
  };
  if (batch.row_count() > 0) take_row(0, next_cells);
  for (std::size_t row = 0; row < batch.row_count(); ++row) {
    std::swap(cells, next_cells);
    if (row + 1 < batch.row_count()) {
      take_row(row + 1, next_cells);
      normalizer.Prefetch(next_cells);
    }
    normalizer.Normalize(cells, builder);
    chunk->prepared += builder.Finish();
    // A row without an id of its own is named by its number, as in a file without ids.
    if (id_column < cells.size() && !cells[id_column].empty()) {
      chunk->ids.Add(cells[id_column]);
    } else {
      chunk->ids.Add(std::to_string(batch.row_number(row)));
    }
  }
  chunk->record_count += batch.row_count();
}

// Rows [first, last) of a source.
struct Task {
  std::size_t source;
  std::uint64_t first, last;
};

// Is the row in a sample of that share? By chance, so that the order of the rows does not matter.
bool InSample(std::size_t source, std::uint64_t row, double share) {
  constexpr std::uint64_t kSeed = 0x726f77736d706cULL;
  return static_cast<double>(MixHash(MixHash(kSeed, source), row)) * 0x1p-64 < share;
}

void PrepareChunk(const Source& source, normalize::Normalizer& normalizer, const Task& task,
                  double share, Scratch& scratch, Chunk* chunk) {
  if (share >= 1) {
    source.table.Read(task.first, task.last, scratch.batch, chunk->issues);
    return PrepareBatch(source, normalizer, scratch, chunk);
  }
  for (std::uint64_t row = task.first; row < task.last; ++row) {
    if (!InSample(task.source, row, share)) continue;
    source.table.Read(row, row + 1, scratch.batch, chunk->issues);
    PrepareBatch(source, normalizer, scratch, chunk);
  }
}

}  // namespace

StatusOr<std::vector<Source>> OpenSources(const std::vector<std::string>& paths,
                                          const SourceOptions& options, WorkerPool& pool) {
  std::vector<Source> sources;
  for (const std::string& path : paths) {
    ASSIGN_OR_RETURN(io::Table table, io::Table::Open(path, options.table, pool));
    for (const Source& other : sources) {
      if (other.table.source() == table.source()) {
        return FailedPrecondition(
            fmt::format("{} and {}: both are called \"{}\" in the output; rename one",
                        other.table.path(), path, table.source()));
      }
    }
    sources.push_back({std::move(table), {}, {}});
  }
  pool.ParallelFor(sources.size(), [&](std::size_t i, std::size_t) {
    sources[i].schema = GuessColumns(sources[i].table, options, &sources[i].profiles);
  });
  std::vector<normalize::GuessedSource> guessed;
  for (Source& source : sources) guessed.push_back({&source.schema, source.profiles});
  normalize::MatchColumns(guessed);
  RETURN_IF_ERROR(ApplyOptions(options, sources));
  return sources;
}

namespace {

PreparedRun Prepare(const std::vector<Source>& sources, const std::vector<record::Field>& fields,
                    double share, WorkerPool& pool) {
  PreparedRun run;
  run.fields = fields;
  std::vector<Task> tasks;
  for (std::size_t s = 0; s < sources.size(); ++s) {
    run.source_names.push_back(sources[s].table.source());
    const std::uint64_t rows = sources[s].table.row_count();
    run.row_count += rows;
    for (std::uint64_t first = 0; first < rows; first += kRowsPerChunk) {
      tasks.push_back({s, first, std::min(rows, first + kRowsPerChunk)});
    }
  }
  const auto expected_count = static_cast<std::size_t>(share * static_cast<double>(run.row_count));
  run.records.Reserve(expected_count);
  run.sources.reserve(expected_count);
  // Some chunks at a time, so that their bytes are not held twice for the whole run.
  std::vector<Chunk> chunks(kChunksAtOnce * pool.thread_count());
  std::vector<Scratch> scratch(pool.thread_count());
  for (Scratch& of_worker : scratch) of_worker.normalizers.resize(sources.size());
  for (std::size_t first = 0; first < tasks.size(); first += chunks.size()) {
    const std::size_t count = std::min(chunks.size(), tasks.size() - first);
    pool.ParallelFor(count, [&](std::size_t i, std::size_t worker) {
      const Task& task = tasks[first + i];
      const Source& source = sources[task.source];
      std::unique_ptr<normalize::Normalizer>& normalizer = scratch[worker].normalizers[task.source];
      if (normalizer == nullptr)
        normalizer = std::make_unique<normalize::Normalizer>(source.schema, fields);
      chunks[i] = {};
      PrepareChunk(source, *normalizer, task, share, scratch[worker], &chunks[i]);
    });
    for (std::size_t i = 0; i < count; ++i) {
      run.sources.insert(run.sources.end(), chunks[i].record_count,
                         static_cast<std::uint16_t>(tasks[first + i].source));
      run.ids.Append(chunks[i].ids);
      run.issues.insert(run.issues.end(), std::make_move_iterator(chunks[i].issues.begin()),
                        std::make_move_iterator(chunks[i].issues.end()));
      run.records.AppendBlock(chunks[i].prepared);
      const Task& task = tasks[first + i];
      if (share >= 1) sources[task.source].table.ReleaseRows(task.first, task.last);
    }
  }
  return run;
}

}  // namespace

PreparedRun PrepareSources(const std::vector<Source>& sources,
                           const std::vector<record::Field>& fields, WorkerPool& pool) {
  PreparedRun run = Prepare(sources, fields, 1, pool);
  NoteRepeatedIds(sources, pool, &run);
  return run;
}

PreparedRun PrepareSample(const std::vector<Source>& sources,
                          const std::vector<record::Field>& fields, double share,
                          WorkerPool& pool) {
  return Prepare(sources, fields, share, pool);
}

void NoteRepeatedIds(const std::vector<Source>& sources, WorkerPool& pool, PreparedRun* run) {
  std::vector<hwy::uint128_t> ids(run->records.size());
  ForEachRow(pool, ids.size(), [&](std::size_t row, std::size_t) {
    ids[row] = {.lo = run->sources[row], .hi = StableHash(run->ids[row], 0)};
  });
  SortNumbers(ids);
  std::vector<std::uint64_t> repeated(sources.size(), 0);
  for (std::size_t i = 1; i < ids.size(); ++i) {
    repeated[ids[i].lo] += ids[i].hi == ids[i - 1].hi && ids[i].lo == ids[i - 1].lo;
  }
  for (std::size_t s = 0; s < sources.size(); ++s) {
    if (repeated[s] == 0) continue;
    record::RowIssue issue;
    issue.file = sources[s].table.path();
    issue.line = 1;
    issue.reason = fmt::format(
        "{} rows have an id that an earlier row has; all rows are kept, under the same id",
        repeated[s]);
    run->issues.push_back(std::move(issue));
  }
}

std::vector<bool> UsedFields(const PreparedRun& run) {
  std::vector<bool> used(std::max<std::size_t>(run.fields.size(), record::kFirstCustomField),
                         false);
  for (std::size_t row = 0; row < run.records.size(); ++row) {
    for (const record::ValueView value : run.records[row].all()) used[value.field()] = true;
  }
  return used;
}

}  // namespace doublon::engine
