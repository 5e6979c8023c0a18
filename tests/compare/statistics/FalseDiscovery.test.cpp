#include "compare/statistics/FalseDiscovery.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::compare {
namespace {

// By hand from the definition: q_(i) = min over j >= i of p_(j) n / j.
TEST(FalseDiscovery, followsTheDefinition) {
  const std::vector<double> q = benjaminiHochberg(std::vector<double>{0.01, 0.04, 0.03, 0.005});
  EXPECT_DOUBLE_EQ(q[0], 0.02);
  EXPECT_DOUBLE_EQ(q[1], 0.04);
  EXPECT_DOUBLE_EQ(q[2], 0.04);
  EXPECT_DOUBLE_EQ(q[3], 0.02);
}

// Times 1 + 1/2 + 1/3 + 1/4 = 25/12, and never above one.
TEST(FalseDiscovery, underAnyDependenceCostsTheHarmonicNumber) {
  const std::vector<double> q = benjaminiYekutieli(std::vector<double>{0.01, 0.9, 0.03, 0.005});
  EXPECT_DOUBLE_EQ(q[0], 0.02 * 25 / 12);
  EXPECT_DOUBLE_EQ(q[1], 1);
  EXPECT_DOUBLE_EQ(harmonicNumber(4), 25.0 / 12);
  EXPECT_EQ(harmonicNumber(0), 0);
}

// By hand: 4 x 0.005, 3 x 0.01, 2 x 0.03, 1 x 0.04 in ascending order, never falling.
TEST(FalseDiscovery, afterHolmIsStepDown) {
  const std::vector<double> adjusted = holm(std::vector<double>{0.01, 0.04, 0.03, 0.005});
  EXPECT_DOUBLE_EQ(adjusted[0], 0.03);
  EXPECT_DOUBLE_EQ(adjusted[1], 0.06);
  EXPECT_DOUBLE_EQ(adjusted[2], 0.06);
  EXPECT_DOUBLE_EQ(adjusted[3], 0.02);
  EXPECT_DOUBLE_EQ(holm(std::vector<double>{0.7, 0.6})[1], 1);
  EXPECT_TRUE(holm(std::vector<double>{}).empty());
}

// Equal p have equal q, however many they are and in whatever order they stand.
TEST(FalseDiscovery, equalChancesAreEqualDiscoveries) {
  std::vector<double> p(40, 0.02);
  for (const std::size_t i : {3u, 17u, 30u}) p[i] = 0.5;
  const std::vector<double> q = benjaminiHochberg(p);
  for (std::size_t i = 0; i < p.size(); ++i)
    EXPECT_DOUBLE_EQ(q[i], p[i] < 0.1 ? 0.02 * 40 / 37 : 0.5) << i;
}

TEST(FalseDiscovery, ofNothingIsNothing) {
  EXPECT_TRUE(benjaminiHochberg(std::vector<double>{}).empty());
}

// 400 tables of 50 nulls: any rejection is a false one, so the rate of tables with one is the
// level, 5 % +- 4 standard errors of a binomial of 400 (1.1 %).
TEST(FalseDiscovery, controlsTheRateUnderTheNull) {
  int tables = 0;
  for (int table = 0; table < 400; ++table) {
    Random random(7, "null_p", static_cast<std::uint64_t>(table));
    std::vector<double> p(50);
    for (double& value : p) value = random.uniform();
    bool any = false;
    for (const double q : benjaminiHochberg(p)) any = any || q <= 0.05;
    tables += any;
  }
  EXPECT_NEAR(tables / 400.0, 0.05, 0.044);
}

}  // namespace
}  // namespace glasscope::compare
