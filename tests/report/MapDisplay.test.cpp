#include "report/MapDisplay.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace glasscope::report {
namespace {

Map2 ramp(int nx, int ny) {
  Map2 map;
  map.values = Array2<double>(nx, ny);
  map.pixel_A = {0.5, 0.25};
  map.origin_A = {1, 2};
  for (int x = 0; x < nx; ++x)
    for (int y = 0; y < ny; ++y) map.values(x, y) = 100 * x + y;
  return map;
}

TEST(MapDisplay, leavesSmallMapsAlone) {
  const DisplayMap shown = shrinkForDisplay(ramp(8, 6), 8);
  EXPECT_EQ(shown.binning, 1);
  EXPECT_EQ(shown.map.nx(), 8);
  EXPECT_DOUBLE_EQ(shown.map.values(3, 2), 302);
}

TEST(MapDisplay, keepsTheFrameOfWhatItAverages) {
  const Map2 whole = ramp(12, 8);
  const DisplayMap shown = shrinkForDisplay(whole, 4);
  ASSERT_EQ(shown.binning, 3);
  EXPECT_EQ(shown.map.nx(), 4);
  EXPECT_EQ(shown.map.ny(), 3);
  // The mean over x = 3..5 and y = 0..2 of a linear ramp is its value at the centre, (4, 1), and
  // that centre lies at origin + (4 * 0.5, 1 * 0.25); exact in binary but for one rounding.
  EXPECT_DOUBLE_EQ(shown.map.values(1, 0), 401);
  EXPECT_DOUBLE_EQ(shown.map.origin_A.x() + shown.map.pixel_A.x(), 1 + 4 * 0.5);
  EXPECT_DOUBLE_EQ(shown.map.origin_A.y(), 2 + 1 * 0.25);
  // The last block along y has two rows only, 6 and 7.
  EXPECT_DOUBLE_EQ(shown.map.values(0, 2), 100 + 6.5);
}

TEST(MapDisplay, doesNotCountPixelsWithoutInformation) {
  Map2 map = ramp(4, 4);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  map.values(0, 0) = map.values(0, 1) = map.values(1, 0) = nan;
  map.values(2, 2) = map.values(2, 3) = map.values(3, 2) = map.values(3, 3) = nan;
  const DisplayMap shown = shrinkForDisplay(map, 2);
  EXPECT_DOUBLE_EQ(shown.map.values(0, 0), 101);
  EXPECT_TRUE(std::isnan(shown.map.values(1, 1)));
}

}  // namespace
}  // namespace glasscope::report
