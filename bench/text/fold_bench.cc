// Folding and phonetic keys of invented cells.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "allocations.h"
#include "generated_rows.h"
#include "text/fold.h"
#include "text/phonetic.h"

namespace doublon::text {
namespace {

constexpr std::uint64_t kRowsOfAllLists = 50'000;

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Cells of names, addresses and towns, only those that are ASCII, or only those that are not.
const std::vector<std::string>& Cells(bool ascii) {
  static const std::vector<std::string>* both[2] = {nullptr, nullptr};
  const std::vector<std::string>*& cells = both[ascii];
  if (cells == nullptr) {
    auto* collected = new std::vector<std::string>;
    for (const auto& row : bench::Generate("donors", kRowsOfAllLists).rows) {
      for (std::size_t column = 1; column < row.size(); ++column) {
        if (row[column].size() > 2 && IsAscii(row[column]) == ascii)
          collected->emplace_back(row[column]);
      }
    }
    cells = collected;
  }
  return *cells;
}

void FoldCells(benchmark::State& state, bool ascii) {
  const std::vector<std::string>& cells = Cells(ascii);
  std::string out;
  std::size_t next = 0;
  std::uint64_t bytes = 0;
  for (const std::string& cell : cells) FoldInto(cell, {}, out);
  const std::uint64_t before = bench::AllocationCount();
  for (auto _ : state) {
    out.clear();
    FoldInto(cells[next], {}, out);
    benchmark::DoNotOptimize(out.data());
    bytes += cells[next].size();
    if (++next == cells.size()) next = 0;
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  state.counters["allocations"] = static_cast<double>(bench::AllocationCount() - before);
}
BENCHMARK_CAPTURE(FoldCells, ascii, true);
BENCHMARK_CAPTURE(FoldCells, accented, false);

// The bound of FoldCells: the same cells copied as they are.
void CopyCells(benchmark::State& state, bool ascii) {
  const std::vector<std::string>& cells = Cells(ascii);
  std::string out;
  std::size_t next = 0;
  std::uint64_t bytes = 0;
  for (auto _ : state) {
    out.assign(cells[next]);
    benchmark::DoNotOptimize(out.data());
    bytes += cells[next].size();
    if (++next == cells.size()) next = 0;
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK_CAPTURE(CopyCells, ascii, true);
BENCHMARK_CAPTURE(CopyCells, accented, false);

std::string LongText() {
  std::string text;
  for (const std::string& cell : Cells(true)) {
    if (text.size() < 1 << 16) text += cell + ' ';
  }
  return text;
}

// The bound of FoldText.
void CopyText(benchmark::State& state) {
  const std::string text = LongText();
  std::string out;
  for (auto _ : state) {
    out.assign(text);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(CopyText);

// One long text, as free-text columns are.
void FoldText(benchmark::State& state) {
  const std::string text = LongText();
  std::string out;
  for (auto _ : state) {
    out.clear();
    FoldInto(text, {}, out);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(FoldText);

void NameKeys(benchmark::State& state, void (*append)(std::string_view, std::string&)) {
  std::vector<std::string> names;
  for (const auto& row : bench::Generate("donors", kRowsOfAllLists).rows)
    names.push_back(Fold(row[2]));
  std::string key;
  std::size_t next = 0;
  for (auto _ : state) {
    key.clear();
    append(names[next], key);
    benchmark::DoNotOptimize(key.data());
    if (++next == names.size()) next = 0;
  }
}
// The bound of the others: the name is copied.
void AppendAsItIs(std::string_view name, std::string& key) { key.append(name); }
BENCHMARK_CAPTURE(NameKeys, copy, AppendAsItIs);
BENCHMARK_CAPTURE(NameKeys, fr_key, AppendFrKey);
BENCHMARK_CAPTURE(NameKeys, skeleton, AppendSkeletonKey);

}  // namespace
}  // namespace doublon::text
