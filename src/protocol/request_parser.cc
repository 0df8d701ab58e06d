#include "protocol/request_parser.h"

#include <cstring>
#include <utility>

#include "protocol/json_walk.h"
#include "protocol/record_reader.h"
#include "protocol/request_fields.h"

namespace doublon::protocol {
namespace {

constexpr std::uint32_t kTimeoutMsMax = 3'600'000;

// One line being read.
class RequestReader {
 public:
  RequestReader(const Limits& limits, Request& request) : limits_(limits), request_(request) {}

  WalkFault Read(simdjson::ondemand::object object) {
    for (auto field : object) {
      std::string_view name;
      JsonValue value;
      if (field.unescaped_key().get(name) || field.value().get(value)) return WalkFault::kMalformed;
      if (const WalkFault fault = ReadField(name, value); fault != WalkFault::kNone) return fault;
    }
    return WalkFault::kNone;
  }

  // Once the line is read to its end: whether it names an op, and whether the fields fit it.
  void CheckOp() {
    if (!unknown_op_message_.empty()) {
      // Which fields an op has is known for known ops only.
      request_.error = WireError{ErrorCode::kUnknownOp, unknown_op_message_, "op", 0};
    } else if ((seen_ & kOpField) == 0) {
      SetError(ErrorCode::kBadRequest, "a request needs an op", "op");
    }
  }

  void Check() {
    if (!op_known_) return;
    const OpFields& fields = FieldsOfOp(request_.op);
    if (const std::uint32_t extra = seen_ & ~(fields.allowed | kFieldsOfEveryOp); extra != 0) {
      SetError(ErrorCode::kBadRequest, fmt::format("{} takes no such field", OpName(request_.op)),
               RequestFieldName(extra));
    }
    if (const std::uint32_t missing = fields.needed & ~seen_; missing != 0) {
      SetError(ErrorCode::kBadRequest, fmt::format("{} needs this field", OpName(request_.op)),
               RequestFieldName(missing));
    }
    CheckRecords();
  }

  void SetError(ErrorCode code, std::string message, std::string_view field = {}) {
    if (request_.error) return;  // the first one is told
    request_.error = WireError{code, std::move(message), std::string(field.substr(0, 64)), 0};
  }

 private:
  WalkFault ReadField(std::string_view name, JsonValue value) {
    const NamedField* field = FindRequestField(name);
    if (field == nullptr) {
      SetError(ErrorCode::kBadRequest, "a request has no such field", name);
      return CheckValue(value, 2, limits_.nesting_max);
    }
    if ((seen_ & field->bit) != 0) {
      SetError(ErrorCode::kBadRequest, "is there twice", name);
      return CheckValue(value, 2, limits_.nesting_max);
    }
    seen_ |= field->bit;
    switch (field->bit) {
      case kRecordField:
        return ReadRecord(value, 2, limits_, request_.records.emplace_back());
      case kRecordsField:
        return ReadRecords(value);
      case kAField:
        return ReadRecord(value, 2, limits_, request_.a);
      case kBField:
        return ReadRecord(value, 2, limits_, request_.b);
      default:
        return ReadScalarField(*field, value);
    }
  }

  WalkFault ReadScalarField(const NamedField& field, JsonValue value) {
    Scalar scalar;
    if (const WalkFault fault = ReadScalar(value, scalar); fault != WalkFault::kNone) return fault;
    if (scalar.kind == ScalarKind::kNotScalar) {
      SetError(ErrorCode::kBadRequest, "must be neither an object nor an array", field.name);
      return CheckValue(value, 2, limits_.nesting_max);
    }
    TakeScalar(field, scalar);
    return WalkFault::kNone;
  }

  WalkFault ReadRecords(JsonValue value) {
    simdjson::ondemand::json_type type;
    if (value.type().get(type)) return WalkFault::kMalformed;
    if (type != simdjson::ondemand::json_type::array) {
      SetError(ErrorCode::kBadRequest, "must be an array", "records");
      return CheckValue(value, 2, limits_.nesting_max);
    }
    simdjson::ondemand::array array;
    if (value.get_array().get(array)) return WalkFault::kMalformed;
    request_.many = true;
    for (auto element : array) {
      JsonValue inner;
      if (element.get(inner)) return WalkFault::kMalformed;
      WalkFault fault = WalkFault::kNone;
      if (request_.records.size() < limits_.records_per_request_max) {
        fault = ReadRecord(inner, 3, limits_, request_.records.emplace_back());
      } else {
        SetError(ErrorCode::kTooLarge,
                 fmt::format("a request holds at most {} records", limits_.records_per_request_max),
                 "records");
        fault = CheckValue(inner, 3, limits_.nesting_max);
      }
      if (fault != WalkFault::kNone) return fault;
    }
    return WalkFault::kNone;
  }

