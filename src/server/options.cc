#include "server/options.h"

#include <boost/asio/ip/address.hpp>
#include <charconv>

namespace doublon::server {

Status ServerOptions::Validate() const {
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(address, error);
  if (error) return InvalidArgument(fmt::format("not a numeric address to listen on: {}", address));
  if (!parsed.is_loopback() && !insecure) {
    return InvalidArgument(fmt::format(
        "listening on {} would let anyone who can reach it read and change every record; "
        "listen on 127.0.0.1 behind a tunnel, or say --insecure",
        address));
  }
  if (worker_count > 1024) return InvalidArgument("at most 1024 worker threads");
  if (idle_timeout.count() < 0 || drain_timeout.count() < 0)
    return InvalidArgument("a timeout cannot be negative");
  return limits.Validate();
}

Status ServerOptions::SetListen(std::string_view listen) {
  std::string_view host = listen, number;
  const std::size_t bracket = listen.find(']');
  const std::size_t colon = listen.rfind(':');
  const bool bare_ipv6 = bracket == std::string_view::npos && listen.find(':') != colon;
  if (!bare_ipv6 && colon != std::string_view::npos &&
      (bracket == std::string_view::npos || colon > bracket)) {
    host = listen.substr(0, colon);
    number = listen.substr(colon + 1);
    std::uint16_t parsed = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), parsed);
    if (error != std::errc() || end != number.data() + number.size()) {
      return InvalidArgument(fmt::format("not a port in the address to listen on: {}", listen));
    }
    port = parsed;
  }
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  if (host.empty()) return OkStatus();
  address = host == "localhost" ? "127.0.0.1" : std::string(host);
  return OkStatus();
}

}  // namespace doublon::server
