#pragma once

#include <cstdint>
#include <string_view>

#include "protocol/request.h"

// Which fields a request may have. Private to protocol.
namespace doublon::protocol {

// Each field is a bit.
enum RequestField : std::uint32_t {
  kOpField = 1u << 0,
  kIdField = 1u << 1,
  kTimeoutField = 1u << 2,
  kRecordField = 1u << 3,
  kRecordsField = 1u << 4,
  kLimitField = 1u << 5,
  kSourceField = 1u << 6,
  kRecordIdField = 1u << 7,
  kEntityIdField = 1u << 8,
  kAField = 1u << 9,
  kBField = 1u << 10,
  kTokenField = 1u << 11,
  kClientField = 1u << 12,
  kOrderField = 1u << 13,
  kProtocolField = 1u << 14,
};
struct NamedField {
  std::string_view name;
  std::uint32_t bit;
};
// The field of that name, or null.
const NamedField* FindRequestField(std::string_view name) noexcept;
// The name of one of the fields in `bits`.
std::string_view RequestFieldName(std::uint32_t bits) noexcept;

// What an op may and must have. op, id and timeout_ms are always allowed and not told here.
struct OpFields {
  std::uint32_t allowed;
  std::uint32_t needed;
};
const OpFields& FieldsOfOp(Op op) noexcept;  // not kNone
inline constexpr std::uint32_t kFieldsOfEveryOp = kOpField | kIdField | kTimeoutField;

}  // namespace doublon::protocol
