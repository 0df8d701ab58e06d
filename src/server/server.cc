#include "server/server.h"

#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>
#include <vector>

#include "base/worker_pool.h"
#include "server/connection.h"
#include "server/traffic.h"

namespace doublon::server {
namespace {

using boost::system::error_code;
namespace asio = boost::asio;
using Socket = asio::ip::tcp::socket;

constexpr auto kSweepInterval = std::chrono::milliseconds(100);
constexpr auto kAcceptPause =
    std::chrono::milliseconds(50);  // after an error, such as no file left
// Connections that are told `overloaded` stay open for a moment, so that the answer arrives; so
// many at most.
constexpr std::size_t kRejectedOpenMax = 256;
constexpr auto kRejectedOpenTime = std::chrono::seconds(1);
constexpr std::size_t kOtherFiles = 64;  // store, standard streams, event loop

// Lets the process open as many files as it may; returns how many that is.
std::size_t RaiseFileLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  if (limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) ::getrlimit(RLIMIT_NOFILE, &limit);
  }
  return limit.rlim_cur == RLIM_INFINITY ? ~std::size_t{0} : limit.rlim_cur;
}

struct RejectedSocket {
  Socket socket;
  service::Clock::time_point since;
};

}  // namespace

struct Server::State {
  Traffic traffic;
  asio::ip::tcp::acceptor acceptor{traffic.io};
  asio::steady_timer sweep_timer{traffic.io};
  asio::steady_timer accept_timer{traffic.io};
  asio::steady_timer drain_timer{traffic.io};
  asio::signal_set signals{traffic.io};
  asio::ip::tcp::endpoint endpoint;
  std::size_t connections_max;
  std::uint64_t next_connection = 1;
  std::vector<RejectedSocket> rejected;
  Status outcome = OkStatus();

  State(const ServerOptions& options, service::Service& service)
      : traffic(options, service), connections_max(options.limits.connections_max) {}

  Status Listen();
  void Accept();
  void OnAccepted(Socket socket);
  void Reject(Socket socket);
  void Sweep();
  void BeginDrain();
  void EndIfDrained();
  void WaitForSignal();
};

Status Server::State::Listen() {
  const std::size_t files = RaiseFileLimit();
  const std::size_t reserved = kOtherFiles + kRejectedOpenMax;
  connections_max = std::min(connections_max, files > 2 * reserved ? files - reserved : files / 2);
  error_code error;
  const auto address = asio::ip::make_address(traffic.options.address, error);
  const asio::ip::tcp::endpoint wanted(address, traffic.options.port);
  if (!error) acceptor.open(wanted.protocol(), error);
  if (!error) acceptor.set_option(asio::ip::tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(wanted, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) endpoint = acceptor.local_endpoint(error);
  if (error) {
    return Unavailable(fmt::format("cannot listen on {} port {}: {}", traffic.options.address,
                                   traffic.options.port, error.message()));
  }
  return OkStatus();
}

void Server::State::Accept() {
  acceptor.async_accept([this](const error_code& error, Socket socket) {
    if (traffic.draining || !acceptor.is_open()) return;
    if (!error) {
      OnAccepted(std::move(socket));
      return Accept();
    }
    accept_timer.expires_after(kAcceptPause);
    accept_timer.async_wait([this](const error_code& stopped) {
      if (!stopped && !traffic.draining) Accept();
    });
  });
}

void Server::State::OnAccepted(Socket socket) {
  traffic.counters().connections_accepted.fetch_add(1, std::memory_order_relaxed);
  if (traffic.connections.size() >= connections_max) return Reject(std::move(socket));
  const std::uint64_t number = next_connection++;
  auto connection = std::make_shared<Connection>(traffic, std::move(socket), number);
  traffic.connections.emplace(number, connection);
  traffic.counters().connections_open.fetch_add(1, std::memory_order_relaxed);
  connection->Start();
}

void Server::State::Reject(Socket socket) {
  traffic.counters().connections_rejected.fetch_add(1, std::memory_order_relaxed);
  std::string answer;
  protocol::AppendErrorAnswer({},
                              {protocol::ErrorCode::kOverloaded,
                               fmt::format("the server has its {} connections", connections_max),
                               {},
                               0},
                              answer);
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(answer), ignored);  // fits the empty buffer of a new socket
  socket.shutdown(Socket::shutdown_send, ignored);
  if (rejected.size() < kRejectedOpenMax)
    rejected.push_back({std::move(socket), service::Clock::now()});
}

