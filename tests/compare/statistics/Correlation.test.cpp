#include "compare/statistics/Correlation.h"

#include <cmath>

#include <gtest/gtest.h>

namespace glasscope::compare {
namespace {

// Closed forms of Student's distribution: 1 degree of freedom is Cauchy, 2 is algebraic.
TEST(Correlation, studentMatchesItsClosedForms) {
  for (const double t : {0.1, 1.0, 2.5, 12.0}) {
    EXPECT_NEAR(studentTwoSidedP(t, 1), 1 - 2 / M_PI * std::atan(t), 1e-13);
    EXPECT_NEAR(studentTwoSidedP(t, 2), 1 - t / std::sqrt(2 + t * t), 1e-13);
  }
  // Many degrees of freedom: the normal distribution, to its first correction of order t^4 / df.
  EXPECT_NEAR(studentTwoSidedP(1.959963985, 1e7), 0.05, 1e-7);
}

// Five-per-cent points of the usual tables (three decimals), so p is 0.05 to about 1e-4.
TEST(Correlation, studentMatchesTheTables) {
  EXPECT_NEAR(studentTwoSidedP(2.228, 10), 0.05, 1e-4);
  EXPECT_NEAR(studentTwoSidedP(2.042, 30), 0.05, 1e-4);
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
