#include "similarity/signature.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "similarity/letters.h"

namespace doublon::similarity {

namespace {

constexpr double kRoundingMargin = 1e-9;
constexpr std::uint32_t kPrefixLetterMax = 4;

std::uint32_t Count(std::uint32_t set) noexcept { return static_cast<std::uint32_t>(std::popcount(set)); }

}  // namespace

Signature::Signature(std::string_view folded) noexcept {
  std::uint8_t high = 0, spaces = 0;
  bool unknown = false;
  for (const char c : folded) {
    const auto byte = static_cast<std::uint8_t>(c);
    bytes_ |= 1U << (byte & 31);
    high = static_cast<std::uint8_t>(high | byte);
    spaces = static_cast<std::uint8_t>(spaces + (byte == ' '));
    unknown |= byte == kUnknownLetter;
  }
  plain_ = high < 0x80 && !unknown && folded.size() <= kLetterCountMax;
  count_ = static_cast<std::uint8_t>(std::min<std::size_t>(folded.size(), 255));
  spaces_ = spaces;
  std::memcpy(&head_, folded.data(), std::min<std::size_t>(folded.size(), sizeof head_));
}

bool Signature::MayReachJaroWinkler(const Signature& a, const Signature& b, double cutoff) noexcept {
  if (!a.plain_ || !b.plain_) return true;
  if (a.count_ == 0 || b.count_ == 0) return a.count_ == b.count_;
  // A letter that the other text has not finds no partner.
  const std::uint32_t lonely_a = Count(a.bytes_ & ~b.bytes_), lonely_b = Count(b.bytes_ & ~a.bytes_);
  const double matched = std::min(a.count_ - lonely_a, b.count_ - lonely_b);
  const double jaro = matched == 0 ? 0.0 : (matched / a.count_ + matched / b.count_ + 1) / 3;
  const std::uint32_t differing = a.head_ ^ b.head_;
  const std::uint32_t prefix =
      differing == 0 ? kPrefixLetterMax : static_cast<std::uint32_t>(std::countr_zero(differing)) / 8;
  return jaro + 0.1 * prefix * (1 - jaro) >= cutoff - kRoundingMargin;
}

bool Signature::MayReachBigramDice(const Signature& a, const Signature& b, double cutoff) noexcept {
  if (!a.plain_ || !b.plain_) return true;
  const int letters_a = a.count_ - a.spaces_, letters_b = b.count_ - b.spaces_;
  if (letters_a < 2 || letters_b < 2) return true;
  // Each letter that the other text has not spoils the bigram it begins, and one that ends the text the one before.
  const auto spoilt = [](std::uint32_t lonely) { return static_cast<int>(lonely < 2 ? lonely : lonely - 1); };
  const std::uint32_t only_a = a.bytes_ & ~b.bytes_ & ~kSpaceBit, only_b = b.bytes_ & ~a.bytes_ & ~kSpaceBit;
  const int common = std::min(letters_a - 1 - spoilt(Count(only_a)), letters_b - 1 - spoilt(Count(only_b)));
  return 2.0 * common >= (cutoff - kRoundingMargin) * (letters_a + letters_b - 2);
}

bool Signature::MayBeWithinOsa(const Signature& a, const Signature& b, std::uint32_t limit) noexcept {
  if (!a.plain_ || !b.plain_) return true;
  const std::uint32_t length = a.count_ > b.count_ ? a.count_ - b.count_ : b.count_ - a.count_;
  return std::max({length, Count(a.bytes_ & ~b.bytes_), Count(b.bytes_ & ~a.bytes_)}) <= limit;
}

}  // namespace doublon::similarity
