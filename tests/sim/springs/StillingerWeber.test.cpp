#include "sim/springs/StillingerWeber.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/sim/springs/Silicon.h"

namespace glasscope::sim {
namespace {

TEST(StillingerWeber, isKnownOfItsModelsAndOfNoOther) {
  EXPECT_TRUE(StillingerWeber::of(silicon()));
  EXPECT_TRUE(StillingerWeber::of(
      Potential::find("kim:SW_BalamaneHaliciogluTiller_1992_Si__MO_113686039439_004", {14})));
  EXPECT_FALSE(StillingerWeber::of(
      Potential::find("kim:EDIP_JustoBazantKaxiras_1998_Si__MO_958932894036_002", {14})));
  EXPECT_FALSE(StillingerWeber::of(Potential::find("mendelev-2009", {29})));
}

// What Stillinger and Weber print in their Sec. II, with their epsilon of 2.1682 eV and sigma of
// 2.0951 angstrom: the minimum of the pair energy is -epsilon at 2^(1/6) sigma, and the ideal angle
// costs nothing.
TEST(StillingerWeber, hasTheMinimumOfItsAuthors) {
  const auto model = *StillingerWeber::of(silicon());
  const double bottom_A = std::pow(2.0, 1.0 / 6) * 2.0951;
  EXPECT_NEAR(model.pair(bottom_A).energy_eV, -2.1682, 2e-5);
  EXPECT_NEAR(model.pair(bottom_A).first, 0, 1e-4);
  EXPECT_GT(model.pair(bottom_A).second, 1);
  const Vec3 one = 2.35 * Vec3(1, 1, 1).normalized(), other = 2.35 * Vec3(1, -1, -1).normalized();
  EXPECT_NEAR(model.angle(one, other).energy_eV, 0, 1e-15);
  EXPECT_GT(model.angle(one, Vec3(0, 0, 2.35)).energy_eV, 0.01);
}

TEST(StillingerWeber, derivativesAreThoseOfTheEnergy) {
  const auto model = *StillingerWeber::of(silicon());
  const double h = 1e-5;  // central differences: 1e-10 of the third derivative, 1e-11 of rounding
  for (const double r : {1.9, 2.35, 2.9, 3.5}) {
    const auto here = model.pair(r), above = model.pair(r + h), below = model.pair(r - h);
    EXPECT_NEAR(here.first, (above.energy_eV - below.energy_eV) / (2 * h), 1e-8) << r;
    EXPECT_NEAR(here.second, (above.first - below.first) / (2 * h), 1e-6) << r;
  }
  Eigen::Matrix<double, 6, 1> both;
  both << 1.9, 0.8, -1.1, -0.5, 2.2, 0.7;
  const auto at = [&](const Eigen::Matrix<double, 6, 1>& x) {
    return model.angle(x.head<3>(), x.tail<3>());
  };
  const auto here = at(both);
  for (int k = 0; k < 6; ++k) {
    Eigen::Matrix<double, 6, 1> above = both, below = both;
    above[k] += h;
    below[k] -= h;
    EXPECT_NEAR(here.gradient[k], (at(above).energy_eV - at(below).energy_eV) / (2 * h), 1e-8) << k;
    const Eigen::Matrix<double, 6, 1> slope = (at(above).gradient - at(below).gradient) / (2 * h);
    EXPECT_LT((here.curvature.col(k) - slope).norm(), 1e-8 * here.curvature.norm()) << k;
  }
  EXPECT_LT((here.curvature - here.curvature.transpose()).norm(), 1e-14 * here.curvature.norm());
}

TEST(StillingerWeber, endsAtItsCutOff) {
  const auto model = *StillingerWeber::of(silicon());
  const double end = model.cutoff_A();
  EXPECT_NEAR(end, 1.8 * 2.0951, 1e-12);
  EXPECT_EQ(model.pair(end).energy_eV, 0);
  EXPECT_EQ(model.angle(Vec3(end, 0, 0), Vec3(0, 2, 0)).energy_eV, 0);
  EXPECT_EQ(model.angle(Vec3(0, 2, 0), Vec3(end + 0.1, 0, 0)).curvature.norm(), 0);
  EXPECT_NE(model.pair(end - 0.2).energy_eV, 0);
}

}  // namespace
}  // namespace glasscope::sim
