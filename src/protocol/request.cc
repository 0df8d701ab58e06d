#include "protocol/request.h"

#include <array>

namespace doublon::protocol {
namespace {

constexpr std::array<std::string_view, kOpCount> kOpNames = {
    "hello", "match", "add", "get", "delete", "entity", "explain", "normalize", "stats", "ping"};

}  // namespace

std::string_view OpName(Op op) noexcept {
  return op == Op::kNone ? std::string_view("none") : kOpNames[static_cast<std::size_t>(op)];
}

std::optional<Op> OpFromName(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kOpNames.size(); ++i) {
    if (kOpNames[i] == name) return static_cast<Op>(i);
  }
  return std::nullopt;
}

}  // namespace doublon::protocol
