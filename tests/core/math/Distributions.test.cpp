#include "core/math/Distributions.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace glasscope {
namespace {

// Closed forms of Student's distribution: 1 degree of freedom is Cauchy, 2 is algebraic.
TEST(Distributions, studentMatchesItsClosedForms) {
  for (const double t : {0.1, 1.0, 2.5, 12.0}) {
    EXPECT_NEAR(studentTwoSidedP(t, 1), 1 - 2 / M_PI * std::atan(t), 1e-13);
    EXPECT_NEAR(studentTwoSidedP(-t, 2), 1 - t / std::sqrt(2 + t * t), 1e-13);
  }
  // Many degrees of freedom: the normal distribution, to its first correction of order t^4 / df.
  EXPECT_NEAR(studentTwoSidedP(1.959963985, 1e7), 0.05, 1e-7);
  EXPECT_NEAR(studentTwoSidedP(1.959963985, std::numeric_limits<double>::infinity()), 0.05, 1e-9);
}

// Far tails keep their digits: two degrees of freedom have p = 1 - t / sqrt(2 + t^2), about 1/t^2.
TEST(Distributions, tailsKeepTheirDigits) {
  EXPECT_NEAR(studentTwoSidedP(1e6, 2) * 1e12, 1, 1e-5);
  EXPECT_EQ(studentTwoSidedP(std::numeric_limits<double>::infinity(), 5), 0);
  EXPECT_EQ(studentTwoSidedP(std::nan(""), 5), 1);
}

// Five-per-cent points of the usual tables (three decimals), so p is 0.05 to about 1e-4.
TEST(Distributions, studentMatchesTheTables) {
  EXPECT_NEAR(studentTwoSidedP(2.228, 10), 0.05, 1e-4);
  EXPECT_NEAR(studentTwoSidedP(2.042, 30), 0.05, 1e-4);
  EXPECT_NEAR(studentQuantile(0.975, 4), 2.776, 5e-4);
}

TEST(Distributions, quantilesUndoTheirDistributions) {
  for (const double p : {0.003, 0.2, 0.5, 0.8, 0.999}) {
    EXPECT_NEAR(normalProbability(normalQuantile(p)), p, 1e-14);
    const double t = studentQuantile(p, 7);
    EXPECT_NEAR(0.5 * studentTwoSidedP(t, 7), std::min(p, 1 - p), 1e-13);
  }
  EXPECT_NEAR(normalQuantile(0.975), 1.959963984540054, 1e-13);
}

}  // namespace
}  // namespace glasscope
