#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/store.h"
#include "store/store_harness.h"

// What a store holds after its process died or its disk filled up. The writer is a child process;
// it tells over a pipe which commits were acknowledged. Commit n puts record "n" and moves record
// "shared" to entity n, so that a commit that is there by half would be seen.
namespace doublon::store {
namespace {

ChangeSet CommitNumber(std::uint64_t n) {
  ChangeSet changes;
  changes.Put(2 * n - 1, "crm", std::to_string(n), EntityId{n},
              {{"family_name", {std::string(200, 'a')}}});
  changes.Put(2 * n, "crm", "shared", EntityId{n}, {{"family_name", {"Dupont"}}});
  return changes;
}

// Commits until it fails or is killed; reports each acknowledged commit.
void WriteUntilDeath(const std::string& directory, std::uint64_t first, int acknowledged) {
  auto store = OpenStore(directory);
  if (!store.ok() || !LoadAll(**store).ok()) ::_exit(3);
  for (std::uint64_t n = first;; ++n) {
    if (!(*store)->Commit(CommitNumber(n)).ok()) break;
    if (n % 8 == 0) (*store)->Checkpoint().IgnoreError();  // may meet the full disk as well
    if (::write(acknowledged, &n, sizeof n) != sizeof n) ::_exit(4);
  }
  // The disk is full: what is stored can still be read, and nothing more can be written.
  const bool refuses = !(*store)->Commit(CommitNumber(1'000'000)).ok();
  const bool reads = LoadAll(**store).ok();
  ::_exit(refuses && reads ? 0 : 5);
}

std::uint64_t LastAcknowledged(int pipe) {
  std::uint64_t last = 0, n = 0;
  while (::read(pipe, &n, sizeof n) == sizeof n) last = n;
  return last;
}

// The commits found are 1..k with k ≥ acknowledged, each whole. Returns k.
std::uint64_t CheckIsPrefix(const std::string& directory, std::uint64_t acknowledged) {
  auto store = OpenStore(directory);
  EXPECT_TRUE(store.ok()) << store.status();
  if (!store.ok()) return 0;
  const auto contents = LoadAll(**store);
  EXPECT_TRUE(contents.ok()) << contents.status();
  if (!contents.ok() || contents->records.empty()) return 0;
  const std::uint64_t found = contents->records.size() - 1;
  EXPECT_GE(found, acknowledged);
  for (std::uint64_t n = 1; n <= found; ++n) {
    EXPECT_EQ(contents->records.count({"crm", std::to_string(n)}), 1U) << n;
  }
  EXPECT_EQ(contents->records.at({"crm", "shared"}).entity_id, EntityId{found});
  EXPECT_EQ((*store)->last_sequence(), 2 * found);
  return found;
}

TEST(StoreCrashTest, KilledAtAnyMomentKeepsWhatWasAcknowledged) {
  const TempFolder directory;
  std::mt19937 random(20261124);
  std::uniform_int_distribution<unsigned> lifetime_us(10'000, 100'000);
  std::uint64_t found = 0;
  for (int round = 0; round < 12; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      WriteUntilDeath(directory.path(), found + 1, ends[1]);
    }
    ::close(ends[1]);
    ::usleep(lifetime_us(random));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself with " << WEXITSTATUS(status);
    const std::uint64_t acknowledged = std::max(found, LastAcknowledged(ends[0]));
    ::close(ends[0]);
    found = CheckIsPrefix(directory.path(), acknowledged);
    if (HasFailure()) return;
  }
  EXPECT_GT(found, 0U) << "no commit was made in any round: the test shows nothing";
}

TEST(StoreCrashTest, AFullDiskFailsTheCommitAndLosesNothingAcknowledged) {
  const TempFolder directory;
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::close(ends[0]);
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{256 * 1024, 256 * 1024};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    WriteUntilDeath(directory.path(), 1, ends[1]);
  }
  ::close(ends[1]);
  const std::uint64_t acknowledged = LastAcknowledged(ends[0]);
  ::close(ends[0]);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  ASSERT_EQ(WEXITSTATUS(status), 0);
  EXPECT_GT(acknowledged, 10U);
  CheckIsPrefix(directory.path(), acknowledged);
}

}  // namespace
}  // namespace doublon::store
