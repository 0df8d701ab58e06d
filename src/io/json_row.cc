#include "io/json_row.h"

#include "absl/container/flat_hash_map.h"
#include "base/absl_interop.h"
#include "io/decoded_text.h"
#include "simdjson.h"
#include "text/digits.h"

namespace doublon::io {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t kDepthMax = 16;
constexpr std::size_t kRowBytesMax = std::size_t{64} << 20;

using text::IsDigit;

std::size_t DigitsEnd(std::string_view s, std::size_t at) noexcept {
  while (at < s.size() && IsDigit(s[at])) ++at;
  return at;
}

// RFC 8259, section 6. simdjson checks a number only when it converts it, and numbers are kept as
// written here.
bool IsJsonNumber(std::string_view s) noexcept {
  std::size_t at = s.starts_with('-') ? 1 : 0;
  const std::size_t whole_end = DigitsEnd(s, at);
  if (whole_end == at || (s[at] == '0' && whole_end > at + 1)) return false;
  at = whole_end;
  if (at < s.size() && s[at] == '.') {
    const std::size_t end = DigitsEnd(s, at + 1);
    if (end == at + 1) return false;
    at = end;
  }
  if (at < s.size() && (s[at] == 'e' || s[at] == 'E')) {
    ++at;
    if (at < s.size() && (s[at] == '+' || s[at] == '-')) ++at;
    const std::size_t end = DigitsEnd(s, at);
    if (end == at) return false;
    at = end;
  }
  return at == s.size();
}

std::string_view TrimJsonSpace(std::string_view s) noexcept {
  const std::size_t last = s.find_last_not_of(" \t\r\n");
  return s.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

struct JsonPaths::Index {
  absl::flat_hash_map<std::string, std::uint32_t> id_of;
};

JsonPaths::JsonPaths() : index_(std::make_unique<Index>()) {}
JsonPaths::JsonPaths(const std::vector<std::string>& names) : JsonPaths() {
  for (std::size_t i = 0; i < names.size(); ++i) IdOf(names[i], i);
}
JsonPaths::JsonPaths(JsonPaths&&) noexcept = default;
JsonPaths& JsonPaths::operator=(JsonPaths&&) noexcept = default;
JsonPaths::~JsonPaths() = default;

std::uint32_t JsonPaths::IdOf(std::string_view name, std::size_t visit) {
  if (visit < id_at_visit_.size() && names_[id_at_visit_[visit]] == name)
    return id_at_visit_[visit];
  const auto next_id = static_cast<std::uint32_t>(names_.size());
  const auto found = index_->id_of.find(ToAbsl(name));
  const std::uint32_t id = found == index_->id_of.end() ? next_id : found->second;
  if (id == next_id) {
    index_->id_of.emplace(std::string(name), id);
    names_.emplace_back(name);
  }
  // Rows with long arrays must not make the memory of the last row long.
  if (visit < id_at_visit_.size()) id_at_visit_[visit] = id;
  if (visit == id_at_visit_.size() && visit < 2 * names_.size()) id_at_visit_.push_back(id);
  return id;
}

struct JsonRowParser::State {
  ondemand::parser parser;
  std::string padded;
  std::string path;
  std::string_view row;  // the bytes given to the parser
  std::string_view reason;
  JsonPaths* paths = nullptr;
  std::vector<JsonLeaf>* leaves = nullptr;

  bool Fail(std::string_view why) {
    if (reason.empty()) reason = why;
    return false;
  }
  bool Bad() { return Fail("not valid JSON"); }

  void AddLeaf(std::string_view value, bool in_array) {
    leaves->push_back({paths->IdOf(path, leaves->size()), value, in_array});
  }

  bool AddString(ondemand::value& value, bool in_array) {
    ondemand::raw_json_string raw;
    std::string_view unescaped;
    if (value.get_raw_json_string().get(raw) != simdjson::SUCCESS) return Bad();
    if (value.get_string().get(unescaped) != simdjson::SUCCESS) return Bad();
    // Without escapes the row holds the same bytes up to the closing quote, and a view of them
    // needs no copy.
    const char* in_row = raw.raw();
    const auto room = static_cast<std::size_t>(row.data() + row.size() - in_row);
    const bool same = unescaped.size() < room && in_row[unescaped.size()] == '"' &&
                      std::string_view(in_row, unescaped.size()) == unescaped;
    AddLeaf(same ? std::string_view(in_row, unescaped.size()) : unescaped, in_array);
    return true;
  }

  bool AddScalar(ondemand::value& value, ondemand::json_type type, bool in_array) {
    if (type == ondemand::json_type::string) return AddString(value, in_array);
    const std::string_view token = TrimJsonSpace(value.raw_json_token());
    if (type == ondemand::json_type::number) {
      if (!IsJsonNumber(token)) return Bad();
      AddLeaf(token, in_array);
    } else if (type == ondemand::json_type::boolean) {
      if (token != "true" && token != "false") return Bad();
      AddLeaf(token, in_array);
    } else {
      if (token != "null") return Bad();
      AddLeaf({}, in_array);
    }
    return true;
  }

  bool AddValue(ondemand::value value, std::size_t depth, bool in_array) {
    if (depth > kDepthMax) return Fail("nested too deep");
    ondemand::json_type type;
    if (value.type().get(type) != simdjson::SUCCESS) return Bad();
    if (type == ondemand::json_type::object) {
      ondemand::object object;
      if (value.get_object().get(object) != simdjson::SUCCESS) return Bad();
      return AddObject(object, depth, in_array);
    }
    if (type != ondemand::json_type::array) {
      return AddScalar(value, type, in_array);
    }
    ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return Bad();
    for (auto element : array) {
      ondemand::value item;
      if (std::move(element).get(item) != simdjson::SUCCESS) return Bad();
      if (!AddValue(item, depth + 1, true)) return false;
    }
    return true;
  }

  bool AddObject(ondemand::object& object, std::size_t depth, bool in_array) {
    for (auto result : object) {
      ondemand::field field;
      std::string_view key;
      if (std::move(result).get(field) != simdjson::SUCCESS) return Bad();
      if (field.unescaped_key().get(key) != simdjson::SUCCESS) return Bad();
      const std::size_t parent_size = path.size();
      if (depth > 1) path.push_back('.');
      path.append(key);
      if (!AddValue(field.value(), depth + 1, in_array)) return false;
      path.resize(parent_size);
    }
    return true;
  }

  bool ParseObject() {
    ondemand::document document;
    // The bytes behind the row up to the padding are readable: see Parse.
    const auto error =
        parser.iterate(row.data(), row.size(), row.size() + simdjson::SIMDJSON_PADDING)
            .get(document);
    if (error != simdjson::SUCCESS) return Bad();
    ondemand::object object;
    if (document.get_object().get(object) != simdjson::SUCCESS) return Fail("not a JSON object");
    if (!AddObject(object, 1, false)) return false;
    const char* behind = nullptr;
    if (document.current_location().get(behind) == simdjson::SUCCESS) {
      return Fail("more than one JSON value on the line");
    }
    return true;
  }
};

JsonRowParser::JsonRowParser() : state_(std::make_unique<State>()) {}
JsonRowParser::JsonRowParser(JsonRowParser&&) noexcept = default;
JsonRowParser& JsonRowParser::operator=(JsonRowParser&&) noexcept = default;
JsonRowParser::~JsonRowParser() = default;

std::string_view JsonRowParser::Parse(std::string_view row, std::string_view text,
                                      bool may_be_broken, JsonPaths& paths,
                                      std::vector<JsonLeaf>& leaves, bool& repaired) {
  State& state = *state_;
  leaves.clear();
  repaired = false;
  if (!row.starts_with('{')) return "not a JSON object";
  if (row.size() > kRowBytesMax) return "larger than 64 MiB";
  const auto behind =
      static_cast<std::size_t>(text.data() + text.size() - (row.data() + row.size()));
  repaired = may_be_broken && !simdjson::validate_utf8(row.data(), row.size());
  if (repaired || behind < simdjson::SIMDJSON_PADDING) {
    state.padded = repaired ? RepairUtf8(row) : std::string(row);
    const std::size_t size = state.padded.size();
    state.padded.append(simdjson::SIMDJSON_PADDING, ' ');
    row = std::string_view(state.padded).substr(0, size);
  }
  state.row = row;
  state.path.clear();
  state.reason = {};
  state.paths = &paths;
  state.leaves = &leaves;
  return state.ParseObject() ? std::string_view() : state.reason;
}

}  // namespace doublon::io
