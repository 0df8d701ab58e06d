#include <algorithm>
#include <cstring>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"
#include "record/prepared_record.h"

namespace doublon::record {
namespace {

// One value as the caller knows it, and as any view of it must read.
struct Added {
  std::uint8_t field;
  std::uint8_t flags;
  std::uint8_t extra;
  std::string payload;
};

std::string Raw(const void* value, std::size_t size) {
  return {static_cast<const char*>(value), size};
}

std::string RandomText() {
  // Few letters, so that equal values and equal tokens are frequent.
  return *rc::gen::container<std::string>(rc::gen::element('a', 'b', ' ', '\xc3', '\xa9'));
}

// Adds one random value and tells what it is.
Added AddRandomValue(PreparedBuilder& builder) {
  const auto flags = *rc::gen::arbitrary<std::uint8_t>();
  const auto field = *rc::gen::inRange<std::uint8_t>(0, 14);
  const std::string text = RandomText();
  switch (*rc::gen::inRange(0, 5)) {
    case 0: {
      const auto fr_key = *rc::gen::element(0U, 0xdeadbeefU);
      const auto skeleton = *rc::gen::element(0U, 0x01020304U);
      builder.AddName(field, flags, text, fr_key, skeleton);
      const auto tokens = text.empty() ? 0 : std::count(text.begin(), text.end(), ' ') + 1;
      return {field, flags, static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(tokens, 255)),
              Raw(&fr_key, 4) + Raw(&skeleton, 4) + text};
    }
    case 1: {
      const auto year = *rc::gen::inRange<std::uint16_t>(0, 3);
      const auto month = *rc::gen::inRange<std::uint8_t>(0, 3);
      builder.AddDate(field, flags, year, month, 0);
      return {field, flags, 0, Raw(&year, 2) + Raw(&month, 1) + std::string(1, '\0')};
    }
    case 2: {
      const auto number = *rc::gen::arbitrary<std::uint16_t>();
      const auto type = *rc::gen::arbitrary<std::uint8_t>();
      builder.AddStreet(flags, number, 'b', type, text);
      return {kStreetField, flags, type, Raw(&number, 2) + std::string("b\0", 2) + text};
    }
    case 3: {
      const auto number = *rc::gen::arbitrary<double>();
      builder.AddNumber(field, flags, number);
      return {field, flags, 0, Raw(&number, sizeof number)};
    }
    default:
      builder.AddPlain(field, flags, text);
      return {field, flags, 0, text};
  }
}

// What the record must hold: the first of equal values, by field, in the order they came.
std::vector<Added> Expected(const std::vector<Added>& added) {
  std::vector<Added> expected;
  for (const Added& value : added) {
    const bool known = std::any_of(expected.begin(), expected.end(), [&](const Added& other) {
      return std::tie(other.field, other.extra, other.payload) ==
             std::tie(value.field, value.extra, value.payload);
    });
    if (!known) expected.push_back(value);
  }
  std::stable_sort(expected.begin(), expected.end(),
                   [](const Added& x, const Added& y) { return x.field < y.field; });
  return expected;
}

void RequireReadsBack(PreparedView view, const std::vector<Added>& expected) {
  RC_ASSERT(view.value_count() == expected.size());
  RC_ASSERT(view.size() % 4 == 0U);
  std::size_t i = 0;
  for (const ValueView value : view.all()) {
    RC_ASSERT(value.field() == expected[i].field);
    RC_ASSERT(value.flags() == expected[i].flags);
    RC_ASSERT(value.extra() == expected[i].extra);
    RC_ASSERT(value.rarity() == 0);
    RC_ASSERT(value.payload() == expected[i].payload);
    ++i;
  }
  for (std::uint8_t field = 0; field < 20; ++field) {
    const auto count = std::count_if(expected.begin(), expected.end(),
                                     [&](const Added& value) { return value.field == field; });
    RC_ASSERT(view.values(field).size() == static_cast<std::size_t>(count));
    for (const ValueView value : view.values(field)) RC_ASSERT(value.field() == field);
  }
}

RC_GTEST_PROP(PreparedRecordPropertyTest, WhatIsAddedIsWhatIsReadBack, ()) {
  PreparedBuilder builder;
  // A builder that has been used gives the same record as a fresh one.
  for (int round = 0; round < 2; ++round) {
    builder.Clear();
    std::vector<Added> added(*rc::gen::inRange<std::size_t>(0, 40));
    for (Added& value : added) value = AddRandomValue(builder);
    const std::string_view bytes = builder.Finish();
    const PreparedView view(reinterpret_cast<const std::byte*>(bytes.data()));
    RC_ASSERT(view.size() == bytes.size());
    RequireReadsBack(view, Expected(added));
  }
}

RC_GTEST_PROP(PreparedRecordPropertyTest, TokensDependOnTheSetOfWordsOnly, ()) {
  auto words = *rc::gen::container<std::vector<std::string>>(
      rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('a', 'e'))));
  const auto joined = [](const std::vector<std::string>& list) {
    std::string text;
    for (const std::string& word : list) text += (text.empty() ? "" : " ") + word;
    return text;
  };
  PreparedBuilder builder;
  builder.Clear();
  builder.AddText(0, 0, joined(words));
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  builder.AddText(1, 0, joined(words));
  const PreparedView view(reinterpret_cast<const std::byte*>(builder.Finish().data()));
  const ValueView as_written = view.values(0)[0];
  const ValueView as_set = view.values(1)[0];
  RC_ASSERT(as_written.token_count() == as_set.token_count());
  RC_ASSERT(as_set.token_count() <= words.size());
  for (std::size_t i = 0; i < as_set.token_count(); ++i) {
    RC_ASSERT(as_written.token(i) == as_set.token(i));
    if (i > 0) RC_ASSERT(as_set.token(i - 1) < as_set.token(i));
  }
}

}  // namespace
}  // namespace doublon::record
