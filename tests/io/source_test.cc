// How files are opened: packing, encodings, what is refused and with which words.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <zlib.h>

#include <random>

#include "io/decoded_text.h"
#include "io/gzip.h"
#include "table_harness.h"

namespace doublon::io {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Row = std::vector<std::string>;

std::string Gzip(std::string_view bytes) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string LongCsv() {
  std::mt19937 random(1);
  std::string text = "id,nom\n";
  for (int i = 0; i < 200'000; ++i) text += fmt::format("{},nom{}\n", i, random());
  return text;
}

std::string MessageOf(const ReadTable& table) { return std::string(table.status.message()); }

TEST(SourceTest, GzipIsToldByItsBytes) {
  const TempFolder folder;
  const std::string text = LongCsv();
  const ReadTable plain = ReadText(text);
  const ReadTable packed = ReadPath(folder.Write("list.csv", Gzip(text)));
  ASSERT_TRUE(packed.status.ok()) << packed.status;
  EXPECT_EQ(packed.rows, plain.rows);
  EXPECT_EQ(ReadText(Gzip("a,b\n1,2\n") + Gzip("3,4\n")).rows.size(), 2u) << "two members";
  EXPECT_EQ(ReadText(Gzip("a,b\n1,2\n") + std::string(512, '\0')).rows.size(), 1u);
}

TEST(SourceTest, CutOrDamagedGzipIsAnErrorAndNothingIsUsed) {
  const TempFolder folder;
  const std::string packed = Gzip(LongCsv());
  for (const std::size_t size :
       {packed.size() - 1, packed.size() - 8, packed.size() / 2, std::size_t{11}, std::size_t{4}}) {
    const ReadTable t = ReadPath(folder.Write("cut.csv.gz", packed.substr(0, size)));
    EXPECT_EQ(t.status.code(), absl::StatusCode::kInvalidArgument) << size;
    EXPECT_THAT(MessageOf(t), AllOf(HasSubstr("cut.csv.gz"), HasSubstr("cut short"))) << size;
  }
  for (std::size_t i = 12; i < packed.size(); i += packed.size() / 50) {
    std::string damaged = packed;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
    EXPECT_FALSE(Gunzip(damaged, 1 << 30).ok()) << i;
  }
  EXPECT_FALSE(ReadText(packed + "trailing").status.ok());
}

TEST(SourceTest, GzipBombMeetsItsLimit) {
  TableOptions options;
  options.unpacked_bytes_max = 1'000'000;
  EXPECT_THAT(MessageOf(ReadText(Gzip(std::string(50'000'000, 'a')), options)),
              HasSubstr("1000000 bytes"));
  const std::string fits = "a,b\n" + std::string(999'996, 'x');
  EXPECT_TRUE(ReadText(Gzip(fits), options).status.ok());
  EXPECT_FALSE(ReadText(Gzip(fits + "y"), options).status.ok());
}

TEST(SourceTest, WhatCannotBeReadSaysWhyAndNamesTheFile) {
  const TempFolder folder;
  const ReadTable missing = ReadPath(folder.File("missing.csv"));
  EXPECT_EQ(missing.status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(MessageOf(missing), HasSubstr("missing.csv"));
  const auto expect = [](const ReadTable& t, const std::string& name, const std::string& words) {
    EXPECT_EQ(t.status.code(), absl::StatusCode::kInvalidArgument) << name;
    EXPECT_THAT(MessageOf(t), AllOf(HasSubstr(name), HasSubstr(words)));
  };
  expect(ReadPath(folder.path()), folder.path(), "directory");
  expect(ReadPath(folder.Write("empty.csv", "")), "empty.csv", "empty");
  expect(ReadPath(folder.Write("blank.csv", "\n \r\n\n")), "blank.csv", "no row");
  expect(ReadPath(folder.Write("bom.csv", "\xef\xbb\xbf")), "bom.csv", "no row");
  expect(ReadPath(folder.Write("e.gz", Gzip(""))), "e.gz", "empty");
  expect(ReadPath(folder.Write("book.csv", "PK\x03\x04 and so on")), "book.csv", "spreadsheet");
  expect(ReadPath(folder.Write("page.csv", "<!DOCTYPE html><html>")), "page.csv", "web page");
  std::string binary(4096, '\0');
  std::mt19937 random(2);
  for (char& c : binary) c = static_cast<char>(random() % 32);
  expect(ReadPath(folder.Write("program.csv", binary)), "program.csv", "text");
  if (geteuid() != 0) {
    const std::string secret = folder.Write("secret.csv", "a,b\n");
    chmod(secret.c_str(), 0);
    expect(ReadPath(secret), "secret.csv", "permission");
  }
}

TEST(SourceTest, ReadsFifos) {
  const TempFolder folder;
  const std::string fifo = folder.File("pipe");
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  const std::string text = LongCsv();
  const pid_t writer = fork();
  if (writer == 0) {
    const int out = open(fifo.c_str(), O_WRONLY);
    std::string_view rest = text;
    while (!rest.empty()) {
      const ssize_t written = write(out, rest.data(), rest.size());
      if (written <= 0) _exit(1);
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
    _exit(0);
  }
  const ReadTable t = ReadPath(fifo);
  int ended = 0;
  waitpid(writer, &ended, 0);
  EXPECT_EQ(ended, 0);
  EXPECT_EQ(t.rows.size(), 200'000u);
}

TEST(SourceTest, DashIsStandardInput) {
  const MemoryFile file("a,b\n1,2\n");
  const int saved = dup(STDIN_FILENO);
  const int input = open(file.path().c_str(), O_RDONLY);
  ASSERT_EQ(dup2(input, STDIN_FILENO), STDIN_FILENO);
  const ReadTable t = ReadPath("-");
  dup2(saved, STDIN_FILENO);
  close(saved);
  close(input);
  EXPECT_THAT(t.rows, ElementsAre(Row{"1", "2"}));
}

TEST(SourceTest, EncodingsAreDecodedWhole) {
  std::string utf8 = "prénom;ville\n";
  std::string latin = "pr\xe9nom;ville\n";
  for (int i = 0; i < 120'000; ++i) {
    utf8 += "François-Xavier;Nîmes, près du château\n";
    latin += "Fran\xe7ois-Xavier;N\xeemes, pr\xe8s du ch\xe2teau\n";
  }
  std::string little = "\xff\xfe";
  std::string big = "\xfe\xff";
  for (const char c : latin) {
    little += {c, '\0'};
    big += {'\0', c};
  }
  const ReadTable expected = ReadText(utf8);
  ASSERT_TRUE(expected.status.ok());
  for (const std::string* bytes : {&latin, &little, &big}) {
    const ReadTable t = ReadText(*bytes, {}, 1000, 2);
    ASSERT_TRUE(t.status.ok()) << t.status;
    EXPECT_THAT(t.headers, ElementsAre("prénom", "ville"));
    EXPECT_EQ(t.rows, expected.rows);
  }
  EXPECT_EQ(ReadText("\xef\xbb\xbf" + utf8).rows, expected.rows);
}

TEST(SourceTest, SurrogatePairsSurviveTheCutIntoChunks) {
  // U+1F600 at every even offset around the places where chunks of 1 MiB meet.
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::string wide = "\xff\xfe";
    for (const char c : std::string("ab\n") + std::string(shift, 'x')) wide += {c, '\0'};
    std::string expected(shift, 'x');
    for (int i = 0; i < 270'000; ++i) {
      wide += std::string("\x3d\xd8\x00\xde", 4);
      expected += "\xf0\x9f\x98\x80";
    }
    TableOptions options;
    options.cell_bytes_max = 1 << 30;
    const ReadTable t = ReadText(wide, options, 10, 2);
    ASSERT_EQ(t.rows.size(), 1u);
    EXPECT_TRUE(t.rows[0][0] == expected) << "shift " << shift;
  }
}

TEST(RepairUtf8Test, ReadsForeignCellsAndKeepsTheRest) {
  EXPECT_EQ(RepairUtf8("Lef\xe8vre"), "Lefèvre");
  EXPECT_EQ(RepairUtf8("Andr\xe9"), "André");
  EXPECT_EQ(RepairUtf8("Andr\xc3"), "Andr\xef\xbf\xbd");
  EXPECT_EQ(RepairUtf8("é\xe9"), "é\xef\xbf\xbd");
  EXPECT_EQ(RepairUtf8(""), "");
}

}  // namespace
}  // namespace doublon::io
