#include "multislice/convergence/boundedError.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::multislice {
namespace {

TEST(BoundedErrorTest, whatIsRightHasNone) {
  const std::vector<double> values = {1, 2, 3};
  const BoundedError error = boundedError(values, values, 1);
  EXPECT_EQ(error.found, 0);
  EXPECT_EQ(error.bound, 0);
}

TEST(BoundedErrorTest, oneInProportionIsKnownExactlyFromTwoPositions) {
  const std::vector<double> truth = {1, 4}, values = {1.02, 4.08};
  const BoundedError error = boundedError(values, truth, 1);
  EXPECT_NEAR(error.found, 0.02, 1e-12);
  EXPECT_NEAR(error.bound, 0.02, 1e-12);
}

TEST(BoundedErrorTest, oneThatStandsInOnePositionIsBoundedWidely) {
  const std::vector<double> truth(12, 1.0);
  std::vector<double> values = truth;
  values[5] += 0.12;
  const BoundedError error = boundedError(values, truth, 1);
  EXPECT_NEAR(error.found, 0.12 / std::sqrt(12), 1e-12);
  // Each position adds 1 - 1/12 or -1/12: deviation sqrt(12/11 (11/12)), Student's t 2.201.
  EXPECT_NEAR(error.bound / error.found, std::exp(2.201 / 2), 1e-3);
}

TEST(BoundedErrorTest, componentsOfAPositionCountTogether) {
  // Two numbers a position, off in turn: to the position it is one error of the same size.
  const std::vector<double> truth = {3, 4, 3, 4, 3, 4}, values = {3.1, 4, 3, 4.1, 3.1, 4};
  const BoundedError error = boundedError(values, truth, 2);
  EXPECT_NEAR(error.found, 0.1 / 5, 1e-12);
  EXPECT_NEAR(error.bound, error.found, 1e-12);
}

TEST(BoundedErrorTest, aSinglePositionBoundsNothing) {
  const std::vector<double> truth = {1}, values = {1.01};
  EXPECT_NEAR(boundedError(values, truth, 1).found, 0.01, 1e-12);
  EXPECT_TRUE(std::isinf(boundedError(values, truth, 1).bound));
}

TEST(BoundedErrorTest, whatHasNoSizeIsOffBeyondAnyBound) {
  const std::vector<double> truth = {0, 0}, values = {0, 0.01};
  EXPECT_TRUE(std::isinf(boundedError(values, truth, 1).found));
}

// 97.5 % are asked for; the logarithm of a mean of twelve squares is skew, which costs about two.
// Of 2000 draws the share has a standard error of 0.4 %.
TEST(BoundedErrorTest, holdsForRandomErrorsAsOftenAsItSays) {
  constexpr int kDraws = 2000, kPositions = 12;
  int held = 0;
  for (int draw = 0; draw < kDraws; ++draw) {
    std::vector<double> truth, values;
    for (int i = 0; i < kPositions; ++i) {
      Random random(3, "bounded error", draw, i);
      truth.push_back(1 + 0.3 * random.uniform());
      values.push_back(truth.back() + 0.01 * random.normal());
    }
    const double size = std::sqrt(1 + 0.3 + 0.03);  // of 1 + 0.3 u, root mean square
    held += boundedError(values, truth, 1).bound >= 0.01 / size ? 1 : 0;
  }
  EXPECT_GT(held, 0.94 * kDraws);
  EXPECT_LT(held, kDraws);
}

}  // namespace
}  // namespace glasscope::multislice
