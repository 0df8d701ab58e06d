#include "evaluate/named_pairs.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "base/absl_interop.h"
#include "fmt/format.h"
#include "io/table.h"

namespace doublon::evaluate {

namespace {

constexpr std::uint64_t kRowsPerRead = 16384;

std::optional<std::size_t> ColumnOf(const io::Table& table,
                                    std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    for (std::size_t column = 0; column < table.headers().size(); ++column) {
      if (absl::AsciiStrToLower(table.headers()[column]) == name) return column;
    }
  }
  return std::nullopt;
}

std::optional<bool> Judgement(std::string_view cell) {
  const std::string word = absl::AsciiStrToLower(ToAbsl(cell));
  for (const std::string_view yes : {"same", "yes", "true", "1", "1.0", "match"}) {
    if (word == yes) return true;
  }
  for (const std::string_view no : {"different", "no", "false", "0", "0.0", "no_match"}) {
    if (word == no) return false;
  }
  return std::nullopt;
}

std::string NameOf(std::string_view source, std::string_view id) {
  return fmt::format("{}\x1f{}", source, id);
}

// Calls take(batch, row, number of the row in the table) for every good row.
template <typename Take>
void ForRows(const io::Table& table, Take take) {
  record::RecordBatch batch;
  std::vector<record::RowIssue> issues;
  for (std::uint64_t first = 0; first < table.row_count(); first += kRowsPerRead) {
    table.Read(first, std::min(table.row_count(), first + kRowsPerRead), batch, issues);
    for (std::size_t row = 0; row < batch.row_count(); ++row) take(batch, row);
  }
}

}  // namespace

StatusOr<std::vector<NamedPair>> ReadNamedPairs(const std::string& path, WorkerPool& pool) {
  ASSIGN_OR_RETURN(const io::Table table, io::Table::Open(path, io::TableOptions{}, pool));
  const auto source_a = ColumnOf(table, {"source_a"}), source_b = ColumnOf(table, {"source_b"});
  const auto id_a = ColumnOf(table, {"id_a"}), id_b = ColumnOf(table, {"id_b"});
  const auto judgement = ColumnOf(table, {"decision", "same", "label", "match"});
  if (!id_a || !id_b || !judgement) {
    return InvalidArgument(fmt::format(
        "{}: expected columns source_a,id_a,source_b,id_b,decision (same or different)", path));
  }
  std::vector<NamedPair> pairs;
  Status wrong = OkStatus();
  ForRows(table, [&](const record::RecordBatch& batch, std::size_t row) {
    const auto cell = [&](std::optional<std::size_t> column) {
      return column ? std::string(batch.cell(row, *column)) : std::string();
    };
    NamedPair pair{cell(source_a), cell(id_a), cell(source_b),
                   cell(id_b),     false,      table.row_line(batch.row_number(row) - 1)};
    const std::optional<bool> same = Judgement(batch.cell(row, *judgement));
    if (!same || pair.id_a.empty() || pair.id_b.empty()) {
      if (wrong.ok()) {
        wrong = InvalidArgument(
            fmt::format("{}:{}: two ids and same or different are needed", path, pair.line));
      }
      return;
    }
    pair.same = *same;
    pairs.push_back(std::move(pair));
  });
  RETURN_IF_ERROR(wrong);
  absl::flat_hash_map<std::string, bool> said;
  for (const NamedPair& pair : pairs) {
    std::string a = NameOf(pair.source_a, pair.id_a), b = NameOf(pair.source_b, pair.id_b);
    if (b < a) std::swap(a, b);
    if (said.emplace(a + '\x1e' + b, pair.same).first->second != pair.same) {
      return InvalidArgument(
          fmt::format("{}:{}: this pair is called same and different", path, pair.line));
    }
  }
  return pairs;
}

double PairAgreement::precision() const noexcept {
  const auto together = static_cast<double>(same_together + different_together);
  return together > 0 ? static_cast<double>(same_together) / together : 1;
}

double PairAgreement::recall() const noexcept {
  const auto same = static_cast<double>(same_together + same_apart);
  return same > 0 ? static_cast<double>(same_together) / same : 1;
}

StatusOr<PairAgreement> ComparePairs(const std::string& prediction_path,
                                     const std::vector<NamedPair>& pairs, WorkerPool& pool) {
  ASSIGN_OR_RETURN(const io::Table table,
                   io::Table::Open(prediction_path, io::TableOptions{}, pool));
  const auto source = ColumnOf(table, {"source"}),
             id = ColumnOf(table, {"id", "record_id", "rec_id"});
  const auto entity = ColumnOf(table, {"entity_id", "entity", "cluster_id", "cluster"});
  if (!id || !entity)
    return InvalidArgument(
        fmt::format("{}: expected columns source,id,entity_id", prediction_path));
  absl::flat_hash_map<std::string, std::string> entities;
  ForRows(table, [&](const record::RecordBatch& batch, std::size_t row) {
    const std::string_view of = source ? batch.cell(row, *source) : std::string_view();
    entities.emplace(NameOf(of, batch.cell(row, *id)), batch.cell(row, *entity));
    entities.emplace(NameOf("", batch.cell(row, *id)), batch.cell(row, *entity));
  });
  PairAgreement agreement;
  for (const NamedPair& pair : pairs) {
    const auto a = entities.find(NameOf(pair.source_a, pair.id_a)),
               b = entities.find(NameOf(pair.source_b, pair.id_b));
    if (a == entities.end() || b == entities.end()) {
      ++agreement.unknown;
    } else if (a->second == b->second) {
      ++(pair.same ? agreement.same_together : agreement.different_together);
    } else {
      ++(pair.same ? agreement.same_apart : agreement.different_apart);
    }
  }
  return agreement;
}

std::string RenderPairAgreement(const PairAgreement& agreement, bool json) {
  const double precision = agreement.precision(), recall = agreement.recall();
  const double f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
  if (json) {
    return fmt::format(
        "{{\"same_together\": {}, \"same_apart\": {}, \"different_together\": {}, "
        "\"different_apart\": {}, \"unknown\": {},\n"
        " \"precision\": {:.6f}, \"recall\": {:.6f}, \"f1\": {:.6f}}}\n",
        agreement.same_together, agreement.same_apart, agreement.different_together,
        agreement.different_apart, agreement.unknown, precision, recall, f1);
  }
  return fmt::format(
      "judged pairs      together   apart\nsame            {:>10} {:>7}\ndifferent       {:>10} "
      "{:>7}\n"
      "precision {:.4f}, recall {:.4f}, F1 {:.4f} of the judged pairs{}\n",
      agreement.same_together, agreement.same_apart, agreement.different_together,
      agreement.different_apart, precision, recall, f1,
      agreement.unknown > 0 ? fmt::format("; {} name a record that is not there", agreement.unknown)
                            : "");
}

}  // namespace doublon::evaluate