  void TakeScalar(const NamedField& field, const Scalar& scalar) {
    switch (field.bit) {
      case kOpField:
        return TakeOp(scalar);
      case kIdField:
        if (scalar.raw.size() > limits_.id_bytes_max) {
          return SetError(ErrorCode::kBadRequest,
                          fmt::format("is longer than {} bytes", limits_.id_bytes_max), "id");
        }
        request_.id = scalar.raw;
        return;
      case kTimeoutField: {
        std::uint64_t timeout_ms = 0;
        if (TakeNumber(field, scalar, kTimeoutMsMax, timeout_ms)) {
          request_.timeout_ms = static_cast<std::uint32_t>(timeout_ms);
        }
        return;
      }
      case kLimitField: {
        std::uint64_t limit = 0;
        if (TakeNumber(field, scalar, limits_.candidates_max, limit)) request_.limit = limit;
        return;
      }
      case kProtocolField:
        TakeNumber(field, scalar, UINT32_MAX, request_.protocol);
        return;
      case kSourceField:
        return TakeText(field, scalar, request_.source);
      case kRecordIdField:
        return TakeText(field, scalar, request_.record_id);
      case kEntityIdField:
        if (!ParseUnsigned(scalar.text, request_.entity_id.value) ||
            request_.entity_id.value == 0) {
          SetError(ErrorCode::kBadRequest, "must be an entity id: a whole number from 1",
                   field.name);
        }
        return;
      case kOrderField:
        // "any" lets answers overtake each other; order of request is one of the orders it allows.
        if (scalar.kind != ScalarKind::kString ||
            (scalar.text != "request" && scalar.text != "any")) {
          SetError(ErrorCode::kBadRequest, "must be \"request\" or \"any\"", field.name);
        }
        return;
      default:  // token, client: taken, of no use yet
        if (scalar.kind != ScalarKind::kString && scalar.kind != ScalarKind::kNull) {
          SetError(ErrorCode::kBadRequest, "must be a string", field.name);
        }
        return;
    }
  }

  void TakeOp(const Scalar& scalar) {
    if (scalar.kind != ScalarKind::kString) {
      return SetError(ErrorCode::kBadRequest, "must be a string", "op");
    }
    if (const auto op = OpFromName(scalar.text)) {
      request_.op = *op;
      op_known_ = true;
      return;
    }
    for (const std::string_view later : {"decide", "undo", "changes"}) {
      if (scalar.text == later) {
        unknown_op_message_ = fmt::format("{} is not offered yet", later);
        return;
      }
    }
    unknown_op_message_ =
        "the ops are hello, match, add, get, delete, entity, explain, normalize, stats and ping";
  }

  bool TakeNumber(const NamedField& field, const Scalar& scalar, std::uint64_t max,
                  std::uint64_t& number) {
    std::uint64_t value = 0;
    if (scalar.kind == ScalarKind::kNumber && ParseUnsigned(scalar.text, value) && value <= max) {
      number = value;
      return true;
    }
    SetError(ErrorCode::kBadRequest, fmt::format("must be a whole number from 0 to {}", max),
             field.name);
    return false;
  }

  void TakeText(const NamedField& field, const Scalar& scalar, std::string& text) {
    if ((scalar.kind != ScalarKind::kString && scalar.kind != ScalarKind::kNumber) ||
        scalar.text.empty()) {
      return SetError(ErrorCode::kBadRequest, "must be a string with content, or a number",
                      field.name);
    }
    if (scalar.text.size() > limits_.name_bytes_max) {
      return SetError(ErrorCode::kBadRequest,
                      fmt::format("is longer than {} bytes", limits_.name_bytes_max), field.name);
    }
    text = scalar.text;
  }

