#include "cli/client_connection.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <charconv>
#include <cstring>
#include <utility>

namespace doublon::cli {
namespace {

using boost::system::error_code;
namespace asio = boost::asio;
using Socket = asio::ip::tcp::socket;

constexpr std::size_t kSendBytes = 256 * 1024;  // gathered before a send, at most

Status DeadlineExceeded(std::string_view message) {
  return absl::DeadlineExceededError(ToAbsl(message));
}

}  // namespace

Status ClientOptions::Validate() const {
  if (host.empty() || port == 0)
    return InvalidArgument("a server needs a host and a port, such as 127.0.0.1:7171");
  if (window == 0) return InvalidArgument("the window must be at least 1");
  if (timeout.count() <= 0) return InvalidArgument("the timeout must be longer than 0");
  return OkStatus();
}

Status ClientOptions::SetServer(std::string_view server) {
  std::string_view name = server;
  const std::size_t colon = server.rfind(':'), bracket = server.rfind(']');
  const bool bare_ipv6 = bracket == std::string_view::npos && server.find(':') != colon;
  if (!bare_ipv6 && colon != std::string_view::npos &&
      (bracket == std::string_view::npos || colon > bracket)) {
    const std::string_view number = server.substr(colon + 1);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), port);
    if (error != std::errc() || end != number.data() + number.size() || port == 0) {
      return InvalidArgument(fmt::format("not a port in the address of the server: {}", server));
    }
    name = server.substr(0, colon);
  }
  if (name.size() >= 2 && name.front() == '[' && name.back() == ']')
    name = name.substr(1, name.size() - 2);
  if (!name.empty()) host = name;
  return OkStatus();
}

struct ClientConnection::State {
  ClientOptions options;
  asio::io_context io{1};
  Socket socket{io};
  std::string server;  // for messages

  std::string output;
  std::size_t output_sent = 0;
  std::string input;
  std::size_t input_start = 0, input_scanned = 0;
  std::array<char, 64 * 1024> read_buffer;

  // Runs the event loop until `done` holds or the timeout is over.
  bool RunUntil(const bool& done) {
    io.restart();
    const auto deadline = std::chrono::steady_clock::now() + options.timeout;
    while (!done) {
      if (io.run_one_until(deadline) == 0 && std::chrono::steady_clock::now() >= deadline)
        return false;
      if (io.stopped() && !done) io.restart();
    }
    return true;
  }

  // Lets pending operations end, so that nothing of them is left when the caller's variables go.
  void CancelAll() {
    error_code ignored;
    socket.close(ignored);
    io.restart();
    io.run();
  }

  Status Fail(const error_code& error) const {
    if (error == asio::error::eof)
      return Unavailable(fmt::format("{} closed the connection", server));
    return Unavailable(fmt::format("{}: {}", server, error.message()));
  }

  Status Connect() {
    asio::ip::tcp::resolver resolver(io);
    error_code error;
    const auto addresses = resolver.resolve(options.host, fmt::format("{}", options.port), error);
    if (error) return Unavailable(fmt::format("cannot find {}: {}", server, error.message()));
    bool done = false;
    asio::async_connect(socket, addresses,
                        [&](const error_code& failure, const asio::ip::tcp::endpoint&) {
                          error = failure;
                          done = true;
                        });
    if (!RunUntil(done)) {
      CancelAll();
      return DeadlineExceeded(
          fmt::format("{} did not take the connection in {} ms", server, options.timeout.count()));
    }
    if (error) {
      const std::string_view hint =
          error == asio::error::connection_refused ? "; is `doublon serve` running there?" : "";
      return Unavailable(fmt::format("cannot connect to {}: {}{}", server, error.message(), hint));
    }
    socket.non_blocking(true, error);
    socket.set_option(asio::ip::tcp::no_delay(true), error);
    return OkStatus();
  }

  // Sends what the socket takes.
  Status Send() {
    while (output_sent < output.size()) {
      error_code error;
      output_sent += socket.write_some(
          asio::buffer(output.data() + output_sent, output.size() - output_sent), error);
      if (error == asio::error::would_block || error == asio::error::try_again) return OkStatus();
      if (error) return Fail(error);
    }
    output.clear();
    output_sent = 0;
    return OkStatus();
  }

