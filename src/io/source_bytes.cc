#include "io/source_bytes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "io/gzip.h"

namespace doublon::io {
namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 20;

// A file descriptor that closes itself unless it is standard input.
class Descriptor {
 public:
  explicit Descriptor(int value) noexcept : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ > STDIN_FILENO) close(value_);
  }
  int value() const noexcept { return value_; }

 private:
  int value_;
};

Status Refused(const std::string& path, std::string_view why) {
  return InvalidArgument(fmt::format("{}: {}", DisplayName(path), why));
}

Status OpenError(const std::string& path, int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return NotFound(fmt::format("{}: no such file; check its name and folder", path));
  }
  if (error == EACCES || error == EPERM) {
    return Refused(path, "no permission to read it; change its mode or run as its owner");
  }
  return Refused(path, fmt::format("cannot be opened: {}", std::system_category().message(error)));
}

StatusOr<std::string> ReadToEnd(int descriptor, const std::string& path, std::uint64_t bytes_max) {
  std::string bytes;
  std::size_t used = 0;
  while (true) {
    if (used == bytes.size()) bytes.resize(used + std::max(kReadBytes, used / 2));
    const ssize_t got = read(descriptor, bytes.data() + used, bytes.size() - used);
    if (got == 0) break;
    if (got < 0) {
      if (errno == EINTR) continue;
      if (errno == EISDIR) return Refused(path, "is a directory; name a file");
      return Refused(path,
                     fmt::format("cannot be read: {}", std::system_category().message(errno)));
    }
    used += static_cast<std::size_t>(got);
    if (used > bytes_max) {
      return Refused(path, fmt::format("holds more than {} bytes; split it", bytes_max));
    }
  }
  bytes.resize(used);
  return bytes;
}

struct Signature {
  std::string_view magic;
  std::string_view advice;
};

// Files that people take for CSV, by their first bytes.
constexpr std::array<Signature, 11> kSignatures = {{
    {{"PK\x03\x04", 4},
     "is a zip archive or a spreadsheet (xlsx, ods); save it as CSV or unpack it"},
    {{"\xd0\xcf\x11\xe0", 4}, "is an old spreadsheet (xls); save it as CSV"},
    {{"%PDF", 4}, "is a PDF document; export the list as CSV"},
    {{"\x28\xb5\x2f\xfd", 4}, "is packed with zstd; unpack it or use gzip"},
    {{"\xfd\x37zXZ", 5}, "is packed with xz; unpack it or use gzip"},
    {{"BZh", 3}, "is packed with bzip2; unpack it or use gzip"},
    {{"7z\xbc\xaf", 4}, "is a 7z archive; unpack it"},
    {{"PAR1", 4}, "is a Parquet file; export it as CSV or NDJSON"},
    {{"SQLite format 3", 15}, "is a SQLite database; export the table as CSV"},
    {{"BEGIN:VCARD", 11}, "holds vCards; export the contacts as CSV"},
    {{"<!DOCTYPE", 9}, "is a web page or XML, not a table; download the CSV itself"},
}};

Status CheckSignature(std::string_view bytes, const std::string& path) {
  if (bytes.empty()) return Refused(path, "is empty; there is nothing to read");
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  for (const Signature& signature : kSignatures) {
    if (bytes.starts_with(signature.magic)) return Refused(path, signature.advice);
  }
  if (bytes.starts_with("<?xml") || bytes.starts_with("<html")) {
    return Refused(path, "is a web page or XML, not a table; download or export CSV");
  }
  return OkStatus();
}

}  // namespace

std::string DisplayName(const std::string& path) { return path == "-" ? "standard input" : path; }

SourceBytes::SourceBytes(SourceBytes&& other) noexcept
    : mapped_(std::exchange(other.mapped_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      owned_(std::move(other.owned_)) {}

SourceBytes& SourceBytes::operator=(SourceBytes&& other) noexcept {
  std::swap(mapped_, other.mapped_);
  std::swap(size_, other.size_);
  owned_.swap(other.owned_);
  return *this;
}

SourceBytes::~SourceBytes() { Drop(); }

void SourceBytes::ReleasePages(std::size_t begin, std::size_t size) const noexcept {
  if (mapped_ == nullptr) return;
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const std::size_t first = (begin + page - 1) / page * page, last = (begin + size) / page * page;
  if (first < last) madvise(static_cast<char*>(mapped_) + first, last - first, MADV_DONTNEED);
}

void SourceBytes::Drop() noexcept {
  if (mapped_ != nullptr) munmap(std::exchange(mapped_, nullptr), size_);
  std::string().swap(owned_);
}

StatusOr<SourceBytes> SourceBytes::Open(const std::string& path, std::uint64_t unpacked_bytes_max) {
  const Descriptor file(path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.value() < 0) return OpenError(path, errno);
  struct stat status {};
  if (fstat(file.value(), &status) != 0) return OpenError(path, errno);
  if (S_ISDIR(status.st_mode)) return Refused(path, "is a directory; name a file");

  SourceBytes source;
  const bool mappable = path != "-" && S_ISREG(status.st_mode) && status.st_size > 0;
  if (mappable) {
    const auto size = static_cast<std::size_t>(status.st_size);
    void* mapped = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.value(), 0);
    if (mapped != MAP_FAILED) {
      source.mapped_ = mapped;
      source.size_ = size;
      madvise(mapped, size, MADV_WILLNEED);
    }
  }
  if (source.mapped_ == nullptr) {  // standard input, pipes, devices, file systems without mapping
    ASSIGN_OR_RETURN(source.owned_, ReadToEnd(file.value(), path, unpacked_bytes_max));
  }
  if (IsGzip(source.bytes())) {
    StatusOr<std::string> unpacked = Gunzip(source.bytes(), unpacked_bytes_max);
    if (!unpacked.ok()) return Refused(path, FromAbsl(unpacked.status().message()));
    SourceBytes plain;
    plain.owned_ = *std::move(unpacked);
    source = std::move(plain);
  }
  RETURN_IF_ERROR(CheckSignature(source.bytes(), path));
  return source;
}

}  // namespace doublon::io
