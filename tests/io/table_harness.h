#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "io/table.h"
#include "temp_folder.h"

namespace doublon::io {

using tests::TempFolder;

inline std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Bytes that can be opened by a path without touching a disk.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(memfd_create("table", MFD_CLOEXEC)) {
    while (!bytes.empty()) {
      const ssize_t written = write(descriptor_, bytes.data(), bytes.size());
      if (written <= 0) std::abort();
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

// Everything that reading a text gives, as plain values.
struct ReadTable {
  Status status;
  std::vector<std::string> headers;
  std::vector<std::vector<std::string>> rows;  // those taken
  std::vector<std::uint64_t> row_numbers;
  std::vector<record::RowIssue> issues;
  std::vector<std::string> notes;
  std::uint64_t row_count = 0;
  char delimiter = 0;
  Format format = Format::kCsv;
  text::Encoding encoding = text::Encoding::kUtf8;

  std::size_t rejected_count() const {
    std::size_t count = 0;
    for (const auto& issue : issues) count += issue.rejected ? 1 : 0;
    return count;
  }
};

inline void AddRows(const record::RecordBatch& batch, ReadTable& out) {
  for (std::size_t row = 0; row < batch.row_count(); ++row) {
    auto& cells = out.rows.emplace_back();
    for (std::size_t column = 0; column < batch.column_count(); ++column) {
      cells.emplace_back(batch.cell(row, column));
    }
    out.row_numbers.push_back(batch.row_number(row));
  }
}

// Opens `path` and reads all of it, `batch_rows` rows at a time.
inline ReadTable ReadPath(const std::string& path, const TableOptions& options = {},
                          std::size_t batch_rows = 1000, std::size_t thread_count = 1) {
  WorkerPool pool(thread_count);
  ReadTable out;
  StatusOr<Table> opened = Table::Open(path, options, pool);
  out.status = opened.status();
  if (!opened.ok()) return out;
  // Reading must work from where the table was moved to.
  const Table table = *std::move(opened);
  out.headers = table.headers();
  out.notes = table.notes();
  out.row_count = table.row_count();
  out.delimiter = table.delimiter();
  out.format = table.format();
  out.encoding = table.encoding();
  record::RecordBatch batch;
  for (std::uint64_t first = 0; first < table.row_count(); first += batch_rows) {
    table.Read(first, first + batch_rows, batch, out.issues);
    AddRows(batch, out);
  }
  return out;
}

inline ReadTable ReadText(std::string_view text, const TableOptions& options = {},
                          std::size_t batch_rows = 1000, std::size_t thread_count = 1) {
  const MemoryFile file(text);
  return ReadPath(file.path(), options, batch_rows, thread_count);
}

}  // namespace doublon::io
