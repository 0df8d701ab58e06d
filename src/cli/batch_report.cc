#include "cli/batch_report.h"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "cli/memory_size.h"
#include "cli/progress.h"
#include "fmt/format.h"
#include "io/writer.h"

namespace doublon::cli {

namespace {

// With as many decimals as keep "nearly all" apart from "all".
std::string Percent(double share) {
  int decimals = 1;
  while (decimals < 6 && share < 1 &&
         fmt::format("{:.{}f}", 100 * share, decimals).starts_with("100"))
    ++decimals;
  return fmt::format("{:.{}f} %", 100 * share, decimals);
}

std::string Counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", Grouped(count), count == 1 ? one : many);
}

// Columns named in the report; a list of a thousand columns would hide the rest.
constexpr std::size_t kColumnsShown = 40;

void AppendColumn(std::size_t number, std::string_view text, std::string& out) {
  if (number < kColumnsShown) out += fmt::format("{}{}", number == 0 ? "" : ", ", text);
}

std::string More(std::size_t count) {
  return count > kColumnsShown ? fmt::format(" and {} more", count - kColumnsShown) : std::string();
}

std::uint64_t RejectedCount(const engine::PreparedRun& run) {
  return static_cast<std::uint64_t>(
      std::count_if(run.issues.begin(), run.issues.end(),
                    [](const record::RowIssue& issue) { return issue.rejected; }));
}

// Entities and how many of them have two records or more.
struct EntityCounts {
  std::uint64_t entities = 0, groups = 0, largest = 0;
  std::uint64_t pairs = 0;  // of records of one entity
};
EntityCounts CountEntities(const engine::BatchResult& result) {
  EntityCounts counts;
  std::vector<std::uint32_t> sizes(result.entities.representative.size(), 0);
  for (const std::uint32_t representative : result.entities.representative) ++sizes[representative];
  for (const std::uint32_t size : sizes) {
    counts.entities += size > 0;
    counts.groups += size > 1;
    counts.largest = std::max<std::uint64_t>(counts.largest, size);
    counts.pairs += static_cast<std::uint64_t>(size) * (size > 0 ? size - 1 : 0) / 2;
  }
  return counts;
}

std::string FalseMerges(double rate) {
  return fmt::format("at most {:g} false merge{} in 1,000", 1000 * rate,
                     1000 * rate == 1 ? "" : "s");
}

double PeakMib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace

std::string DescribeSources(const std::vector<engine::Source>& sources) {
  std::string out;
  for (const engine::Source& source : sources) {
    const io::Table& table = source.table;
    out += fmt::format("{}: {}, {}", table.path(), Counted(table.row_count(), "row", "rows"),
                       text::EncodingName(table.encoding()));
    if (table.format() == io::Format::kCsv) {
      out +=
          table.delimiter() == '\t' ? ", tabs" : fmt::format(", delimiter '{}'", table.delimiter());
    } else {
      out += ", JSON lines";
    }
    out += '\n';
    std::string compared, ignored;
    std::size_t compared_count = 0, ignored_count = 0;
    for (const record::Column& column : source.schema.columns) {
      if (column.kind == record::Kind::kIgnored) {
        AppendColumn(ignored_count++, column.header, ignored);
      } else {
        AppendColumn(compared_count++,
                     fmt::format("{} = {}", column.header, record::KindName(column.kind)),
                     compared);
      }
    }
    out += "  columns: " + (compared_count == 0 ? "none recognised" : compared) +
           More(compared_count) + "\n";
    if (ignored_count > 0) out += "  not compared: " + ignored + More(ignored_count) + "\n";
  }
  return out;
}

std::string DescribeIssues(const std::vector<record::RowIssue>& issues, std::size_t shown_max) {
  std::string out;
  std::size_t shown = 0;
  for (const record::RowIssue& issue : issues) {
    if (shown++ == shown_max) break;
    out += fmt::format("{}:{}: ", issue.file, issue.line);
    if (issue.column != 0) out += fmt::format("column {}: ", issue.column);
    out += fmt::format("{}{}\n", issue.reason, issue.rejected ? " (row rejected)" : "");
  }
  if (issues.size() > shown_max)
    out += fmt::format("... and {} on rows\n",
                       Counted(issues.size() - shown_max, "more remark", "more remarks"));
  return out;
}

std::string RejectsCsv(const std::vector<record::RowIssue>& issues) {
  std::string out = "file,line,column,reason\n";
  for (const record::RowIssue& issue : issues) {
    if (!issue.rejected) continue;
    io::AppendCsvCell(issue.file, ',', out);
    out += fmt::format(",{},{},", issue.line, issue.column);
    io::AppendCsvCell(issue.reason, ',', out);
    out += '\n';
  }
  return out;
}

std::string DescribeResult(const BatchArguments& arguments, const engine::PreparedRun& run,
                           const engine::BatchResult& result, double seconds) {
  const EntityCounts counts = CountEntities(result);
  const model::ModelData& model = result.model->data();
  std::string out;
  out += fmt::format("records   {} in {} file{}", Grouped(run.records.size()),
                     run.source_names.size(), run.source_names.size() == 1 ? "" : "s");
  if (const std::uint64_t rejected = RejectedCount(run); rejected > 0)
    out += ", " + Counted(rejected, "row rejected", "rows rejected");
  out += fmt::format("\nentities  {}: {} of two records or more, the largest of {}\n",
                     Grouped(counts.entities), Grouped(counts.groups), Grouped(counts.largest));
  const std::string wish = arguments.objective == "f1" ? std::string("best expected F1")
                                                       : FalseMerges(arguments.false_merge_rate);
  if (const double least = model::ProbabilityOf(model.same_log_odds); least < 1) {
    out += fmt::format(
        "merged    where the probability is {} or more ({}): expected precision {}, recall {} of "
        "what the keys reach\n",
        Percent(least), wish, Percent(model.expected_precision), Percent(model.expected_recall));
  } else {
    out += fmt::format("merged    nothing: no pair is sure enough ({})\n", wish);
  }
  // A promise of less than one false merge in all: no list of this size can show that it is kept.
  const double allowed = arguments.false_merge_rate * static_cast<double>(counts.pairs);
  if (arguments.objective != "f1" && counts.pairs > 0 && allowed < 1) {
    out += fmt::format(
        "too few   {} cannot show whether {} is kept: it rests on what is known of other lists\n",
        Counted(counts.pairs, "merged pair", "merged pairs"), wish);
  }
  out += fmt::format("to review {} of {} or more\n", Counted(result.review.size(), "pair", "pairs"),
                     Percent(model::ProbabilityOf(model.review_log_odds)));
  out += fmt::format("compared  {}, {:.1f} a record; blocks of up to {}\n",
                     Counted(result.pair_count, "candidate pair", "candidate pairs"),
                     run.records.size() == 0 ? 0.0
                                             : 2.0 * static_cast<double>(result.pair_count) /
                                                   static_cast<double>(run.records.size()),
                     result.keys.block_size_max);
  out += fmt::format(
      "reached   about {} of the pairs of one person or fewer, by how those merged were found\n",
      Percent(result.estimated_reach));
  if (result.keys.refined_count > 0) {
    out += fmt::format("limited   {} keys too frequent were refined",
                       Grouped(result.keys.refined_count));
    if (result.keys.dropped_count > 0) {
      out += fmt::format(", {} of them could not be and were left out",
                         Grouped(result.keys.dropped_count));
    }
    out += '\n';
  }
  if (!result.unique_sources.empty()) {
    out += "unique    each person once in: ";
    for (std::size_t i = 0; i < result.unique_sources.size(); ++i)
      out += (i ? ", " : "") + result.unique_sources[i];
    out += '\n';
  }
  for (const std::string& note : model.notes) out += "note      " + note + '\n';
  if (result.spilled_bytes > 0) {
    out +=
        fmt::format("memory    kept to {}: {} went through temporary files\n",
                    MemorySizeText(arguments.memory_bytes), MemorySizeText(result.spilled_bytes));
  }
  out += fmt::format("time      {:.2f} s, {:.0f} MiB at most\n", seconds, PeakMib());
  return out;
}

std::string StatsJson(const engine::PreparedRun& run, const engine::BatchResult& result,
                      const engine::StageClock& stages) {
  const EntityCounts counts = CountEntities(result);
  double seconds = 0;
  for (const engine::StageClock::Stage& stage : stages.stages()) seconds += stage.seconds;
  std::string out = fmt::format(
      "{{\n  \"rows\": {},\n  \"records\": {},\n  \"rejected\": {},\n  \"entities\": {},\n  "
      "\"candidate_pairs\": {},\n"
      "  \"estimated_reach\": {:.4f},\n  \"review_pairs\": {},\n  \"key_recipes\": {},\n  "
      "\"keys\": {},\n  "
      "\"block_size_max\": {},\n  \"keys_refined\": {},\n  \"keys_dropped\": {},\n"
      "  \"refused_links\": {},\n  \"peak_mib\": {:.0f},\n  \"spilled_mib\": {:.3f},\n"
      "  \"seconds\": {:.6f},\n  \"stages\": {{",
      run.row_count, run.records.size(), RejectedCount(run), counts.entities, result.pair_count,
      result.estimated_reach, result.review.size(), result.model->data().recipes.size(),
      result.keys.key_count, result.keys.block_size_max, result.keys.refined_count,
      result.keys.dropped_count, result.entities.refused_links, PeakMib(),
      static_cast<double>(result.spilled_bytes) / 0x1p20, seconds);
  for (std::size_t i = 0; i < stages.stages().size(); ++i) {
    out += fmt::format("{}\n    \"{}\": {:.6f}", i ? "," : "", stages.stages()[i].name,
                       stages.stages()[i].seconds);
  }
  return out + "\n  }\n}\n";
}

}  // namespace doublon::cli
