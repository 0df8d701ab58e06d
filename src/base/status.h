#pragma once

#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/absl_interop.h"
#include "fmt/format.h"

namespace doublon {

using absl::Status;
using absl::StatusOr;

inline Status OkStatus() { return absl::OkStatus(); }

// Builds a Status from a std::string_view message (abseil's makers take only its own view).
// Messages say what, where and what to do; they never hold a record's content.
inline Status InvalidArgument(std::string_view m) { return absl::InvalidArgumentError(ToAbsl(m)); }
inline Status NotFound(std::string_view m) { return absl::NotFoundError(ToAbsl(m)); }
inline Status FailedPrecondition(std::string_view m) {
  return absl::FailedPreconditionError(ToAbsl(m));
}
inline Status DataLoss(std::string_view m) { return absl::DataLossError(ToAbsl(m)); }
inline Status Unavailable(std::string_view m) { return absl::UnavailableError(ToAbsl(m)); }
inline Status ResourceExhausted(std::string_view m) {
  return absl::ResourceExhaustedError(ToAbsl(m));
}
inline Status Internal(std::string_view m) { return absl::InternalError(ToAbsl(m)); }

}  // namespace doublon

#define DOUBLON_CONCAT_INNER(a, b) a##b
#define DOUBLON_CONCAT(a, b) DOUBLON_CONCAT_INNER(a, b)

#define RETURN_IF_ERROR(expression)                                              \
  do {                                                                           \
    if (::doublon::Status status_ = (expression); !status_.ok()) return status_; \
  } while (false)

#define ASSIGN_OR_RETURN(lhs, expression) \
  ASSIGN_OR_RETURN_IMPL(DOUBLON_CONCAT(status_or_, __LINE__), lhs, expression)
#define ASSIGN_OR_RETURN_IMPL(temporary, lhs, expression) \
  auto temporary = (expression);                          \
  if (!temporary.ok()) return temporary.status();         \
  lhs = *std::move(temporary)
