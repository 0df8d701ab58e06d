#include "io/line_numbers.h"

#include "io/separators.h"

namespace doublon::io {
namespace {
constexpr std::size_t kBlockBytes = 64 * 1024;
}  // namespace

std::uint64_t LineNumbers::LineAt(std::size_t offset) const {
  std::call_once(counted_, [this] {
    std::uint64_t lines = 0;
    for (std::size_t begin = 0; begin <= text_.size(); begin += kBlockBytes) {
      lines_before_block_.push_back(lines);
      lines += CountByte(text_.substr(begin, kBlockBytes), line_end_);
    }
  });
  const std::size_t block = offset / kBlockBytes;
  const std::size_t begin = block * kBlockBytes;
  return 1 + lines_before_block_[block] + CountByte(text_.substr(begin, offset - begin), line_end_);
}

}  // namespace doublon::io
