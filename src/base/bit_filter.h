#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace doublon {

// Says of most 64-bit hashes that they are not in a set, from a few bits a hash that fit the cache
// where the set itself does not. Never says so wrongly. Thread safety: const methods may run
// concurrently.
class BitFilter {
 public:
  // Room for so many hashes; forgets those added.
  void Reset(std::size_t hash_count) {
    words_.assign(std::bit_ceil(1 + hash_count * kBitsPerHash / 64), 0);
  }
  // Hashes there is room for.
  std::size_t capacity() const noexcept { return words_.size() * 64 / kBitsPerHash; }
  void Add(std::uint64_t hash) noexcept {
    words_[(hash >> 6) & (words_.size() - 1)] |= 1ULL << (hash & 63);
  }
  bool MayHold(std::uint64_t hash) const noexcept {
    return !words_.empty() && (words_[(hash >> 6) & (words_.size() - 1)] >> (hash & 63) & 1) != 0;
  }

 private:
  // A sixteenth of the bits set at most: one hash in sixteen that is not there is looked up for
  // nothing.
  static constexpr std::size_t kBitsPerHash = 16;
  std::vector<std::uint64_t> words_;  // one bit a hash by its lowest bits; a power of two of words
};

}  // namespace doublon
