#include "server/line_framer.h"

#include <algorithm>
#include <cstring>

namespace doublon::server {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::size_t kKeptCapacity = 64 * 1024;

bool IsBlank(std::string_view line) noexcept {
  return std::all_of(line.begin(), line.end(),
                     [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
}

}  // namespace

void LineFramer::Append(std::string_view bytes) {
  if (not_ours_) return;
  if (start_ > 0) {
    buffer_.erase(0, start_);
    scanned_ -= start_;
    start_ = 0;
  }
  buffer_.append(bytes);
  if (dropping_) DropUntilLineEnd();
}

void LineFramer::DropUntilLineEnd() {
  const auto* end =
      static_cast<const char*>(std::memchr(buffer_.data() + start_, '\n', buffer_.size() - start_));
  if (end == nullptr) {
    buffer_.clear();
    start_ = scanned_ = 0;
    Release();
    return;
  }
  start_ = scanned_ = static_cast<std::size_t>(end - buffer_.data()) + 1;
  dropping_ = false;
}

// A long line's memory is given back; a connection mostly sends short ones.
void LineFramer::Release() {
  if (buffer_.capacity() > kKeptCapacity && buffer_.empty()) std::string().swap(buffer_);
}

// Before the first line: whether its first byte can be judged yet, with the mark and blank lines
// skipped.
bool LineFramer::SkipStart() {
  if (!mark_checked_) {
    const std::string_view head = std::string_view(buffer_).substr(start_, kByteOrderMark.size());
    if (head.size() < kByteOrderMark.size() && kByteOrderMark.starts_with(head) && !finished_)
      return false;
    if (head == kByteOrderMark) start_ += kByteOrderMark.size();
    mark_checked_ = true;
  }
  while (start_ < buffer_.size() && (buffer_[start_] == '\r' || buffer_[start_] == '\n')) {
    if (buffer_[start_] == '\n') ++line_number_;
    ++start_;
  }
  scanned_ = std::max(scanned_, start_);
  if (start_ == buffer_.size()) return false;
  at_start_ = false;
  not_ours_ = buffer_[start_] != '{';
  return true;
}

LineFramer::Item LineFramer::Next() {
  if (at_start_ && !SkipStart()) return {};
  if (not_ours_) {
    std::string().swap(buffer_);
    start_ = scanned_ = 0;
    return {Event::kNotOurs, {}, 0};
  }
  while (true) {
    const auto* end = static_cast<const char*>(
        std::memchr(buffer_.data() + scanned_, '\n', buffer_.size() - scanned_));
    const bool whole = end != nullptr || (finished_ && start_ < buffer_.size() && !dropping_);
    const std::size_t line_end =
        end != nullptr ? static_cast<std::size_t>(end - buffer_.data()) : buffer_.size();
    std::string_view line = std::string_view(buffer_).substr(start_, line_end - start_);
    if (!whole) {
      scanned_ = buffer_.size();
      // One byte more than the limit may still turn out to be the CR of the line end.
      if (line.size() <= line_bytes_max_ + 1) {
        if (line.empty()) {
          buffer_.clear();
          start_ = scanned_ = 0;
          Release();
        }
        return {};
      }
      DropPartialLine();
      return {Event::kTooLong, {}, line_number_};
    }
    ++line_number_;
    start_ = scanned_ = end != nullptr ? line_end + 1 : line_end;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.size() > line_bytes_max_) return {Event::kTooLong, {}, line_number_};
    if (!IsBlank(line)) return {Event::kLine, line, line_number_};
  }
}

std::uint64_t LineFramer::DropPartialLine() {
  if (start_ == buffer_.size()) return 0;
  ++line_number_;
  dropping_ = true;
  DropUntilLineEnd();
  return line_number_;
}

}  // namespace doublon::server
