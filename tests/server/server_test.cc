#include "server/server.h"

#include <sqlite3.h>

#include "gmock/gmock.h"
#include "server/server_harness.h"
#include "temp_folder.h"

namespace doublon::server {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr char kPing[] = R"({"op":"ping"})";
constexpr char kPong[] = R"({"status":"ok"})";

TEST(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
  TestServer server;
  PlainSocket socket(server.port());
  std::string lines;
  for (int i = 0; i < 5000; ++i) {
    // Of different weight, so that they would overtake each other if they could.
    lines +=
        i % 7 == 0 ? AddLine(i)
        : i % 3 == 0
            ? fmt::format(R"({{"op":"match","id":{},"record":{{"email":"p7@laposte.net"}}}})", i)
            : fmt::format(R"({{"op":"ping","id":{}}})", i);
    lines += '\n';
  }
  std::thread sender([&] { socket.Send(lines); });
  for (int i = 0; i < 5000; ++i)
    ASSERT_THAT(socket.Line(), StartsWith(fmt::format(R"({{"id":{},"status":"ok")", i)));
  sender.join();
}

TEST(ServerTest, ALaterRequestOfAConnectionSeesWhatAnEarlierOneDid) {
  TestServer server;
  PlainSocket socket(server.port());
  const std::string get = R"({"op":"get","source":"crm","record_id":"1"})";
  const std::string remove = R"({"op":"delete","source":"crm","record_id":"1"})";
  std::string lines;
  for (int i = 0; i < 200; ++i)
    lines += AddLine(1) + "\n" + get + "\n" + remove + "\n" + get + "\n";
  ASSERT_TRUE(socket.Send(lines));
  for (int i = 0; i < 200; ++i) {
    ASSERT_THAT(socket.Line(), HasSubstr("created"));
    ASSERT_THAT(socket.Line(), HasSubstr(R"("record":{"source":"crm")"));
    ASSERT_THAT(socket.Line(), HasSubstr("deleted"));
    ASSERT_THAT(socket.Line(), HasSubstr("not_found"));
  }
}

TEST(ServerTest, LineEndsBlankLinesAndAMarkAreTaken) {
  TestServer server;
  PlainSocket socket(server.port());
  socket.Send("\xef\xbb\xbf\r\n\r\n{\"op\":\"ping\"}\r\n\n  \n{\"op\":\"ping\"}\n");
  EXPECT_EQ(socket.Line(), kPong);
  EXPECT_EQ(socket.Line(), kPong);
}

TEST(ServerTest, AfterHalfCloseAllAnswersComeThenTheEnd) {
  TestServer server;
  PlainSocket socket(server.port());
  std::string lines;
  for (int i = 0; i < 3000; ++i) lines += AddLine(i) + "\n";
  lines += kPing;  // without a line end
  std::thread sender([&] {
    socket.Send(lines);
    socket.EndSending();
  });
  const std::vector<std::string> answers = socket.Lines();
  sender.join();
  ASSERT_EQ(answers.size(), 3001U);
  EXPECT_EQ(answers.back(), kPong);
  EXPECT_EQ(socket.Line(), "<closed>");
}

TEST(ServerTest, ABadLineCostsAnAnswerNotTheConnection) {
  TestServer server;
  PlainSocket socket(server.port());
  EXPECT_EQ(socket.Ask(kPing), kPong);
  EXPECT_THAT(socket.Ask("GET / HTTP/1.1"), HasSubstr(R"("code":"bad_json")"));
  EXPECT_THAT(socket.Ask(std::string("\0\0\xff", 3)), HasSubstr(R"("code":"bad_json","message":)"));
  EXPECT_THAT(socket.Ask("{\"op\":"), HasSubstr(R"("line":4)"));
  EXPECT_THAT(socket.Ask(std::string(100'000, '[')), HasSubstr(R"("code":"bad_json")"));
  EXPECT_EQ(socket.Ask(kPing), kPong);
}

TEST(ServerTest, AFirstLineThatIsNotOursClosesTheConnection) {
  TestServer server;
  for (const std::string& bytes :
       {std::string("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n{\"op\":\"stats\"}\n"),
        std::string("POST / HTTP/1.1\r\n\r\n"), std::string("\x16\x03\x01\x02\x00\x01", 6),
        std::string("\0", 1), std::string("nope\n")}) {
    PlainSocket socket(server.port());
    ASSERT_TRUE(socket.connected());
    socket.Send(bytes);
    EXPECT_EQ(socket.Line(), "<closed>") << bytes;
  }
  EXPECT_EQ(server.service().counters().closed_first_byte.load(), 5U);
  EXPECT_EQ(
      server.service().counters().requests[static_cast<std::size_t>(protocol::Op::kStats)].load(),
      0U);
}

TEST(ServerTest, HalfALineThenCloseHarmsNobody) {
  TestServer server;
  for (int i = 0; i < 50; ++i) {
    PlainSocket socket(server.port());
    socket.Send(R"({"op":"add","record":{"source":"crm","record_id":"1",)");
  }
  PlainSocket socket(server.port());
  EXPECT_EQ(socket.Ask(kPing), kPong);
  EXPECT_THAT(socket.Ask(R"({"op":"stats"})"), HasSubstr(R"("records":0)"));
}

TEST(ServerTest, AStopAnswersWhatWasReceivedAndClosesInPeace) {
  TestServer server;
  PlainSocket busy(server.port()), idle(server.port());
  std::string lines;
  for (int i = 0; i < 900; ++i) lines += AddLine(i) + "\n";
  ASSERT_TRUE(busy.Send(lines));
  ASSERT_THAT(busy.Line(), HasSubstr("created"));  // received and at work
  server.RequestStop();
  const std::vector<std::string> answers = busy.Lines();
  EXPECT_EQ(busy.Line(), "<closed>");
  EXPECT_EQ(idle.Line(), "<closed>");
  for (const std::string& answer : answers) EXPECT_THAT(answer, HasSubstr("created"));
  busy.Close();
  idle.Close();
  EXPECT_TRUE(server.Stop().ok());
  // What was carried out was answered, and nothing else was carried out.
  EXPECT_EQ(
      server.service().counters().requests[static_cast<std::size_t>(protocol::Op::kAdd)].load(),
      answers.size() + 1);
}

TEST(ServerTest, AStopIsQuickForAClientThatStays) {
  TestServer server;
  PlainSocket socket(server.port());
  EXPECT_EQ(socket.Ask(kPing), kPong);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(server.Stop().ok());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  PlainSocket late(server.port());
  EXPECT_FALSE(late.connected());
}

TEST(ServerTest, ConnectionsShareCommits) {
  const tests::TempFolder folder;
  const std::string& directory = folder.path();
  {
    TestServer server({}, directory);
    std::vector<std::thread> clients;
    for (int client = 0; client < 8; ++client) {
      clients.emplace_back([&server, client] {
        PlainSocket socket(server.port());
        for (int i = 0; i < 50; ++i) {
          EXPECT_THAT(socket.Ask(AddLine(1000 * client + i, "s" + std::to_string(client))),
                      HasSubstr("created"));
        }
      });
    }
    for (std::thread& client : clients) client.join();
    PlainSocket socket(server.port());
    EXPECT_THAT(socket.Ask(R"({"op":"stats"})"), HasSubstr(R"("records":400)"));
    EXPECT_LT(server.service().counters().commits.load(), 400U);
    EXPECT_TRUE(server.Stop().ok());
  }
  {
    TestServer server({}, directory);
    PlainSocket socket(server.port());
    EXPECT_THAT(socket.Ask(R"({"op":"stats"})"), HasSubstr(R"("records":400)"));
  }
}

TEST(ServerTest, AServiceThatCannotLoadEndsRun) {
  const tests::TempFolder folder;
  const std::string& directory = folder.path();
  {
    TestServer server({}, directory);
    PlainSocket socket(server.port());
    socket.Ask(AddLine(1));
  }
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open((directory + "/doublon.db").c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "UPDATE records SET body='{'", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
  service::ServiceOptions service_options;
  service_options.data = directory;
  auto service = *service::Service::Open(service_options, model::Model::BuiltIn());
  ServerOptions options;
  options.port = 0;
  bool ready = false;
  EXPECT_EQ((*Server::Listen(options, *service))
                ->Run(Server::Signals::kIgnore, [&] { ready = true; })
                .code(),
            absl::StatusCode::kDataLoss);
  EXPECT_FALSE(ready);
  service.reset();
}

TEST(ServerTest, ATakenPortIsAnError) {
  TestServer server;
  auto service = *service::Service::Open({}, model::Model::BuiltIn());
  ServerOptions options;
  options.port = server.port();
  const auto refused = Server::Listen(options, *service);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr(std::to_string(server.port())));
}

}  // namespace
}  // namespace doublon::server
