#include "compare/scores/Shifts.h"

#include <cmath>
#include <mutex>
#include <set>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "core/system/Parallel.h"

namespace glasscope::compare {
namespace {

// Every shift of a map that is longer along y is met in the end, and no other, and none is nothing.
TEST(Shifts, areAllButNone) {
  std::set<std::pair<int, int>> met;
  std::mutex mutex;
  testShifts(3, 5, 0, 0, 500, 1, [&](int dx, int dy) {
    const std::lock_guard lock(mutex);
    met.insert({dx, dy});
    return 0.0;
  });
  EXPECT_EQ(met.size(), 14u);
  EXPECT_FALSE(met.contains({0, 0}));
  EXPECT_EQ(std::prev(met.end())->first, 2);
  EXPECT_TRUE(met.contains({2, 4}));
}

// The score of a shift is its dx, 0 to 3 of four by one: the observed 0.5 about a chance of 1.5 is
// as far off as dx = 1 and 2 are near, so that 3 alone is as far; dx = 0 is no shift.
TEST(Shifts, pCountsWhatIsAsFarFromChanceOnEitherSide) {
  constexpr int kShifts = 3000;
  const auto test = [](double observed, double chance) {
    return testShifts(4, 1, observed, chance, kShifts, 3, [](int dx, int) { return double(dx); });
  };
  // 1, 2, 3 alike: standard errors are sqrt(2/9/3000) = 0.0086; four of them.
  EXPECT_NEAR(test(0.25, 1.5).p, 1.0 / 3, 0.035);  // 1.25 away: 3 alone is
  EXPECT_NEAR(test(2.75, 1.5).p, 1.0 / 3, 0.035);  // on the other side
  EXPECT_NEAR(test(1, 1.5).p, 1, 1e-12);           // all are
  EXPECT_EQ(test(9, 1.5).p, 1.0 / (1 + kShifts));  // none is, and never nought
  EXPECT_EQ(test(3, 1.5).p, test(0, 1.5).p);       // as far counts as reached
  // Variance of 1, 2, 3 is 2/3; its estimate from 3000 is known to 1.3 %.
  EXPECT_NEAR(test(0, 1.5).deviation, std::sqrt(2.0 / 3), 0.03);
}

TEST(Shifts, ofTwoScoresTheDeviationIsOverOneLess) {
  double one = 0, other = 0;
  int calls = 0;
  const int threads = threadCount();
  setThreadCount(1);
  const ShiftTest found = testShifts(7, 9, 0, 0, 2, 1, [&](int dx, int dy) {
    const double score = 10 * dx + dy;
    (calls++ == 0 ? one : other) = score;
    return score;
  });
  setThreadCount(threads);
  ASSERT_EQ(calls, 2);
  ASSERT_NE(one, other);
  EXPECT_NEAR(found.deviation, std::abs(one - other) / std::sqrt(2.0), 1e-12);
}

TEST(Shifts, ofOnePixelOrNoneThereIsNoTest) {
  const auto never = [](int, int) {
    ADD_FAILURE();
    return 0.0;
  };
  EXPECT_EQ(testShifts(1, 1, 5, 0, 100, 1, never).p, 1);
  EXPECT_EQ(testShifts(4, 4, 5, 0, 0, 1, never).p, 1);
  EXPECT_EQ(testShifts(4, 4, 5, 0, 1, 1, [](int, int) { return 7.0; }).deviation, 0);
}

// A hundred thousand shifts of a large map take hours.
TEST(Shifts, endWhereAStopIsAskedFor) {
  int done = 0;
  const int threads = threadCount();
  setThreadCount(1);
  EXPECT_THROW(testShifts(30, 50, 0, 0, 1000, 1,
                          [&](int, int) {
                            if (++done == 3) requestInterrupt();
                            return 0.0;
                          }),
               Error);
  clearInterrupt();
  setThreadCount(threads);
  EXPECT_EQ(done, 3);
}

}  // namespace
}  // namespace glasscope::compare
