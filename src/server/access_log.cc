#include "server/access_log.h"

#include <cstdio>

#include "fmt/format.h"

namespace doublon::server {

void AccessLog::Append(const Entry& entry, std::string& text) {
  const auto elapsed_us =
      std::chrono::duration_cast<std::chrono::microseconds>(entry.elapsed).count();
  text += fmt::format("connection={} line={} op={} outcome={} us={}\n", entry.connection,
                      entry.line, entry.op, entry.outcome, elapsed_us);
}

void AccessLog::Write(std::string_view text) const {
  if (on_ && !text.empty()) std::fwrite(text.data(), 1, text.size(), stderr);
}

void AccessLog::WriteEvent(std::uint64_t connection, std::string_view event) const {
  if (on_) Write(fmt::format("connection={} {}\n", connection, event));
}

}  // namespace doublon::server
