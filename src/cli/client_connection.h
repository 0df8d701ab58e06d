#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"

namespace doublon::cli {

struct ClientOptions {
  std::string host = "127.0.0.1";  // a name or an address
  std::uint16_t port = 7171;
  // How many requests may be on their way at once. More hide the time of travel and share commits;
  // fewer take less memory on both sides. The server reads no further than its own limit (1,024).
  std::size_t window = 256;
  // How long the server may be silent while an answer is awaited, and how long connecting may take.
  std::chrono::milliseconds timeout = std::chrono::seconds(60);
  std::size_t answer_bytes_max = 64 << 20;  // a longer answer line ends the connection

  Status Validate() const;
  // Takes "127.0.0.1:7171", "[::1]:7171", "host" or ":7171" into host and port.
  Status SetServer(std::string_view server);
};

// One connection to a doublon server, blocking. Errors name the server and what went wrong:
// Unavailable (no connection, closed), DeadlineExceeded (silence), ResourceExhausted (answer too
// long). After an error it is of no further use; requests without an answer may or may not have
// been carried out, and adding again is harmless. Thread safety: one thread at a time.
class ClientConnection {
 public:
  static StatusOr<std::unique_ptr<ClientConnection>> Connect(const ClientOptions& options);
  ~ClientConnection();

  // Sends lines and takes their answers, in order, with up to `window` on their way. next() fills
  // in the next request, without line end, and returns false when there are no more; on_answer gets
  // one line, without line end, for each, and may end the exchange with an error, which is
  // returned.
  Status Exchange(const std::function<bool(std::string& line)>& next,
                  const std::function<Status(std::string_view answer)>& on_answer);

  // One request, one answer.
  StatusOr<std::string> Ask(std::string_view line);

 private:
  struct State;
  explicit ClientConnection(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace doublon::cli