  void CheckRecords() {
    if (request_.op == Op::kMatch || request_.op == Op::kAdd) {
      const std::uint32_t records = seen_ & (kRecordField | kRecordsField);
      if (records == 0 || records == (kRecordField | kRecordsField)) {
        SetError(ErrorCode::kBadRequest,
                 fmt::format("{} needs one of record and records", OpName(request_.op)),
                 records == 0 ? "record" : "records");
      }
    }
    if (request_.op == Op::kAdd) {
      for (RecordItem& item : request_.records) CheckKey(item);
    }
    if (!request_.many && !request_.records.empty()) Raise(request_.records.front(), "record");
    Raise(request_.a, "a");
    Raise(request_.b, "b");
  }

  static void CheckKey(RecordItem& item) {
    if (item.error) return;
    const std::string_view missing = item.record.source.empty()      ? "source"
                                     : item.record.record_id.empty() ? "record_id"
                                                                     : "";
    if (!missing.empty()) {
      item.error =
          WireError{ErrorCode::kBadField, "is needed to add a record", std::string(missing), 0};
    }
  }

  // The error of the one record of a request is the request's.
  void Raise(const RecordItem& item, std::string_view field) {
    if (!item.error || request_.error) return;
    request_.error = item.error;
    if (request_.error->field.empty()) request_.error->field = field;
  }

  const Limits& limits_;
  Request& request_;
  std::uint32_t seen_ = 0;
  bool op_known_ = false;
  std::string unknown_op_message_;
};

}  // namespace

struct RequestParser::State {
  Limits limits;
  simdjson::ondemand::parser parser;
  std::string padded;

  WalkFault Walk(std::string_view line, Request& request) {
    padded.resize(line.size() + simdjson::SIMDJSON_PADDING);
    std::memcpy(padded.data(), line.data(), line.size());
    std::memset(padded.data() + line.size(), ' ', simdjson::SIMDJSON_PADDING);
    simdjson::ondemand::document document;
    const simdjson::padded_string_view view(padded.data(), line.size(), padded.size());
    if (parser.iterate(view).get(document)) return WalkFault::kMalformed;
    simdjson::ondemand::json_type type;
    if (document.type().get(type)) return WalkFault::kMalformed;
    RequestReader reader(limits, request);
    if (type == simdjson::ondemand::json_type::object) {
      simdjson::ondemand::object object;
      if (document.get_object().get(object)) return WalkFault::kMalformed;
      if (const WalkFault fault = reader.Read(object); fault != WalkFault::kNone) return fault;
      if (!AtEnd(document)) return WalkFault::kMalformed;
      reader.CheckOp();
      reader.Check();
      return WalkFault::kNone;
    }
    return WalkOther(TrimmedToken(line), document, type, reader);
  }

  // Nothing but white space follows.
  static bool AtEnd(simdjson::ondemand::document& document) {
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
  }

  // A line that holds JSON, but no object.
  WalkFault WalkOther(std::string_view line, simdjson::ondemand::document& document,
                      simdjson::ondemand::json_type type, RequestReader& reader) const {
    if (type == simdjson::ondemand::json_type::array) {
      simdjson::ondemand::value value;
      if (document.get_value().get(value)) return WalkFault::kMalformed;
      if (const WalkFault fault = CheckValue(value, 1, limits.nesting_max);
          fault != WalkFault::kNone)
        return fault;
      if (!AtEnd(document)) return WalkFault::kMalformed;
    } else if (type == simdjson::ondemand::json_type::string) {
      if (document.get_string().error() || !AtEnd(document)) return WalkFault::kMalformed;
    } else if (line != "true" && line != "false" && line != "null" && !IsJsonNumber(line)) {
      return WalkFault::kMalformed;
    }
    reader.SetError(ErrorCode::kBadRequest, "a request is a JSON object");
    return WalkFault::kNone;
  }
};

RequestParser::RequestParser(const Limits& limits) : state_(std::make_unique<State>()) {
  state_->limits = limits;
}
RequestParser::~RequestParser() = default;

Request RequestParser::Parse(std::string_view line, std::uint64_t line_number) {
  Request request;
  const WalkFault fault = state_->Walk(line, request);
  if (fault != WalkFault::kNone) {
    request = Request();
    request.id = "null";
    request.error =
        WireError{.code = ErrorCode::kBadJson,
                  .message = fault == WalkFault::kTooDeep
                                 ? fmt::format("the JSON is nested deeper than {} levels",
                                               state_->limits.nesting_max)
                                 : "the line is not valid JSON in UTF-8",
                  .field = {},
                  .line = line_number};
  }
  request.line = line_number;
  return request;
}

}  // namespace doublon::protocol
