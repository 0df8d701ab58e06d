#pragma once

#include <cstddef>
#include <cstdint>

#include "base/status.h"

namespace doublon::protocol {

// Every limit of the service, on by default; what happens at each is its outcome. Sizes are bytes.
struct Limits {
  // A longer line is answered `too_large` and skipped without being kept; the connection lives.
  std::size_t line_bytes_max = 1 << 20;
  // Deeper JSON is answered `bad_json`.
  std::size_t nesting_max = 16;
  // More records in a request are answered `too_large`, and none of them is looked at.
  std::size_t records_per_request_max = 10'000;
  // A record with more fields, or a value or name that is longer, is answered `bad_field`.
  std::size_t fields_per_record_max = 512;
  std::size_t value_bytes_max = 64 * 1024;
  std::size_t name_bytes_max = 256;  // of a field's name, of `source` and `record_id`
  std::size_t id_bytes_max = 1024;   // of a request's `id`; longer: `bad_request`
  // A higher `limit` of a match is `bad_request`.
  std::size_t candidates_max = 100;
  // Beyond it, the rest of a many-records answer comes without candidates and an entity's without
  // further members, marked `"truncated":true`.
  std::size_t answer_bytes_max = 1 << 20;

  // A connection over the count is answered `overloaded` and closed.
  std::size_t connections_max = 1024;
  // At either of these the connection is not read from until answers have gone out (back-pressure).
  std::size_t requests_in_flight_max = 1024;
  std::size_t bytes_in_flight_max = 8 << 20;
  // Over all connections, partly received lines included; beyond either, requests are answered
  // `overloaded`.
  std::size_t queue_requests_max = 65'536;
  std::size_t queue_bytes_max = 128 << 20;
  // Answers a client does not read: at the soft limit nothing more is done for the connection, and
  // it is closed when that has lasted for the grace time; at the hard limit it is closed at once.
  // Counted as closed_slow_reader.
  std::size_t output_bytes_soft_max = 4 << 20;
  std::size_t output_bytes_hard_max = 16 << 20;
  std::uint32_t output_grace_ms = 10'000;

  // InvalidArgument names the limit that cannot be.
  Status Validate() const;
};

}  // namespace doublon::protocol
