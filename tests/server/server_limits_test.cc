#include <poll.h>

#include "gmock/gmock.h"
#include "server/server_harness.h"

// Each limit and its outcome.
namespace doublon::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr char kPing[] = R"({"op":"ping"})";
constexpr char kPong[] = R"({"status":"ok"})";

// A ping that is `size` bytes long.
std::string PingOf(std::size_t size) {
  const std::string head = R"({"op":"ping")", tail = "}";
  return head + std::string(size - head.size() - tail.size(), ' ') + tail;
}

TEST(ServerLimitsTest, ALineOverTheLimitIsAnsweredAndSkipped) {
  ServerOptions options;
  options.limits.line_bytes_max = 1000;
  TestServer server(options);
  PlainSocket socket(server.port());
  EXPECT_EQ(socket.Ask(PingOf(1000)), kPong);
  EXPECT_EQ(socket.Ask(PingOf(1000) + "\r"), kPong);
  EXPECT_THAT(socket.Ask(PingOf(1001)), HasSubstr(R"("code":"too_large")"));
  EXPECT_THAT(socket.Ask(PingOf(3'000'000)), HasSubstr(R"("line":4)"));
  EXPECT_EQ(socket.Ask(kPing), kPong);
}

TEST(ServerLimitsTest, ALongLineIsAnsweredBeforeItEnds) {
  TestServer server;
  PlainSocket socket(server.port());
  ASSERT_TRUE(socket.Send("{" + std::string(2 << 20, 'x')));
  EXPECT_THAT(socket.Line(), HasSubstr(R"("code":"too_large")"));
  ASSERT_TRUE(socket.Send("xxx\n"));
  EXPECT_EQ(socket.Ask(kPing), kPong);
}

