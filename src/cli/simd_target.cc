#include "cli/simd_target.h"

#include <array>
#include <cstdint>

#include "fmt/format.h"
#include "fmt/ranges.h"
#include "hwy/targets.h"

namespace doublon::cli {

namespace {

// The plainest first: better sets have lower bits.
struct Target {
  std::string_view name;
  std::int64_t bits;
};
constexpr std::array<Target, 6> kTargets = {{{"scalar", HWY_SCALAR | HWY_EMU128},
                                             {"ssse3", HWY_SSSE3},
                                             {"sse4", HWY_SSE4},
                                             {"avx2", HWY_AVX2},
                                             {"avx512", HWY_AVX3},
                                             {"avx512_dl", HWY_AVX3_DL}}};

std::int64_t LowestBit(std::int64_t bits) { return bits & -bits; }

bool Has(const Target& target) {
  return target.bits == kTargets[0].bits || (hwy::SupportedTargets() & target.bits) != 0;
}

}  // namespace

std::vector<std::string> SimdTargets() {
  std::vector<std::string> names;
  for (const Target& target : kTargets) {
    if (Has(target)) names.emplace_back(target.name);
  }
  return names;
}

Status UseSimdTarget(std::string_view name) {
  if (name.empty()) return OkStatus();
  for (const Target& target : kTargets) {
    if (target.name != name || !Has(target)) continue;
    hwy::DisableTargets(LowestBit(target.bits) - 1);
    return OkStatus();
  }
  return FailedPrecondition(fmt::format("DOUBLON_SIMD=\"{}\" is none of what this machine has: {}",
                                        name, fmt::join(SimdTargets(), ", ")));
}

}  // namespace doublon::cli
