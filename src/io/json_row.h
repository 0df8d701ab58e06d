#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace doublon::io {

// Names of the values met in JSON objects, numbered in order of first sight. A nested value is
// named by its keys with dots between: "address.city". Looking a name up where it stood in the row
// before costs one comparison.
class JsonPaths {
 public:
  JsonPaths();
  explicit JsonPaths(const std::vector<std::string>& names);
  JsonPaths(JsonPaths&&) noexcept;
  JsonPaths& operator=(JsonPaths&&) noexcept;
  ~JsonPaths();

  // Number of `name`, given one when it is new. `visit` counts the values of a row from 0.
  std::uint32_t IdOf(std::string_view name, std::size_t visit);
  const std::vector<std::string>& names() const noexcept { return names_; }

 private:
  struct Index;
  std::vector<std::string> names_;
  std::vector<std::uint32_t> id_at_visit_;
  std::unique_ptr<Index> index_;
};

// One value of a row. Numbers stand as they were written, booleans as true and false; null is an
// empty value.
struct JsonLeaf {
  std::uint32_t path = 0;
  std::string_view value;
  bool in_array = false;
};

// Takes JSON objects apart into leaves. Arrays give a leaf an element under one name; so do the
// fields of objects in an array. Not thread-safe; reuse it: no allocation once warm.
class JsonRowParser {
 public:
  JsonRowParser();
  JsonRowParser(JsonRowParser&&) noexcept;
  JsonRowParser& operator=(JsonRowParser&&) noexcept;
  ~JsonRowParser();

  // Fills `leaves` (cleared first) in the order of the text. Returns "" or, for people, why the row
  // cannot be taken: not a JSON object, bad JSON, nested deeper than 16, larger than 64 MiB. `row`
  // must lie inside `text`; bytes behind it are used as padding. Values are views into `row` or,
  // where they had escapes, into memory that the next call overwrites. Broken UTF-8 is repaired
  // (RepairUtf8) and `repaired` set. Cost: about 1 ns a byte.
  std::string_view Parse(std::string_view row, std::string_view text, bool may_be_broken,
                         JsonPaths& paths, std::vector<JsonLeaf>& leaves, bool& repaired);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace doublon::io
