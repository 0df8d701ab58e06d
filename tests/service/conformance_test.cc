#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "service/service_harness.h"
#include "simdjson.h"

// Plays tests/protocol/*.ndjson: a line in, the line expected out. Blank lines and lines that begin
// with '#' are remarks. In an expected line "*" stands for any value, and a member "*" allows
// further members. Each file is one connection to a fresh service, so that lines build on earlier
// ones. Clients in other languages can play them too.
namespace doublon::service {
namespace {

namespace dom = simdjson::dom;

bool Matches(const dom::element& expected, const dom::element& found);

bool ObjectsMatch(const dom::object& expected, const dom::object& found) {
  std::set<std::string_view> names;
  bool more_allowed = false;
  for (const auto member : expected) {
    if (member.key == "*") {
      more_allowed = true;
      continue;
    }
    dom::element value;
    if (found[member.key].get(value) || !Matches(member.value, value)) return false;
    names.insert(member.key);
  }
  return more_allowed || names.size() == found.size();
}

bool ArraysMatch(const dom::array& expected, const dom::array& found) {
  if (expected.size() != found.size()) return false;
  auto other = found.begin();
  for (const dom::element element : expected) {
    if (!Matches(element, *other)) return false;
    ++other;
  }
  return true;
}

bool Matches(const dom::element& expected, const dom::element& found) {
  std::string_view text;
  if (expected.get(text) == simdjson::SUCCESS && text == "*") return true;
  dom::object object, found_object;
  if (expected.get(object) == simdjson::SUCCESS) {
    return found.get(found_object) == simdjson::SUCCESS && ObjectsMatch(object, found_object);
  }
  dom::array array, found_array;
  if (expected.get(array) == simdjson::SUCCESS) {
    return found.get(found_array) == simdjson::SUCCESS && ArraysMatch(array, found_array);
  }
  return simdjson::minify(expected) == simdjson::minify(found);
}

std::vector<std::filesystem::path> Files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(DOUBLON_SOURCE_DIR "/tests/protocol")) {
    if (entry.path().extension() == ".ndjson") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

class ConformanceTest : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(ConformanceTest, EveryLineIsAnsweredAsExpected) {
  std::ifstream file(GetParam());
  Harness harness;
  std::string line, request;
  std::size_t number = 0, played = 0;
  while (std::getline(file, line)) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    if (request.empty()) {
      request = line;
      continue;
    }
    const std::string answer = harness.Ask(request);
    dom::parser expected_parser, found_parser;
    dom::element expected, found;
    ASSERT_FALSE(expected_parser.parse(line).get(expected)) << "line " << number << " is no JSON";
    ASSERT_FALSE(found_parser.parse(answer).get(found))
        << "answer to line " << number << " is no JSON: " << answer;
    EXPECT_TRUE(Matches(expected, found)) << "line " << number << "\n  request  " << request
                                          << "\n  expected " << line << "\n  answer   " << answer;
    ++played;
    request.clear();
  }
  EXPECT_TRUE(request.empty()) << "the last request has no expected answer";
  EXPECT_GT(played, 0U);
}

INSTANTIATE_TEST_SUITE_P(Files, ConformanceTest, testing::ValuesIn(Files()),
                         [](const auto& file) { return file.param.stem().string(); });

}  // namespace
}  // namespace doublon::service
