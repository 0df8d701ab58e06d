#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace doublon {

void CheckFailed(const char* file, int line, const char* condition) noexcept {
  std::fprintf(stderr, "doublon: internal error at %s:%d: %s does not hold\n", file, line,
               condition);
  std::abort();
}

}  // namespace doublon
