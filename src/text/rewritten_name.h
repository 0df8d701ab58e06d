#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

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
    const char* read = begin();
    const char* const end = read + size_;
    char* write = begin();
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
    std::fill(begin() + size, begin() + size_, '\0');
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
  char* begin() noexcept { return letters_ + 1; }

  char letters_[1 + kKeyLetterCountMax + kLookAhead];  // zeros around the name
  std::size_t size_ = 0;
  LetterSet present_;  // all letters that occur or did
};

}  // namespace doublon::text
