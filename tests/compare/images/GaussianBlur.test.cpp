#include "compare/images/GaussianBlur.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace glasscope::compare {
namespace {

Map2 constant(double value, bool periodic) {
  Map2 map;
  map.periodic = periodic;
  map.values = Array2<double>(20, 15, value);
  return map;
}

TEST(GaussianBlur, leavesConstantsAloneWhateverTheEdge) {
  for (const bool periodic : {true, false}) {
    for (const BlurEdge edge : {BlurEdge::absent, BlurEdge::reflected}) {
      for (const double v : gaussianBlur(constant(3, periodic), 2, edge).values) {
        EXPECT_NEAR(v, 3, 1e-12);
      }
    }
  }
}

TEST(GaussianBlur, goesAroundTheSeamOfPeriodicMaps) {
  Map2 map = constant(0, true);
  map.values(0, 0) = 1;
  const Map2 blurred = gaussianBlur(map, 1.5);
  EXPECT_NEAR(blurred.values(19, 14), blurred.values(1, 1), 1e-15);
  EXPECT_NEAR(blurred.values(3, 0) / blurred.values(0, 0), std::exp(-0.5 * 4), 1e-12);
}

TEST(GaussianBlur, mirrorsAtReflectedEdges) {
  Map2 map = constant(0, false);
  map.values(1, 7) = 1;
  const Map2 blurred = gaussianBlur(map, 1, BlurEdge::reflected);
  // Half-sample mirror: a twin sits at -2, two pixels from pixel 0; the source one pixel.
  EXPECT_NEAR(blurred.values(0, 7) / blurred.values(1, 7),
              (std::exp(-0.5) + std::exp(-2.0)) / (1 + std::exp(-4.5)), 1e-12);
}

TEST(GaussianBlur, leavesOutPixelsThatAreNotThere) {
  Map2 map = constant(2, false);
  map.values(5, 5) = std::numeric_limits<double>::quiet_NaN();
  const Map2 blurred = gaussianBlur(map, 2);
  EXPECT_TRUE(std::isnan(blurred.values(5, 5)));
  EXPECT_NEAR(blurred.values(5, 6), 2, 1e-12);
}

TEST(GaussianBlur, ofZeroWidthChangesNothing) {
  Map2 map = constant(0, false);
  map.values(4, 4) = 7;
  EXPECT_EQ(gaussianBlur(map, 0).values(4, 4), 7);
  EXPECT_EQ(gaussianBlur(map, 0).values(4, 5), 0);
}

}  // namespace
}  // namespace glasscope::compare
