#include "sim/mobility/TimeLags.h"

#include <cmath>

#include <gmock/gmock.h>

namespace glasscope::sim {
namespace {

TEST(TimeLags, ofEvenFramesAreWholeIntervals) {
  std::vector<double> times;
  for (int f = 0; f < 101; ++f) times.push_back(0.2 * f);
  const std::vector<TimeLag> lags = timeLags(times, 4, 1000);
  EXPECT_NEAR(lags.front().time_ps, 0.2, 1e-12);
  EXPECT_EQ(lags.front().origins.size(), 100u);
  for (std::size_t l = 0; l < lags.size(); ++l) {
    const std::size_t apart = lags[l].origins[0].second;
    EXPECT_NEAR(lags[l].time_ps, 0.2 * static_cast<double>(apart), 1e-12);
    EXPECT_EQ(lags[l].origins.size(), 101 - apart);
    for (const auto& [from, to] : lags[l].origins) EXPECT_EQ(to - from, apart);
    if (l > 0) {
      EXPECT_GT(lags[l].time_ps, lags[l - 1].time_ps);
    }
  }
  // Two decades, four lags each, of which the first ones are single intervals.
  EXPECT_GE(lags.size(), 7u);
  EXPECT_LE(lags.size(), 10u);
}

TEST(TimeLags, takesAFewOriginsEvenly) {
  std::vector<double> times;
  for (int f = 0; f < 101; ++f) times.push_back(f);
  const std::vector<TimeLag> lags = timeLags(times, 4, 10);
  ASSERT_EQ(lags.front().origins.size(), 10u);
  EXPECT_EQ(lags.front().origins[0].first, 0u);
  EXPECT_EQ(lags.front().origins[9].first, 90u);
}

// Written at 1, 2, 4, 8, ... after each of three restarts.
TEST(TimeLags, ofFramesAtGrowingIntervalsAreTheirCommonestOnes) {
  std::vector<double> times;
  for (int block = 0; block < 3; ++block) {
    times.push_back(100 * block);
    for (int k = 0; k < 6; ++k) times.push_back(100 * block + std::pow(2, k));
  }
  const std::vector<TimeLag> lags = timeLags(times, 3, 1000);
  EXPECT_DOUBLE_EQ(lags.front().time_ps, 1);
  // 0 to 1 and 1 to 2 of each block.
  EXPECT_EQ(lags.front().origins.size(), 6u);
  bool found = false;
  for (const TimeLag& lag : lags) {
    for (const auto& [from, to] : lag.origins)
      EXPECT_NEAR(times[to] - times[from], lag.time_ps, 0.011 * lag.time_ps);
    found = found || std::abs(lag.time_ps - 100) < 1;  // from block to block, of every frame
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace glasscope::sim
