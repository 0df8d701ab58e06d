#include "similarity/signature.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/load.h"
#include "similarity/letters.h"

namespace doublon::similarity {

namespace {

constexpr double kRoundingMargin = 1e-9;
constexpr std::uint32_t kPrefixLetterMax = 4;

constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
constexpr std::uint32_t kUnknownBit = 1U << (kUnknownLetter & 31);

// std::popcount without the instruction, which not every x86-64 has, is a call that looks up a
// table.
std::uint32_t Count(std::uint32_t set) noexcept {
  set -= set >> 1 & 0x55555555;
  set = (set & 0x33333333) + (set >> 2 & 0x33333333);
  return ((set + (set >> 4)) & 0x0f0f0f0f) * 0x01010101 >> 24;
}

}  // namespace

Signature::Signature(std::string_view folded) noexcept {
  const std::size_t size = folded.size();
  std::uint64_t high = 0;
  const auto take_eight = [&](std::uint64_t letters) {
    high |= letters;
    for (unsigned shift = 0; shift < 64; shift += 8) bytes_ |= 1U << (letters >> shift & 31);
  };
  // Eight bytes at a time, the last ones twice where they do not fill eight: a set does not mind.
  if (size >= sizeof(std::uint64_t)) {
    for (std::size_t at = 0; at + 8 < size; at += 8)
      take_eight(LoadAt<std::uint64_t>(folded.data() + at));
    take_eight(LoadAt<std::uint64_t>(folded.data() + size - 8));
  } else if (size >= sizeof(std::uint32_t)) {
    take_eight(static_cast<std::uint64_t>(LoadAt<std::uint32_t>(folded.data() + size - 4)) << 32 |
               LoadAt<std::uint32_t>(folded.data()));
  } else {
    for (const char c : folded) {
      high |= static_cast<std::uint8_t>(c);
      bytes_ |= 1U << (static_cast<std::uint8_t>(c) & 31);
    }
  }
  plain_ = (high & kHighBits) == 0 && size <= kLetterCountMax &&
           ((bytes_ & kUnknownBit) == 0 || folded.find(kUnknownLetter) == std::string_view::npos);
  count_ = static_cast<std::uint8_t>(std::min<std::size_t>(size, 255));
  if ((bytes_ & kSpaceBit) != 0)
    spaces_ = static_cast<std::uint8_t>(std::count(folded.begin(), folded.end(), ' '));
  std::memcpy(&head_, folded.data(), std::min<std::size_t>(size, sizeof head_));
}

bool Signature::MayReachJaroWinkler(const Signature& a, const Signature& b,
                                    double cutoff) noexcept {
  if (!a.plain_ || !b.plain_) return true;
  if (a.count_ == 0 || b.count_ == 0) return a.count_ == b.count_;
  // A letter that the other text has not finds no partner.
  const std::uint32_t lonely_a = Count(a.bytes_ & ~b.bytes_),
                      lonely_b = Count(b.bytes_ & ~a.bytes_);
  const double matched = std::min(a.count_ - lonely_a, b.count_ - lonely_b);
  const double jaro = matched == 0 ? 0.0 : (matched / a.count_ + matched / b.count_ + 1) / 3;
  const std::uint32_t differing = a.head_ ^ b.head_;
  const std::uint32_t prefix = differing == 0
                                   ? kPrefixLetterMax
                                   : static_cast<std::uint32_t>(std::countr_zero(differing)) / 8;
  return jaro + 0.1 * prefix * (1 - jaro) >= cutoff - kRoundingMargin;
}

bool Signature::MayReachBigramDice(const Signature& a, const Signature& b, double cutoff) noexcept {
  if (!a.plain_ || !b.plain_) return true;
  const int letters_a = a.count_ - a.spaces_, letters_b = b.count_ - b.spaces_;
  if (letters_a < 2 || letters_b < 2) return true;
  // Each letter that the other text has not spoils the bigram it begins, and one that ends the text
  // the one before.
  const auto spoilt = [](std::uint32_t lonely) {
    return static_cast<int>(lonely < 2 ? lonely : lonely - 1);
  };
  const std::uint32_t only_a = a.bytes_ & ~b.bytes_ & ~kSpaceBit,
                      only_b = b.bytes_ & ~a.bytes_ & ~kSpaceBit;
  const int common =
      std::min(letters_a - 1 - spoilt(Count(only_a)), letters_b - 1 - spoilt(Count(only_b)));
  return 2.0 * common >= (cutoff - kRoundingMargin) * (letters_a + letters_b - 2);
}

bool Signature::MayBeWithinOsa(const Signature& a, const Signature& b,
                               std::uint32_t limit) noexcept {
  if (!a.plain_ || !b.plain_) return true;
  const std::uint32_t length = a.count_ > b.count_ ? a.count_ - b.count_ : b.count_ - a.count_;
  return std::max({length, Count(a.bytes_ & ~b.bytes_), Count(b.bytes_ & ~a.bytes_)}) <= limit;
}

}  // namespace doublon::similarity
