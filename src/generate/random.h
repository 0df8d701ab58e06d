#pragma once

#include <cstdint>

namespace doublon::generate {

// One step of splitmix64 (Steele, Lea, Flood 2014): a bijection of 64-bit values that scatters
// neighbours.
inline std::uint64_t Scatter(std::uint64_t x) noexcept {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

// A stream of random numbers that depends on (seed, stream) only: each household has its own, so
// that any thread may make any household. Not for secrets.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream) noexcept
      : state_(Scatter(seed ^ Scatter(stream))) {}

  std::uint64_t Next() noexcept {
    const std::uint64_t value = Scatter(state_);
    state_ += 0x9e3779b97f4a7c15ULL;
    return value;
  }
  // In [0, bound); bound ≥ 1. The bias is below bound / 2^32.
  std::uint32_t Below(std::uint32_t bound) noexcept {
    return static_cast<std::uint32_t>(((Next() >> 32) * bound) >> 32);
  }
  // In [first, last].
  int Between(int first, int last) noexcept {
    return first + static_cast<int>(Below(static_cast<std::uint32_t>(last - first + 1)));
  }
  // In [0, 1).
  double Unit() noexcept { return static_cast<double>(Next() >> 11) * 0x1p-53; }
  bool Chance(double probability) noexcept { return Unit() < probability; }

 private:
  std::uint64_t state_;
};

}  // namespace doublon::generate
