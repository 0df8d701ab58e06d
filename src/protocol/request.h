#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "engine/live_types.h"
#include "protocol/error.h"

namespace doublon::protocol {

inline constexpr std::uint32_t kProtocolVersion = 1;
inline constexpr std::size_t kCandidatesDefault = 5;

enum class Op : std::uint8_t {
  kHello,
  kMatch,
  kAdd,
  kGet,
  kDelete,
  kEntity,
  kExplain,
  kNormalize,
  kStats,
  kPing,
  kNone,  // the line names no op that is offered
};
inline constexpr std::size_t kOpCount = 10;

std::string_view OpName(Op op) noexcept;  // "none" for kNone
std::optional<Op> OpFromName(std::string_view name) noexcept;

// Whether the op changes records; its effects take place in arrival order.
inline bool IsWrite(Op op) noexcept { return op == Op::kAdd || op == Op::kDelete; }

// A record of a request, or why it cannot be taken.
struct RecordItem {
  engine::LiveRecord record;
  std::optional<WireError> error;
};

// One line, checked. When `error` is set it is the answer, and only id, op and line are of use.
struct Request {
  Op op = Op::kNone;
  std::string id;          // raw JSON token; "" when the request has none
  std::uint64_t line = 0;  // number of the line on its connection
  std::optional<WireError> error;

  bool many = false;                // `records`, not `record`
  std::vector<RecordItem> records;  // match, add, normalize
  std::size_t limit = kCandidatesDefault;
  std::string source, record_id;  // get, delete
  EntityId entity_id;             // entity
  RecordItem a, b;  // explain; without fields: the resident record of that source and record_id
  std::uint64_t protocol = kProtocolVersion;  // hello: the version the client would like
  std::optional<std::uint32_t> timeout_ms;
};

}  // namespace doublon::protocol
