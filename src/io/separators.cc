#include "io/separators.h"

#include <algorithm>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "io/separators.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace doublon::io::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t kWordBytes = 64;

// Bit i is set when bytes[i] is in the set; reads 64 bytes.
HWY_INLINE std::uint64_t MaskOfWord(const std::uint8_t* bytes, std::uint8_t a, std::uint8_t b,
                                    std::uint8_t c) {
#if HWY_TARGET == HWY_SCALAR
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < kWordBytes; ++i) {
    const bool found = bytes[i] == a || bytes[i] == b || bytes[i] == c;
    word |= static_cast<std::uint64_t>(found) << i;
  }
  return word;
#else
  const hn::CappedTag<std::uint8_t, kWordBytes> tag;
  std::uint8_t mask_bytes[8] = {};
  for (std::size_t i = 0; i < kWordBytes; i += hn::Lanes(tag)) {
    const auto v = hn::LoadU(tag, bytes + i);
    const auto hit = hn::Or(hn::Eq(v, hn::Set(tag, a)),
                            hn::Or(hn::Eq(v, hn::Set(tag, b)), hn::Eq(v, hn::Set(tag, c))));
    hn::StoreMaskBits(tag, hit, mask_bytes + i / 8);
  }
  std::uint64_t word;
  std::memcpy(&word, mask_bytes, sizeof word);
  return word;
#endif
}

std::size_t Find(std::string_view bytes, const SeparatorSet& set, std::uint32_t* out) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const auto a = static_cast<std::uint8_t>(set.first);
  const auto b = static_cast<std::uint8_t>(set.second);
  const auto c = static_cast<std::uint8_t>(set.third);
  std::size_t count = 0;
  for (std::size_t base = 0; base < bytes.size(); base += kWordBytes) {
    std::uint64_t word;
    if (bytes.size() - base >= kWordBytes) {
      word = MaskOfWord(data + base, a, b, c);
    } else {
      std::uint8_t last[kWordBytes] = {};
      const std::size_t rest = bytes.size() - base;
      std::memcpy(last, data + base, rest);
      word = MaskOfWord(last, a, b, c) & ((std::uint64_t{1} << rest) - 1);
    }
    for (; word != 0; word &= word - 1) {
      out[count++] = static_cast<std::uint32_t>(base + __builtin_ctzll(word));
    }
  }
  return count;
}

std::size_t Count(std::string_view bytes, char byte) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const auto a = static_cast<std::uint8_t>(byte);
  std::size_t count = 0;
  std::size_t base = 0;
  for (; base + kWordBytes <= bytes.size(); base += kWordBytes) {
    count += static_cast<std::size_t>(__builtin_popcountll(MaskOfWord(data + base, a, a, a)));
  }
  return count + static_cast<std::size_t>(std::count(bytes.begin() + base, bytes.end(), byte));
}

}  // namespace doublon::io::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace doublon::io {
namespace {
constexpr std::size_t kBlockBytes =
    16 * 1024;  // positions of a block stay in the second-level cache
}  // namespace

HWY_EXPORT(Find);
HWY_EXPORT(Count);

std::size_t FindSeparators(std::string_view bytes, const SeparatorSet& set,
                           std::uint32_t* out) noexcept {
  return HWY_DYNAMIC_DISPATCH(Find)(bytes, set, out);
}

std::size_t CountByte(std::string_view bytes, char byte) noexcept {
  return HWY_DYNAMIC_DISPATCH(Count)(bytes, byte);
}

SeparatorStream::SeparatorStream(std::string_view text, const SeparatorSet& set) noexcept
    : text_(text), set_(set), end_(text.size()) {}

bool SeparatorStream::Fill() noexcept {
  if (block_end_ >= end_) return false;
  if (positions_ == nullptr) {
    positions_ = std::make_unique_for_overwrite<std::uint32_t[]>(kBlockBytes + 64);
  }
  block_begin_ = block_end_;
  block_end_ = std::min(end_, block_begin_ + kBlockBytes);
  next_ = 0;
  count_ =
      FindSeparators(text_.substr(block_begin_, block_end_ - block_begin_), set_, positions_.get());
  return true;
}

}  // namespace doublon::io
#endif  // HWY_ONCE
