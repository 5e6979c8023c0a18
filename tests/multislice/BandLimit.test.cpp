#include "multislice/BandLimit.h"

#include <gtest/gtest.h>

namespace glasscope::multislice {
namespace {

// 2/3 of Nyquist falls on a frequency for every size that 3 divides: the limit itself must count,
// whatever rounding makes of it.
TEST(BandLimit, weightsAreZeroOrOneForEverySizeAndExtent) {
  for (const int n : {64, 72, 90, 96, 108, 120, 144, 150, 216}) {
    for (const double extent_A : {13.0, 40.000958719315207, 7.3}) {
      const Grid grid(n, n, extent_A, extent_A);
      const BandLimit limit(grid);
      for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
          const double weight = limit.weight(i, j);
          ASSERT_TRUE(weight == 0 || weight == 1) << n << " points, frequency " << i << ", " << j;
        }
      }
      if (n % 3 == 0) EXPECT_EQ(limit.weight(n / 3, 0), 1) << n;
      EXPECT_EQ(limit.weight(n / 3 + 1, 0), 0) << n;
    }
  }
}

TEST(BandLimit, aTaperFallsFromOneToZeroBeforeTheLimit) {
  const Grid grid(96, 96, 10, 10);
  const BandLimit limit(grid, 0.5);
  double before = 1;
  for (int i = 0; i <= 32; ++i) {
    const double weight = limit.weight(i, 0);
    EXPECT_LE(weight, before);
    EXPECT_GE(weight, 0);
    before = weight;
  }
  EXPECT_EQ(limit.weight(26, 0), 1);           // 2.6 of 3.2 1/angstrom, before the taper begins
  EXPECT_NEAR(limit.weight(32, 0), 0, 1e-12);  // on the limit
}

}  // namespace
}  // namespace glasscope::multislice
