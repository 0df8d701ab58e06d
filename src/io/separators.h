#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace doublon::io {

// Three bytes to look for; repeat one to look for fewer.
struct SeparatorSet {
  char first = '\n';
  char second = '"';
  char third = '\n';
};

// Writes the offsets of every byte of `bytes` that is in `set`, ascending, and returns their count.
// Inputs: at most 2^32 - 1 bytes; `out` has room for bytes.size() + 64 numbers.
// Cost: one pass of SIMD compares (chosen at run time), about 1 ns for each byte found. Total.
std::size_t FindSeparators(std::string_view bytes, const SeparatorSet& set,
                           std::uint32_t* out) noexcept;

// Number of bytes of `bytes` equal to `byte`.
std::size_t CountByte(std::string_view bytes, char byte) noexcept;

// The separators of a text in ascending order, found block by block; it can jump forward, and back
// at the price of a rescan. Not thread-safe; the text must outlive it. Memory: 64 KiB once used.
class SeparatorStream {
 public:
  SeparatorStream(std::string_view text, const SeparatorSet& set) noexcept;

  // Sets where the stream ends: no byte at or after `end` is looked at before it is raised again.
  void SetEnd(std::size_t end) noexcept { end_ = end; }

  // Moves to the first separator at or after `position`.
  void SkipTo(std::size_t position) noexcept {
    if (position >= block_begin_ && position < block_end_) {
      const auto offset = static_cast<std::uint32_t>(position - block_begin_);
      if (next_ > 0 && positions_[next_ - 1] >= offset) next_ = 0;
      while (next_ < count_ && positions_[next_] < offset) ++next_;
    } else {
      block_begin_ = block_end_ = position;
      next_ = count_ = 0;
    }
  }

  // Position of the next separator, or the end when there is none.
  std::size_t Next() noexcept {
    while (next_ == count_) {
      if (!Fill()) return end_;
    }
    return block_begin_ + positions_[next_++];
  }

  // The next one without taking it; the end when this block holds no more (a hint, not an answer).
  std::size_t PeekInBlock() const noexcept {
    return next_ < count_ ? block_begin_ + positions_[next_] : end_;
  }

  // Takes the separator that PeekInBlock showed.
  void TakePeeked() noexcept { ++next_; }

 private:
  bool Fill() noexcept;

  std::string_view text_;
  SeparatorSet set_;
  std::size_t end_;
  std::size_t block_begin_ = 0;
  std::size_t block_end_ = 0;
  std::size_t next_ = 0;
  std::size_t count_ = 0;
  std::unique_ptr<std::uint32_t[]> positions_;
};

}  // namespace doublon::io
