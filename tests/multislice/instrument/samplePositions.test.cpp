#include "multislice/instrument/samplePositions.h"

#include <set>

#include <gtest/gtest.h>

namespace glasscope::multislice {
namespace {

ScanGrid raster(int nx, int ny) {
  ScanGrid scan;
  scan.nx = nx;
  scan.ny = ny;
  scan.origin_A = {1, 2};
  scan.step_A = {0.5, 0.25};
  return scan;
}

TEST(samplePositions, areDifferentPositionsOfTheScanSpreadOverIt) {
  const ScanGrid scan = raster(50, 40), chosen = samplePositions(scan, 8);
  ASSERT_EQ(chosen.size(), 8);
  std::set<std::pair<double, double>> rows, quarters;
  for (int i = 0; i < 8; ++i) {
    const Vec2 at = (chosen.position(i, 0) - scan.origin_A).cwiseQuotient(scan.step_A);
    EXPECT_NEAR(at.x(), std::round(at.x()), 1e-9);
    EXPECT_NEAR(at.y(), std::round(at.y()), 1e-9);
    rows.insert({at.x(), at.y()});
    quarters.insert({at.x() < 25, at.y() < 20});
  }
  EXPECT_EQ(rows.size(), 8u);
  EXPECT_EQ(quarters.size(), 4u);
}

TEST(samplePositions, areAllOfASmallScan) {
  const ScanGrid scan = raster(2, 2), chosen = samplePositions(scan, 6);
  ASSERT_EQ(chosen.size(), 4);
  EXPECT_EQ(chosen.position(3, 0), scan.position(1, 1));
}

TEST(samplePositions, areEvenAlongALineAndAList) {
  const ScanGrid line = samplePositions(ScanGrid::line({0, 0}, {9, 0}, 10), 2);
  ASSERT_EQ(line.size(), 2);
  EXPECT_NEAR(line.position(0, 0).x(), 2, 1e-9);
  EXPECT_NEAR(line.position(1, 0).x(), 7, 1e-9);
  const ScanGrid list = ScanGrid::list({{1, 1}, {2, 2}, {5, 5}});
  EXPECT_EQ(samplePositions(list, 1).position(0, 0), Vec2(2, 2));
}

}  // namespace
}  // namespace glasscope::multislice
