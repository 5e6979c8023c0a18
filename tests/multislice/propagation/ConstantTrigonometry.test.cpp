#include "multislice/propagation/ConstantTrigonometry.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace glasscope::multislice {
namespace {

TEST(ConstantTrigonometry, isThatOfTheLibrary) {
  for (int n = 1; n <= 64; ++n) {
    for (int k = -n; k <= 2 * n; ++k) {
      // The angle goes up to 4 pi and carries two roundings of that: 2e-15, and the
      // library and the series as much again.
      const double angle = 2 * std::numbers::pi * k / n;
      EXPECT_NEAR(constantCosine(k, n), std::cos(angle), 4e-15) << k << " / " << n;
      EXPECT_NEAR(constantSine(k, n), std::sin(angle), 4e-15) << k << " / " << n;
    }
  }
  static_assert(constantCosine(1, 4) == 0 && constantSine(1, 2) == 0 && constantSine(1, 4) == 1);
}

TEST(ConstantTrigonometry, stepsAreOneToOneFactorAndNoneToTheOther) {
  static_assert(chineseStep(4, 5) == 16 && chineseStep(5, 4) == 5 && chineseStep(3, 8) == 9);
  EXPECT_EQ(chineseStep(8, 3) % 8, 0);
  EXPECT_EQ(chineseStep(8, 3) % 3, 1);
}

}  // namespace
}  // namespace glasscope::multislice
