#pragma once

#include <cstdint>
#include <string>

#include "protocol/answer.h"
#include "protocol/request.h"

namespace doublon::service {

// Puts together the answer to a request with `records`: its counts come before the results, which
// are known later.
class ManyAnswer {
 public:
  // Opens the next result that is good; the caller appends its members and calls EndResult.
  std::string& BeginResult() {
    Separate();
    ++ok_count_;
    protocol::BeginResult(protocol::AnswerStatus::kOk, results_);
    return results_;
  }
  void EndResult() { results_ += '}'; }
  void AppendError(const protocol::WireError& error) {
    Separate();
    ++error_count_;
    protocol::AppendErrorResult(error, results_);
  }
  std::size_t size() const noexcept { return results_.size(); }

  // Appends the whole line. Returns "ok", "partial" or "error".
  std::string_view Finish(const protocol::Request& request, std::string& answer) const {
    const auto status = error_count_ == 0 ? protocol::AnswerStatus::kOk
                        : ok_count_ == 0  ? protocol::AnswerStatus::kError
                                          : protocol::AnswerStatus::kPartial;
    protocol::BeginAnswer(request.id, status, answer);
    answer += fmt::format(",\"counts\":{{\"ok\":{},\"error\":{}}},\"results\":[", ok_count_,
                          error_count_);
    answer += results_;
    answer += ']';
    protocol::EndAnswer(answer);
    return status == protocol::AnswerStatus::kOk        ? "ok"
           : status == protocol::AnswerStatus::kPartial ? "partial"
                                                        : "error";
  }

 private:
  void Separate() {
    if (ok_count_ + error_count_ > 0) results_ += ',';
  }
  std::string results_;
  std::uint64_t ok_count_ = 0, error_count_ = 0;
};

// When the client's patience ends; time_point::max() without timeout_ms.
inline std::chrono::steady_clock::time_point DeadlineOf(
    const protocol::Request& request, std::chrono::steady_clock::time_point received) {
  return request.timeout_ms ? received + std::chrono::milliseconds(*request.timeout_ms)
                            : std::chrono::steady_clock::time_point::max();
}
inline bool Expired(std::chrono::steady_clock::time_point deadline) {
  return deadline != std::chrono::steady_clock::time_point::max() &&
         std::chrono::steady_clock::now() >= deadline;
}
inline protocol::WireError DeadlineError() {
  return {protocol::ErrorCode::kDeadline,
          "timeout_ms ran out before it was done; nothing was changed",
          {},
          0};
}

}  // namespace doublon::service
