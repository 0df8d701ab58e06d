#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "protocol/limits.h"
#include "protocol/request.h"

namespace doublon::protocol {

// Turns lines into requests. Keep one for many lines: it reuses its memory. One thread at a time.
class RequestParser {
 public:
  explicit RequestParser(const Limits& limits);
  ~RequestParser();

  // Total: any bytes give a request, with `error` set when they ask for nothing that can be done.
  // `line_number` is told in the answer to a line whose id cannot be read. The JSON is checked to
  // its end: an error of form
  // (`bad_json`) comes before any other. Cost: linear in the line, one copy of it.
  Request Parse(std::string_view line, std::uint64_t line_number);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace doublon::protocol
