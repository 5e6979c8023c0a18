#include "compare/images/ShiftSurface.h"

#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "compare/images/ImageMetrics.h"
#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

// A map cut from the middle of a larger one, as the moving map has to lie around it.
Map2 middleOf(const Map2& large, int nx, int ny) {
  Map2 part = large;
  part.values = Array2<double>(nx, ny);
  for (int x = 0; x < nx; ++x)
    for (int y = 0; y < ny; ++y) part.values(x, y) = large.values(x + nx / 2, y + ny / 2);
  return part;
}

Map2 withValues(int nx, int ny, const std::function<double(int, int)>& value) {
  Map2 map;
  map.values = Array2<double>(nx, ny);
  for (int x = 0; x < nx; ++x)
    for (int y = 0; y < ny; ++y) map.values(x, y) = value(x, y);
  return map;
}

// Shift by shift as the definition says, for even and odd sizes, with pixels that are none.
TEST(ShiftSurface, isPearsonsROfEveryShift) {
  for (const int nx : {10, 11}) {
    const int ny = 8, hx = nx / 2, hy = ny / 2;
    const Map2 noise = planted::smoothNoise(32, 1, 3, 0, false);
    Map2 moving = withValues(nx + 2 * hx, ny + 2 * hy, [&](int x, int y) {
      return x < 3 ? std::nan("") : 7 + noise.values(x, y);
    });
    Map2 reference = withValues(nx, ny, [&](int x, int y) { return noise.values(31 - x, y); });
    reference.values(2, 3) = std::nan("");
    const Array2<double> surface = shiftSurface(reference, moving, 0.8);
    ASSERT_EQ(surface.nx(), 2 * hx + 1);
    ASSERT_EQ(surface.ny(), 2 * hy + 1);
    int covered = 0;
    for (int sx = 0; sx < surface.nx(); ++sx) {
      for (int sy = 0; sy < surface.ny(); ++sy) {
        const Map2 there =
            withValues(nx, ny, [&](int x, int y) { return moving.values(x + sx, y + sy); });
        double both = 0;
        for (std::size_t i = 0; i < there.values.size(); ++i)
          both += std::isfinite(there.values[i]) && std::isfinite(reference.values[i]);
        if (both < 0.8 * (nx * ny - 1)) {
          EXPECT_TRUE(std::isnan(surface(sx, sy)));
          continue;
        }
        ++covered;
        EXPECT_NEAR(surface(sx, sy), normalisedCrossCorrelation(reference, there, Mask(nx, ny, 1)),
                    1e-10);
      }
    }
    EXPECT_GT(covered, 20);
  }
}

// An image of noise agrees with itself in one place; one of a lattice in as many as it has columns.
TEST(ShiftSurface, secondPeakTellsALatticeFromNoise) {
  const Map2 noise = planted::smoothNoise(80, 1.5, 5, 0, false);
  EXPECT_LT(secondPeak(shiftSurface(middleOf(noise, 40, 40), noise, 0.5)), 0.4);
  const Map2 lattice = withValues(80, 80, [](int x, int y) {
    return std::cos(2 * M_PI * x / 8) + std::cos(2 * M_PI * y / 10);
  });
  EXPECT_NEAR(secondPeak(shiftSurface(middleOf(lattice, 40, 40), lattice, 0.5)), 1, 1e-6);
}

// Lines can be moved along themselves, and a slope anywhere.
TEST(ShiftSurface, whatDeterminesNoPlaceHasASecondPeakOfOne) {
  const Map2 lines = planted::smoothNoise(80, 1.5, 7, 0, false);
  const Map2 stripes = withValues(80, 80, [&](int x, int) { return lines.values(x, 0); });
  EXPECT_NEAR(secondPeak(shiftSurface(middleOf(stripes, 40, 40), stripes, 0.5)), 1, 1e-6);
  const Map2 slope = withValues(80, 80, [](int x, int y) { return 0.1 * x - 0.2 * y; });
  EXPECT_EQ(secondPeak(shiftSurface(middleOf(slope, 40, 40), slope, 0.5)), 1);
}

TEST(ShiftSurface, aConstantAgreesWithNothing) {
  const Map2 noise = planted::smoothNoise(40, 1, 5, 0, false);
  const Map2 flat = withValues(40, 40, [](int, int) { return 1e3; });
  // Half of the reference is covered at all shifts but those near the corners.
  const Array2<double> surface = shiftSurface(middleOf(noise, 20, 20), flat, 0.5);
  ASSERT_EQ(surface.size(), 21u * 21u);
  for (const double r : surface) EXPECT_EQ(r, 0);
}

// By hand: a peak of 0.8 that has fallen to half two pixels away, so that
// what lies more than six pixels away is another place. Its own slope and a place six pixels away
// are not, however high.
TEST(ShiftSurface, secondPeakLiesBeyondThreeTimesTheWidthOfTheFirst) {
  Array2<double> surface(19, 15, 0.1);
  surface(9, 7) = 0.8;
  surface(9, 8) = surface(9, 6) = surface(10, 7) = surface(8, 7) = 0.7;
  surface(11, 7) = surface(7, 7) = surface(9, 5) = 0.45;
  for (const int x : {8, 9, 10})
    for (const int y : {6, 7, 8}) surface(x, y) = std::max(surface(x, y), 0.41);
  surface(9, 9) = 0.4;   // exactly half
  surface(15, 7) = 0.7;  // six pixels away
  surface(9, 13) = 0.7;
  surface(14, 10) = 0.7;  // sqrt(34)
  surface(3, 8) = 0.2;    // sqrt(37)
  surface(0, 0) = std::nan("");
  EXPECT_DOUBLE_EQ(secondPeak(surface), 0.25);
  surface(16, 7) = 0.6;
  EXPECT_DOUBLE_EQ(secondPeak(surface), 0.75);
  surface(9, 9) = 0.41;  // it falls to half a pixel further on, at sqrt(5)
  EXPECT_DOUBLE_EQ(secondPeak(surface), 0.75) << "seven pixels are more than 6.7";
  surface(16, 7) = 0.1;
  EXPECT_DOUBLE_EQ(secondPeak(surface), 0.125) << "and sqrt(37) are less";
}

// From the middle of a surface that is not square; what is higher by 0.05 or less is the same
// place, and places that are not covered are none.
TEST(ShiftSurface, aHigherPlaceIsOneThatIsClearlyHigher) {
  Array2<double> surface(9, 5, 0.1);
  surface(4, 2) = 0.5;
  surface(0, 0) = std::nan("");
  surface(7, 1) = 0.54;
  EXPECT_EQ(highestShift(surface), (std::array{0, 0}));
  surface(7, 1) = 0.56;
  EXPECT_EQ(highestShift(surface), (std::array{3, -1}));
  surface(1, 4) = 0.6;
  EXPECT_EQ(highestShift(surface), (std::array{-3, 2}));
}

}  // namespace
}  // namespace glasscope::compare
