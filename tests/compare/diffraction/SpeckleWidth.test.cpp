#include "compare/diffraction/SpeckleWidth.h"

#include <cmath>

#include <gtest/gtest.h>

namespace glasscope::compare {
namespace {

// 1 - d^2 / 16 is a parabola: half of its peak of one at d = sqrt 8 = 2.828, between lags 2 and 3,
// where it is 0.75 and 0.4375: linear, 2 + 0.25 / 0.3125 = 2.8.
TEST(SpeckleWidth, isTwiceWhereTheCovarianceIsHalf) {
  const std::vector<double> covariance = {1, 1 - 1.0 / 16, 1 - 4.0 / 16, 1 - 9.0 / 16, 0};
  EXPECT_NEAR(speckleWidth(covariance), 5.6, 1e-12);
}

// Noise of single pixels stands in lag 0 alone, and is not looked at.
TEST(SpeckleWidth, knowsNothingOfTheNoiseOfSinglePixels) {
  const std::vector<double> covariance = {7, 1 - 1.0 / 16, 1 - 4.0 / 16, 1 - 9.0 / 16, 0};
  EXPECT_NEAR(speckleWidth(covariance), 5.6, 1e-12);
}

TEST(SpeckleWidth, isUnknownWithoutSpeckle) {
  EXPECT_TRUE(std::isnan(speckleWidth({0, 0, 0, 0})));
  EXPECT_TRUE(std::isnan(speckleWidth({1, 1, 1, 0.9})));  // does not fall that far
}

}  // namespace
}  // namespace glasscope::compare
