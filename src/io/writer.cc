#include "io/writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <utility>

#include "text/encoding.h"

namespace doublon::io {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;
constexpr int kNameAttempts = 100;

Status FileError(const std::string& path, std::string_view what, int error) {
  const std::string text = fmt::format("{}: {}: {}", path == "-" ? "standard output" : path, what,
                                       std::system_category().message(error));
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) return ResourceExhausted(text);
  if (error == EIO) return DataLoss(text);
  return error == EPIPE ? Unavailable(text) : InvalidArgument(text);
}

// The descriptor that "-", "/dev/stdout" or "/dev/fd/3" names.
std::optional<int> NamedDescriptor(std::string_view path) noexcept {
  if (path == "-" || path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    int number = 0;
    if (!path.starts_with(folder)) continue;
    const std::string_view digits = path.substr(folder.size());
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error == std::errc() && end == digits.data() + digits.size() && number >= 0) return number;
  }
  return std::nullopt;
}

// Where the bytes of `path` really go: the target of a symbolic link.
std::string ResolvedPath(const std::string& path) {
  std::array<char, PATH_MAX> resolved;
  return realpath(path.c_str(), resolved.data()) != nullptr ? std::string(resolved.data()) : path;
}

std::string FolderOf(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

// Makes the directory entry durable. File systems that cannot sync a folder are no error.
void SyncFolder(const std::string& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

}  // namespace

struct OutputFile::State {
  std::string path;       // as the user wrote it
  std::string target;     // what is replaced; empty when written directly
  std::string temporary;  // beside the target
  int descriptor = -1;
  std::string buffer;
  Status status;
  bool closed = false;

  ~State() {
    if (!closed) Drop();
  }

  Status OpenTemporary(std::optional<mode_t> mode) {
    const std::size_t slash = target.find_last_of('/');
    const std::string folder = slash == std::string::npos ? "" : target.substr(0, slash + 1);
    const std::string name = target.substr(folder.size());
    for (int attempt = 0; attempt < kNameAttempts; ++attempt) {
      temporary = fmt::format("{}.{}.{}-{}.tmp", folder, name.substr(0, 200), getpid(), attempt);
      descriptor = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (descriptor >= 0 || errno != EEXIST) break;
    }
    if (descriptor < 0) {
      const int error = errno;
      temporary.clear();
      return FileError(
          path, "cannot be created; check that its folder exists and may be written to", error);
    }
    if (mode.has_value()) fchmod(descriptor, *mode);
    return OkStatus();
  }

  void Flush() {
    std::string_view rest = buffer;
    while (status.ok() && !rest.empty()) {
      const ssize_t written = write(descriptor, rest.data(), rest.size());
      if (written > 0) {
        rest.remove_prefix(static_cast<std::size_t>(written));
      } else if (written < 0 && errno != EINTR) {
        status = FileError(path, "cannot be written", errno);
      }
    }
    buffer.clear();
  }

  void SyncAndRename() {
    // Pipes and terminals cannot be synced (EINVAL, ENOTSUP, EROFS); only a failed write-back is an
    // error.
    if (status.ok() && fsync(descriptor) != 0 &&
        (errno == EIO || errno == ENOSPC || errno == EDQUOT)) {
      status = FileError(path, "cannot be written", errno);
    }
    const bool owned = descriptor > STDERR_FILENO;
    if (owned && close(descriptor) != 0 && status.ok() && errno != EINTR) {
      status = FileError(path, "cannot be written", errno);
    }
    descriptor = -1;
    if (status.ok() && !temporary.empty()) {
      if (rename(temporary.c_str(), target.c_str()) != 0) {
        status = FileError(path, "cannot be replaced", errno);
      } else {
        temporary.clear();
        SyncFolder(FolderOf(target));
      }
    }
  }

  void Drop() noexcept {
    if (descriptor > STDERR_FILENO) close(descriptor);
    descriptor = -1;
    if (!temporary.empty()) unlink(temporary.c_str());
    temporary.clear();
    closed = true;
  }
};

StatusOr<OutputFile> OutputFile::Create(const std::string& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  if (const std::optional<int> named = NamedDescriptor(path)) {
    // A copy, so that closing it reports errors and leaves standard output open.
    state->descriptor = fcntl(*named, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (state->descriptor < 0) return FileError(path, "is not open", errno);
    return OutputFile(std::move(state));
  }
  struct stat existing {};
  const bool exists = stat(path.c_str(), &existing) == 0;
  if (path.empty() || path.back() == '/' || (exists && S_ISDIR(existing.st_mode))) {
    return InvalidArgument(fmt::format("{}: is a directory; name a file to write", path));
  }
  if (exists && !S_ISREG(existing.st_mode)) {
    state->descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (state->descriptor < 0) return FileError(path, "cannot be opened", errno);
    return OutputFile(std::move(state));
  }
  state->target = exists ? ResolvedPath(path) : path;
  if (exists && access(state->target.c_str(), W_OK) != 0) {
    return FileError(path, "may not be written to", errno);
  }
  RETURN_IF_ERROR(state->OpenTemporary(exists ? std::optional<mode_t>(existing.st_mode & 07777)
                                              : std::nullopt));
  return OutputFile(std::move(state));
}

OutputFile::OutputFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
OutputFile::OutputFile(OutputFile&&) noexcept = default;
OutputFile& OutputFile::operator=(OutputFile&&) noexcept = default;
OutputFile::~OutputFile() = default;

void OutputFile::Flush() { state_->Flush(); }

void OutputFile::Append(std::string_view bytes) {
  State& state = *state_;
  if (!state.status.ok() || state.closed) return;
  state.buffer.append(bytes);
  if (state.buffer.size() >= kBufferBytes) state.Flush();
}

Status OutputFile::Close() {
  State& state = *state_;
  if (state.closed) return state.status;
  state.Flush();
  state.SyncAndRename();
  state.Drop();
  return state.status;
}

Status CheckNotAnInput(const std::string& output, const std::vector<std::string>& inputs) {
  struct stat out {};
  if (output == "-" || stat(output.c_str(), &out) != 0 || !S_ISREG(out.st_mode)) return OkStatus();
  for (const std::string& input : inputs) {
    struct stat in {};
    if (input == "-" || stat(input.c_str(), &in) != 0) continue;
    if (in.st_dev == out.st_dev && in.st_ino == out.st_ino) {
      return InvalidArgument(fmt::format("{}: is also an input; write to another file", output));
    }
  }
  return OkStatus();
}

void AppendCsvCell(std::string_view value, char delimiter, std::string& out) {
  const bool outer_space = !value.empty() && (value.front() == ' ' || value.back() == ' ' ||
                                              value.front() == '\t' || value.back() == '\t');
  const bool special = std::any_of(value.begin(), value.end(), [delimiter](char c) {
    return c == delimiter || c == '"' || c == '\r' || c == '\n';
  });
  if (!outer_space && !special) {
    out.append(value);
    return;
  }
  out.push_back('"');
  for (const char c : value) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

void AppendJsonString(std::string_view value, std::string& out) {
  std::string repaired;
  if (!text::IsValidUtf8(value)) {
    text::AppendAsUtf8(value, text::Encoding::kUtf8, repaired);
    value = repaired;
  }
  out.push_back('"');
  for (const char c : value) {
    switch (c) {
      case '"':
        out.append("\\\"");
        break;
      case '\\':
        out.append("\\\\");
        break;
      case '\n':
        out.append("\\n");
        break;
      case '\r':
        out.append("\\r");
        break;
      case '\t':
        out.append("\\t");
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out.push_back(c);
        }
    }
  }
  out.push_back('"');
}

}  // namespace doublon::io
