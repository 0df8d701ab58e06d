#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>

#include "server/access_log.h"
#include "server/executor.h"
#include "server/options.h"
#include "service/service.h"

namespace doublon::server {

class Connection;

// What the connections of a server share. Used on the I/O thread only.
struct Traffic {
  Traffic(const ServerOptions& server_options, service::Service& used_service)
      : options(server_options), service(used_service), log(server_options.log) {}

  service::Counters& counters() { return service.counters(); }
  const protocol::Limits& limits() const { return options.limits; }

  const ServerOptions options;
  service::Service& service;
  const AccessLog log;
  boost::asio::io_context io{1};
  std::unique_ptr<Executor> executor;
  std::unordered_map<std::uint64_t, std::shared_ptr<Connection>> connections;
  bool draining = false;

  // Waiting or at work over all connections, partly received lines included.
  std::size_t queue_requests = 0;
  std::size_t queue_bytes = 0;

  // All sockets are read through this one buffer, so that a connection without traffic costs next
  // to nothing.
  std::array<char, 64 * 1024> read_buffer;
};

}  // namespace doublon::server
