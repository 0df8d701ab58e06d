#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/worker_pool.h"
#include "io/source_bytes.h"
#include "text/encoding.h"

namespace doublon::io {

// The text of one input in UTF-8. Files in UTF-8 are used where they lie; others are decoded whole,
// in parallel. A file that is UTF-8 but for some bytes keeps them: MayBeBroken tells which parts to
// check, RepairUtf8 what to do. Thread safety: const methods from any thread. Views live as long as
// the object.
class DecodedText {
 public:
  DecodedText(SourceBytes source, WorkerPool& pool);
  DecodedText(const DecodedText&) = delete;  // text() may point into the object
  DecodedText& operator=(const DecodedText&) = delete;

  std::string_view text() const noexcept { return text_; }
  text::Encoding encoding() const noexcept { return encoding_; }

  // text().substr(begin, size) will hardly be read again (SourceBytes::ReleasePages).
  void ReleasePages(std::size_t begin, std::size_t size) const noexcept;
  // Gives the memory back; text() is empty from then on.
  void Drop() noexcept;

  // False when text[begin, end) is valid UTF-8 for sure.
  bool MayBeBroken(std::size_t begin, std::size_t end) const noexcept;

 private:
  void Decode(std::string_view bytes, WorkerPool& pool);
  void FindBroken(WorkerPool& pool);

  SourceBytes source_;
  std::unique_ptr<char[]> decoded_;
  std::string_view text_;
  text::Encoding encoding_;
  bool any_broken_ = false;
  std::vector<std::uint8_t> broken_chunks_;
};

// A cell of a UTF-8 file that is not valid UTF-8, made valid. A cell without any multi-byte
// character is read as Windows-1252 (files put together from several sources); a character cut at
// the end (C2, C3 or C5 alone, from a column of fixed width) and broken bytes beside valid
// multi-byte characters become U+FFFD. Total.
std::string RepairUtf8(std::string_view bytes);

}  // namespace doublon::io
