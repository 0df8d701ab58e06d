#pragma once

#include <string>
#include <string_view>

#include "base/status.h"
#include "engine/live_resolver.h"
#include "protocol/limits.h"

namespace doublon::service {

inline constexpr std::string_view kInMemory = ":memory:";

struct ServiceOptions {
  // A directory, made when missing, whose records survive a restart; or ":memory:": nothing is
  // kept.
  std::string data{kInMemory};
  engine::LiveOptions live;
  protocol::Limits limits;

  Status Validate() const;
};

}  // namespace doublon::service
