#include "protocol/error.h"

#include "io/writer.h"
#include "protocol/limits.h"

namespace doublon::protocol {
namespace {

constexpr std::array<ErrorCodeFacts, kErrorCodeCount> kCodes = {{
    {ErrorCode::kBadJson, "bad_json", false, 0},
    {ErrorCode::kBadRequest, "bad_request", false, 0},
    {ErrorCode::kUnknownOp, "unknown_op", false, 0},
    {ErrorCode::kBadField, "bad_field", false, 0},
    {ErrorCode::kTooLarge, "too_large", false, 0},
    {ErrorCode::kNotFound, "not_found", false, 0},
    {ErrorCode::kNotReady, "not_ready", true, 1'000},
    {ErrorCode::kOverloaded, "overloaded", true, 100},
    // Only a restart ends it, so that soon again is no use.
    {ErrorCode::kReadOnly, "read_only", true, 30'000},
    {ErrorCode::kDeadline, "deadline", true, 0},
    {ErrorCode::kUnauthorized, "unauthorized", false, 0},
    {ErrorCode::kUnsupportedProtocol, "unsupported_protocol", false, 0},
    {ErrorCode::kInternal, "internal", true, 1'000},
}};

}  // namespace

const std::array<ErrorCodeFacts, kErrorCodeCount>& ErrorCodeTable() noexcept { return kCodes; }

std::string_view ErrorCodeName(ErrorCode code) noexcept {
  return kCodes[static_cast<std::size_t>(code)].name;
}

ErrorCode CodeForStatus(absl::StatusCode code) noexcept {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return ErrorCode::kBadRequest;
    case absl::StatusCode::kNotFound:
      return ErrorCode::kNotFound;
    case absl::StatusCode::kDeadlineExceeded:
      return ErrorCode::kDeadline;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return ErrorCode::kUnauthorized;
    case absl::StatusCode::kResourceExhausted:
      return ErrorCode::kOverloaded;
    case absl::StatusCode::kFailedPrecondition:
      return ErrorCode::kReadOnly;
    case absl::StatusCode::kUnavailable:
      return ErrorCode::kNotReady;
    case absl::StatusCode::kUnimplemented:
      return ErrorCode::kUnknownOp;
    case absl::StatusCode::kOk:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
    default:  // abseil reserves the right to add codes
      return ErrorCode::kInternal;
  }
}

WireError ErrorForStatus(const Status& status) {
  return {.code = CodeForStatus(status.code()),
          .message = std::string(status.message()),
          .field = {},
          .line = 0};
}

void AppendError(const WireError& error, std::string& out) {
  const ErrorCodeFacts& facts = kCodes[static_cast<std::size_t>(error.code)];
  out += "\"error\":{\"code\":\"";
  out += facts.name;
  out += "\",\"message\":";
  io::AppendJsonString(error.message, out);
  if (!error.field.empty()) {
    out += ",\"field\":";
    io::AppendJsonString(error.field, out);
  }
  out += facts.retryable ? ",\"retryable\":true" : ",\"retryable\":false";
  if (facts.retry_after_ms != 0) out += fmt::format(",\"retry_after_ms\":{}", facts.retry_after_ms);
  if (error.line != 0) out += fmt::format(",\"line\":{}", error.line);
  out += '}';
}

Status Limits::Validate() const {
  const auto positive = [](std::size_t value, std::string_view name) {
    return value > 0 ? OkStatus()
                     : InvalidArgument(fmt::format("limit {} must be at least 1", name));
  };
  RETURN_IF_ERROR(positive(line_bytes_max, "line_bytes_max"));
  RETURN_IF_ERROR(positive(records_per_request_max, "records_per_request_max"));
  RETURN_IF_ERROR(positive(fields_per_record_max, "fields_per_record_max"));
  RETURN_IF_ERROR(positive(value_bytes_max, "value_bytes_max"));
  RETURN_IF_ERROR(positive(name_bytes_max, "name_bytes_max"));
  RETURN_IF_ERROR(positive(connections_max, "connections_max"));
  RETURN_IF_ERROR(positive(requests_in_flight_max, "requests_in_flight_max"));
  RETURN_IF_ERROR(positive(queue_requests_max, "queue_requests_max"));
  RETURN_IF_ERROR(positive(output_bytes_soft_max, "output_bytes_soft_max"));
  if (nesting_max < 4 || nesting_max > 256) {
    return InvalidArgument(
        fmt::format("limit nesting_max must be in [4, 256], not {}", nesting_max));
  }
  if (line_bytes_max > (std::size_t{1} << 30)) {
    return InvalidArgument(
        fmt::format("limit line_bytes_max must be at most 1 GiB, not {}", line_bytes_max));
  }
  if (bytes_in_flight_max < line_bytes_max) {
    return InvalidArgument("limit bytes_in_flight_max must be at least line_bytes_max");
  }
  if (queue_bytes_max < line_bytes_max) {
    return InvalidArgument("limit queue_bytes_max must be at least line_bytes_max");
  }
  if (output_bytes_hard_max < output_bytes_soft_max) {
    return InvalidArgument("limit output_bytes_hard_max must be at least output_bytes_soft_max");
  }
  return OkStatus();
}

}  // namespace doublon::protocol
