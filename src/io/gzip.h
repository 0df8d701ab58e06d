#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"

namespace doublon::io {

// True when `bytes` begin with the magic bytes of gzip.
bool IsGzip(std::string_view bytes) noexcept;

// Unpacks gzip bytes: all members, one behind the other; zero bytes behind the last are ignored.
// Errors: InvalidArgument when the data is cut, damaged (checksum), followed by other bytes, or
// unpacks to more than `bytes_max`; then nothing is returned, so that no part of a cut file is
// used. The message names no file. Cost: about 300 MB/s of unpacked bytes; memory of the result.
StatusOr<std::string> Gunzip(std::string_view packed, std::uint64_t bytes_max);

}  // namespace doublon::io
