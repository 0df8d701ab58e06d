#include "protocol/error.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "protocol/limits.h"

namespace doublon::protocol {
namespace {

TEST(ErrorCodeTest, TheTableIsInOrderAndNamesEachCodeOnce) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kErrorCodeCount; ++i) {
    EXPECT_EQ(static_cast<std::size_t>(ErrorCodeTable()[i].code), i);
    EXPECT_EQ(ErrorCodeName(ErrorCodeTable()[i].code), ErrorCodeTable()[i].name);
    names.insert(ErrorCodeTable()[i].name);
  }
  EXPECT_EQ(names, (std::set<std::string_view>{"bad_json", "bad_request", "unknown_op", "bad_field",
                                               "too_large", "not_found", "not_ready", "overloaded",
                                               "read_only", "deadline", "unauthorized",
                                               "unsupported_protocol", "internal"}));
}

TEST(ErrorCodeTest, OnlyWhatCanPassIsRetryable) {
  std::set<std::string_view> retryable;
  for (const ErrorCodeFacts& facts : ErrorCodeTable()) {
    if (facts.retryable) retryable.insert(facts.name);
    EXPECT_TRUE(facts.retryable || facts.retry_after_ms == 0) << facts.name;
  }
  EXPECT_EQ(retryable, (std::set<std::string_view>{"not_ready", "overloaded", "read_only",
                                                   "deadline", "internal"}));
}

TEST(ErrorCodeTest, EveryStatusCodeHasAWireCode) {
  using absl::StatusCode;
  const std::pair<StatusCode, std::string_view> cases[] = {
      {StatusCode::kOk, "internal"},
      {StatusCode::kCancelled, "internal"},
      {StatusCode::kUnknown, "internal"},
      {StatusCode::kInvalidArgument, "bad_request"},
      {StatusCode::kDeadlineExceeded, "deadline"},
      {StatusCode::kNotFound, "not_found"},
      {StatusCode::kAlreadyExists, "internal"},
      {StatusCode::kPermissionDenied, "unauthorized"},
      {StatusCode::kResourceExhausted, "overloaded"},
      {StatusCode::kFailedPrecondition, "read_only"},
      {StatusCode::kAborted, "internal"},
      {StatusCode::kOutOfRange, "bad_request"},
      {StatusCode::kUnimplemented, "unknown_op"},
      {StatusCode::kInternal, "internal"},
      {StatusCode::kUnavailable, "not_ready"},
      {StatusCode::kDataLoss, "internal"},
      {StatusCode::kUnauthenticated, "unauthorized"},
  };
  EXPECT_EQ(std::size(cases), 17U) << "abseil has 17 codes";
  for (const auto& [status, name] : cases) {
    EXPECT_EQ(ErrorCodeName(CodeForStatus(status)), name) << static_cast<int>(status);
  }
}

TEST(WireErrorTest, IsWrittenWithWhatItHas) {
  std::string out;
  AppendError({ErrorCode::kOverloaded, "say \"when\"", "", 0}, out);
  EXPECT_EQ(
      out,
      R"("error":{"code":"overloaded","message":"say \"when\"","retryable":true,"retry_after_ms":100})");
  out.clear();
  AppendError({ErrorCode::kBadField, "no", "email", 0}, out);
  EXPECT_EQ(out,
            R"("error":{"code":"bad_field","message":"no","field":"email","retryable":false})");
  out.clear();
  AppendError({ErrorCode::kBadJson, "no", "", 12}, out);
  EXPECT_EQ(out, R"("error":{"code":"bad_json","message":"no","retryable":false,"line":12})");
}

TEST(LimitsTest, TheDefaultsAreValidAndNonsenseIsNot) {
  EXPECT_TRUE(Limits().Validate().ok());
  Limits limits;
  limits.nesting_max = 3;
  EXPECT_EQ(limits.Validate().code(), absl::StatusCode::kInvalidArgument);
  limits = {};
  limits.connections_max = 0;
  EXPECT_THAT(std::string(limits.Validate().message()), testing::HasSubstr("connections_max"));
  limits = {};
  limits.output_bytes_hard_max = limits.output_bytes_soft_max - 1;
  EXPECT_FALSE(limits.Validate().ok());
  limits = {};
  limits.bytes_in_flight_max = limits.line_bytes_max - 1;
  EXPECT_FALSE(limits.Validate().ok());
}

}  // namespace
}  // namespace doublon::protocol
