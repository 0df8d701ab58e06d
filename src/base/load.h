#pragma once

#include <cstring>

namespace doublon {

// The number whose bytes stand at `from`, aligned or not.
template <typename Word>
Word LoadAt(const void* from) noexcept {
  Word word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

}  // namespace doublon
