#pragma once

#include <cstdint>
#include <string_view>

// Says of two strings that they cannot be similar, several times cheaper than finding out how
// similar they are: most pairs that meet are not.
namespace doublon::similarity {

// What a text is made of: the set of its letters, their number and the first four. Thread safe, no
// allocation. Cost: about 1 ns a byte.
class Signature {
 public:
  explicit Signature(std::string_view folded) noexcept;

  // The tests below never say no wrongly: false means that the function of similarity.h is certain
  // to stay below `cutoff` (above `limit`), or to be false. They say yes to texts that are not
  // plain ASCII, hold a '?' or exceed 64 letters. All are symmetric. Cost: a few ns.
  static bool MayReachJaroWinkler(const Signature& a, const Signature& b, double cutoff) noexcept;
  static bool MayReachBigramDice(const Signature& a, const Signature& b, double cutoff) noexcept;
  static bool MayBeWithinOsa(const Signature& a, const Signature& b, std::uint32_t limit) noexcept;
  static bool MayContainTokens(const Signature& a, const Signature& b) noexcept {
    return (a.bytes_ & ~b.bytes_ & ~kSpaceBit) == 0 || (b.bytes_ & ~a.bytes_ & ~kSpaceBit) == 0;
  }
  static bool MayHaveEqualTokens(const Signature& a, const Signature& b) noexcept {
    return ((a.bytes_ ^ b.bytes_) & ~kSpaceBit) == 0;
  }

 private:
  static constexpr std::uint32_t kSpaceBit = 1U << (' ' & 31);
  // Bit c mod 32 for every byte c: letters have bits of their own, digits share some. Two bytes
  // with one bit only make the sets look more alike than they are.
  std::uint32_t bytes_ = 0;
  std::uint32_t head_ = 0;  // the first four bytes
  std::uint8_t count_ = 0;  // letters
  std::uint8_t spaces_ = 0;
  bool plain_ = false;
};

}  // namespace doublon::similarity