  // Takes in what has arrived. Returns whether anything had.
  StatusOr<bool> Receive() {
    error_code error;
    const std::size_t size = socket.read_some(asio::buffer(read_buffer), error);
    if (error == asio::error::would_block || error == asio::error::try_again) return false;
    if (error) return Fail(error);
    if (input_start > 0) {
      input.erase(0, input_start);
      input_scanned -= input_start;
      input_start = 0;
    }
    input.append(read_buffer.data(), size);
    if (input.size() > options.answer_bytes_max + read_buffer.size()) {
      return ResourceExhausted(
          fmt::format("{} sent an answer of more than {} bytes", server, options.answer_bytes_max));
    }
    return true;
  }

  // The next whole line that has arrived.
  bool TakeLine(std::string_view& line) {
    const auto* end = static_cast<const char*>(
        std::memchr(input.data() + input_scanned, '\n', input.size() - input_scanned));
    if (end == nullptr) {
      input_scanned = input.size();
      return false;
    }
    const auto line_end = static_cast<std::size_t>(end - input.data());
    line = std::string_view(input).substr(input_start, line_end - input_start);
    input_start = input_scanned = line_end + 1;
    return true;
  }

  // Sleeps until something arrives, or there is room to send.
  Status Wait() {
    bool readable = false, writable = false, done = false;
    error_code failure;
    const auto note = [&](bool& which, const error_code& error) {
      which = done = true;
      if (error && error != asio::error::operation_aborted) failure = error;
    };
    const bool sending = output_sent < output.size();
    socket.async_wait(Socket::wait_read, [&](const error_code& error) { note(readable, error); });
    if (sending)
      socket.async_wait(Socket::wait_write,
                        [&](const error_code& error) { note(writable, error); });
    const bool in_time = RunUntil(done);
    error_code ignored;
    socket.cancel(ignored);
    io.restart();
    io.run();
    if (!in_time)
      return DeadlineExceeded(
          fmt::format("{} was silent for {} ms", server, options.timeout.count()));
    return failure ? Fail(failure) : OkStatus();
  }
};

StatusOr<std::unique_ptr<ClientConnection>> ClientConnection::Connect(
    const ClientOptions& options) {
  RETURN_IF_ERROR(options.Validate());
  auto state = std::make_unique<State>();
  state->options = options;
  state->server = fmt::format("{}:{}", options.host, options.port);
  RETURN_IF_ERROR(state->Connect());
  return std::unique_ptr<ClientConnection>(new ClientConnection(std::move(state)));
}

ClientConnection::ClientConnection(std::unique_ptr<State> state) : state_(std::move(state)) {}
ClientConnection::~ClientConnection() = default;

Status ClientConnection::Exchange(const std::function<bool(std::string& line)>& next,
                                  const std::function<Status(std::string_view answer)>& on_answer) {
  State& state = *state_;
  std::size_t on_their_way = 0;
  bool more = true;
  std::string line;
  while (more || on_their_way > 0) {
    while (more && on_their_way < state.options.window &&
           state.output.size() - state.output_sent < kSendBytes) {
      line.clear();
      more = next(line);
      if (!more) break;
      state.output += line;
      state.output += '\n';
      ++on_their_way;
    }
    if (on_their_way == 0) break;
    // A server that closes says why first: its words are taken in before a failure to send is
    // reported.
    const Status sent = state.Send();
    ASSIGN_OR_RETURN(const bool received, state.Receive());
    std::string_view answer;
    bool answered = false;
    while (on_their_way > 0 && state.TakeLine(answer)) {
      --on_their_way;
      answered = true;
      RETURN_IF_ERROR(on_answer(answer));
    }
    if (received || answered) continue;
    RETURN_IF_ERROR(sent);
    RETURN_IF_ERROR(state.Wait());
  }
  return OkStatus();
}

StatusOr<std::string> ClientConnection::Ask(std::string_view line) {
  std::string answer;
  bool sent = false;
  RETURN_IF_ERROR(Exchange(
      [&](std::string& request) {
        if (sent) return false;
        sent = true;
        request = line;
        return true;
      },
      [&](std::string_view text) {
        answer = text;
        return OkStatus();
      }));
  return answer;
}

}  // namespace doublon::cli
