#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace doublon::server {

// Cuts a stream of bytes into lines. Takes CRLF, skips blank lines and a byte order mark at the
// start, keeps no more than one line and one Append in memory however long a line is.
//   (Append, Next until kNone)*, Finish, Next until kNone
class LineFramer {
 public:
  enum class Event : std::uint8_t {
    kNone,     // more bytes are needed
    kLine,     // a line, without its end
    kTooLong,  // a line over the limit; told when the limit is passed, the rest of the line is
               // dropped as it comes
    kNotOurs,  // the first line does not begin with '{': not our protocol. Said once and for all
  };
  struct Item {
    Event event = Event::kNone;
    std::string_view line;     // valid until the next call
    std::uint64_t number = 0;  // of the line, from 1, blank ones counted
  };

  explicit LineFramer(std::size_t line_bytes_max) : line_bytes_max_(line_bytes_max) {}

  void Append(std::string_view bytes);
  // No bytes will follow: what is left is the last line.
  void Finish() noexcept { finished_ = true; }
  Item Next();

  // Drops the line that is partly there, and its rest as it comes. Returns its number; 0 when no
  // line is.
  std::uint64_t DropPartialLine();

  std::size_t buffered_bytes() const noexcept { return buffer_.size() - start_; }

 private:
  bool SkipStart();
  void DropUntilLineEnd();
  void Release();

  std::size_t line_bytes_max_;
  std::string buffer_;
  std::size_t start_ = 0;    // of the line being looked at
  std::size_t scanned_ = 0;  // no line end in [start_, scanned_)
  std::uint64_t line_number_ = 0;
  bool at_start_ = true;  // no line was seen
  bool mark_checked_ = false;
  bool not_ours_ = false;
  bool dropping_ = false;  // up to the next line end
  bool finished_ = false;
};

}  // namespace doublon::server