TEST(ServerLimitsTest, AConnectionTooManyIsToldAndClosed) {
  ServerOptions options;
  options.limits.connections_max = 2;
  TestServer server(options);
  PlainSocket first(server.port()), second(server.port());
  EXPECT_EQ(first.Ask(kPing), kPong);
  EXPECT_EQ(second.Ask(kPing), kPong);
  {
    PlainSocket third(server.port());
    EXPECT_THAT(third.Line(), HasSubstr(R"("code":"overloaded")"));
    EXPECT_EQ(third.Line(), "<closed>");
  }
  EXPECT_EQ(first.Ask(kPing), kPong);
  second.Close();
  // There is room again as soon as the server has seen the end.
  for (int attempt = 0; attempt < 100; ++attempt) {
    PlainSocket again(server.port());
    if (again.Ask(kPing) == kPong) return;
    ::usleep(20'000);
  }
  FAIL() << "no room after a connection was closed";
}

TEST(ServerLimitsTest, InFlightLimitsSlowDownAndLoseNothing) {
  ServerOptions options;
  options.limits.requests_in_flight_max = 3;
  options.limits.line_bytes_max = 1000;
  options.limits.bytes_in_flight_max = 1000;
  TestServer server(options);
  PlainSocket socket(server.port());
  std::string lines;
  for (int i = 0; i < 3000; ++i) lines += fmt::format("{{\"op\":\"ping\",\"id\":{}}}\n", i);
  std::thread sender([&] {
    socket.Send(lines);
    socket.EndSending();
  });
  const std::vector<std::string> answers = socket.Lines();
  sender.join();
  ASSERT_EQ(answers.size(), 3000U);
  for (int i = 0; i < 3000; ++i)
    ASSERT_THAT(answers[i], StartsWith(fmt::format(R"({{"id":{},"status":"ok")", i)));
}

TEST(ServerLimitsTest, AFullQueueAnswersOverloadedInOrder) {
  ServerOptions options;
  options.limits.queue_requests_max = 10;
  TestServer server(options);
  PlainSocket socket(server.port());
  std::string lines;
  for (int i = 0; i < 1000; ++i) lines += std::string(kPing) + "\n";
  ASSERT_TRUE(socket.Send(lines));
  socket.EndSending();
  const std::vector<std::string> answers = socket.Lines();
  ASSERT_EQ(answers.size(), 1000U);
  std::size_t overloaded = 0;
  for (const std::string& answer : answers) {
    if (answer == kPong) continue;
    ++overloaded;
    EXPECT_THAT(answer, HasSubstr(R"("code":"overloaded")"));
    EXPECT_THAT(answer, HasSubstr(R"("retryable":true,"retry_after_ms":100,"line":)"));
  }
  EXPECT_GT(overloaded, 0U);
  EXPECT_LT(overloaded, 1000U);
}

TEST(ServerLimitsTest, LinesWithoutEndShareTheMemoryForLines) {
  ServerOptions options;
  options.limits.line_bytes_max = 100'000;
  options.limits.queue_bytes_max = 150'000;
  TestServer server(options);
  PlainSocket first(server.port()), second(server.port());
  ASSERT_TRUE(first.Send("{" + std::string(90'000, 'x')));
  ASSERT_TRUE(second.Send("{" + std::string(90'000, 'y')));
  // Whichever the server reads last has no room; it is told before its line ends.
  pollfd files[] = {{first.file(), POLLIN, 0}, {second.file(), POLLIN, 0}};
  ASSERT_EQ(::poll(files, 2, 10'000), 1);
  PlainSocket& refused = files[0].revents != 0 ? first : second;
  PlainSocket& kept = files[0].revents != 0 ? second : first;
  EXPECT_THAT(refused.Line(), HasSubstr(R"("code":"overloaded")"));
  EXPECT_THAT(kept.Ask(""), HasSubstr(R"("code":"bad_json")"));
  refused.Send("\n");
  EXPECT_EQ(refused.Ask(kPing), kPong);
  EXPECT_EQ(kept.Ask(kPing), kPong);
}

TEST(ServerLimitsTest, AClientThatDoesNotReadIsClosed) {
  ServerOptions options;
  options.limits.output_bytes_soft_max = 256 * 1024;
  options.limits.output_bytes_hard_max = 4 << 20;
  options.limits.output_grace_ms = 300;
  TestServer server(options);
  PlainSocket slow(server.port(), 4096);
  const std::string line = "{\"op\":\"hello\"}\n";
  std::string lines;
  for (int i = 0; i < 1000; ++i) lines += line;
  const auto start = std::chrono::steady_clock::now();
  while (slow.Send(lines)) {
    ASSERT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
  }
  EXPECT_EQ(server.service().counters().closed_slow_reader.load(), 1U);
  PlainSocket socket(server.port());
  EXPECT_EQ(socket.Ask(kPing), kPong);
}

TEST(ServerLimitsTest, AClientThatReadsSlowlyIsNot) {
  ServerOptions options;
  options.limits.output_bytes_soft_max = 256 * 1024;
  options.limits.output_grace_ms = 2'000;
  TestServer server(options);
  PlainSocket socket(server.port(), 4096);
  std::thread sender([&] {
    std::string lines;
    for (int i = 0; i < 20'000; ++i) lines += "{\"op\":\"hello\"}\n";
    socket.Send(lines);
    socket.EndSending();
  });
  std::size_t count = 0;
  for (std::string line = socket.Line(); line.starts_with('{'); line = socket.Line()) {
    if (++count % 1000 == 0) ::usleep(20'000);
  }
  sender.join();
  EXPECT_EQ(count, 20'000U);
  EXPECT_EQ(server.service().counters().closed_slow_reader.load(), 0U);
}

TEST(ServerLimitsTest, AnAnswerOverTheHardLimitClosesTheConnection) {
  ServerOptions options;
  options.limits.output_bytes_soft_max = 1'000;
  options.limits.output_bytes_hard_max = 100'000;
  options.limits.output_grace_ms = 60'000;
  TestServer server(options);
  PlainSocket socket(server.port(), 4096);
  std::string records;
  for (int i = 0; i < 9'000; ++i) records += i > 0 ? ",{}" : "{}";
  const std::string line = R"({"op":"match","records":[)" + records + "]}\n";
  for (int i = 0; i < 50 && socket.Send(line); ++i) {
    if (server.service().counters().closed_slow_reader.load() > 0) break;
  }
  for (int i = 0; i < 6'000 && server.service().counters().closed_slow_reader.load() == 0; ++i)
    ::usleep(10'000);
  EXPECT_EQ(server.service().counters().closed_slow_reader.load(), 1U);
}

TEST(ServerLimitsTest, AnIdleConnectionIsClosedAfterItsTime) {
  ServerOptions options;
  options.idle_timeout = std::chrono::milliseconds(150);
  TestServer server(options);
  PlainSocket socket(server.port());
  EXPECT_EQ(socket.Ask(kPing), kPong);
  EXPECT_EQ(socket.Line(), "<closed>");
  EXPECT_EQ(server.service().counters().closed_idle.load(), 1U);
}

}  // namespace
}  // namespace doublon::server
