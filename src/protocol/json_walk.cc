#include "protocol/json_walk.h"

#include <charconv>

namespace doublon::protocol {
namespace {

bool IsDigit(char c) noexcept { return c >= '0' && c <= '9'; }

std::size_t SkipDigits(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && IsDigit(text[at])) ++at;
  return at;
}

}  // namespace

std::string_view TrimmedToken(std::string_view token) noexcept {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!token.empty() && is_space(token.back())) token.remove_suffix(1);
  while (!token.empty() && is_space(token.front())) token.remove_prefix(1);
  return token;
}

bool IsJsonNumber(std::string_view token) noexcept {
  std::size_t at = !token.empty() && token[0] == '-' ? 1 : 0;
  const std::size_t whole = SkipDigits(token, at);
  if (whole == at || (token[at] == '0' && whole > at + 1)) return false;
  at = whole;
  if (at < token.size() && token[at] == '.') {
    const std::size_t fraction = SkipDigits(token, at + 1);
    if (fraction == at + 1) return false;
    at = fraction;
  }
  if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
    ++at;
    if (at < token.size() && (token[at] == '+' || token[at] == '-')) ++at;
    const std::size_t exponent = SkipDigits(token, at);
    if (exponent == at) return false;
    at = exponent;
  }
  return at == token.size();
}

WalkFault ReadScalar(JsonValue value, Scalar& scalar) {
  scalar = {};
  const std::string_view token = TrimmedToken(value.raw_json_token());
  if (token.empty()) return WalkFault::kMalformed;
  scalar.raw = token;
  switch (token.front()) {
    case '{':
    case '[':
      scalar.kind = ScalarKind::kNotScalar;
      return WalkFault::kNone;
    case '"':
      scalar.kind = ScalarKind::kString;
      return value.get_string().get(scalar.text) ? WalkFault::kMalformed : WalkFault::kNone;
    default:
      break;
  }
  scalar.text = token;
  if (token == "true") {
    scalar.kind = ScalarKind::kTrue;
  } else if (token == "false") {
    scalar.kind = ScalarKind::kFalse;
  } else if (token == "null") {
    scalar.kind = ScalarKind::kNull;
  } else if (IsJsonNumber(token)) {
    scalar.kind = ScalarKind::kNumber;
  } else {
    return WalkFault::kMalformed;
  }
  return WalkFault::kNone;
}

WalkFault CheckValue(JsonValue value, std::size_t depth, std::size_t depth_max) {
  Scalar scalar;
  if (const WalkFault fault = ReadScalar(value, scalar); fault != WalkFault::kNone) return fault;
  if (scalar.kind != ScalarKind::kNotScalar) return WalkFault::kNone;
  if (depth > depth_max) return WalkFault::kTooDeep;
  if (scalar.raw.front() == '[') {
    simdjson::ondemand::array array;
    if (value.get_array().get(array)) return WalkFault::kMalformed;
    for (auto element : array) {
      JsonValue inner;
      if (element.get(inner)) return WalkFault::kMalformed;
      if (const WalkFault fault = CheckValue(inner, depth + 1, depth_max);
          fault != WalkFault::kNone)
        return fault;
    }
    return WalkFault::kNone;
  }
  simdjson::ondemand::object object;
  if (value.get_object().get(object)) return WalkFault::kMalformed;
  for (auto field : object) {
    std::string_view key;
    JsonValue inner;
    if (field.unescaped_key().get(key) || field.value().get(inner)) return WalkFault::kMalformed;
    if (const WalkFault fault = CheckValue(inner, depth + 1, depth_max); fault != WalkFault::kNone)
      return fault;
  }
  return WalkFault::kNone;
}

bool ParseUnsigned(std::string_view token, std::uint64_t& number) noexcept {
  if (token.empty() || !IsDigit(token.front())) return false;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), number);
  return error == std::errc() && end == token.data() + token.size();
}

}  // namespace doublon::protocol
