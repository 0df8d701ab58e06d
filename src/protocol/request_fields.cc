#include "protocol/request_fields.h"

#include <array>

namespace doublon::protocol {
namespace {

constexpr std::array<NamedField, 15> kFields = {{{"op", kOpField},
                                                 {"id", kIdField},
                                                 {"record", kRecordField},
                                                 {"records", kRecordsField},
                                                 {"limit", kLimitField},
                                                 {"source", kSourceField},
                                                 {"record_id", kRecordIdField},
                                                 {"entity_id", kEntityIdField},
                                                 {"a", kAField},
                                                 {"b", kBField},
                                                 {"timeout_ms", kTimeoutField},
                                                 {"token", kTokenField},
                                                 {"client", kClientField},
                                                 {"order", kOrderField},
                                                 {"protocol", kProtocolField}}};

// Indexed by Op.
constexpr std::array<OpFields, kOpCount> kOpFields = {{
    {kTokenField | kClientField | kOrderField | kProtocolField, 0},  // hello
    {kRecordField | kRecordsField | kLimitField, 0},                 // match
    {kRecordField | kRecordsField | kLimitField, 0},                 // add
    {kSourceField | kRecordIdField, kSourceField | kRecordIdField},  // get
    {kSourceField | kRecordIdField, kSourceField | kRecordIdField},  // delete
    {kEntityIdField, kEntityIdField},                                // entity
    {kAField | kBField, kAField | kBField},                          // explain
    {kRecordField, kRecordField},                                    // normalize
    {0, 0},                                                          // stats
    {0, 0},                                                          // ping
}};

}  // namespace

const NamedField* FindRequestField(std::string_view name) noexcept {
  for (const NamedField& field : kFields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

std::string_view RequestFieldName(std::uint32_t bits) noexcept {
  for (const NamedField& field : kFields) {
    if ((bits & field.bit) != 0) return field.name;
  }
  return {};
}

const OpFields& FieldsOfOp(Op op) noexcept { return kOpFields[static_cast<std::size_t>(op)]; }

}  // namespace doublon::protocol
