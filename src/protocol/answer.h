#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/live_resolver.h"
#include "protocol/error.h"
#include "protocol/limits.h"

// Answers are appended part by part to one string:
//   BeginAnswer, Append... of the op, EndAnswer
// or, for results[i] of an answer to many records, BeginResult, Append..., '}'. Every Append... but
// AppendRecord adds members to the object that is open. Numbers are rounded, so that the same
// answer is the same text on any machine.
namespace doublon::protocol {

enum class AnswerStatus : std::uint8_t { kOk, kPartial, kError };

// `{"id":ID,"status":"ok"`; no id member when id is empty.
void BeginAnswer(std::string_view id, AnswerStatus status, std::string& out);
void EndAnswer(std::string& out);  // `}` and the end of the line
// `{"status":"ok"`
void BeginResult(AnswerStatus status, std::string& out);

// A whole answer that reports an error.
void AppendErrorAnswer(std::string_view id, const WireError& error, std::string& out);
// A whole element of `results` that does.
void AppendErrorResult(const WireError& error, std::string& out);

// Whether candidates are listed; left out when the answer has become too long.
enum class CandidateList : std::uint8_t { kFull, kCut };

void AppendMatch(const engine::MatchResult& match, CandidateList candidates, std::string& out);
void AppendAdd(const engine::AddResult& add, std::uint64_t sequence, std::size_t limit,
               CandidateList candidates, std::string& out);
void AppendDelete(const engine::EntityChanges& changes, std::uint64_t sequence, std::string& out);
void AppendStored(const engine::LiveResolver::Stored& stored, std::string& out);
void AppendEntity(const engine::LiveResolver::Entity& entity, std::size_t bytes_max,
                  std::string& out);
void AppendExplanation(const engine::Explanation& explanation, std::string& out);
void AppendNormalized(const engine::NormalizedRecord& record, std::string& out);

// The record as an object of its own.
void AppendRecord(const engine::LiveRecord& record, std::string& out);

// What `hello` tells.
struct ServerFacts {
  std::string_view version;
  std::string_view model_version;
  std::uint32_t normalizer_version = 0;
  std::string_view durability;  // "disk" or "memory"
  bool ready = false;
  bool read_only = false;
  std::uint64_t records = 0, entities = 0;
};
void AppendHello(const ServerFacts& facts, const Limits& limits, std::string& out);

// `,"name":` and the value, for members without a shape of their own.
void AppendMember(std::string_view name, std::uint64_t value, std::string& out);
void AppendMember(std::string_view name, bool value, std::string& out);
void AppendMember(std::string_view name, std::string_view value, std::string& out);
void AppendMember(std::string_view name, const char* value, std::string& out);

}  // namespace doublon::protocol
