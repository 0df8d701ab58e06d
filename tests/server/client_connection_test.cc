#include "cli/client_connection.h"

#include <set>

#include "gmock/gmock.h"
#include "server/server_harness.h"

namespace doublon::cli {
namespace {

using server::PlainSocket;
using server::ServerOptions;
using server::TestServer;
using testing::HasSubstr;
using testing::StartsWith;

ClientOptions OptionsFor(std::uint16_t port) {
  ClientOptions options;
  options.port = port;
  options.timeout = std::chrono::seconds(10);
  return options;
}

// A socket that listens and may take connections, and never answers.
class SilentServer {
 public:
  explicit SilentServer(const std::string& words = "") {
    file_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(file_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::listen(file_, 4);
    socklen_t size = sizeof address;
    ::getsockname(file_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    if (words.empty()) return;
    thread_ = std::thread([this, words] {
      const int client = ::accept(file_, nullptr, nullptr);
      char ignored[4096];
      if (::recv(client, ignored, sizeof ignored, 0) > 0)
        ::send(client, words.data(), words.size(), MSG_NOSIGNAL);
      ::close(client);
    });
  }
  ~SilentServer() {
    if (thread_.joinable()) thread_.join();
    ::close(file_);
  }
  std::uint16_t port() const { return port_; }

 private:
  int file_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

TEST(ClientConnectionTest, ManyRequestsAreAnsweredInOrder) {
  TestServer server;
  for (const std::size_t window : {1U, 7U, 5000U}) {
    ClientOptions options = OptionsFor(server.port());
    options.window = window;
    auto connection = ClientConnection::Connect(options);
    ASSERT_TRUE(connection.ok()) << connection.status();
    int sent = 0, received = 0;
    const Status status =
        (*connection)
            ->Exchange(
                [&](std::string& line) {
                  if (sent == 3000) return false;
                  EXPECT_LE(sent - received, static_cast<int>(window));
                  line = fmt::format(R"({{"op":"ping","id":{}}})", sent++);
                  return true;
                },
                [&](std::string_view answer) {
                  EXPECT_EQ(answer, fmt::format(R"({{"id":{},"status":"ok"}})", received++));
                  return OkStatus();
                });
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_EQ(received, 3000);
  }
}

TEST(ClientConnectionTest, AskTakesOneAnswerAndCanBeAskedAgain) {
  TestServer server;
  auto connection = ClientConnection::Connect(OptionsFor(server.port()));
  ASSERT_TRUE(connection.ok());
  EXPECT_EQ(*(*connection)->Ask(R"({"op":"ping","id":1})"), R"({"id":1,"status":"ok"})");
  EXPECT_THAT(*(*connection)->Ask(R"({"op":"hello"})"), HasSubstr("doublon"));
}

TEST(ClientConnectionTest, LargeLinesGoBothWays) {
  TestServer server;
  auto connection = ClientConnection::Connect(OptionsFor(server.port()));
  ASSERT_TRUE(connection.ok());
  std::string records;
  for (int i = 0; i < 5000; ++i)
    records += fmt::format("{}{{\"email\":\"a{}@laposte.net\"}}", i > 0 ? "," : "", i);
  for (int i = 0; i < 3; ++i) {
    const auto answer = (*connection)->Ask(R"({"op":"match","records":[)" + records + "]}");
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_THAT(*answer, StartsWith(R"({"status":"ok","counts":{"ok":5000,"error":0})"));
  }
}

TEST(ClientConnectionTest, TheCallersErrorEndsTheExchange) {
  TestServer server;
  auto connection = ClientConnection::Connect(OptionsFor(server.port()));
  ASSERT_TRUE(connection.ok());
  const Status status = (*connection)
                            ->Exchange(
                                [](std::string& line) {
                                  line = R"({"op":"ping"})";
                                  return true;
                                },
                                [](std::string_view) { return Internal("enough"); });
  EXPECT_EQ(status.message(), "enough");
}

TEST(ClientConnectionTest, NobodyThereIsAClearError) {
  std::uint16_t port = 0;
  {
    SilentServer gone;
    port = gone.port();
  }
  const auto connection = ClientConnection::Connect(OptionsFor(port));
  EXPECT_EQ(connection.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(connection.status().message()),
              HasSubstr(fmt::format("cannot connect to 127.0.0.1:{}", port)));
}

TEST(ClientConnectionTest, SilenceRunsOut) {
  SilentServer silent;
  ClientOptions options = OptionsFor(silent.port());
  options.timeout = std::chrono::milliseconds(100);
  auto connection = ClientConnection::Connect(options);
  ASSERT_TRUE(connection.ok());
  EXPECT_EQ((*connection)->Ask("{}").status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(ClientConnectionTest, AnEarlyEndIsAnError) {
  SilentServer half("{\"status\":\"ok\"}\n{\"half");
  auto connection = ClientConnection::Connect(OptionsFor(half.port()));
  ASSERT_TRUE(connection.ok());
  EXPECT_EQ(*(*connection)->Ask("{}"), "{\"status\":\"ok\"}");
  EXPECT_EQ((*connection)->Ask("{}").status().code(), absl::StatusCode::kUnavailable);
}

TEST(ClientConnectionTest, AnAnswerWithoutEndIsCut) {
  SilentServer endless(std::string(500'000, 'x'));
  ClientOptions options = OptionsFor(endless.port());
  options.answer_bytes_max = 100'000;
  auto connection = ClientConnection::Connect(options);
  ASSERT_TRUE(connection.ok());
  EXPECT_EQ((*connection)->Ask("{}").status().code(), absl::StatusCode::kResourceExhausted);
}

TEST(ClientConnectionTest, TheServersAddressIsRead) {
  ClientOptions options;
  EXPECT_TRUE(options.SetServer("[::1]:7000").ok());
  EXPECT_EQ(options.host, "::1");
  EXPECT_EQ(options.port, 7000);
  EXPECT_TRUE(options.SetServer("example.org").ok());
  EXPECT_EQ(options.host, "example.org");
  EXPECT_FALSE(options.SetServer("example.org:0").ok());
  EXPECT_FALSE(options.SetServer("example.org:x").ok());
}

}  // namespace
}  // namespace doublon::cli
