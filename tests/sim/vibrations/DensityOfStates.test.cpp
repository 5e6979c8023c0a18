#include "sim/vibrations/DensityOfStates.h"

#include <cmath>

#include <gtest/gtest.h>

#include "sim/vibrations/SpectralEdge.h"

namespace glasscope::sim {
namespace {

// Moments of 3,000 modes that are spread as g(nu) = 3 nu^2 / top^3 (Debye): nu = top u^(1/3).
DensityOfStates debye(double top_THz, int order) {
  const double top = eigenvalueOf(top_THz);
  std::vector<double> moments(static_cast<std::size_t>(order) + 1, 0.0);
  for (int k = 0; k < 3000; ++k) {
    const double x = 2 * eigenvalueOf(top_THz * std::cbrt((k + 0.5) / 3000)) / top - 1;
    for (std::size_t n = 0; n < moments.size(); ++n) {
      moments[n] += 5 * std::cos(static_cast<double>(n) * std::acos(x));  // any scale
    }
  }
  return DensityOfStates(moments, top, 3000);
}

TEST(DensityOfStates, countsModes) {
  const DensityOfStates states = debye(8, 300);
  EXPECT_EQ(states.count(0), 0);
  EXPECT_NEAR(states.count(8), 3000, 1e-6);
  EXPECT_NEAR(states.top_THz(), 8, 1e-12);
  // 3000 (nu / 8)^3, smeared over some 0.04 THz: its curvature adds 3 nu s^2 3000 / 512.
  EXPECT_NEAR(states.count(4), 375, 2);
  EXPECT_NEAR(states.count(2), 46.9, 1);
  EXPECT_NEAR(states.frequencyOf(375), 4, 0.01);
}

TEST(DensityOfStates, isNormalised) {
  const DensityOfStates states = debye(8, 300);
  EXPECT_NEAR(states.density_per_THz(4), 3 * 16.0 / 512, 2e-3);
  double sum = 0;
  for (double nu = 0.01; nu < 8; nu += 0.02) sum += 0.02 * states.density_per_THz(nu);
  EXPECT_NEAR(sum, 1, 0.01);  // the last interval reaches over the top
  EXPECT_NEAR(states.resolution_THz(), 4 * M_PI / 301, 1e-12);
}

// Near zero the interval is cut off there: the modes below its end, over what is left of it. A
// density per whole interval would be half as large where soft modes are looked for.
TEST(DensityOfStates, atItsLowerEndIsThatOfWhatIsLeftOfTheInterval) {
  const DensityOfStates states = debye(8, 300);
  const double half = states.resolution_THz();
  EXPECT_NEAR(states.density_per_THz(0), states.count(half) / half / 3000, 1e-12);
  EXPECT_NEAR(states.density_per_THz(half / 2), states.count(1.5 * half) / (1.5 * half) / 3000,
              1e-12);
}

}  // namespace
}  // namespace glasscope::sim
