#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "server/options.h"
#include "service/service.h"

namespace doublon::server {

// Serves one service over TCP, one JSON object a line.
//   Listen, Run; Stop from anywhere.
class Server {
 public:
  // Binds and listens, so that the port is known; connections wait until Run. Raises the process's
  // limit of open files as far as allowed, and lowers limits.connections_max when even that is too
  // small. The service must outlive the server. Errors: InvalidArgument (options), Unavailable
  // (cannot listen).
  static StatusOr<std::unique_ptr<Server>> Listen(const ServerOptions& options,
                                                  service::Service& service);
  ~Server();

  std::uint16_t port() const noexcept;
  std::string endpoint() const;  // "127.0.0.1:7171", "[::1]:7171"

  // Loads the service (requests are answered `not_ready` until then), calls on_ready, and serves
  // until Stop, or SIGTERM or SIGINT when `signals`: then it stops accepting, answers what was
  // received, for drain_timeout at most, and returns ok. Errors: those of loading. on_ready runs on
  // the calling thread, which becomes the I/O thread.
  enum class Signals : std::uint8_t { kIgnore, kStop };
  Status Run(Signals signals, const std::function<void()>& on_ready);

  void Stop();  // any thread

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Listens and serves until SIGTERM or SIGINT. on_ready gets the endpoint once requests are
// answered: a program prints "listening on 127.0.0.1:7171".
Status Run(const ServerOptions& options, service::Service& service,
           const std::function<void(std::string_view endpoint)>& on_ready);

}  // namespace doublon::server
