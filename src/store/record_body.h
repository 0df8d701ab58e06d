#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"

namespace doublon::store {

// Field name → values, in the order sent: the shape of engine::LiveRecord::fields.
using FieldValues = std::vector<std::pair<std::string, std::vector<std::string>>>;

// Appends the fields as one JSON object: {"family_name":"Dupont","email":["a@x.fr","b@x.fr"]}. One
// value is a string, none or several an array. Invalid UTF-8 becomes U+FFFD. Cost: linear.
void AppendBody(const FieldValues& fields, std::string& out);

// Reads such objects back. Keep one reader for many bodies: it reuses its memory. Not thread-safe.
class BodyReader {
 public:
  BodyReader();
  ~BodyReader();
  // Errors: DataLoss when the text is no such object; the message holds no content.
  Status Read(std::string_view body, FieldValues& fields);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace doublon::store
