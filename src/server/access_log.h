#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace doublon::server {

// The access log: a line a request on standard error when it is on. It holds numbers, ops and
// outcomes, and nothing that a client wrote. Thread safety: lines are put together by the caller,
// Write is atomic.
class AccessLog {
 public:
  explicit AccessLog(bool on) : on_(on) {}
  bool on() const noexcept { return on_; }

  struct Entry {
    std::uint64_t connection = 0, line = 0;
    std::string_view op, outcome;
    std::chrono::steady_clock::duration elapsed{};
  };
  static void Append(const Entry& entry, std::string& text);
  void Write(std::string_view text) const;
  // An event of a connection: "connection=5 closed=slow_reader".
  void WriteEvent(std::uint64_t connection, std::string_view event) const;

 private:
  bool on_;
};

}  // namespace doublon::server
