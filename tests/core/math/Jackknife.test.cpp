#include "core/math/Jackknife.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "core/math/StandardError.h"

namespace glasscope {
namespace {

// Of a mean the jackknife is the textbook's standard error, whatever the values.
TEST(Jackknife, ofAMeanIsItsStandardError) {
  const std::vector<double> values = {3, 1, 4, 1, 5, 9, 2, 6};
  std::vector<double> leftOut;
  for (std::size_t out = 0; out < values.size(); ++out) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
      if (i != out) sum += values[i];
    leftOut.push_back(sum / 7);
  }
  EXPECT_NEAR(jackknifeError(leftOut), MeanAndError::of(values).error, 1e-14);
}

TEST(Jackknife, leavesOutWhatIsNoNumber) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> some = {1, kNaN, 3}, all = {1, 3}, one = {kNaN, 2};
  EXPECT_EQ(jackknifeError(some), jackknifeError(all));
  EXPECT_DOUBLE_EQ(jackknifeError(all), 1);
  EXPECT_TRUE(std::isnan(jackknifeError(one)));
  EXPECT_TRUE(std::isnan(jackknifeError({})));
}

}  // namespace
}  // namespace glasscope
