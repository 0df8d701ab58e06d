// From raw cells to the prepared record: invented rows of nine columns, a different row every
// iteration.
#include <benchmark/benchmark.h>

#include <string_view>
#include <vector>

#include "allocations.h"
#include "base/hash.h"
#include "generated_rows.h"
#include "normalize/normalizer.h"
#include "record/prepared_record.h"

namespace doublon::normalize {
namespace {

constexpr std::uint64_t kRowsOfAllLists = 200'000;

const bench::GeneratedRows& Rows() {
  static const bench::GeneratedRows rows = bench::Generate("voters", kRowsOfAllLists);
  return rows;
}

void CountPerRecord(benchmark::State& state, std::uint64_t allocations,
                    std::uint64_t output_bytes) {
  const double records = static_cast<double>(state.iterations());
  state.counters["allocations/record"] = static_cast<double>(allocations) / records;
  state.counters["prepared_bytes/record"] = static_cast<double>(output_bytes) / records;
  state.counters["ns/record"] =
      benchmark::Counter(records * 1e-9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  const auto cells =
      static_cast<double>(Rows().byte_count) / static_cast<double>(Rows().rows.size());
  state.SetBytesProcessed(static_cast<std::int64_t>(records * cells));
}

// All columns, or those of one kind only.
void Prepare(benchmark::State& state, std::vector<record::Kind> kinds) {
  const bench::GeneratedRows& rows = Rows();
  record::SourceSchema schema = rows.schema;
  for (record::Column& column : schema.columns) {
    const bool wanted =
        kinds.empty() || std::find(kinds.begin(), kinds.end(), column.kind) != kinds.end();
    if (!wanted) column.kind = record::Kind::kIgnored;
  }
  Normalizer normalizer(schema, FieldsOf(std::vector{schema}));
  record::PreparedBuilder builder;
  const std::vector<std::vector<std::string_view>>& cells = rows.rows;
  std::size_t next = 0;
  const auto one = [&] {
    const std::size_t row = next;
    if (++next == cells.size()) next = 0;
    normalizer.Prefetch(cells[next]);  // as the batch run does
    normalizer.Normalize(cells[row], builder);
    return builder.Finish();
  };
  std::uint64_t check = 0;
  for (std::size_t i = 0; i < cells.size(); ++i)
    check = StableHash(one(), check);  // warms up as well
  if (!kinds.empty() || check != 0) benchmark::DoNotOptimize(check);
  std::uint64_t output_bytes = 0;
  const std::uint64_t before = bench::AllocationCount();
  for (auto _ : state) output_bytes += one().size();
  CountPerRecord(state, bench::AllocationCount() - before, output_bytes);
  state.SetLabel(
      std::to_string(check));  // the same before and after a change that is to change nothing
}

// The bound of Prepare: the cells of the row, hashed once and copied as they are.
void CopyRecord(benchmark::State& state) {
  const std::vector<std::vector<std::string_view>>& rows = Rows().rows;
  std::string out;
  std::size_t next = 0;
  std::uint64_t output_bytes = 0;
  const std::uint64_t before = bench::AllocationCount();
  for (auto _ : state) {
    out.clear();
    std::uint64_t hash = 0;
    for (const std::string_view cell : rows[next]) {
      hash = StableHash(cell, hash);
      out.append(cell);
    }
    benchmark::DoNotOptimize(hash);
    benchmark::DoNotOptimize(out.data());
    output_bytes += out.size();
    if (++next == rows.size()) next = 0;
  }
  CountPerRecord(state, bench::AllocationCount() - before, output_bytes);
}
BENCHMARK(CopyRecord);

using record::Kind;
BENCHMARK_CAPTURE(Prepare, record, {});
BENCHMARK_CAPTURE(Prepare, names, {Kind::kGivenName, Kind::kFamilyName, Kind::kBirthName});
BENCHMARK_CAPTURE(Prepare, birth_date, {Kind::kBirthDate});
BENCHMARK_CAPTURE(Prepare, email, {Kind::kEmail});
BENCHMARK_CAPTURE(Prepare, phone, {Kind::kPhone});
BENCHMARK_CAPTURE(Prepare, address, {Kind::kAddress});
BENCHMARK_CAPTURE(Prepare, postcode_city, {Kind::kPostcode, Kind::kCity});

}  // namespace
}  // namespace doublon::normalize
