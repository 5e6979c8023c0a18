#include "compare/diffraction/PatternGeometry.h"

#include <cmath>

#include <gtest/gtest.h>

#include "compare/diffraction/DiffractionGrid.h"
#include "compare/diffraction/Reductions.h"
#include "core/maps/Datacube.h"
#include "core/math/Constants.h"
#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope::compare {
namespace {

constexpr double kStep_invA = 0.01;

// Disc and first diffuse ring of a glass as a lens would show them: a point that belongs at
// frequency k is recorded where the long axis is stretched and the short one shrunk, written here
// with the axes turned by hand.
double recordedAt(double x, double y, const Vec2& centre, double ellipticity, double longAxis_deg) {
  const double turn = longAxis_deg * constants::kPi / 180;
  const double dx = x - centre.x(), dy = y - centre.y();
  const double along = dx * std::cos(turn) + dy * std::sin(turn);
  const double across = -dx * std::sin(turn) + dy * std::cos(turn);
  const double ratio = 1 + ellipticity;  // long over short, mean kept
  const double longer = 2 * ratio / (1 + ratio), shorter = 2 / (1 + ratio);
  const double k = kStep_invA * std::hypot(along / longer, across / shorter);
  return std::exp(-std::pow(k / 0.05, 2)) + 0.1 * std::exp(-std::pow((k - 0.42) / 0.05, 2)) + 1e-3;
}

Array2<double> planted(const Vec2& centre, double ellipticity, double longAxis_deg) {
  Array2<double> pattern(128, 128);
  for (int x = 0; x < 128; ++x) {
    for (int y = 0; y < 128; ++y)
      pattern(x, y) = recordedAt(x, y, centre, ellipticity, longAxis_deg);
  }
  return pattern;
}

MemoryDatacube scanOf(const Array2<double>& pattern) {
  DatacubeShape shape;
  shape.rx = 2;
  shape.ry = 2;
  shape.qx = pattern.nx();
  shape.qy = pattern.ny();
  shape.qStep_invA = kStep_invA;
  MemoryDatacube cube(shape);
  for (int rx = 0; rx < 2; ++rx) {
    for (int ry = 0; ry < 2; ++ry) {
      Array2<float> one(pattern.nx(), pattern.ny());
      for (std::size_t i = 0; i < one.size(); ++i) one[i] = static_cast<float>(pattern[i]);
      cube.set(rx, ry, one);
    }
  }
  return cube;
}

// A centre of 0.37 pixel beside the middle and an ellipse of 3 %, as lenses have them. Both are
// taken from a ring of 42 pixels radius whose pixels sample it unevenly by some hundredths of a
// pixel.
TEST(PatternGeometry, findsThePlantedCentreAndEllipse) {
  for (const double longAxis_deg : {0.0, 30.0, -55.0}) {
    const Vec2 centre(64.37, 63.71);
    const PatternGeometry found = findGeometry(planted(centre, 0.03, longAxis_deg), kStep_invA);
    EXPECT_LT((found.offset_px - (centre - Vec2(64, 64))).norm(), 0.02) << longAxis_deg;
    EXPECT_NEAR(found.ellipticity, 0.03, 0.001) << longAxis_deg;
    EXPECT_NEAR(std::sin((found.longAxis_deg - longAxis_deg) * constants::kPi / 180), 0, 0.03);
  }
}

TEST(PatternGeometry, findsNoEllipseInRoundRings) {
  const PatternGeometry found = findGeometry(planted({64, 64}, 0, 0), kStep_invA);
  EXPECT_LT(found.offset_px.norm(), 0.05);
  EXPECT_LT(found.ellipticity, 0.001);
}

TEST(PatternGeometry, frequenciesAndPixelsAreInverseToEachOther) {
  DatacubeShape shape;
  shape.rx = shape.ry = 1;
  shape.qx = 40;
  shape.qy = 30;
  shape.qStep_invA = 0.02;
  const DiffractionGrid grid(shape, {{0.37, -1.25}, 0.05, 20});
  for (const int x : {0, 17, 39}) {
    for (const int y : {0, 11, 29}) {
      EXPECT_LT((grid.pixelOf(grid.frequency(x, y)) - Vec2(x, y)).norm(), 1e-10);
    }
  }
  EXPECT_LT((grid.pixelOf({0, 0}) - Vec2(20.37, 13.75)).norm(), 1e-12);
  // Along the long axis a pixel lies further out than its frequency says.
  const Vec2 axis(std::cos(constants::kPi / 9), std::sin(constants::kPi / 9));
  EXPECT_NEAR((grid.pixelOf(0.1 * axis) - grid.pixelOf({0, 0})).norm(), 5 * 2 * 1.05 / 2.05, 1e-9);
  // Every ring is whole.
  for (int b = 0; b < 360; ++b) {
    const double f = b * constants::kPi / 180;
    const Vec2 at =
        grid.pixelOf(grid.ringCentre_invA(grid.rings() - 1) * Vec2(std::cos(f), std::sin(f)));
    EXPECT_GE(at.x(), 0);
    EXPECT_GE(at.y(), 0);
    EXPECT_LE(at.x(), 39);
    EXPECT_LE(at.y(), 29);
  }
}

// What an ellipse and a wrong centre feign is gone when they are known: the two-fold power of the
// ring, its variance over azimuth, the centre of mass. Uncorrected, 3 % give a hundred times as
// much.
TEST(PatternGeometry, takesOutOfTheReductionsWhatTheLensPutIn) {
  const Vec2 centre(64.37, 63.71);
  const MemoryDatacube cube = scanOf(planted(centre, 0.03, 30));
  ReductionSettings ring;
  ring.ringInner_invA = 0.37;
  ring.ringOuter_invA = 0.47;
  const Reductions wrong = reduce(cube, ring);
  const Reductions right = reduce(cube, ring, {{0.37, -0.29}, 0.03, 30});
  const auto valueOf = [](const Reductions& reductions, const std::string& name) {
    for (const Map2& map : reductions.maps)
      if (map.name == name) return map.values(0, 0);
    return std::nan("");
  };
  EXPECT_GT(valueOf(wrong, "symmetry_2"), 100 * valueOf(right, "symmetry_2"));
  EXPECT_GT(valueOf(wrong, "annular_variance"), 3 * valueOf(right, "annular_variance"));
  EXPECT_NEAR(valueOf(wrong, "com_x"), 0.37 * kStep_invA, 0.2 * 0.37 * kStep_invA);
  EXPECT_NEAR(valueOf(right, "com_x"), 0, 0.02 * 0.37 * kStep_invA);
  EXPECT_NEAR(valueOf(right, "com_y"), 0, 0.02 * 0.37 * kStep_invA);
  // The mean of the two axes is what the calibration says.
  const Reductions found = reduce(cube, {}, {{0.37, -0.29}, 0.03, 30});
  EXPECT_NEAR(0.5 * (found.used.ringInner_invA + found.used.ringOuter_invA), 0.42, 0.001);
}

// About a centre in the middle of four pixels none is within half a pixel.
TEST(PatternGeometry, leavesNoRingEmpty) {
  DatacubeShape shape;
  shape.rx = shape.ry = 1;
  shape.qx = shape.qy = 32;
  shape.qStep_invA = 0.02;
  const DiffractionGrid grid(shape, {{0.5, 0.5}, 0, 0});
  double pixels = 0;
  for (int ring = 0; ring < grid.rings(); ++ring) {
    EXPECT_GE(grid.pixelsOfRing(ring), 1) << ring;
    pixels += grid.pixelsOfRing(ring);
  }
  double counted = 0;
  for (std::size_t i = 0; i < 32 * 32; ++i) counted += grid.ringOf(i) >= 0;
  EXPECT_EQ(pixels, counted);
  for (const double mean : grid.ringMeans(Array2<double>(32, 32, 3.0))) EXPECT_EQ(mean, 3);
}

TEST(PatternGeometry, refusesCentresWithoutRingsAndPatternsWithoutOne) {
  DatacubeShape shape;
  shape.rx = shape.ry = 1;
  shape.qx = shape.qy = 32;
  shape.qStep_invA = 0.02;
  EXPECT_THROW(DiffractionGrid(shape, {{20, 0}, 0, 0}), Error);
  EXPECT_THROW(DiffractionGrid(shape, {{std::nan(""), 0}, 0, 0}), Error);
  Array2<double> disc(64, 64);
  for (int x = 0; x < 64; ++x) {
    for (int y = 0; y < 64; ++y)
      disc(x, y) = std::exp(-0.02 * (std::pow(x - 32, 2) + std::pow(y - 32, 2)));
  }
  EXPECT_THROW(findGeometry(disc, kStep_invA), Error);
}

}  // namespace
}  // namespace glasscope::compare
