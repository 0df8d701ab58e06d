#include "generate/generate.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "generate/permutation.h"
#include "generate/sources.h"
#include "generate/tables.h"
#include "io/writer.h"

namespace doublon::generate {
namespace {

constexpr std::uint64_t kHouseholdsPerChunk = 2048;
constexpr std::uint64_t kChunksPerWave = 64;
constexpr std::uint64_t kRowsPerBlock = 16384;  // written at a time
constexpr std::uint64_t kRowStream =
    0x726f7773;  // keeps a household's rows and its people on different streams

struct RowPlace {
  std::uint64_t first = 0;  // byte in the chunk's text
  std::uint64_t entity = 0;
};

// Rows of kHouseholdsPerChunk households, list by list.
struct Chunk {
  std::array<std::string, kSourceCount> text;
  std::array<std::vector<RowPlace>, kSourceCount> rows;
  std::uint64_t row_count = 0;
  std::uint64_t entities = 0;
  std::uint64_t households = 0;
  std::uint64_t rows_with_duplicate = 0;
  std::uint64_t repeated_rows = 0;
};

// Appends a person's rows until the chunk holds rows_max.
void AppendPerson(const Tables& tables, const Household& household, const Person& person,
                  std::uint64_t rows_max, Random& random, Chunk& chunk) {
  std::uint64_t written = 0;
  for (std::size_t s = 0; s < kSourceCount; ++s) {
    for (std::uint8_t n = 0; n < person.rows[s]; ++n) {
      if (chunk.row_count == rows_max) break;
      chunk.rows[s].push_back({chunk.text[s].size(), person.entity});
      AppendRow(static_cast<Source>(s), tables, household, person, random, chunk.text[s]);
      ++chunk.row_count;
      ++written;
      if (n > 0) ++chunk.repeated_rows;
    }
  }
  if (written > 0) ++chunk.entities;
  if (written > 1) chunk.rows_with_duplicate += written;
}

// Makes chunk number `index`, at most rows_max rows of it: a pure function of its arguments.
Chunk MakeChunk(const Tables& tables, std::uint64_t seed, std::uint64_t index,
                std::uint64_t rows_max) {
  Chunk chunk;
  const std::uint64_t first = index * kHouseholdsPerChunk;
  for (std::uint64_t h = first; h < first + kHouseholdsPerChunk && chunk.row_count < rows_max;
       ++h) {
    const Household household = MakeHousehold(tables, seed, h);
    Random random(seed ^ kRowStream, h);
    const std::uint64_t before = chunk.row_count;
    for (const Person& person : household.persons) {
      AppendPerson(tables, household, person, rows_max, random, chunk);
    }
    if (chunk.row_count > before) ++chunk.households;
  }
  return chunk;
}

// Chunks in order, holding `rows` rows exactly. Waves are of fixed size so that nothing depends on
// the number of threads; the chunk that goes over is made again, cut.
std::vector<Chunk> MakeChunks(const GenerateOptions& options, WorkerPool& pool) {
  const Tables& tables = Tables::Read();
  std::vector<Chunk> chunks;
  std::uint64_t row_count = 0;
  while (row_count < options.rows) {
    // A household has at least one row, so no wave needs to be larger than the rows still wanted.
    const std::uint64_t wanted = options.rows - row_count;
    const std::uint64_t wave =
        std::min(kChunksPerWave, (wanted + kHouseholdsPerChunk - 1) / kHouseholdsPerChunk);
    const std::uint64_t first = chunks.size();
    chunks.resize(first + wave);
    pool.ParallelFor(wave, [&](std::size_t i, std::size_t) {
      chunks[first + i] = MakeChunk(tables, options.seed, first + i, wanted);
    });
    for (std::uint64_t i = first; i < chunks.size(); ++i) {
      const std::uint64_t left = options.rows - row_count;
      if (chunks[i].row_count > left) chunks[i] = MakeChunk(tables, options.seed, i, left);
      row_count += chunks[i].row_count;
      if (row_count == options.rows) chunks.resize(i + 1);
    }
  }
  return chunks;
}

struct Row {
  std::string_view cells;
  std::uint64_t entity = 0;
};

std::vector<Row> RowsOf(const std::vector<Chunk>& chunks, std::size_t source) {
  std::vector<Row> rows;
  for (const Chunk& chunk : chunks) {
    const std::string_view text = chunk.text[source];
    const std::vector<RowPlace>& places = chunk.rows[source];
    for (std::size_t i = 0; i < places.size(); ++i) {
      const std::uint64_t end = i + 1 < places.size() ? places[i + 1].first : text.size();
      rows.push_back({text.substr(places[i].first, end - places[i].first), places[i].entity});
    }
  }
  return rows;
}

struct Block {
  std::string list;
  std::string truth;
};

// Lines of positions [first, last) of a list, in the order of the permutation, and what truth says
// of them.
void RenderBlock(Source source, const std::vector<Row>& rows, const Permutation& order,
                 std::uint64_t first, std::uint64_t last, Block& block) {
  block.list.clear();
  block.truth.clear();
  for (std::uint64_t position = first; position < last; ++position) {
    const Row& row = rows[order(position)];
    const std::string id = RowId(source, position);
    block.list.append(id).append(1, ',').append(row.cells).append(1, '\n');
    fmt::format_to(std::back_inserter(block.truth), "{},{},{:016x}\n", SourceName(source), id,
                   row.entity);
  }
}

Status WriteList(Source source, const std::vector<Row>& rows, const GenerateOptions& options,
                 WorkerPool& pool, io::OutputFile& list, io::OutputFile& truth) {
  list.Append(fmt::format("{}\n", SourceHeader(source)));
  const Permutation order(rows.size(), Scatter(options.seed) + static_cast<std::uint64_t>(source));
  const std::uint64_t block_count = (rows.size() + kRowsPerBlock - 1) / kRowsPerBlock;
  std::vector<Block> blocks(2 * pool.thread_count());
  for (std::uint64_t first = 0; first < block_count; first += blocks.size()) {
    const std::uint64_t count = std::min<std::uint64_t>(blocks.size(), block_count - first);
    pool.ParallelFor(count, [&](std::size_t i, std::size_t) {
      const std::uint64_t begin = (first + i) * kRowsPerBlock;
      RenderBlock(source, rows, order, begin,
                  std::min<std::uint64_t>(rows.size(), begin + kRowsPerBlock), blocks[i]);
    });
    for (std::uint64_t i = 0; i < count; ++i) {
      list.Append(blocks[i].list);
      truth.Append(blocks[i].truth);
    }
  }
  return OkStatus();
}

void Report(const std::vector<Chunk>& chunks, GenerateReport& report) {
  report = {};
  for (const Chunk& chunk : chunks) {
    for (std::size_t s = 0; s < kSourceCount; ++s) report.rows[s] += chunk.rows[s].size();
    report.entities += chunk.entities;
    report.households += chunk.households;
    report.rows_with_duplicate += chunk.rows_with_duplicate;
    report.repeated_rows += chunk.repeated_rows;
  }
}

}  // namespace

Status GenerateOptions::Validate() const {
  if (rows < 1 || rows > kRowsMax) {
    return InvalidArgument(fmt::format("rows must be 1 to {}, not {}", kRowsMax, rows));
  }
  if (directory.empty()) return InvalidArgument("no output directory given");
  return OkStatus();
}

Status Generate(const GenerateOptions& options, WorkerPool& pool, GenerateReport* report) {
  RETURN_IF_ERROR(options.Validate());
  std::error_code error;
  std::filesystem::create_directories(options.directory, error);
  if (error) {
    return InvalidArgument(
        fmt::format("cannot make directory {}: {}", options.directory, error.message()));
  }
  const std::filesystem::path directory(options.directory);
  const std::vector<Chunk> chunks = MakeChunks(options, pool);
  ASSIGN_OR_RETURN(io::OutputFile truth, io::OutputFile::Create(directory / "truth.csv"));
  truth.Append("source,id,entity\n");
  std::vector<io::OutputFile> lists;
  for (std::size_t s = 0; s < kSourceCount; ++s) {
    const auto source = static_cast<Source>(s);
    ASSIGN_OR_RETURN(io::OutputFile list,
                     io::OutputFile::Create(directory / fmt::format("{}.csv", SourceName(source))));
    RETURN_IF_ERROR(WriteList(source, RowsOf(chunks, s), options, pool, list, truth));
    lists.push_back(std::move(list));
  }
  // Closed together, so that a full disk leaves the lists of an earlier run, not half of each.
  for (io::OutputFile& list : lists) RETURN_IF_ERROR(list.Close());
  RETURN_IF_ERROR(truth.Close());
  if (report != nullptr) Report(chunks, *report);
  return OkStatus();
}

}  // namespace doublon::generate
