#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace doublon::cli {

// One line on standard error that says what the program is doing; only on a terminal, and not when
// quiet.
class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress();  // wipes the line
  void Show(std::string_view stage);
  void Clear();

 private:
  bool shown_ = false;
  bool enabled_;
};

// "1,234,567"
std::string Grouped(std::uint64_t number);

}  // namespace doublon::cli
