#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "io/table.h"
#include "text/encoding.h"

namespace doublon::fuzz {

inline void Require(bool holds) {
  if (!holds) std::abort();
}

// Opens and reads `bytes` as a file. Whatever they are: no crash, every row taken or rejected,
// cells valid UTF-8, the same rows however they are asked for.
inline void CheckTableInvariants(std::string_view bytes) {
  const int descriptor = memfd_create("fuzz", MFD_CLOEXEC);
  Require(write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  static WorkerPool pool(1);
  io::TableOptions options;
  options.unpacked_bytes_max = 1 << 24;
  StatusOr<io::Table> table =
      io::Table::Open("/proc/self/fd/" + std::to_string(descriptor), options, pool);
  close(descriptor);
  if (!table.ok()) {
    Require(!table.status().message().empty());
    return;
  }
  std::vector<record::RowIssue> issues;
  record::RecordBatch batch;
  table->Read(0, table->row_count(), batch, issues);
  std::size_t rejected = 0;
  for (const record::RowIssue& issue : issues) rejected += issue.rejected ? 1 : 0;
  Require(batch.row_count() + rejected == table->row_count());
  Require(batch.column_count() == table->headers().size());
  std::vector<record::RowIssue> part_issues;
  record::RecordBatch part;
  std::size_t taken = 0;
  for (std::uint64_t row = 0; row < table->row_count(); ++row) {
    if (row < 64) table->Read(row, row + 1, part, part_issues);
    Require(row == 0 || table->row_line(row) >= table->row_line(row - 1));
    const bool in_whole = taken < batch.row_count() && batch.row_number(taken) == row + 1;
    if (row < 64) Require(part.row_count() == (in_whole ? 1u : 0u));
    for (std::size_t column = 0; in_whole && column < batch.column_count(); ++column) {
      Require(text::IsValidUtf8(batch.cell(taken, column)));
      if (row < 64) Require(part.cell(0, column) == batch.cell(taken, column));
    }
    if (in_whole) ++taken;
  }
  Require(taken == batch.row_count());
  table->Sample(10, part);
  Require(part.row_count() <= 10);
}

}  // namespace doublon::fuzz
