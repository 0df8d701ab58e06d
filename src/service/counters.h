#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "protocol/error.h"
#include "protocol/request.h"

namespace doublon::service {

// Since the start. Counted by whoever sees it happen, read by `stats`; no order between them is
// promised.
struct Counters {
  std::array<std::atomic<std::uint64_t>, protocol::kOpCount> requests{};  // by op, good or not
  std::array<std::atomic<std::uint64_t>, protocol::kErrorCodeCount>
      errors{};  // answers and results, by code
  std::atomic<std::uint64_t> commits{0};

  // By the server.
  std::atomic<std::uint64_t> connections_open{0};
  std::atomic<std::uint64_t> connections_accepted{0};
  std::atomic<std::uint64_t> connections_rejected{0};  // over the limit of connections
  std::atomic<std::uint64_t> closed_slow_reader{0};    // did not read its answers
  std::atomic<std::uint64_t> closed_first_byte{0};     // did not speak the protocol
  std::atomic<std::uint64_t> closed_idle{0};
};

}  // namespace doublon::service
