#include "core/system/Parallel.h"

#include <atomic>
#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace glasscope {
namespace {

std::vector<double> squares(int threads) {
  const int before = threadCount();
  setThreadCount(threads);
  std::vector<double> values(1000);
  parallelFor(1000, [&](std::int64_t i, int) { values[i] = std::sin(static_cast<double>(i)); });
  setThreadCount(before);
  return values;
}

TEST(Parallel, everyIndexIsDoneOnceWhateverTheThreads) {
  EXPECT_EQ(squares(1), squares(4));
}

TEST(Parallel, workersAreNumberedBelowTheThreadCount) {
  const int before = threadCount();
  setThreadCount(3);
  std::atomic<bool> inRange{true};
  parallelFor(500, [&](std::int64_t, int worker) {
    if (worker < 0 || worker >= 3) inRange = false;
  });
  setThreadCount(before);
  EXPECT_TRUE(inRange);
}

TEST(Parallel, anExceptionStopsTheLoopAndReachesTheCaller) {
  std::atomic<int> done{0};
  EXPECT_THROW(parallelFor(1000000,
                           [&](std::int64_t i, int) {
                             ++done;
                             if (i == 10) throw std::runtime_error("stop");
                           }),
               std::runtime_error);
  EXPECT_LT(done, 1000000);
}

TEST(Parallel, noWorkIsNoWork) {
  parallelFor(0, [](std::int64_t, int) { FAIL(); });
}

}  // namespace
}  // namespace glasscope
