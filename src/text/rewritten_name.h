#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

// What the rules of fr_key are written with: sets of letters, and a name that is rewritten in
// place. Internal to this layer.
namespace doublon::text {

// A set of capitals and of the five characters after Z: the low five bits tell them apart.
class LetterSet {
 public:
  constexpr LetterSet() = default;
  explicit constexpr LetterSet(std::string_view letters) {
    for (const char c : letters) Add(c);
  }
  constexpr void Add(char c) { bits_ |= std::uint32_t{1} << (c & 31); }
  constexpr bool Has(char c) const { return (bits_ >> (c & 31) & 1U) != 0; }
  constexpr bool Meets(LetterSet other) const { return (bits_ & other.bits_) != 0; }
  constexpr bool Holds(LetterSet other) const { return (bits_ & other.bits_) == other.bits_; }
  constexpr std::uint32_t bits() const { return bits_; }
  // The same and the end of the name, which is a zero.
  constexpr LetterSet OrEnd() const {
    LetterSet set = *this;
    set.bits_ |= 1;
    return set;
  }

 private:
  std::uint32_t bits_ = 0;
};

// Letters of a name that count for its key.
inline constexpr std::size_t kKeyLetterCountMax = 120;
// Zeros behind the name: how far a rule may look ahead of its letter.
inline constexpr std::size_t kLookAhead = 8;

inline bool Is(const char* at, std::string_view word) noexcept {
  return std::string_view(at, word.size()) == word;
}
inline bool IsEnd(const char* at) noexcept { return *at == '\0'; }

// What a rule does at a place: letters taken (0: the rule does not apply) and written instead.
struct Hit {
  std::size_t length = 0;
  std::string_view replacement;
};

// The name being rewritten.
class RewrittenName {
 public:
  explicit RewrittenName(std::string_view folded) noexcept {
    letters_[0] = '\0';
    for (const char c : folded) {
      if (c < 'a' || c > 'z' || size_ == kKeyLetterCountMax) continue;
      const auto letter = static_cast<char>(c - 'a' + 'A');
      begin()[size_++] = letter;
      present_.Add(letter);
    }
    std::fill_n(begin() + size_, kLookAhead, '\0');
  }

  const char* at(std::size_t i) const noexcept { return letters_ + 1 + i; }
  char operator[](std::size_t i) const noexcept { return *at(i); }
  std::size_t size() const noexcept { return size_; }
  std::string_view text() const noexcept { return {at(0), size_}; }
  bool StartsWith(std::string_view word) const noexcept { return Is(at(0), word); }

  // One rule that can only apply at letters of `first`. It sees the letters from `at` on as they
  // were before it, and also at[-1]: what a rule that looks behind writes is never longer than what
  // it takes nor a letter it looks for.
  template <typename Rule>
  void Rewrite(LetterSet first, Rule rule) noexcept {
    if (!present_.Meets(first)) return;
    const std::size_t first_hit = FirstHit(first, rule);
    if (first_hit == size_) return;
    const char* read = begin() + first_hit;
    const char* const end = begin() + size_;
    char* write = begin() + first_hit;
    while (read != end) {
      if (first.Has(*read)) {
        if (const Hit hit = rule(read); hit.length != 0) {
          for (const char c : hit.replacement) {
            *write++ = c;
            present_.Add(c);
          }
          read += hit.length;
          continue;
        }
      }
      *write++ = *read++;
    }
    Resize(static_cast<std::size_t>(write - begin()));
  }

  // Every `word` becomes `replacement`.
  void Replace(std::string_view word, std::string_view replacement) noexcept {
    if (!present_.Holds(LetterSet(word))) return;
    Rewrite(LetterSet(word.substr(0, 1)), [=](const char* at) {
      return Is(at, word) ? Hit{word.size(), replacement} : Hit{};
    });
  }

  void Erase(std::size_t i, std::size_t count) noexcept {
    std::copy(at(i + count), at(size_), begin() + i);
    Resize(size_ - count);
  }

  // Shortens the name; what falls away becomes zeros.
  void Resize(std::size_t size) noexcept {
    for (std::size_t i = size; i < size_; i += kLookAhead) std::memset(begin() + i, 0, kLookAhead);
    size_ = size;
  }

  void SetLetter(std::size_t i, char c) noexcept { begin()[i] = c; }

  // Drops the second and later of equal neighbours.
  void Squeeze() noexcept {
    Resize(static_cast<std::size_t>(std::unique(begin(), begin() + size_) - begin()));
  }

  // Drops every e but that at the start.
  void DropInnerE() noexcept {
    if (size_ > 0) {
      Resize(static_cast<std::size_t>(std::remove(begin() + 1, begin() + size_, 'E') - begin()));
    }
  }

  bool Meets(LetterSet letters) const noexcept { return present_.Meets(letters); }

 private:
  static constexpr std::size_t kPlaceCountMax = 64;

  char* begin() noexcept { return letters_ + 1; }

  // Where the rule applies first, size() if nowhere. Few rules apply to a name, so that most are
  // done when the places of their letters have been looked at. (Longer names: 0, not looked for.)
  template <typename Rule>
  std::size_t FirstHit(LetterSet first, const Rule& rule) noexcept {
    if (size_ > kPlaceCountMax) return 0;
    const std::uint64_t all = size_ == 0 ? 0 : ~std::uint64_t{0} >> (kPlaceCountMax - size_);
    for (std::uint64_t places = PlacesOf(first) & all; places != 0; places &= places - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(places));
      if (rule(at(i)).length != 0) return i;
    }
    return size_;
  }

  // A bit for each place with one of these letters; of a name of at most kPlaceCountMax letters.
  std::uint64_t PlacesOf(LetterSet letters) const noexcept {
    std::uint64_t places = 0;
    for (std::uint32_t bits = letters.bits(); bits != 0; bits &= bits - 1) {
      const auto letter = static_cast<char>('A' - 1 + std::countr_zero(bits));
      for (std::size_t i = 0; i < size_; i += kBlock) {
        places |= std::uint64_t{PlacesIn(at(i), letter)} << i;
      }
    }
    return places;
  }

  static constexpr std::size_t kBlock = 16;
  // A bit for each of kBlock letters that is this one.
  static unsigned PlacesIn(const char* letters, char letter) noexcept {
#ifdef __SSE2__
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(letters));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(letter))));
#else
    unsigned places = 0;
    for (unsigned i = 0; i < kBlock; ++i) {
      places |= static_cast<unsigned>(letters[i] == letter) << i;
    }
    return places;
#endif
  }

  char letters_[1 + kKeyLetterCountMax + kLookAhead];  // zeros around the name
  std::size_t size_ = 0;
  LetterSet present_;  // all letters that occur or did
};

}  // namespace doublon::text
