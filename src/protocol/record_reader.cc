#include "protocol/record_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace doublon::protocol {
namespace {

void SetError(RecordItem& item, ErrorCode code, std::string message, std::string_view field = {}) {
  if (item.error) return;  // the first one is told
  item.error = WireError{code, std::move(message), std::string(field.substr(0, 64)), 0};
}

// `source` and `record_id`: a string, or a number as it is written.
void TakeKey(const Scalar& scalar, std::string_view name, const Limits& limits, std::string& key,
             RecordItem& item) {
  if (scalar.kind == ScalarKind::kNull) return;
  if (scalar.kind != ScalarKind::kString && scalar.kind != ScalarKind::kNumber) {
    SetError(item, ErrorCode::kBadField, "must be a string or a number", name);
  } else if (scalar.text.size() > limits.name_bytes_max) {
    SetError(item, ErrorCode::kBadField,
             fmt::format("is longer than {} bytes", limits.name_bytes_max), name);
  } else {
    key = scalar.text;
  }
}

bool TakeValue(const Scalar& scalar, std::string_view name, const Limits& limits,
               std::vector<std::string>& values, RecordItem& item) {
  if (scalar.kind == ScalarKind::kNull) return false;
  if (scalar.kind != ScalarKind::kString && scalar.kind != ScalarKind::kNumber) {
    SetError(item, ErrorCode::kBadField, "must be a string, a number or an array of strings", name);
    return false;
  }
  if (scalar.text.size() > limits.value_bytes_max) {
    SetError(item, ErrorCode::kBadField,
             fmt::format("is longer than {} bytes", limits.value_bytes_max), name);
    return false;
  }
  values.emplace_back(scalar.text);
  return true;
}

WalkFault ReadValues(JsonValue value, std::string_view name, std::size_t depth,
                     const Limits& limits, std::vector<std::string>& values, RecordItem& item) {
  simdjson::ondemand::array array;
  if (value.get_array().get(array)) return WalkFault::kMalformed;
  for (auto element : array) {
    JsonValue inner;
    if (element.get(inner)) return WalkFault::kMalformed;
    Scalar scalar;
    if (const WalkFault fault = ReadScalar(inner, scalar); fault != WalkFault::kNone) return fault;
    if (scalar.kind != ScalarKind::kNotScalar) {
      TakeValue(scalar, name, limits, values, item);
      continue;
    }
    SetError(item, ErrorCode::kBadField, "must be a string, a number or an array of strings", name);
    if (const WalkFault fault = CheckValue(inner, depth + 1, limits.nesting_max);
        fault != WalkFault::kNone) {
      return fault;
    }
  }
  return WalkFault::kNone;
}

WalkFault ReadField(JsonValue value, std::string_view name, std::size_t depth, const Limits& limits,
                    RecordItem& item) {
  Scalar scalar;
  if (const WalkFault fault = ReadScalar(value, scalar); fault != WalkFault::kNone) return fault;
  const bool is_source = name == "source";
  if (is_source || name == "record_id") {
    TakeKey(scalar, name, limits, is_source ? item.record.source : item.record.record_id, item);
    if (scalar.kind != ScalarKind::kNotScalar) return WalkFault::kNone;
    return CheckValue(value, depth + 1, limits.nesting_max);
  }
  if (scalar.kind != ScalarKind::kNotScalar) {
    std::vector<std::string> values;
    if (TakeValue(scalar, name, limits, values, item)) {
      item.record.fields.emplace_back(std::string(name), std::move(values));
    }
    return WalkFault::kNone;
  }
  if (scalar.raw.front() == '[') {
    auto& values =
        item.record.fields.emplace_back(std::string(name), std::vector<std::string>()).second;
    return ReadValues(value, name, depth + 1, limits, values, item);
  }
  SetError(item, ErrorCode::kBadField, "must be a string, a number or an array of strings", name);
  return CheckValue(value, depth + 1, limits.nesting_max);
}

// The name that comes twice, or "". Sorting keeps a record of many fields from costing their
// square.
std::string_view RepeatedName(std::vector<std::string_view>& names) {
  std::sort(names.begin(), names.end());
  const auto repeated = std::adjacent_find(names.begin(), names.end());
  return repeated == names.end() ? std::string_view() : *repeated;
}

}  // namespace

WalkFault ReadRecord(JsonValue value, std::size_t depth, const Limits& limits, RecordItem& item) {
  simdjson::ondemand::json_type type;
  if (value.type().get(type)) return WalkFault::kMalformed;
  if (type != simdjson::ondemand::json_type::object) {
    SetError(item, ErrorCode::kBadField, "a record must be an object");
    return CheckValue(value, depth, limits.nesting_max);
  }
  simdjson::ondemand::object object;
  if (value.get_object().get(object)) return WalkFault::kMalformed;
  std::vector<std::string_view> names;
  names.reserve(16);
  for (auto field : object) {
    std::string_view name;
    JsonValue inner;
    if (field.unescaped_key().get(name) || field.value().get(inner)) return WalkFault::kMalformed;
    if (names.size() < limits.fields_per_record_max && name.size() <= limits.name_bytes_max) {
      names.push_back(name);
      if (const WalkFault fault = ReadField(inner, name, depth, limits, item);
          fault != WalkFault::kNone)
        return fault;
      continue;
    }
    SetError(item, ErrorCode::kBadField,
             name.size() > limits.name_bytes_max
                 ? fmt::format("a field's name is longer than {} bytes", limits.name_bytes_max)
                 : fmt::format("a record has more than {} fields", limits.fields_per_record_max));
    if (const WalkFault fault = CheckValue(inner, depth + 1, limits.nesting_max);
        fault != WalkFault::kNone) {
      return fault;
    }
  }
  if (names.size() > 1) {
    const std::string_view repeated = RepeatedName(names);
    if (repeated.data() != nullptr)
      SetError(item, ErrorCode::kBadRequest, "is there twice", repeated);
  }
  return WalkFault::kNone;
}

}  // namespace doublon::protocol
