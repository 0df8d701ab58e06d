#include "io/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace doublon::io {
namespace {

constexpr int kGzipWindowBits = 15 + 16;  // zlib: largest window, gzip wrapper with its checksum
constexpr std::size_t kGrowBytes = std::size_t{1} << 20;

// Ends the zlib stream on every way out.
struct Inflater {
  z_stream stream{};
  bool ready = inflateInit2(&stream, kGzipWindowBits) == Z_OK;
  ~Inflater() {
    if (ready) inflateEnd(&stream);
  }
};

constexpr uInt ClampToUInt(std::size_t size) noexcept {
  return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
}

Status Damaged() {
  return InvalidArgument(
      "the gzip data is damaged; nothing of it was used: copy or download it again");
}

// Unpacks one member from the front of `packed` behind `out`.
Status AppendMember(Inflater& inflater, std::string_view& packed, std::uint64_t bytes_max,
                    std::size_t& used, std::string& out) {
  z_stream& stream = inflater.stream;
  if (inflateReset(&stream) != Z_OK) return Internal("zlib cannot be started");
  while (true) {
    if (used == out.size()) {
      if (used >= bytes_max) {
        return InvalidArgument(fmt::format("it unpacks to more than {} bytes", bytes_max));
      }
      out.resize(static_cast<std::size_t>(
          std::min<std::uint64_t>(bytes_max, used + std::max(kGrowBytes, used / 2))));
    }
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = ClampToUInt(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + used);
    stream.avail_out = ClampToUInt(out.size() - used);
    const uInt given_in = stream.avail_in;
    const uInt given_out = stream.avail_out;
    const int result = inflate(&stream, Z_NO_FLUSH);
    packed.remove_prefix(given_in - stream.avail_in);
    used += given_out - stream.avail_out;
    if (result == Z_STREAM_END) return OkStatus();
    if (result == Z_MEM_ERROR) return ResourceExhausted("no memory to unpack it");
    if (result != Z_OK && result != Z_BUF_ERROR) return Damaged();
    if (packed.empty() && stream.avail_out != 0) {
      return InvalidArgument(
          "the gzip data is cut short; nothing of it was used: copy or download it again");
    }
  }
}

}  // namespace

bool IsGzip(std::string_view bytes) noexcept { return bytes.starts_with("\x1f\x8b\x08"); }

StatusOr<std::string> Gunzip(std::string_view packed, std::uint64_t bytes_max) {
  Inflater inflater;
  if (!inflater.ready) return Internal("zlib cannot be started");
  std::string out;
  out.resize(static_cast<std::size_t>(
      std::min<std::uint64_t>(bytes_max, std::max(kGrowBytes, packed.size() * 4))));
  std::size_t used = 0;
  do {
    RETURN_IF_ERROR(AppendMember(inflater, packed, bytes_max, used, out));
    packed.remove_prefix(std::min(packed.find_first_not_of('\0'), packed.size()));
  } while (IsGzip(packed));
  if (!packed.empty()) return Damaged();
  out.resize(used);
  return out;
}

}  // namespace doublon::io
