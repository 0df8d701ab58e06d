#include "store/record_body.h"

#include "io/writer.h"
#include "simdjson.h"

namespace doublon::store {

void AppendBody(const FieldValues& fields, std::string& out) {
  out += '{';
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out += ',';
    const auto& [name, values] = fields[i];
    io::AppendJsonString(name, out);
    out += ':';
    if (values.size() == 1) {
      io::AppendJsonString(values.front(), out);
      continue;
    }
    out += '[';
    for (std::size_t j = 0; j < values.size(); ++j) {
      if (j > 0) out += ',';
      io::AppendJsonString(values[j], out);
    }
    out += ']';
  }
  out += '}';
}

struct BodyReader::State {
  simdjson::dom::parser parser;

  simdjson::error_code Read(std::string_view body, FieldValues& fields) {
    simdjson::dom::object object;
    if (auto error = parser.parse(body.data(), body.size()).get(object)) return error;
    for (const simdjson::dom::key_value_pair field : object) {
      auto& values = fields.emplace_back(std::string(field.key), std::vector<std::string>()).second;
      std::string_view text;
      simdjson::dom::array array;
      if (field.value.get(text) == simdjson::SUCCESS) {
        values.emplace_back(text);
        continue;
      }
      if (auto error = field.value.get(array)) return error;
      for (const simdjson::dom::element element : array) {
        if (auto error = element.get(text)) return error;
        values.emplace_back(text);
      }
    }
    return simdjson::SUCCESS;
  }
};

BodyReader::BodyReader() : state_(std::make_unique<State>()) {}
BodyReader::~BodyReader() = default;

Status BodyReader::Read(std::string_view body, FieldValues& fields) {
  fields.clear();
  if (const auto error = state_->Read(body, fields)) {
    return DataLoss(fmt::format("the stored fields of a record cannot be read ({})",
                                simdjson::error_message(error)));
  }
  return OkStatus();
}

}  // namespace doublon::store
