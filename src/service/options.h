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
  // What to do with a store whose entities another model made: refuse it, since making them anew
  // cannot be taken back; or make them anew.
  bool remake_entities = false;
  engine::LiveOptions live;
  protocol::Limits limits;

  Status Validate() const;
};

}  // namespace doublon::service
