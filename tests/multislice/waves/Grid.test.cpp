#include "multislice/waves/Grid.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::multislice {
namespace {

TEST(Grid, friendlySizesAreEvenAndSmooth) {
  EXPECT_EQ(Grid::friendlySize(1), 8);
  EXPECT_EQ(Grid::friendlySize(127), 128);
  EXPECT_EQ(Grid::friendlySize(401), 420);
  EXPECT_EQ(Grid::friendlySize(513), 540);
  EXPECT_EQ(Grid::friendlySize(1024), 1024);
}

TEST(Grid, carriesTheAngleItWasMadeFor) {
  const ElectronBeam beam(200);
  for (double angle : {10.0, 41.3, 100.0, 217.0}) {
    const Grid grid = Grid::carrying(angle, beam, 40, 31);
    EXPECT_GE(grid.carriedAngle_mrad(beam), angle * (1 - 1e-12));
    EXPECT_NO_THROW(grid.require(angle, beam, "test"));
  }
}

TEST(Grid, bandLimitIsTwoThirdsOfTheSmallerNyquistFrequency) {
  const Grid grid(100, 60, 10, 10);
  EXPECT_DOUBLE_EQ(grid.bandLimit_invA(), 2.0);
  EXPECT_TRUE(grid.carries(2.0, 0));
  EXPECT_FALSE(grid.carries(1.5, 1.5));
}

TEST(Grid, frequenciesFollowTheOrderOfTransforms) {
  const Grid grid(8, 10, 2, 5);
  EXPECT_DOUBLE_EQ(grid.kx_invA(0), 0);
  EXPECT_DOUBLE_EQ(grid.kx_invA(3), 1.5);
  EXPECT_DOUBLE_EQ(grid.kx_invA(4), -2);
  EXPECT_DOUBLE_EQ(grid.kx_invA(7), -0.5);
  EXPECT_DOUBLE_EQ(grid.ky_invA(9), -0.2);
}

TEST(Grid, namesTheSamplingThatWouldDo) {
  const ElectronBeam beam(200);
  const Grid grid(256, 256, 40, 40);
  try {
    grid.require(100, beam, "detector haadf");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::capacity);
    EXPECT_NE(error.problem().find("detector haadf"), std::string::npos);
    EXPECT_NE(error.remedy().find("480 x 480"), std::string::npos) << error.remedy();
  }
}

TEST(Grid, refusesSizesThatMakeNoSense) {
  EXPECT_THROW(Grid(0, 64, 1, 1), Error);
  EXPECT_THROW(Grid(-64, 64, 1, 1), Error);
  EXPECT_THROW(Grid(64, 64, 0, 1), Error);
  EXPECT_THROW(Grid::carrying(1e6, ElectronBeam(200), 100, 100), Error);
}

}  // namespace
}  // namespace glasscope::multislice
