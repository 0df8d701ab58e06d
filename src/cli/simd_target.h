#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace doublon::cli {

// Names of the SIMD instruction sets that this program and this processor have, the plainest first.
std::vector<std::string> SimdTargets();

// Keeps the program from using any set better than that of this name: to test that what it gives
// does not depend on it. "" changes nothing. To be called once, before anything else. Errors:
// FailedPrecondition, with the names there are.
Status UseSimdTarget(std::string_view name);

}  // namespace doublon::cli
