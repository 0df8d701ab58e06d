#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <latch>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "server/server.h"

namespace doublon::server {

// A server in this process, on a port of its own.
class TestServer {
 public:
  explicit TestServer(ServerOptions options = {},
                      const std::string& data = std::string(service::kInMemory)) {
    options.port = 0;
    service::ServiceOptions service_options;
    service_options.data = data;
    service_options.limits = options.limits;
    service_ = *service::Service::Open(service_options, model::Model::BuiltIn());
    server_ = *Server::Listen(options, *service_);
    thread_ = std::thread([this] {
      outcome_ = server_->Run(Server::Signals::kIgnore, [this] { ready_.count_down(); });
    });
    ready_.wait();
  }
  ~TestServer() { Stop().IgnoreError(); }

  // Drains; returns what Run returned.
  Status Stop() {
    if (thread_.joinable()) {
      server_->Stop();
      thread_.join();
    }
    return outcome_;
  }
  void RequestStop() { server_->Stop(); }
  std::uint16_t port() const { return server_->port(); }
  service::Service& service() { return *service_; }

 private:
  std::unique_ptr<service::Service> service_;
  std::unique_ptr<Server> server_;
  std::latch ready_{1};
  Status outcome_;
  std::thread thread_;
};

// A plain blocking socket. Waits 10 seconds at most for anything, so that no test hangs.
class PlainSocket {
 public:
  explicit PlainSocket(std::uint16_t port, int receive_buffer = 0) {
    file_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_buffer > 0)
      ::setsockopt(file_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const timeval patience{10, 0};
    ::setsockopt(file_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(file_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(file_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  PlainSocket(const PlainSocket&) = delete;
  PlainSocket& operator=(const PlainSocket&) = delete;
  ~PlainSocket() { Close(); }

  int file() const { return file_; }
  bool connected() const { return connected_; }
  void Close() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }
  void EndSending() { ::shutdown(file_, SHUT_WR); }

  // False when the server has closed.
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t size = ::send(file_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
  }
  // A line without its end; "<closed>" at the end of the stream, "<silence>" when nothing comes.
  std::string Line() {
    while (true) {
      const std::size_t end = buffer_.find('\n');
      if (end != std::string::npos) {
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        return line;
      }
      char bytes[16384];
      const ssize_t size = ::recv(file_, bytes, sizeof bytes, 0);
      if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return "<silence>";
      if (size <= 0) return "<closed>";
      buffer_.append(bytes, static_cast<std::size_t>(size));
    }
  }
  std::string Ask(const std::string& line) {
    Send(line + "\n");
    return Line();
  }
  // Everything up to the end of the stream.
  std::vector<std::string> Lines() {
    std::vector<std::string> lines;
    for (std::string line = Line(); line != "<closed>" && line != "<silence>"; line = Line())
      lines.push_back(line);
    return lines;
  }

 private:
  int file_ = -1;
  bool connected_ = false;
  std::string buffer_;
};

inline std::string AddLine(int n, const std::string& source = "crm") {
  return fmt::format(
      R"({{"op":"add","id":{0},"record":{{"source":"{1}","record_id":"{0}","family_name":"Nom{0}x","email":"p{0}@laposte.net"}}}})",
      n, source);
}

}  // namespace doublon::server
