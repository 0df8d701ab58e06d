#include "evaluate/report.h"

#include <string_view>

#include "io/writer.h"

namespace doublon::evaluate {
namespace {

constexpr std::size_t kLineWidth = 80;
constexpr std::size_t kNameWidth = 13;  // a source name in a table

// Cuts at a code point, so that the rest stays valid UTF-8.
std::string Cut(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  constexpr std::string_view kEllipsis = "...";
  std::size_t end = bytes_max > kEllipsis.size() ? bytes_max - kEllipsis.size() : 0;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return fmt::format("{}{}", text.substr(0, end), kEllipsis);
}

std::string RowName(const LabelledRows& rows, RowPosition row) {
  const std::string& source = rows.source_names[rows.source[row]];
  return source.empty() ? rows.id[row] : fmt::format("{} {}", source, rows.id[row]);
}

void AppendLine(std::string_view line, std::string& out) {
  out += Cut(line, kLineWidth);
  out += '\n';
}

void AppendRemark(const NamedCount& counted, std::string_view what, std::string& out) {
  if (counted.count == 0) return;
  std::string line = fmt::format("note: {} {}", counted.count, what);
  AppendLine(line, out);
  for (const std::string& name : counted.examples) AppendLine("  " + name, out);
  if (counted.count > counted.examples.size()) AppendLine("  ...", out);
}

void AppendRemarks(const LabelledFiles& files, std::string& out) {
  AppendRemark(files.unknown_to_truth, "predicted rows are not in the truth (left out)", out);
  AppendRemark(files.not_predicted, "truth rows are not predicted (counted as singles)", out);
  AppendRemark(files.repeated, "lines repeat an earlier one", out);
  if (files.truth_rows_of_other_sources > 0) {
    AppendLine(fmt::format("note: {} truth rows are of sources not predicted (left out)",
                           files.truth_rows_of_other_sources),
               out);
  }
  if (files.rejected_lines > 0) {
    AppendLine(
        fmt::format("note: {} lines have no id or entity or cannot be read", files.rejected_lines),
        out);
  }
}

void AppendSourcePairs(const LabelledRows& rows, const Comparison& comparison, std::string& out) {
  if (comparison.by_source_pair.empty()) return;
  AppendLine("", out);
  AppendLine(fmt::format("{:<{}} {:<{}} {:>12} {:>12} {:>12} {:>12}", "pairs of", kNameWidth, "",
                         kNameWidth, "true pairs", "found", "false", "missed"),
             out);
  for (const SourcePairCounts& entry : comparison.by_source_pair) {
    AppendLine(fmt::format("{:<{}} {:<{}} {:>12} {:>12} {:>12} {:>12}",
                           Cut(rows.source_names[entry.first_source], kNameWidth), kNameWidth,
                           Cut(rows.source_names[entry.second_source], kNameWidth), kNameWidth,
                           entry.pairs.truth_pairs, entry.pairs.true_pairs,
                           entry.pairs.false_pairs(), entry.pairs.missed_pairs()),
               out);
  }
}

void AppendWrong(const LabelledRows& rows, const std::vector<WrongEntity>& entities,
                 std::string_view title, std::string_view parts, std::string& out) {
  if (entities.empty()) return;
  AppendLine("", out);
  AppendLine(title, out);
  for (const WrongEntity& entity : entities) {
    AppendLine(fmt::format("  {} rows of {} {}", entity.row_count, entity.part_count, parts), out);
    for (std::size_t i = 0; i < entity.rows.size(); ++i) {
      AppendLine(fmt::format("    {:>3}  {}", entity.part[i] + 1, RowName(rows, entity.rows[i])),
                 out);
    }
    if (entity.row_count > entity.rows.size()) AppendLine("         ...", out);
  }
}

void AppendExamples(const LabelledRows& rows, const std::vector<RowPair>& pairs,
                    std::string_view title, std::string& out) {
  if (pairs.empty()) return;
  AppendLine("", out);
  AppendLine(title, out);
  constexpr std::size_t kHalf = (kLineWidth - 6) / 2;
  for (const RowPair& pair : pairs) {
    AppendLine(fmt::format("  {} / {}", Cut(RowName(rows, pair.first), kHalf),
                           Cut(RowName(rows, pair.second), kHalf)),
               out);
  }
}

// --- JSON ---

std::string QualityJson(const Quality& quality) {
  return fmt::format("{{\"precision\":{:.6f},\"recall\":{:.6f},\"f1\":{:.6f}}}", quality.precision,
                     quality.recall, quality.f1);
}

std::string PairsJson(const PairCounts& pairs) {
  return fmt::format("\"true\":{},\"found\":{},\"false\":{},\"missed\":{}", pairs.truth_pairs,
                     pairs.true_pairs, pairs.false_pairs(), pairs.missed_pairs());
}

std::string JsonString(std::string_view text) {
  std::string out;
  io::AppendJsonString(text, out);
  return out;
}

std::string RowJson(const LabelledRows& rows, RowPosition row) {
  return fmt::format("{{\"source\":{},\"id\":{}}}", JsonString(rows.source_names[rows.source[row]]),
                     JsonString(rows.id[row]));
}

// Calls append(element, out) for each element, with commas between and brackets around.
template <typename Elements, typename Append>
void AppendArray(const Elements& elements, Append append, std::string& out) {
  out += '[';
  bool first = true;
  for (const auto& element : elements) {
    if (!first) out += ',';
    first = false;
    append(element, out);
  }
  out += ']';
}

void AppendNamedCount(std::string_view key, const NamedCount& counted, std::string& out) {
  out += fmt::format("\"{}\":{{\"count\":{},\"examples\":", key, counted.count);
  AppendArray(
      counted.examples,
      [](const std::string& name, std::string& o) { io::AppendJsonString(name, o); }, out);
  out += '}';
}

void AppendEntities(const LabelledRows& rows, const std::vector<WrongEntity>& entities,
                    std::string& out) {
  AppendArray(
      entities,
      [&rows](const WrongEntity& entity, std::string& o) {
        o += fmt::format("{{\"rows\":{},\"parts\":{},\"members\":", entity.row_count,
                         entity.part_count);
        std::size_t i = 0;
        AppendArray(
            entity.rows,
            [&](RowPosition row, std::string& inner) {
              inner += fmt::format("{{\"part\":{},\"source\":{},\"id\":{}}}", entity.part[i++] + 1,
                                   JsonString(rows.source_names[rows.source[row]]),
                                   JsonString(rows.id[row]));
            },
            o);
        o += '}';
      },
      out);
}

void AppendPairs(const LabelledRows& rows, const std::vector<RowPair>& pairs, std::string& out) {
  AppendArray(
      pairs,
      [&rows](const RowPair& pair, std::string& o) {
        o += fmt::format("[{},{}]", RowJson(rows, pair.first), RowJson(rows, pair.second));
      },
      out);
}

}  // namespace

std::string RenderText(const LabelledFiles& files, const Comparison& comparison) {
  const LabelledRows& rows = files.rows;
  std::string out;
  AppendLine(fmt::format("{} rows, {} entities in truth, {} found{}", comparison.row_count,
                         comparison.truth_entities, comparison.predicted_entities,
                         comparison.across_sources_only ? "; pairs across sources only" : ""),
             out);
  AppendRemarks(files, out);
  AppendLine("", out);
  AppendLine(fmt::format("{:<12} {:>10} {:>10} {:>10}", "", "precision", "recall", "F1"), out);
  AppendLine(
      fmt::format("{:<12} {:>10.4f} {:>10.4f} {:>10.4f}", "pairs", comparison.pairwise.precision,
                  comparison.pairwise.recall, comparison.pairwise.f1),
      out);
  AppendLine(
      fmt::format("{:<12} {:>10.4f} {:>10.4f} {:>10.4f}", "B-cubed", comparison.bcubed.precision,
                  comparison.bcubed.recall, comparison.bcubed.f1),
      out);
  AppendLine(fmt::format("adjusted Rand index {:.4f}", comparison.adjusted_rand_index), out);
  AppendLine("", out);
  AppendLine(fmt::format("pairs: {} true, {} found, {} false, {} missed",
                         comparison.pairs.truth_pairs, comparison.pairs.true_pairs,
                         comparison.pairs.false_pairs(), comparison.pairs.missed_pairs()),
             out);
  AppendLine(
      fmt::format("entities exactly right: {} of {}; with two rows or more: {} of {}",
                  comparison.exact_entities, comparison.truth_entities,
                  comparison.exact_duplicated_entities, comparison.duplicated_truth_entities),
      out);
  AppendLine(fmt::format("entities split: {}; entities lumped: {}", comparison.split_entities,
                         comparison.lumped_entities),
             out);
  AppendSourcePairs(rows, comparison, out);
  AppendWrong(rows, comparison.largest_lumps, "largest lumps (found entities of several true ones)",
              "true entities", out);
  AppendWrong(rows, comparison.largest_splits, "largest splits (true entities found in parts)",
              "found entities", out);
  AppendExamples(rows, comparison.false_examples, "false pairs, examples", out);
  AppendExamples(rows, comparison.missed_examples, "missed pairs, examples", out);
  return out;
}

std::string RenderJson(const LabelledFiles& files, const Comparison& comparison) {
  const LabelledRows& rows = files.rows;
  std::string out = fmt::format(
      "{{\"rows\":{},\"across_sources_only\":{},\"pairwise\":{},\"bcubed\":{},"
      "\"adjusted_rand_index\":{:.6f},\"pairs\":{{{}}},",
      comparison.row_count, comparison.across_sources_only, QualityJson(comparison.pairwise),
      QualityJson(comparison.bcubed), comparison.adjusted_rand_index, PairsJson(comparison.pairs));
  out += fmt::format(
      "\"entities\":{{\"truth\":{},\"found\":{},\"exact\":{},\"truth_duplicated\":{},"
      "\"exact_duplicated\":{},\"split\":{},\"lumped\":{}}},\"by_source_pair\":",
      comparison.truth_entities, comparison.predicted_entities, comparison.exact_entities,
      comparison.duplicated_truth_entities, comparison.exact_duplicated_entities,
      comparison.split_entities, comparison.lumped_entities);
  AppendArray(
      comparison.by_source_pair,
      [&rows](const SourcePairCounts& entry, std::string& o) {
        o += fmt::format(
            "{{\"sources\":[{},{}],{}}}", JsonString(rows.source_names[entry.first_source]),
            JsonString(rows.source_names[entry.second_source]), PairsJson(entry.pairs));
      },
      out);
  out += ",\"largest_lumps\":";
  AppendEntities(rows, comparison.largest_lumps, out);
  out += ",\"largest_splits\":";
  AppendEntities(rows, comparison.largest_splits, out);
  out += ",\"false_examples\":";
  AppendPairs(rows, comparison.false_examples, out);
  out += ",\"missed_examples\":";
  AppendPairs(rows, comparison.missed_examples, out);
  out += ",\"remarks\":{";
  AppendNamedCount("unknown_to_truth", files.unknown_to_truth, out);
  out += ',';
  AppendNamedCount("not_predicted", files.not_predicted, out);
  out += ',';
  AppendNamedCount("repeated", files.repeated, out);
  out += fmt::format(",\"truth_rows_of_other_sources\":{},\"rejected_lines\":{}}}}}\n",
                     files.truth_rows_of_other_sources, files.rejected_lines);
  return out;
}

}  // namespace doublon::evaluate
