#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace doublon::engine {

// Wall time of the stages of a run, one after the other. Not thread safe.
class StageClock {
 public:
  using Callback = std::function<void(std::string_view stage)>;
  struct Stage {
    std::string name;
    double seconds = 0;
  };

  // `started` is called at the start of each stage, for progress bars; may be empty.
  explicit StageClock(Callback started = {}) : started_(std::move(started)) {}

  // Ends the stage that runs, if any, and begins the next.
  void Start(std::string_view name) {
    Stop();
    stages_.push_back({std::string(name), 0});
    running_ = true;
    start_ = std::chrono::steady_clock::now();
    if (started_) started_(name);
  }
  // Tells more of the stage that runs, for progress bars.
  void Say(std::string_view detail) const {
    if (started_ && running_) started_(stages_.back().name + ": " + std::string(detail));
  }
  void Stop() {
    if (!running_) return;
    running_ = false;
    stages_.back().seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }
  const std::vector<Stage>& stages() const noexcept { return stages_; }

 private:
  Callback started_;
  std::vector<Stage> stages_;
  bool running_ = false;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace doublon::engine
