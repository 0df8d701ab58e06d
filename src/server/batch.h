#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "service/service.h"

namespace doublon::server {

// What becomes of a line, decided when it was framed.
enum class LineFate : std::uint8_t { kRequest, kTooLarge, kOverloaded };

struct BatchLine {
  std::uint64_t number = 0;  // on its connection
  service::Clock::time_point received;
  std::size_t offset = 0, size = 0;  // in Batch::bytes; nothing unless kRequest
  LineFate fate = LineFate::kRequest;
};

// Lines of one connection that are carried out together, in order.
struct Batch {
  std::uint64_t connection = 0;  // its number, for the log
  std::string bytes;
  std::vector<BatchLine> lines;
  std::size_t next = 0;  // first line without an answer
  std::string answers;   // to the lines answered since the batch was last handed over

  bool done() const noexcept { return next == lines.size(); }
  std::string_view text(const BatchLine& line) const noexcept {
    return std::string_view(bytes).substr(line.offset, line.size);
  }
};

}  // namespace doublon::server
