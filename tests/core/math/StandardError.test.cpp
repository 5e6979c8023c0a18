#include "core/math/StandardError.h"

#include <vector>

#include <gtest/gtest.h>

namespace glasscope {
namespace {

// By hand: 1, 2, 6 are 2, 1 and 3 off their mean of 3; 14 / (3 * 2) is the square of the error.
TEST(StandardError, isThatOfTheMeanAndNotOfAValue) {
  EXPECT_DOUBLE_EQ(standardErrorOfMean(14, 3), std::sqrt(14.0 / 6));
  EXPECT_DOUBLE_EQ(standardErrorOfMean(3, (1 + 4 + 36) / 3.0, 3), std::sqrt(14.0 / 6));
  const std::vector<double> values = {1, 2, 6};
  const MeanAndError found = MeanAndError::of(values);
  EXPECT_DOUBLE_EQ(found.mean, 3);
  EXPECT_DOUBLE_EQ(found.error, std::sqrt(14.0 / 6));
}

TEST(StandardError, isNotKnownFromOneValue) {
  EXPECT_TRUE(std::isnan(standardErrorOfMean(0, 1)));
  EXPECT_TRUE(std::isnan(standardErrorOfMean(2, 4, 1)));
  const std::vector<double> one = {5};
  EXPECT_EQ(MeanAndError::of(one).mean, 5);
  EXPECT_TRUE(std::isnan(MeanAndError::of(one).error));
  EXPECT_TRUE(std::isnan(MeanAndError::of({}).mean));
}

// Equal values whose mean square rounds to less than the square of their mean have no spread.
TEST(StandardError, ofEqualValuesIsZero) {
  EXPECT_EQ(standardErrorOfMean(0.1, 0.1 * 0.1 - 1e-18, 1000), 0);
}

TEST(StandardError, takesEveryValueOfAStride) {
  const std::vector<double> values = {1, 100, 2, 100, 6, 100};
  const MeanAndError found = MeanAndError::of(values, 2, 3);
  EXPECT_DOUBLE_EQ(found.mean, 3);
  EXPECT_DOUBLE_EQ(found.error, std::sqrt(14.0 / 6));
}

}  // namespace
}  // namespace glasscope
