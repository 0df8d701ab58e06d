#include "base/spill_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <numeric>

#include "base/spillable.h"

namespace doublon {
namespace {

HugeVector<std::uint32_t> Numbers(std::size_t count) {
  HugeVector<std::uint32_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 7U);
  return numbers;
}

TEST(SpillFileTest, ItemsComeBackFromMemoryAndFile) {
  auto file = SpillFile::Create("");
  ASSERT_TRUE(file.ok()) << file.status();
  for (SpillFile* place : {static_cast<SpillFile*>(nullptr), file->get()}) {
    Spillable<std::uint32_t> first(Numbers(1000), place), second(Numbers(3), place);
    HugeVector<std::uint32_t> scratch;
    EXPECT_EQ(second.Load(scratch).back(), 9U);
    EXPECT_EQ(first.Load(scratch).size(), 1000U);
    EXPECT_EQ(first.Load(scratch)[999], 1006U);
    EXPECT_EQ(first.Take(), Numbers(1000));
    EXPECT_EQ(first.size(), 0U);
    EXPECT_FALSE(first.in_file());
  }
  EXPECT_EQ((*file)->appended_bytes(), 1003 * sizeof(std::uint32_t));
}

TEST(SpillFileTest, LeavesNoNameInItsFolder) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("spill_" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  auto file = SpillFile::Create(folder);
  ASSERT_TRUE(file.ok()) << file.status();
  const Spillable<std::uint32_t> kept(Numbers(10), file->get());
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  std::filesystem::remove_all(folder);
  EXPECT_EQ(SpillFile::Create(folder).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(SpillFileTest, AFullDiskIsToldAndNothingIsRead) {
  auto file = SpillFile::Create("");
  ASSERT_TRUE(file.ok()) << file.status();
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
  const rlim_t before = std::exchange(limit.rlim_cur, 4096);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  const Spillable<std::uint32_t> small(Numbers(10), file->get());
  const Spillable<std::uint32_t> large(Numbers(10'000), file->get());
  limit.rlim_cur = before;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  HugeVector<std::uint32_t> scratch;
  EXPECT_EQ((*file)->status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(large.Load(scratch).empty());
  EXPECT_TRUE(small.Load(scratch).empty());
}

}  // namespace
}  // namespace doublon
