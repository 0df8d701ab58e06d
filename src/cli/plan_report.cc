#include "cli/plan_report.h"

#include <cmath>
#include <filesystem>

#include "base/spill_file.h"
#include "cli/memory_size.h"
#include "cli/progress.h"
#include "fmt/format.h"

namespace doublon::cli {

namespace {

// Two significant digits: a forecast knows no more.
std::uint64_t Rounded(double number) {
  if (number < 100) return static_cast<std::uint64_t>(std::max(0.0, std::round(number)));
  const double unit = std::pow(10, std::floor(std::log10(number)) - 1);
  return static_cast<std::uint64_t>(std::round(number / unit) * unit);
}

std::string Seconds(double seconds) {
  if (seconds < 10) return fmt::format("{:.1f} s", seconds);
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  return fmt::format("{:.0f} min", seconds / 60);
}

}  // namespace

std::string DescribePlan(const engine::RunPlan& plan, std::size_t threads) {
  std::string out = fmt::format("rows      {}\n", Grouped(plan.row_count));
  out += fmt::format("keys      about {}, {:.0f} a record; blocks of up to {}\n",
                     Grouped(Rounded(plan.keys.key_count)),
                     plan.keys.key_count / std::max(1.0, static_cast<double>(plan.row_count)),
                     plan.keys.block_size_max);
  out += fmt::format("pairs     about {} to compare, {:.1f} a record\n",
                     Grouped(Rounded(plan.keys.pair_count)),
                     2 * plan.keys.pair_count / std::max(1.0, static_cast<double>(plan.row_count)));
  out += fmt::format("memory    about {} at most; with --memory {} or more, the rest in --temp\n",
                     MemorySizeText(plan.peak_bytes), MemorySizeText(plan.least_bytes));
  out += fmt::format("time      about {} on {} thread{}\n", Seconds(plan.seconds), threads,
                     threads == 1 ? "" : "s");
  out += fmt::format(
      "Rows are counted. The rest is scaled up from {} of them, drawn by chance, that were\n"
      "normalised, given keys and compared; it may be off by half.\n",
      plan.sample_count == plan.row_count ? "all" : Grouped(plan.sample_count));
  return out;
}

std::string PlanJson(const engine::RunPlan& plan, std::size_t threads) {
  return fmt::format(
      "{{\n  \"rows\": {},\n  \"sampled_rows\": {},\n  \"keys\": {:.0f},\n"
      "  \"block_size_max\": {},\n  \"candidate_pairs\": {:.0f},\n  \"peak_mib\": {:.0f},\n"
      "  \"least_mib\": {:.0f},\n  \"threads\": {},\n  \"seconds\": {:.3f}\n}}\n",
      plan.row_count, plan.sample_count, plan.keys.key_count, plan.keys.block_size_max,
      plan.keys.pair_count, static_cast<double>(plan.peak_bytes) / 0x1p20,
      std::ceil(static_cast<double>(plan.least_bytes) / 0x1p20), threads, plan.seconds);
}

Status CheckMemory(const BatchArguments& arguments, const engine::RunPlan& plan) {
  if (arguments.memory_bytes < plan.least_bytes) {
    return FailedPrecondition(fmt::format(
        "--memory {} is too little: {} rows of this kind take {} or more, whatever goes to --temp",
        MemorySizeText(arguments.memory_bytes), Grouped(plan.row_count),
        MemorySizeText(plan.least_bytes + plan.least_bytes / 128)));
  }
  if (arguments.memory_bytes >= plan.peak_bytes) return OkStatus();
  ASSIGN_OR_RETURN(const std::unique_ptr<SpillFile> tried, SpillFile::Create(arguments.temp));
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(tried->folder(), error);
  if (!error && space.available < plan.spill_bytes) {
    return FailedPrecondition(fmt::format(
        "{}: has room for {}, and about {} may be put there to keep to --memory {}; name another "
        "folder with --temp",
        tried->folder(), MemorySizeText(space.available), MemorySizeText(plan.spill_bytes),
        MemorySizeText(arguments.memory_bytes)));
  }
  return OkStatus();
}

}  // namespace doublon::cli
