#include "server/options.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace doublon::server {
namespace {

TEST(ServerOptionsTest, ListenTakesAddressPortOrBoth) {
  const struct {
    const char* listen;
    const char* address;
    int port;
  } cases[] = {{"127.0.0.1:7000", "127.0.0.1", 7000},
               {"127.0.0.2", "127.0.0.2", 7171},
               {":0", "127.0.0.1", 0},
               {"localhost:1", "127.0.0.1", 1},
               {"[::1]:7000", "::1", 7000},
               {"[::1]", "::1", 7171},
               {"::1", "::1", 7171},
               {"0.0.0.0:65535", "0.0.0.0", 65535}};
  for (const auto& [listen, address, port] : cases) {
    ServerOptions options;
    ASSERT_TRUE(options.SetListen(listen).ok()) << listen;
    EXPECT_EQ(options.address, address) << listen;
    EXPECT_EQ(options.port, port) << listen;
  }
  for (const char* listen :
       {"127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "127.0.0.1:-1", "[::1]:9x"}) {
    ServerOptions options;
    EXPECT_EQ(options.SetListen(listen).code(), absl::StatusCode::kInvalidArgument) << listen;
  }
}

TEST(ServerOptionsTest, OtherThanLoopbackNeedsToBeSaid) {
  for (const char* address : {"0.0.0.0", "192.168.1.1", "::"}) {
    ServerOptions options;
    options.address = address;
    EXPECT_THAT(std::string(options.Validate().message()), testing::HasSubstr("--insecure"))
        << address;
    options.insecure = true;
    EXPECT_TRUE(options.Validate().ok()) << address;
  }
  for (const char* address : {"127.0.0.1", "127.9.9.9", "::1"}) {
    ServerOptions options;
    options.address = address;
    EXPECT_TRUE(options.Validate().ok()) << address;
  }
  ServerOptions options;
  options.address = "example.org";
  EXPECT_FALSE(options.Validate().ok());
}

}  // namespace
}  // namespace doublon::server
