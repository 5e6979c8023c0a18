#include "core/math/Binomial.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope {
namespace {

TEST(Binomial, isTheTextbookErrorForManyTrials) {
  const auto f = binomialFraction(200000, 1000000);
  EXPECT_EQ(f.value, 0.2);
  EXPECT_NEAR(f.standardError, std::sqrt(0.2 * 0.8 / 1e6), 1e-9);  // the next term is 1 / n
}

/// The rule of thumb "nothing seen" is not the claim "nothing there".
TEST(Binomial, hasAnErrorWhereNoneOrAllSucceed) {
  EXPECT_NEAR(binomialFraction(0, 99).standardError, 0.5 / 100, 1e-15);
  EXPECT_EQ(binomialFraction(0, 99).standardError, binomialFraction(99, 99).standardError);
}

TEST(Binomial, knowsNothingWithoutTrials) {
  EXPECT_TRUE(std::isnan(binomialFraction(0, 0).value));
  EXPECT_TRUE(std::isnan(binomialFraction(0, 0).standardError));
}

/// 2,000 samples of 400 trials: the fraction lies within one error of the truth in 68 % of them;
/// 6 % is three times the scatter of that share (1 %), with the steps of whole numbers on top.
TEST(Binomial, coversTheTruthAsOftenAsAStandardErrorShould) {
  Random random(1, "binomial");
  int covered = 0;
  for (int sample = 0; sample < 2000; ++sample) {
    int successes = 0;
    for (int trial = 0; trial < 400; ++trial) successes += random.uniform() < 0.1 ? 1 : 0;
    const auto f = binomialFraction(successes, 400);
    covered += std::abs(f.value - 0.1) <= f.standardError ? 1 : 0;
  }
  EXPECT_NEAR(covered / 2000.0, 0.683, 0.06);
}

}  // namespace
}  // namespace glasscope
