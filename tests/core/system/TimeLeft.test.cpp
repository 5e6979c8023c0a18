#include "core/system/TimeLeft.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace glasscope {
namespace {

TEST(TimeLeft, saysNothingWhileTooLittleIsKnown) {
  TimeLeft left(100);
  EXPECT_FALSE(left.seconds());
  left.record(0.0, 1);
  left.record(1.0, 2);
  EXPECT_FALSE(left.seconds()) << "two records are one interval";
  left.record(1.5, 3);
  EXPECT_FALSE(left.seconds()) << "less than two seconds of work";
  left.record(3.0, 4);
  EXPECT_TRUE(left.seconds());
}

TEST(TimeLeft, isExactForAnEvenPace) {
  TimeLeft left(1000);
  for (int k = 1; k <= 500; ++k) left.record(0.5 * k, k);
  EXPECT_NEAR(*left.seconds(), 250, 1e-9);
}

// A step of two minutes that begins with 30 s of making tables: nobody may be told of half an hour.
TEST(TimeLeft, doesNotCountWhatCameBeforeTheFirstPart) {
  TimeLeft left(120);
  double worst = 0;
  for (int k = 1; k <= 120; ++k) {
    left.record(30 + k, k);
    if (const auto s = left.seconds()) worst = std::max(worst, std::abs(*s - (120 - k)));
  }
  EXPECT_LT(worst, 1e-9);
}

// Rows that are finished four at a time, and a machine that becomes half as fast on the way: within
// a quarter of the truth soon after (the window is a third of the time).
TEST(TimeLeft, followsAChangeOfPaceAndNotABurst) {
  TimeLeft bursts(400);
  for (int k = 1; k <= 50; ++k) {
    for (int row = 0; row < 4; ++row) bursts.record(8.0 * k + 0.01 * row, 4 * k - 3 + row);
  }
  EXPECT_NEAR(*bursts.seconds(), 400, 40);

  TimeLeft slower(1000);
  double now = 0;
  for (int k = 1; k <= 500; ++k) slower.record(now += 1, k);
  for (int k = 501; k <= 700; ++k) slower.record(now += 2, k);
  EXPECT_NEAR(*slower.seconds(), 600, 150);
}

TEST(TimeLeft, whatAnEarlierRunDidIsNoPace) {
  TimeLeft left(1000);
  for (int k = 1; k <= 10; ++k) left.record(k, k);
  left.skip(500);
  for (int k = 11; k <= 20; ++k) left.record(k, 500 + k);
  EXPECT_NEAR(*left.seconds(), 480, 1e-9);
}

TEST(TimeLeft, memoryDoesNotGrowWithTheNumberOfParts) {
  TimeLeft left(10'000'000);
  for (int k = 1; k <= 1'000'000; ++k) left.record(1e-3 * k, k);
  EXPECT_NEAR(*left.seconds(), 9000, 90);
}

}  // namespace
}  // namespace glasscope
