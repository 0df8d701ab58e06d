#include "service/options.h"

namespace doublon::service {

Status ServiceOptions::Validate() const {
  if (data.empty()) return InvalidArgument("--data needs a directory, or :memory:");
  if (live.candidates_max == 0)
    return InvalidArgument("the number of candidates of a match must be at least 1");
  return limits.Validate();
}

}  // namespace doublon::service
