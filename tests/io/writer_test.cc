#include "io/writer.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "table_harness.h"

namespace doublon::io {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> FilesOf(const TempFolder& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    names.push_back(entry.path().filename().string());
  }
  return names;
}

OutputFile MustCreate(const std::string& path) {
  StatusOr<OutputFile> file = OutputFile::Create(path);
  EXPECT_TRUE(file.ok()) << file.status();
  return *std::move(file);
}

TEST(OutputFileTest, AppearsWholeWhenClosed) {
  const TempFolder folder;
  OutputFile file = MustCreate(folder.File("out.csv"));
  const std::string block(300'000, 'x');
  for (int i = 0; i < 10; ++i) file.Append(block);
  EXPECT_FALSE(std::filesystem::exists(folder.File("out.csv")));
  EXPECT_TRUE(file.Close().ok());
  EXPECT_TRUE(file.Close().ok()) << "twice is harmless";
  EXPECT_EQ(ReadFile(folder.File("out.csv")).size(), 3'000'000u);
  EXPECT_THAT(FilesOf(folder), ElementsAre("out.csv"));
}

TEST(OutputFileTest, WithoutCloseNothingChanges) {
  const TempFolder folder;
  folder.Write("out.csv", "before");
  {
    OutputFile file = MustCreate(folder.File("out.csv"));
    file.Append(std::string(2'000'000, 'x'));
    const OutputFile moved = std::move(file);
  }
  EXPECT_EQ(ReadFile(folder.File("out.csv")), "before");
  EXPECT_THAT(FilesOf(folder), ElementsAre("out.csv"));
}

TEST(OutputFileTest, ReplacingKeepsModeAndSymbolicLink) {
  const TempFolder folder;
  folder.Write("real.csv", "before");
  chmod(folder.File("real.csv").c_str(), 0640);
  std::filesystem::create_symlink("real.csv", folder.File("link.csv"));
  OutputFile file = MustCreate(folder.File("link.csv"));
  file.Append("after");
  ASSERT_TRUE(file.Close().ok());
  EXPECT_TRUE(std::filesystem::is_symlink(folder.File("link.csv")));
  EXPECT_EQ(ReadFile(folder.File("real.csv")), "after");
  struct stat status {};
  ASSERT_EQ(stat(folder.File("real.csv").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST(OutputFileTest, NewFilesObeyTheUmask) {
  const TempFolder folder;
  const mode_t saved = umask(027);
  OutputFile file = MustCreate(folder.File("out.csv"));
  EXPECT_TRUE(file.Close().ok());
  umask(saved);
  struct stat status {};
  ASSERT_EQ(stat(folder.File("out.csv").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST(OutputFileTest, FullDiskIsReportedByClose) {
  OutputFile file = MustCreate("/dev/full");
  file.Append("some bytes");
  const Status status = file.Close();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(status.message()), HasSubstr("/dev/full"));
  EXPECT_TRUE(std::filesystem::exists("/dev/full"));
}

TEST(OutputFileTest, DevicesAndDescriptorsAreWrittenDirectly) {
  OutputFile null = MustCreate("/dev/null");
  null.Append("x");
  EXPECT_TRUE(null.Close().ok());
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
  const MemoryFile memory("");
  OutputFile descriptor = MustCreate(memory.path());
  descriptor.Append("abc");
  EXPECT_TRUE(descriptor.Close().ok());
  EXPECT_EQ(ReadFile(memory.path()), "abc");
}

TEST(OutputFileTest, StandardOutputStaysOpen) {
  for (const std::string name : {"-", "/dev/stdout"}) {
    const MemoryFile memory("");
    const int saved = dup(STDOUT_FILENO);
    const int target = open(memory.path().c_str(), O_WRONLY);
    ASSERT_EQ(dup2(target, STDOUT_FILENO), STDOUT_FILENO);
    for (const std::string part : {"one ", "two"}) {
      OutputFile file = MustCreate(name);
      file.Append(part);
      EXPECT_TRUE(file.Close().ok());
    }
    dup2(saved, STDOUT_FILENO);
    close(saved);
    close(target);
    EXPECT_EQ(ReadFile(memory.path()), "one two");
  }
}

TEST(OutputFileTest, RefusesWhatCannotBeWritten) {
  const TempFolder folder;
  for (const std::string& path :
       {folder.path(), folder.path() + "/", folder.File("no/such/out.csv"), std::string()}) {
    const StatusOr<OutputFile> file = OutputFile::Create(path);
    EXPECT_EQ(file.status().code(), absl::StatusCode::kInvalidArgument) << path;
  }
  EXPECT_THAT(FilesOf(folder), IsEmpty());
}

TEST(CheckNotAnInputTest, ComparesFilesNotNames) {
  const TempFolder folder;
  const std::string a = folder.Write("a.csv", "x");
  const std::string b = folder.Write("b.csv", "x");
  std::filesystem::create_hard_link(a, folder.File("hard.csv"));
  std::filesystem::create_symlink(a, folder.File("soft.csv"));
  EXPECT_FALSE(CheckNotAnInput(a, {b, a}).ok());
  EXPECT_FALSE(CheckNotAnInput(folder.path() + "/./a.csv", {a}).ok());
  EXPECT_FALSE(CheckNotAnInput(folder.File("hard.csv"), {a}).ok());
  EXPECT_FALSE(CheckNotAnInput(a, {folder.File("soft.csv")}).ok());
  EXPECT_TRUE(CheckNotAnInput(b, {a, "-"}).ok());
  EXPECT_TRUE(CheckNotAnInput("-", {"-", a}).ok());
  EXPECT_TRUE(CheckNotAnInput(folder.File("new.csv"), {a}).ok());
  EXPECT_TRUE(CheckNotAnInput("/dev/null", {"/dev/null"}).ok());
}

TEST(AppendCsvCellTest, QuotesOnlyWhereNeeded) {
  const auto cell = [](std::string_view value, char delimiter = ',') {
    std::string out;
    AppendCsvCell(value, delimiter, out);
    return out;
  };
  EXPECT_EQ(cell("Dupont"), "Dupont");
  EXPECT_EQ(cell(""), "");
  EXPECT_EQ(cell("a,b"), "\"a,b\"");
  EXPECT_EQ(cell("a,b", ';'), "a,b");
  EXPECT_EQ(cell("dit \"X\""), "\"dit \"\"X\"\"\"");
  EXPECT_EQ(cell("a\nb"), "\"a\nb\"");
  EXPECT_EQ(cell("a\r"), "\"a\r\"");
  EXPECT_EQ(cell(" a"), "\" a\"");
  EXPECT_EQ(cell("a "), "\"a \"");
}

TEST(AppendJsonStringTest, EscapesAndRepairs) {
  const auto json = [](std::string_view value) {
    std::string out;
    AppendJsonString(value, out);
    return out;
  };
  EXPECT_EQ(json("é\"\\\n\x01"), "\"é\\\"\\\\\\n\\u0001\"");
  EXPECT_EQ(json(std::string_view("\0", 1)), "\"\\u0000\"");
  EXPECT_EQ(json("a\xff"
                 "b"),
            "\"a\xef\xbf\xbd"
            "b\"");
}

}  // namespace
}  // namespace doublon::io
