#include "pipeline/sweep/FileLock.h"

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

TEST(FileLock, isHeldByOneAtATime) {
  const TemporaryFolder folder;
  std::optional<FileLock> first(FileLock::wait(folder / "lock"));
  std::atomic<bool> has = false;
  std::thread second([&] {
    const FileLock lock = FileLock::wait(folder / "lock");
    has = true;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_FALSE(has);
  first.reset();
  second.join();
  EXPECT_TRUE(has);
}

TEST(FileLock, isGivenUpWhenASignalComesWhileItIsWaitedFor) {
  const TemporaryFolder folder;
  const FileLock first = FileLock::wait(folder / "lock");
  requestInterrupt();
  EXPECT_THROW(FileLock::wait(folder / "lock"), Error);
  clearInterrupt();
}

TEST(FileLock, isSharedByThoseWhoMeanTheSame) {
  const TemporaryFolder folder;
  {
    const FileLock one = FileLock::share(folder / "lock", "a", "It");
    const FileLock two = FileLock::share(folder / "lock", "a", "It");
    EXPECT_THROW(FileLock::share(folder / "lock", "b", "It"), Error);
  }
  EXPECT_NO_THROW(FileLock::share(folder / "lock", "b", "It")) << "the first ones have gone";
}

TEST(FileLock, saysWhatStandsInItsWay) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "lock");
  EXPECT_THROW(FileLock::wait(folder / "lock"), Error);
  EXPECT_THROW(FileLock::wait(folder / "none/lock"), Error);
}

}  // namespace
}  // namespace glasscope::pipeline
