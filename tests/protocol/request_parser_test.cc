#include "protocol/request_parser.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace doublon::protocol {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

Request Parse(std::string_view line, const Limits& limits = {}) {
  return RequestParser(limits).Parse(line, 3);
}

std::string CodeOf(std::string_view line, const Limits& limits = {}) {
  const Request request = Parse(line, limits);
  return request.error ? std::string(ErrorCodeName(request.error->code)) : "ok";
}
std::string FieldOf(std::string_view line) {
  const Request request = Parse(line);
  return request.error ? request.error->field : "no error";
}

TEST(RequestParserTest, ReadsAMatch) {
  const Request request = Parse(
      R"({"op":"match","id":7,"limit":2,"timeout_ms":50,"record":{"source":"crm","record_id":12,"family_name":"Dupont",)"
      R"("postcode":1000,"email":["a@x.fr","b@x.fr"],"phone":null,"shoe":""}})");
  ASSERT_FALSE(request.error);
  EXPECT_EQ(request.op, Op::kMatch);
  EXPECT_EQ(request.id, "7");
  EXPECT_EQ(request.limit, 2U);
  EXPECT_EQ(request.timeout_ms, 50U);
  ASSERT_EQ(request.records.size(), 1U);
  const engine::LiveRecord& record = request.records[0].record;
  EXPECT_EQ(record.source, "crm");
  EXPECT_EQ(record.record_id, "12");
  EXPECT_THAT(
      record.fields,
      ElementsAre(Pair("family_name", ElementsAre("Dupont")), Pair("postcode", ElementsAre("1000")),
                  Pair("email", ElementsAre("a@x.fr", "b@x.fr")), Pair("shoe", ElementsAre(""))));
}

TEST(RequestParserTest, NumbersAreTakenAsWritten) {
  const Request request =
      Parse(R"({"op":"match","record":{"a":1.50,"b":-0e1,"c":123456789012345678901234567890}})");
  ASSERT_FALSE(request.error);
  EXPECT_THAT(request.records[0].record.fields,
              ElementsAre(Pair("a", ElementsAre("1.50")), Pair("b", ElementsAre("-0e1")),
                          Pair("c", ElementsAre("123456789012345678901234567890"))));
}

TEST(RequestParserTest, EchoesTheIdAsWritten) {
  for (const std::string id : {"1", "-1.50E+3", "12345678901234567890123", "null", "true", "\"\"",
                               "\"a\\u00e9\\n\"", "\"\xc3\xa9\""}) {
    const Request request = Parse("{\"op\":\"ping\",\"id\" : " + id + " }");
    EXPECT_FALSE(request.error) << id;
    EXPECT_EQ(request.id, id);
  }
  EXPECT_EQ(Parse(R"({"op":"ping"})").id, "");
}

TEST(RequestParserTest, TheIdIsFoundBehindAnError) {
  EXPECT_EQ(Parse(R"({"op":"ping","foo":{"a":[1,{"b":2}]},"id":9})").id, "9");
  EXPECT_EQ(Parse(R"({"op":"match","record":{"a":{"b":1}},"id":9})").id, "9");
  EXPECT_EQ(Parse(R"({"op":"match","record":[1,[2]],"id":9})").id, "9");
}

TEST(RequestParserTest, WhatIsNoJsonIsBadJson) {
  const std::string cases[] = {"",
                               "{",
                               "}",
                               "{]",
                               "{\"op\"}",
                               "{\"op\":}",
                               "{\"op\":\"ping\"",
                               "{\"op\":\"ping\",}",
                               "{\"op\":\"ping\"}}",
                               "{\"op\":\"ping\"}{}",
                               "{\"op\":\"ping\"} x",
                               "{op:\"ping\"}",
                               "{'op':'ping'}",
                               "{\"op\":\"ping\"\"id\":1}",
                               "{\"op\":\"pi\tng\"}",
                               "{\"op\":\"\\x\"}",
                               "{\"op\":\"\\ud800\"}",
                               "{\"op\":\"ping\",\"id\":01}",
                               "{\"op\":\"ping\",\"id\":1.}",
                               "{\"op\":\"ping\",\"id\":.5}",
                               "{\"op\":\"ping\",\"id\":+1}",
                               "{\"op\":\"ping\",\"id\":1e}",
                               "{\"op\":\"ping\",\"id\":nul}",
                               "{\"op\":\"ping\",\"id\":nulll}",
                               "{\"op\":\"ping\",\"id\":NaN}",
                               "{\"op\":\"match\",\"record\":{\"a\":[1,]}}",
                               "{\"op\":\"match\",\"record\":{\"a\":1,}}",
                               "{\"op\":\"match\",\"record\":{\"a\":[1 2]}}",
                               "{\"op\":\"match\",\"records\":[{},]}",
                               "[1,",
                               "[1,]",
                               "nope",
                               "\"a",
                               "1 2",
                               "\"a\" 1",
                               "tru",
                               "{\"op\":\"foo\",\"bar\":tru}",
                               "{\"op\":\"foo\",\"bar\":{\"a\":01}}",
                               std::string("{\"op\":\"ping\"\0}", 14),
                               std::string("{\"op\":\"pi\0ng\"}", 14),
                               std::string("\0", 1),
                               "{\"op\":\"\xff\"}",
                               "{\"op\":\"\xc3\"}",
                               "{\"op\":\"\xed\xa0\x80\"}",
                               "{\"op\":\"ping\",\"\xc0\xaf\":1}"};
  for (const std::string& line : cases) EXPECT_EQ(CodeOf(line), "bad_json") << line;
}

