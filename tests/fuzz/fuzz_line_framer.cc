#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "server/line_framer.h"

namespace {

constexpr std::size_t kLineBytesMax = 16;

std::vector<std::string> Frame(std::string_view bytes, std::size_t piece) {
  doublon::server::LineFramer framer(kLineBytesMax);
  using Event = doublon::server::LineFramer::Event;
  std::vector<std::string> out;
  const auto take = [&] {
    for (auto item = framer.Next(); item.event != Event::kNone; item = framer.Next()) {
      if (item.line.size() > kLineBytesMax || item.line.find('\n') != item.line.npos) std::abort();
      out.push_back(std::to_string(static_cast<int>(item.event)) + ":" +
                    std::to_string(item.number) + ":" + std::string(item.line));
      if (item.event == Event::kNotOurs) return false;
    }
    return framer.buffered_bytes() <= kLineBytesMax + 1 ? true : (std::abort(), false);
  };
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    framer.Append(bytes.substr(at, piece));
    if (!take()) return out;
  }
  framer.Finish();
  take();
  return out;
}

}  // namespace

// How the bytes are cut on their way makes no difference.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = Frame(bytes, size + 1);
  if (Frame(bytes, 1) != whole || Frame(bytes, 5) != whole) std::abort();
  return 0;
}
