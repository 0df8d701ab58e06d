#include "engine/run_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>

#include "base/hash.h"
#include "engine/compare_in_batches.h"
#include "engine/list_facts.h"

namespace doublon::engine {

namespace {

// Rows of a sample: a tenth, and enough to choose the keys by (ChooseRecipesByPilot), within these
// bounds. Beyond, it tells little more.
constexpr double kSampleShare = 0.1;
constexpr double kSampleRowsPerRoot = 55;
constexpr double kSampleRowsMin = 20'000;
constexpr double kSampleRowsMax = 400'000;
constexpr std::size_t kSamplePairs = 50'000;

// Resident memory by stage, in bytes, measured on runs of 100,000 to 10 million rows: the program
// with its reference data; a row beside its prepared record; a value that is counted; a key, see
// FindCandidates; a record of a block too large; a pair.
constexpr double kProgramBytes = 40e6;
constexpr double kRowBytes = 12;
constexpr double kIndexRowBytes = 8;
constexpr double kHashBytes = 16;
constexpr double kCountedRowBytes = 55;
constexpr double kKeyBytes = 11;
constexpr double kRefinedRowBytes = 24;
constexpr double kPairBytes = 16;
constexpr double kResultRowBytes = 54;
constexpr double kPatternPairBytes = 12, kPatternBytesMax = 14e6;
constexpr double kSpillBytesMin = 2e6, kSpillBytesMax = 24e6, kSpillKeyShare = 0.3;

// CPU time of a run, as a multiple of what the sample took: counting, entities and writing beside
// normalising; keys, which the forecast makes anew for each round. Learning takes so long a pair
// looked at, for at most so many.
constexpr double kRowWork = 1.5;
constexpr double kKeyWork = 0.5;
constexpr double kLearningSeconds = 1.6e-7;
constexpr double kLearningPairsMax = 3e6;
constexpr double kStartSeconds = 0.1;

// Of all threads: what others do on the machine meanwhile is not the run's.
class CpuWatch {
 public:
  double seconds() const { return Now() - start_; }

 private:
  static double Now() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
  }
  double start_ = Now();
};

// Seconds that comparing a pair takes one thread: of records far apart in memory.
double SecondsPerPair(const PreparedRun& sample, const model::ModelData& data) {
  if (sample.records.size() < 2) return 0;
  const CpuWatch watch;
  std::uint64_t sum = 0;
  CompareInBatches(
      sample.records, data.comparisons, kSamplePairs,
      [&](std::size_t i) {
        return block::CandidatePair{
            static_cast<std::uint32_t>(MixHash(i, 0) % sample.records.size()),
            static_cast<std::uint32_t>(MixHash(i, 1) % sample.records.size())};
      },
      [&](std::size_t, std::span<const compare::ComparisonVector> vectors) {
        for (const compare::ComparisonVector& vector : vectors) sum += vector.levels[0];
      });
  // The sum is asked for so that the compiler cannot leave the comparing out.
  return sum == ~std::uint64_t{0} ? 0 : watch.seconds() / kSamplePairs;
}

void PlanMemory(const std::vector<Source>& sources, const PreparedRun& sample, double scale,
                RunPlan* plan) {
  const auto rows = static_cast<double>(plan->row_count);
  double input_bytes = kIndexRowBytes * rows, id_bytes = 0;
  for (const Source& source : sources)
    input_bytes += static_cast<double>(source.table.byte_count());
  for (std::size_t row = 0; row < sample.ids.size(); ++row)
    id_bytes += static_cast<double>(sample.ids[row].size() + sizeof(std::size_t));
  const double held = kProgramBytes + kRowBytes * rows +
                      scale * (static_cast<double>(sample.records.byte_count()) + id_bytes);
  const block::KeyForecast& keys = plan->keys;
  const double counting = held + kCountedRowBytes * rows;
  const double members = kRefinedRowBytes * keys.refined_rows;
  const double keyed = held + kHashBytes * rows;
  const double planning =
      16 * keys.key_count / scale + static_cast<double>(sample.records.byte_count());
  const double reading =
      std::max(kProgramBytes + input_bytes + planning, held + kIndexRowBytes * rows);
  const double patterns = std::min(kPatternPairBytes * keys.pair_count, kPatternBytesMax);
  const double ending = keyed + patterns + kResultRowBytes * rows;
  const double key_bytes = kKeyBytes * keys.key_count;
  const double spilling = std::clamp(kSpillKeyShare * key_bytes, kSpillBytesMin, kSpillBytesMax);
  const double least = std::max({reading, counting, keyed + members + spilling, ending});
  const double pair_bytes = kPairBytes * keys.block_pairs;
  plan->least_bytes = static_cast<std::uint64_t>(least);
  plan->peak_bytes = static_cast<std::uint64_t>(
      std::max({least, keyed + key_bytes, keyed + members + key_bytes / 2 + pair_bytes / 2}));
  plan->spill_bytes = static_cast<std::uint64_t>(1.7 * key_bytes + 2 * pair_bytes);
}

}  // namespace

RunPlan PlanRun(const std::vector<Source>& sources, const std::vector<record::Field>& fields,
                const BatchOptions& options, WorkerPool& pool) {
  RunPlan plan;
  for (const Source& source : sources) plan.row_count += source.table.row_count();
  const auto rows = static_cast<double>(plan.row_count);
  const double wanted =
      std::clamp(std::max(kSampleShare * rows, kSampleRowsPerRoot * std::sqrt(rows)),
                 kSampleRowsMin, kSampleRowsMax);
  const CpuWatch normalising;
  PreparedRun sample = PrepareSample(sources, fields, std::min(1.0, wanted / rows), pool);
  const double normalising_seconds = normalising.seconds();
  plan.sample_count = sample.records.size();
  if (plan.sample_count == 0) return plan;
  // Rows that cannot be taken are as frequent among the others.
  const double scale = rows / static_cast<double>(plan.sample_count);
  ListFacts facts;
  if (options.model == nullptr) {
    StageClock stages;
    const PairFilter filter = {options.across_sources_only, &sample.sources};
    facts = LearnFacts(sample, plan.row_count, filter, options.candidates_per_record != 0, stages,
                       pool);
  } else {
    AnnotateAll(options.model->data().frequencies, sample.records, pool);
  }
  const model::ModelData& data = options.model == nullptr ? facts.data : options.model->data();
  std::span<const std::uint16_t> groups;
  if (options.across_sources_only) groups = sample.sources;
  const CpuWatch keying;
  plan.keys =
      block::ForecastKeys({&sample.records, groups, 1 / scale}, data.recipes, KeyOptionsOf(options),
                          options.model == nullptr, data.block_size_hard, data.overfull, pool);
  const double keying_seconds = keying.seconds();
  const double cpu_seconds = scale * (kRowWork * normalising_seconds + kKeyWork * keying_seconds) +
                             plan.keys.pair_count * SecondsPerPair(sample, data) +
                             (options.model == nullptr ? kLearningSeconds : 0) *
                                 std::min(kLearningPairsMax, plan.keys.pair_count);
  plan.seconds = kStartSeconds + cpu_seconds / static_cast<double>(pool.thread_count());
  PlanMemory(sources, sample, scale, &plan);
  return plan;
}

}  // namespace doublon::engine
