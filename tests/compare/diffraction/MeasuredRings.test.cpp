#include "compare/diffraction/MeasuredRings.h"

#include <cmath>
#include <fstream>
#include <limits>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::compare {
namespace {

double falling(double k) {
  return 5 * std::exp(-k) + std::cos(6 * k);
}

/// A pattern that depends on the distance from a centre alone.
MemoryDatacube round(const Vec2& centre, double step_invA = 0.02, int scan = 1) {
  DatacubeShape shape;
  shape.rx = scan;
  shape.ry = 1;
  shape.qx = 120;
  shape.qy = 100;
  shape.qStep_invA = step_invA;
  MemoryDatacube cube(shape);
  for (int s = 0; s < scan; ++s) {
    Array2<float> pattern(shape.qx, shape.qy);
    for (int x = 0; x < shape.qx; ++x) {
      for (int y = 0; y < shape.qy; ++y) {
        const double k = 0.02 * std::hypot(x - centre.x(), y - centre.y());
        pattern(x, y) = static_cast<float>((1 + s) * falling(k));
      }
    }
    cube.set(s, 0, pattern);
  }
  return cube;
}

Rings about(const MemoryDatacube& cube, const Vec2& centre) {
  return ringsOf(meanPattern(cube), cube.shape().qStep_invA, centre);
}

TEST(MeasuredRings, theMeanOverARingIsThatOfTheFunctionAtItsMeanRadius) {
  const Rings rings = about(round({60, 50}), {60, 50});
  ASSERT_EQ(rings.k_invA.size(), 49u);  // to the nearest edge
  EXPECT_EQ(rings.k_invA[0], 0);
  // Within a ring the function is curved: step^2 / 24 of its second derivative, 2e-3 here; rings of
  // few pixels sample it unevenly.
  for (std::size_t i = 0; i < rings.k_invA.size(); ++i) {
    EXPECT_NEAR(rings.intensity[i], falling(rings.k_invA[i]), 4e-3) << i;
  }
}

TEST(MeasuredRings, aCentreBetweenPixelsIsUsedAsItIs) {
  const Vec2 centre(52.4, 41.7);
  const Rings right = about(round(centre), centre), wrong = about(round(centre), {60, 50});
  double offRight = 0, offWrong = 0;
  for (std::size_t i = 3; i < right.k_invA.size(); ++i) {
    offRight += std::abs(right.intensity[i] - falling(right.k_invA[i]));
    offWrong += std::abs(wrong.intensity[i] - falling(wrong.k_invA[i]));
  }
  EXPECT_LT(offRight, 0.05 * offWrong);
}

TEST(MeasuredRings, ofAScanTheMeanPatternIsTaken) {
  const Vec2 centre(60, 50);
  const Rings one = about(round(centre), centre), scan = about(round(centre, 0.02, 3), centre);
  ASSERT_GT(one.k_invA.size(), 10u);
  ASSERT_EQ(scan.k_invA, one.k_invA);
  for (std::size_t i = 0; i < one.k_invA.size(); ++i) {
    EXPECT_NEAR(scan.intensity[i], 2 * one.intensity[i], 1e-5);  // (1 + 2 + 3) / 3
  }
}

TEST(MeasuredRings, pixelsWithoutAValueAreLeftOut) {
  MemoryDatacube cube = round({60, 50});
  Array2<float> pattern = cube.pattern(0, 0);
  const float none = std::numeric_limits<float>::quiet_NaN();
  for (int x = 0; x < 120; ++x) pattern(x, 50) = none;  // the arm of a beam stop
  for (int x = 57; x < 64; ++x) {
    for (int y = 47; y < 54; ++y) pattern(x, y) = none;
  }
  cube.set(0, 0, pattern);
  const Rings rings = about(cube, {60, 50});
  EXPECT_GT(rings.k_invA[0], 0.06);
  for (std::size_t i = 2; i < rings.k_invA.size(); ++i) {
    EXPECT_NEAR(rings.intensity[i], falling(rings.k_invA[i]), 6e-3) << i;
  }
}

TEST(MeasuredRings, aPatternWithoutCalibrationAndACentreOutsideAreRefused) {
  EXPECT_THROW(about(round({60, 50}, 0), {60, 50}), Error);
  EXPECT_THROW(about(round({60, 50}), {-3, 50}), Error);
  EXPECT_THROW(about(round({60, 50}), {60, 99.5}), Error);
}

TEST(MeasuredRings, theCentreIsFoundBetweenPixelsAndBehindABeamStop) {
  const Vec2 centre(54.43, 47.78);
  MemoryDatacube cube = round(centre);
  Array2<double> pattern = meanPattern(cube);
  // A sixty-fourth of a pixel is the last step; rings of whole pixels sample the pattern unevenly.
  EXPECT_LT((ringCentre(pattern) - centre).norm(), 0.05);
  for (int x = 0; x < 60; ++x) {
    for (int y = 45; y < 51; ++y) pattern(x, y) = std::numeric_limits<double>::quiet_NaN();
  }
  EXPECT_LT((ringCentre(pattern) - centre).norm(), 0.05);
}

class RingTable : public ::testing::Test {
 protected:
  Rings read(const std::string& text) {
    std::ofstream(folder_.path() / "rings.csv") << text;
    return readRings(folder_.path() / "rings.csv");
  }
  TemporaryFolder folder_;
};

TEST_F(RingTable, isUnderstoodInEveryUnit) {
  const Rings k = read("# a comment\nk_invA,angle_mrad,intensity_per_invA2\n0.1,2,7\n0.2,4,6\n");
  ASSERT_EQ(k.k_invA.size(), 2u);
  EXPECT_EQ(k.k_invA[1], 0.2);
  EXPECT_EQ(k.intensity[0], 7);
  EXPECT_DOUBLE_EQ(read("I k_per_nm\n7 1\n6 2\n").k_invA[1], 0.2);
  EXPECT_DOUBLE_EQ(read("Q_invA;I\n1;7\n2;6\n").k_invA[1], 2 / (2 * M_PI));
  EXPECT_DOUBLE_EQ(read("Q_per_nm\tintensity\n1\t7\n2\t6\n").k_invA[1], 0.2 / (2 * M_PI));
}

TEST_F(RingTable, isRefusedWhereItsUnitIsNotNamedOrItIsNotInOrder) {
  EXPECT_THROW(read("0.1,7\n0.2,6\n"), Error);
  EXPECT_THROW(read("k,intensity\n0.1,7\n"), Error);
  EXPECT_THROW(read("k_invA,counts\n0.1,7\n"), Error);
  EXPECT_THROW(read("k_invA,intensity\n0.2,7\n0.1,6\n"), Error);
  EXPECT_THROW(read("k_invA,intensity\n0.2,7\n0.3\n"), Error);
  EXPECT_THROW(read("k_invA,intensity\n0.2,seven\n"), Error);
  EXPECT_THROW(read("# nothing\n"), Error);
}

}  // namespace
}  // namespace glasscope::compare
