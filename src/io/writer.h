#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace doublon::io {

// Writes a file beside its place and renames it when closed, so that nobody ever sees half of it; "-" is standard output.
// Refuses to write over any path in `inputs` (same inode counts). Buffered. Errors (full disk, /dev/full, no permission)
// come from Close at the latest, and the temporary file is removed. Devices and pipes are written to directly.
class OutputFile {
 public:
  static StatusOr<OutputFile> Create(const std::string& path);
  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) noexcept;
  ~OutputFile();  // without Close: drops the temporary file

  void Append(std::string_view bytes);
  [[nodiscard]] Status Close();  // flush, sync, rename

 private:
  struct State;
  explicit OutputFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Ok unless `output` is one of `inputs` (compared by device and inode when both exist). "-" never clashes.
Status CheckNotAnInput(const std::string& output, const std::vector<std::string>& inputs);

// Appends one CSV cell, quoted when it holds the delimiter, a quote, CR, LF or leading/trailing space (RFC 4180).
void AppendCsvCell(std::string_view value, char delimiter, std::string& out);

// Appends a JSON string with its quotes; invalid UTF-8 becomes U+FFFD.
void AppendJsonString(std::string_view value, std::string& out);

}  // namespace doublon::io
