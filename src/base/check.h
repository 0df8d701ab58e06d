#pragma once

// DOUBLON_CHECK (always on) and DOUBLON_DCHECK (debug and sanitizer builds) guard against our own
// bugs. No byte that a client or a file sends may reach one: such input gets a Status or a
// RowIssue.

namespace doublon {

// Prints the place and the condition (never data) and aborts.
[[noreturn]] void CheckFailed(const char* file, int line, const char* condition) noexcept;

}  // namespace doublon

#define DOUBLON_CHECK(condition)                \
  (__builtin_expect(!!(condition), 1) ? (void)0 \
                                      : ::doublon::CheckFailed(__FILE__, __LINE__, #condition))
#ifdef NDEBUG
#define DOUBLON_DCHECK(condition) ((void)0)
#else
#define DOUBLON_DCHECK(condition) DOUBLON_CHECK(condition)
#endif