TEST(RequestParserTest, ABadLineIsAnsweredWithItsNumberAndANullId) {
  const Request request = Parse(R"({"id":5,"op":)");
  EXPECT_EQ(request.id, "null");
  EXPECT_EQ(request.error->line, 3U);
  EXPECT_EQ(request.op, Op::kNone);
}

TEST(RequestParserTest, EveryPrefixOfARequestIsBadJson) {
  const std::string line =
      R"({"op":"match","id":"é","records":[{"a":"x\u00e9","b":[1,"y"],"c":null},{"d":-1.5e3}],"limit":3,"timeout_ms":9})";
  ASSERT_EQ(CodeOf(line), "ok");
  for (std::size_t size = 0; size < line.size(); ++size)
    EXPECT_EQ(CodeOf(line.substr(0, size)), "bad_json") << size;
}

TEST(RequestParserTest, JsonThatIsNoObjectIsABadRequest) {
  for (const char* line :
       {"[]", "[{\"op\":\"ping\"}]", "1", "\"ping\"", "null", "true", "[[[1]]]"}) {
    EXPECT_EQ(CodeOf(line), "bad_request") << line;
  }
}

TEST(RequestParserTest, NestingIsLimitedWhereverItIs) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  const auto objects = [](std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += "{\"a\":";
    return text + "1" + std::string(depth, '}');
  };
  // The request's own object is the first level.
  EXPECT_EQ(CodeOf("{\"op\":\"ping\",\"x\":" + nested(15) + "}"), "bad_request");
  EXPECT_EQ(CodeOf("{\"op\":\"ping\",\"x\":" + nested(16) + "}"), "bad_json");
  EXPECT_EQ(CodeOf("{\"op\":\"ping\",\"x\":" + objects(15) + "}"), "bad_request");
  EXPECT_EQ(CodeOf("{\"op\":\"ping\",\"x\":" + objects(16) + "}"), "bad_json");
  EXPECT_EQ(CodeOf("{\"op\":\"match\",\"record\":{\"a\":" + nested(14) + "}}"), "bad_field");
  EXPECT_EQ(CodeOf("{\"op\":\"match\",\"record\":{\"a\":" + nested(15) + "}}"), "bad_json");
  EXPECT_EQ(CodeOf("{\"op\":\"match\",\"record\":{\"source\":" + nested(15) + "}}"), "bad_json");
  EXPECT_EQ(CodeOf("{\"op\":\"match\",\"records\":[{\"a\":" + nested(14) + "}]}"), "bad_json");
  EXPECT_EQ(CodeOf("{\"id\":" + nested(16) + "}"), "bad_json");
  EXPECT_EQ(CodeOf(nested(16)), "bad_request");
  EXPECT_EQ(CodeOf(nested(17)), "bad_json");
  EXPECT_EQ(CodeOf(nested(200'000)), "bad_json");
  EXPECT_EQ(CodeOf(std::string(500'000, '[')), "bad_json");
  EXPECT_EQ(CodeOf("{\"op\":\"ping\",\"x\":" + objects(100'000) + "}"), "bad_json");
}

TEST(RequestParserTest, UnknownRepeatedAndMisplacedFieldsAreNamed) {
  EXPECT_EQ(CodeOf(R"({"op":"ping","x":1})"), "bad_request");
  EXPECT_EQ(FieldOf(R"({"op":"ping","x":1})"), "x");
  EXPECT_EQ(FieldOf(R"({"op":"ping","op":"ping"})"), "op");
  EXPECT_EQ(FieldOf(R"({"op":"ping","id":1,"id":1})"), "id");
  EXPECT_EQ(FieldOf(R"({"op":"ping","limit":1})"), "limit");
  EXPECT_EQ(FieldOf(R"({"op":"match","record":{"a":1,"b":2,"\u0061":3}})"), "a");
  EXPECT_EQ(CodeOf(R"({"op":"match","record":{"a":1,"a":1}})"), "bad_request");
  EXPECT_EQ(FieldOf(R"({"op":"match","record":{},"records":[]})"), "records");
  EXPECT_EQ(FieldOf(R"({"op":"match"})"), "record");
  EXPECT_EQ(FieldOf(R"({"op":"get","source":"a"})"), "record_id");
  EXPECT_EQ(FieldOf(R"({"op":"explain","a":{"x":1}})"), "b");
  EXPECT_EQ(FieldOf(R"({"op":"normalize","records":[]})"), "records");
  EXPECT_EQ(FieldOf(R"({})"), "op");
  EXPECT_EQ(FieldOf(R"({"op":1})"), "op");
}

TEST(RequestParserTest, EveryOpIsRead) {
  for (const char* line :
       {R"({"op":"hello","token":"t","client":"c/1","order":"any","protocol":1})",
        R"({"op":"hello"})", R"({"op":"match","record":{}})", R"({"op":"match","records":[]})",
        R"({"op":"add","record":{"source":"a","record_id":"1"}})",
        R"({"op":"get","source":"a","record_id":1})",
        R"({"op":"delete","source":"a","record_id":"1"})", R"({"op":"entity","entity_id":1})",
        R"({"op":"entity","entity_id":"1"})",
        R"({"op":"explain","a":{"x":1},"b":{"source":"a","record_id":"1"}})",
        R"({"op":"normalize","record":{"x":1}})", R"({"op":"stats"})",
        R"({"op":"ping","timeout_ms":0})"}) {
    EXPECT_EQ(CodeOf(line), "ok") << line;
  }
}

TEST(RequestParserTest, OpsThatAreNotOfferedAreUnknown) {
  for (const char* op : {"decide", "undo", "changes"}) {
    const Request request = Parse(fmt::format(R"({{"op":"{}","id":1,"whatever":[1]}})", op));
    EXPECT_EQ(request.error->code, ErrorCode::kUnknownOp);
    EXPECT_THAT(request.error->message, HasSubstr("not offered yet"));
    EXPECT_EQ(request.id, "1");
  }
  EXPECT_EQ(CodeOf(R"({"op":"drop tables"})"), "unknown_op");
  EXPECT_EQ(CodeOf(R"({"op":""})"), "unknown_op");
  EXPECT_EQ(CodeOf(R"({"op":"Ping"})"), "unknown_op");
}

TEST(RequestParserTest, ValuesOfTheWrongShapeAreNamed) {
  EXPECT_EQ(FieldOf(R"({"op":"match","record":{"email":{"a":1}}})"), "email");
  EXPECT_EQ(FieldOf(R"({"op":"match","record":{"email":[["a"]]}})"), "email");
  EXPECT_EQ(FieldOf(R"({"op":"match","record":{"email":true}})"), "email");
  EXPECT_EQ(CodeOf(R"({"op":"match","record":{"email":[false]}})"), "bad_field");
  EXPECT_EQ(FieldOf(R"({"op":"match","record":{"source":["a"]}})"), "source");
  EXPECT_EQ(FieldOf(R"({"op":"match","record":3})"), "record");
  EXPECT_EQ(FieldOf(R"({"op":"match","records":{}})"), "records");
  EXPECT_EQ(FieldOf(R"({"op":"match","record":{},"limit":-1})"), "limit");
  EXPECT_EQ(FieldOf(R"({"op":"match","record":{},"limit":101})"), "limit");
  EXPECT_EQ(FieldOf(R"({"op":"match","record":{},"limit":"5"})"), "limit");
  EXPECT_EQ(FieldOf(R"({"op":"ping","timeout_ms":1.5})"), "timeout_ms");
  EXPECT_EQ(FieldOf(R"({"op":"ping","timeout_ms":99999999999999999999})"), "timeout_ms");
  EXPECT_EQ(FieldOf(R"({"op":"entity","entity_id":0})"), "entity_id");
  EXPECT_EQ(FieldOf(R"({"op":"entity","entity_id":"x"})"), "entity_id");
  EXPECT_EQ(FieldOf(R"({"op":"hello","order":"random"})"), "order");
  EXPECT_EQ(FieldOf(R"({"op":"hello","token":5})"), "token");
  EXPECT_EQ(FieldOf(R"({"op":"ping","id":{}})"), "id");
  EXPECT_EQ(FieldOf(R"({"op":"get","source":"","record_id":"1"})"), "source");
}

TEST(RequestParserTest, AddNeedsSourceAndRecordId) {
  EXPECT_EQ(FieldOf(R"({"op":"add","record":{"record_id":"1"}})"), "source");
  EXPECT_EQ(FieldOf(R"({"op":"add","record":{"source":"a"}})"), "record_id");
  EXPECT_EQ(CodeOf(R"({"op":"add","record":{"source":"a","record_id":""}})"), "bad_field");
  EXPECT_EQ(CodeOf(R"({"op":"match","record":{"source":"a"}})"), "ok");
}

TEST(RequestParserTest, ABadRecordAmongManyCostsItselfOnly) {
  const Request request = Parse(
      R"({"op":"add","records":[{"source":"a","record_id":"1"},{"source":"a"},7,{"source":"a","record_id":"2","x":{}}]})");
  ASSERT_FALSE(request.error);
  ASSERT_EQ(request.records.size(), 4U);
  EXPECT_FALSE(request.records[0].error);
  EXPECT_EQ(request.records[1].error->field, "record_id");
  EXPECT_EQ(request.records[2].error->code, ErrorCode::kBadField);
  EXPECT_EQ(request.records[3].error->field, "x");
}

TEST(RequestParserTest, SizesAreLimited) {
  Limits limits;
  limits.records_per_request_max = 2;
  EXPECT_EQ(CodeOf(R"({"op":"match","records":[{},{}]})", limits), "ok");
  EXPECT_EQ(CodeOf(R"({"op":"match","records":[{},{},{}]})", limits), "too_large");
  limits = {};
  limits.fields_per_record_max = 2;
  EXPECT_EQ(CodeOf(R"({"op":"match","record":{"a":1,"b":2}})", limits), "ok");
  EXPECT_EQ(CodeOf(R"({"op":"match","record":{"a":1,"b":2,"c":3}})", limits), "bad_field");
  limits = {};
  limits.value_bytes_max = 4;
  EXPECT_EQ(CodeOf(R"({"op":"match","record":{"a":"1234"}})", limits), "ok");
  EXPECT_EQ(CodeOf(R"({"op":"match","record":{"a":"12345"}})", limits), "bad_field");
  EXPECT_EQ(CodeOf(R"({"op":"match","record":{"a":["1","12345"]}})", limits), "bad_field");
  limits = {};
  limits.name_bytes_max = 9;
  EXPECT_EQ(CodeOf(R"({"op":"match","record":{"abcdefghij":1}})", limits), "bad_field");
  EXPECT_EQ(CodeOf(R"({"op":"match","record":{"source":"abcdefghij"}})", limits), "bad_field");
  limits = {};
  limits.id_bytes_max = 3;
  EXPECT_EQ(CodeOf(R"({"op":"ping","id":123})", limits), "ok");
  EXPECT_EQ(CodeOf(R"({"op":"ping","id":1234})", limits), "bad_request");
}

TEST(RequestParserTest, ErrorsHoldNoValue) {
  for (const char* line :
       {R"({"op":"match","record":{"family_name":{"Secretname":"Secretname"}}})",
        R"({"op":"match","record":{"family_name":"Secretname)", R"({"op":"Secretname"})",
        R"({"op":"match","limit":"Secretname","record":{}})",
        R"({"op":"entity","entity_id":"Secretname"})", R"({"op":"hello","order":"Secretname"})",
        R"({"op":"match","record":{"a":"Secretname","a":"Secretname"}})"}) {
    const Request request = Parse(line);
    ASSERT_TRUE(request.error) << line;
    EXPECT_THAT(request.error->message + request.error->field, Not(HasSubstr("Secretname")))
        << line;
  }
}

TEST(RequestParserTest, AReusedParserForgetsTheLastLine) {
  RequestParser parser{Limits()};
  EXPECT_FALSE(parser.Parse(R"({"op":"match","id":1,"limit":9,"record":{"a":"b"}})", 1).error);
  EXPECT_TRUE(parser.Parse(std::string(100'000, '['), 2).error);
  const Request request = parser.Parse(R"({"op":"match","record":{}})", 3);
  EXPECT_FALSE(request.error);
  EXPECT_EQ(request.id, "");
  EXPECT_EQ(request.limit, kCandidatesDefault);
  EXPECT_TRUE(request.records[0].record.fields.empty());
}

}  // namespace
}  // namespace doublon::protocol
