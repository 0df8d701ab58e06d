#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"
#include "protocol/limits.h"

namespace doublon::server {

struct ServerOptions {
  std::string address = "127.0.0.1";  // numeric, IPv4 or IPv6
  std::uint16_t port = 7171;          // 0: the system picks one
  // Anyone who can connect may read and change every record. Another address than loopback
  // therefore needs this said aloud.
  bool insecure = false;
  std::size_t worker_count = 0;  // threads that parse and match; 0: one a core
  protocol::Limits limits;       // the same as the service's
  std::chrono::milliseconds idle_timeout = std::chrono::hours(1);  // 0: never
  std::chrono::milliseconds drain_timeout =
      std::chrono::seconds(10);  // for what is in flight at the stop
  bool log =
      false;  // a line a request on standard error: numbers, op, outcome, microseconds; no content

  Status Validate() const;

  // Takes "127.0.0.1:7171", "[::1]:7171", "localhost:7171", "127.0.0.1" or ":7171" into address and
  // port.
  Status SetListen(std::string_view listen);
};

}  // namespace doublon::server
