#include "compare/statistics/MeanInterval.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace glasscope::compare {
namespace {

// By hand: mean 3, standard deviation sqrt(2.5), t = 2.776 for four degrees of freedom.
TEST(MeanInterval, ofFiveSamplesIsStudents) {
  const std::vector<double> samples{1, 2, 3, 4, 5};
  const MeanInterval found = meanInterval(samples, 100);
  EXPECT_DOUBLE_EQ(found.mean, 3);
  EXPECT_NEAR(found.high - 3, 2.776445 * std::sqrt(2.5 / 5), 1e-5);
  EXPECT_NEAR(3 - found.low, found.high - 3, 1e-12);
  EXPECT_TRUE(found.fromReplicas);
  EXPECT_EQ(sourceOf(found), "5 replicas");
  EXPECT_NEAR(meanInterval(samples, 0, 0.5).high - 3, 0.740697 * std::sqrt(0.5), 1e-5);
}

TEST(MeanInterval, ofFewerIsTheInvertedTest) {
  const std::vector<double> samples{1, 2, 3, 6};
  const MeanInterval found = meanInterval(samples, 0.5);
  EXPECT_DOUBLE_EQ(found.mean, 3);
  EXPECT_NEAR(found.high, 3 + 1.959964 * 0.5, 1e-5);
  EXPECT_FALSE(found.fromReplicas);
  EXPECT_EQ(sourceOf(found), "4 samples, by surrogates");
  EXPECT_TRUE(std::isnan(meanInterval({}, 1).mean));
}

}  // namespace
}  // namespace glasscope::compare
