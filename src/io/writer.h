#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace doublon::io {

// Writes a file beside its place and renames it when closed, so that nobody ever sees half of it;
// "-" and /dev/stdout are standard output. Devices, pipes and descriptors (/dev/fd/3) are written
// to directly. A symbolic link stays: its target is replaced, with the mode it had. Buffered (1
// MiB). Not thread-safe. Errors (full disk, /dev/full, no permission, a closed pipe) come from
// Close at the latest; the temporary file is then removed and what was there before is untouched.
// CheckNotAnInput tells beforehand whether an input would be lost.
class OutputFile {
 public:
  // Errors: InvalidArgument with the path and what to do (a directory, no such folder, no
  // permission).
  static StatusOr<OutputFile> Create(const std::string& path);
  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) noexcept;
  ~OutputFile();  // without Close: drops the temporary file

  // After the first error further bytes are dropped.
  void Append(std::string_view bytes);
  // Hands what is buffered to the system: for answers that somebody waits for.
  void Flush();
  [[nodiscard]] Status Close();  // flush, sync, rename; once

 private:
  struct State;
  explicit OutputFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Ok unless `output` is one of `inputs` (compared by device and inode when both exist). "-" never
// clashes, nor do devices and pipes.
Status CheckNotAnInput(const std::string& output, const std::vector<std::string>& inputs);

// Appends one CSV cell, quoted when it holds the delimiter, a quote, CR, LF or leading/trailing
// space (RFC 4180). An empty cell that is alone on its line must be written as "" by the caller:
// readers skip blank lines.
void AppendCsvCell(std::string_view value, char delimiter, std::string& out);

// Appends a JSON string with its quotes; invalid UTF-8 becomes U+FFFD.
void AppendJsonString(std::string_view value, std::string& out);

}  // namespace doublon::io
