#include "store/record_body.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace doublon::store {
namespace {

TEST(RecordBodyTest, OneValueIsAStringAndSeveralAnArray) {
  std::string body;
  AppendBody({{"family_name", {"Dupont"}}, {"email", {"a@x.fr", "b@x.fr"}}, {"phone", {}}}, body);
  EXPECT_EQ(body, R"({"family_name":"Dupont","email":["a@x.fr","b@x.fr"],"phone":[]})");
}

TEST(RecordBodyTest, AwkwardTextComesBackByteForByte) {
  const FieldValues fields = {{"a\"b\\", {"line\nbreak\ttab", std::string("nul\0inside", 10), ""}},
                              {"", {"\x7f\x01", "é œ 日本 😀"}},
                              {"only", {"\u2028"}}};
  std::string body;
  AppendBody(fields, body);
  FieldValues back;
  BodyReader reader;
  ASSERT_TRUE(reader.Read(body, back).ok());
  EXPECT_EQ(back, fields);
}

TEST(RecordBodyTest, WhatIsNoBodyIsDamage) {
  BodyReader reader;
  FieldValues fields;
  for (const char* body :
       {"", "[]", "{", "{\"a\":1}", "{\"a\":[1]}", "{\"a\":{}}", "{\"a\":\"x\"}}", "null"}) {
    EXPECT_EQ(reader.Read(body, fields).code(), absl::StatusCode::kDataLoss) << body;
  }
}

TEST(RecordBodyTest, ErrorsHoldNoContent) {
  BodyReader reader;
  FieldValues fields;
  const Status status = reader.Read(R"({"family_name":"Secretname)", fields);
  EXPECT_THAT(std::string(status.message()), testing::Not(testing::HasSubstr("Secretname")));
}

}  // namespace
}  // namespace doublon::store