void Server::State::Sweep() {
  sweep_timer.expires_after(kSweepInterval);
  sweep_timer.async_wait([this](const error_code& error) {
    if (error) return;
    const auto now = service::Clock::now();
    std::erase_if(rejected, [&](const RejectedSocket& socket) {
      return now - socket.since >= kRejectedOpenTime;
    });
    std::vector<std::shared_ptr<Connection>> all;  // closing changes the map
    all.reserve(traffic.connections.size());
    for (const auto& [number, connection] : traffic.connections) all.push_back(connection);
    for (const auto& connection : all) connection->Sweep(now);
    EndIfDrained();
    Sweep();
  });
}

void Server::State::BeginDrain() {
  if (traffic.draining) return traffic.io.stop();  // asked twice: now
  traffic.draining = true;
  error_code ignored;
  acceptor.close(ignored);
  std::vector<std::shared_ptr<Connection>> all;
  for (const auto& [number, connection] : traffic.connections) all.push_back(connection);
  for (const auto& connection : all) connection->Drain();
  drain_timer.expires_after(traffic.options.drain_timeout);
  drain_timer.async_wait([this](const error_code& error) {
    if (!error) traffic.io.stop();
  });
  WaitForSignal();
  EndIfDrained();
}

void Server::State::EndIfDrained() {
  if (traffic.draining && traffic.connections.empty()) traffic.io.stop();
}

void Server::State::WaitForSignal() {
  signals.async_wait([this](const error_code& error, int) {
    if (!error) BeginDrain();
  });
}

StatusOr<std::unique_ptr<Server>> Server::Listen(const ServerOptions& options,
                                                 service::Service& service) {
  RETURN_IF_ERROR(options.Validate());
  std::unique_ptr<State> state;
  try {
    state = std::make_unique<State>(options,
                                    service);  // the event loop needs files, and throws without
  } catch (const boost::system::system_error& error) {
    return Unavailable(fmt::format("cannot make an event loop: {}", error.what()));
  }
  RETURN_IF_ERROR(state->Listen());
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
  if (state_->traffic.executor != nullptr) state_->traffic.executor->Stop();
  state_->traffic.connections.clear();
}

std::uint16_t Server::port() const noexcept { return state_->endpoint.port(); }

std::string Server::endpoint() const {
  const std::string address = state_->endpoint.address().to_string();
  return state_->endpoint.address().is_v6() ? fmt::format("[{}]:{}", address, port())
                                            : fmt::format("{}:{}", address, port());
}

Status Server::Run(Signals signals, const std::function<void()>& on_ready) {
  State& state = *state_;
  // A full disk must come back from write(), not end the process.
  ::signal(SIGXFSZ, SIG_IGN);
  ::signal(SIGPIPE, SIG_IGN);
  if (signals == Signals::kStop) {
    error_code error;
    state.signals.add(SIGTERM, error);
    if (!error) state.signals.add(SIGINT, error);
    if (error) return Unavailable(fmt::format("cannot wait for signals: {}", error.message()));
    state.WaitForSignal();
  }
  const std::size_t workers = state.traffic.options.worker_count;
  state.traffic.executor = std::make_unique<Executor>(state.traffic.service, state.traffic.log,
                                                      workers != 0 ? workers : UsableCoreCount());
  state.traffic.executor->Start([&state, on_ready](const Status& loaded) {
    asio::post(state.traffic.io, [&state, on_ready, loaded] {
      if (!loaded.ok()) {
        state.outcome = loaded;
        return state.traffic.io.stop();
      }
      if (on_ready) on_ready();
    });
  });
  state.Accept();
  state.Sweep();
  state.traffic.io.run();
  state.traffic.executor->Stop();
  state.traffic.connections.clear();
  return state.outcome;
}

void Server::Stop() {
  State* state = state_.get();
  asio::post(state->traffic.io, [state] { state->BeginDrain(); });
}

Status Run(const ServerOptions& options, service::Service& service,
           const std::function<void(std::string_view endpoint)>& on_ready) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Server> server, Server::Listen(options, service));
  return server->Run(Server::Signals::kStop, [&] { on_ready(server->endpoint()); });
}

}  // namespace doublon::server
