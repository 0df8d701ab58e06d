#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "simdjson.h"

// One-pass walk over a JSON text with simdjson On-Demand, which checks a value only when it is
// looked at: everything here looks at each byte of form, so that a walk to the end has checked the
// whole text. Private to protocol.
namespace doublon::protocol {

using JsonValue = simdjson::ondemand::value;

// Why a walk ended early.
enum class WalkFault : std::uint8_t { kNone, kMalformed, kTooDeep };

// A number, literal or string as it is written, without the white space around it.
std::string_view TrimmedToken(std::string_view token) noexcept;
bool IsJsonNumber(std::string_view token) noexcept;

enum class ScalarKind : std::uint8_t { kString, kNumber, kTrue, kFalse, kNull, kNotScalar };

// A value that is neither object nor array. text: the string's content or the token as written;
// valid until the parser reads the next document. kNotScalar: an object or array, not consumed.
struct Scalar {
  ScalarKind kind = ScalarKind::kNotScalar;
  std::string_view text;
  std::string_view raw;
};
WalkFault ReadScalar(JsonValue value, Scalar& scalar);

// Walks over a value of any shape whose nesting, it included, starts at `depth` and ends at
// depth_max at most.
WalkFault CheckValue(JsonValue value, std::size_t depth, std::size_t depth_max);

// Decimal digits that fit; no sign, no fraction.
bool ParseUnsigned(std::string_view token, std::uint64_t& number) noexcept;

}  // namespace doublon::protocol
