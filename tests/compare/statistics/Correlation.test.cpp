#include "compare/statistics/Correlation.h"

#include <cmath>

#include <gtest/gtest.h>

namespace glasscope::compare {
namespace {

// Student's t with n - 2 degrees of freedom: among four samples p = 1 - |r| exactly (two degrees),
// among three it is Cauchy's, 1 - 2/pi arctan(r / sqrt(1 - r^2)) = 1 - 2/pi arcsin|r|.
TEST(Correlation, hasTwoDegreesOfFreedomLessThanSamples) {
  for (const double r : {0.1, 0.5, -0.8}) {
    EXPECT_NEAR(correlationP(r, 4), 1 - std::abs(r), 1e-13);
    EXPECT_NEAR(correlationP(r, 3), 1 - 2 / M_PI * std::asin(std::abs(r)), 1e-13);
  }
  EXPECT_EQ(correlationP(1, 4), 0);
}

TEST(Correlation, isInvariantUnderScaleAndOffsetAndFlipsWithSign) {
  const std::vector<double> a{1, 4, 2, 8, 5, 7}, b{2, 3, 1, 9, 4, 4};
  std::vector<double> c, d;
  for (const double v : b) {
    c.push_back(-3 * v + 11);
    d.push_back(0.5 * v + 1e3);
  }
  EXPECT_NEAR(pearson(a, c), -pearson(a, b), 1e-14);
  EXPECT_NEAR(pearson(a, d), pearson(a, b), 1e-11);  // the offset costs five digits
  EXPECT_DOUBLE_EQ(pearson(a, a), 1);
}

TEST(Correlation, spearmanSeesAnyMonotonousRelation) {
  std::vector<double> a, b;
  for (int i = 0; i < 50; ++i) {
    a.push_back(i);
    b.push_back(std::exp(0.3 * i));
  }
  EXPECT_DOUBLE_EQ(spearman(a, b), 1);
  EXPECT_LT(pearson(a, b), 0.7);
}

TEST(Correlation, tiesShareTheirRank) {
  EXPECT_EQ(ranks(std::vector<double>{3, 1, 3, 2}), (std::vector<double>{3.5, 1, 3.5, 2}));
}

TEST(Correlation, constantOrMismatchedValuesHaveNone) {
  const std::vector<double> constant(5, 0.1), other{1, 2, 3, 4, 5}, shorter{1, 2, 3};
  EXPECT_TRUE(std::isnan(pearson(constant, other)));
  EXPECT_TRUE(std::isnan(pearson(shorter, other)));
  EXPECT_EQ(correlationP(std::nan(""), 100), 1);
  EXPECT_EQ(correlationP(0.9, 2), 1);
}

}  // namespace
}  // namespace glasscope::compare
