#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"

namespace doublon::protocol {

enum class ErrorCode : std::uint8_t {
  kBadJson,
  kBadRequest,
  kUnknownOp,
  kBadField,
  kTooLarge,
  kNotFound,
  kNotReady,
  kOverloaded,
  kReadOnly,
  kDeadline,
  kUnauthorized,
  kUnsupportedProtocol,
  kInternal,
};
inline constexpr std::size_t kErrorCodeCount = 13;

struct ErrorCodeFacts {
  ErrorCode code;
  std::string_view name;         // on the wire
  bool retryable;                // the same request may succeed later
  std::uint32_t retry_after_ms;  // 0: not said
};
// Indexed by ErrorCode.
const std::array<ErrorCodeFacts, kErrorCodeCount>& ErrorCodeTable() noexcept;
std::string_view ErrorCodeName(ErrorCode code) noexcept;

// Why a request, or one record of it, was not carried out. The message is for people and holds no
// record's content.
struct WireError {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::string field;       // name of the field meant, or ""
  std::uint64_t line = 0;  // of the connection, for lines whose id could not be read; 0: not said
};

// The wire code of each Status code; the only place that says so. kOk has none and gives kInternal.
ErrorCode CodeForStatus(absl::StatusCode code) noexcept;
WireError ErrorForStatus(const Status& status);

// Appends `"error":{"code":...}`.
void AppendError(const WireError& error, std::string& out);

}  // namespace doublon::protocol
