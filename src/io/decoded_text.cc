#include "io/decoded_text.h"

#include <algorithm>
#include <cstring>

#include "simdjson.h"

namespace doublon::io {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 20;
constexpr std::size_t kGuessBytes = std::size_t{4} << 20;

bool IsContinuation(char c) noexcept { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// Where a piece that should end at `end` may end without cutting a character.
std::size_t CharacterStart(std::string_view bytes, std::size_t end,
                           text::Encoding encoding) noexcept {
  if (end >= bytes.size()) return bytes.size();
  if (encoding == text::Encoding::kUtf8) {
    for (int back = 0; back < 3 && end > 0 && IsContinuation(bytes[end]); ++back) --end;
  } else if (encoding == text::Encoding::kUtf16Le || encoding == text::Encoding::kUtf16Be) {
    end &= ~std::size_t{1};
    const std::size_t high = encoding == text::Encoding::kUtf16Le ? end + 1 : end;
    // The second half of a surrogate pair stays with the first.
    const bool low_surrogate =
        high < bytes.size() && (static_cast<unsigned char>(bytes[high]) & 0xfc) == 0xdc;
    if (low_surrogate && end >= 2) end -= 2;
  }
  return end;
}

}  // namespace

DecodedText::DecodedText(SourceBytes source, WorkerPool& pool) : source_(std::move(source)) {
  std::string_view bytes = source_.bytes();
  const text::EncodingGuess guess = text::GuessEncoding(bytes.substr(0, kGuessBytes));
  encoding_ = guess.encoding;
  bytes.remove_prefix(std::min<std::size_t>(guess.bom_size, bytes.size()));
  if (encoding_ == text::Encoding::kUtf8) {
    text_ = bytes;
    FindBroken(pool);
  } else {
    Decode(bytes, pool);
    source_.Drop();
  }
}

void DecodedText::FindBroken(WorkerPool& pool) {
  broken_chunks_.assign(text_.size() / kChunkBytes + 1, 0);
  pool.ParallelFor(broken_chunks_.size(), [&](std::size_t i, std::size_t) {
    const std::size_t begin = CharacterStart(text_, i * kChunkBytes, text::Encoding::kUtf8);
    const std::size_t end = CharacterStart(text_, (i + 1) * kChunkBytes, text::Encoding::kUtf8);
    broken_chunks_[i] = !simdjson::validate_utf8(text_.data() + begin, end - begin);
  });
  any_broken_ = std::find(broken_chunks_.begin(), broken_chunks_.end(), 1) != broken_chunks_.end();
}

void DecodedText::Decode(std::string_view bytes, WorkerPool& pool) {
  const std::size_t chunk_count = bytes.size() / kChunkBytes + 1;
  std::vector<std::string> pieces(chunk_count);
  pool.ParallelFor(chunk_count, [&](std::size_t i, std::size_t) {
    const std::size_t begin = CharacterStart(bytes, i * kChunkBytes, encoding_);
    const std::size_t end = CharacterStart(bytes, (i + 1) * kChunkBytes, encoding_);
    text::AppendAsUtf8(bytes.substr(begin, end - begin), encoding_, pieces[i]);
  });
  std::vector<std::size_t> offsets;
  std::size_t size = 0;
  for (const std::string& piece : pieces) {
    offsets.push_back(size);
    size += piece.size();
  }
  decoded_ = std::make_unique_for_overwrite<char[]>(size);
  pool.ParallelFor(chunk_count, [&](std::size_t i, std::size_t) {
    std::memcpy(decoded_.get() + offsets[i], pieces[i].data(), pieces[i].size());
  });
  text_ = {decoded_.get(), size};
}

void DecodedText::ReleasePages(std::size_t begin, std::size_t size) const noexcept {
  if (decoded_ != nullptr) return;
  const auto bom_size = static_cast<std::size_t>(text_.data() - source_.bytes().data());
  source_.ReleasePages(bom_size + begin, size);
}

void DecodedText::Drop() noexcept {
  text_ = {};
  decoded_.reset();
  source_.Drop();
}

bool DecodedText::MayBeBroken(std::size_t begin, std::size_t end) const noexcept {
  if (!any_broken_ || begin >= end) return false;
  // A chunk may begin up to three bytes before its multiple, so its neighbours are asked as well.
  const std::size_t first = begin / kChunkBytes;
  const std::size_t last = std::min(end / kChunkBytes + 1, broken_chunks_.size() - 1);
  for (std::size_t i = first; i <= last; ++i) {
    if (broken_chunks_[i] != 0) return true;
  }
  return false;
}

std::string RepairUtf8(std::string_view bytes) {
  bool has_multibyte = false;
  for (std::size_t i = 0; i + 1 < bytes.size() && !has_multibyte; ++i) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
    has_multibyte =
        size != 0 && i + size <= bytes.size() && text::IsValidUtf8(bytes.substr(i, size));
  }
  const auto last = static_cast<unsigned char>(bytes.empty() ? 0 : bytes.back());
  const bool cut = (last == 0xc2 || last == 0xc3 || last == 0xc5) &&
                   text::IsValidUtf8(bytes.substr(0, bytes.size() - 1));
  std::string repaired;
  const bool foreign = !has_multibyte && !cut;
  text::AppendAsUtf8(bytes, foreign ? text::Encoding::kWindows1252 : text::Encoding::kUtf8,
                     repaired);
  return repaired;
}

}  // namespace doublon::io
