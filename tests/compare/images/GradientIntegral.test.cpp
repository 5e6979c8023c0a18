#include "compare/images/GradientIntegral.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::compare {
namespace {

TEST(GradientIntegral, bringsBackAPeriodicPotential) {
  Map2 x, y, truth;
  x.name = "com_x";
  y.name = "com_y";
  x.pixel_A = y.pixel_A = {0.5, 0.4};
  x.periodic = y.periodic = true;
  x.values = y.values = truth.values = Array2<double>(24, 30);
  const double kx = 2 * M_PI * 2 / 12, ky = 2 * M_PI * 3 / 12;
  for (int i = 0; i < 24; ++i) {
    for (int j = 0; j < 30; ++j) {
      const double phase = kx * 0.5 * i + ky * 0.4 * j;
      truth.values(i, j) = std::sin(phase);
      x.values(i, j) = kx * std::cos(phase);
      y.values(i, j) = ky * std::cos(phase);
    }
  }
  const Map2 found = integrateGradient(x, y);
  for (std::size_t i = 0; i < 720; ++i) EXPECT_NEAR(found.values[i], truth.values[i], 1e-12);
  EXPECT_EQ(found.unit, "A");
}

TEST(GradientIntegral, needsNoSeamOfAnOpenMap) {
  // A slope and a bowl, which no period has: the mirror leaves a kink of the slope at the border.
  Map2 x, y;
  x.values = y.values = Array2<double>(40, 40);
  for (int i = 0; i < 40; ++i) {
    for (int j = 0; j < 40; ++j) {
      x.values(i, j) = 0.3 + 0.02 * (i - 19.5);
      y.values(i, j) = -0.02 * (j - 19.5);
    }
  }
  const Map2 found = integrateGradient(x, y);
  double worst = 0;
  for (int i = 5; i < 35; ++i) {
    for (int j = 5; j < 35; ++j) {
      const auto truth = [](double a, double b) {
        return 0.3 * a + 0.01 * (a - 19.5) * (a - 19.5) - 0.01 * (b - 19.5) * (b - 19.5);
      };
      const double rise = found.values(i, j) - found.values(20, 20);
      worst = std::max(worst, std::abs(rise - (truth(i, j) - truth(20, 20))));
    }
  }
  // The potential spans 9 over this part; the kinks ring by about a hundredth of the slope.
  EXPECT_LT(worst, 0.1);
}

TEST(GradientIntegral, refusesMapsThatDoNotBelongTogether) {
  Map2 x, y;
  x.values = Array2<double>(4, 4);
  y.values = Array2<double>(4, 5);
  EXPECT_THROW(integrateGradient(x, y), Error);
  y.values = Array2<double>(4, 4);
  y.values(1, 1) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(integrateGradient(x, y), Error);
}

}  // namespace
}  // namespace glasscope::compare
