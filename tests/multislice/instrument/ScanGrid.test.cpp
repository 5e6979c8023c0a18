#include "multislice/instrument/ScanGrid.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "multislice/scan/runScan.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

TEST(ScanGrid, aTurnedRasterKeepsItsStepsAndItsFirstPosition) {
  ScanGrid scan{4, 3, {2, 1}, {0.5, 0.25}, false, 30};
  EXPECT_EQ(scan.position(0, 0), Vec2(2, 1));
  const Vec2 x = scan.position(1, 0) - scan.position(0, 0);
  const Vec2 y = scan.position(0, 1) - scan.position(0, 0);
  EXPECT_NEAR(x.norm(), 0.5, 1e-12);
  EXPECT_NEAR(y.norm(), 0.25, 1e-12);
  EXPECT_NEAR(x.dot(y), 0, 1e-12);
  EXPECT_NEAR(std::atan2(x.y(), x.x()), M_PI / 6, 1e-12);
  EXPECT_GT(x.x() * y.y() - x.y() * y.x(), 0);  // not mirrored
  EXPECT_LT((scan.position(3, 2) - (scan.origin_A + 3 * x + 2 * y)).norm(), 1e-12);
  EXPECT_FALSE(scan.isUpright());
}

TEST(ScanGrid, positionsFillARegionLikePixels) {
  const ScanGrid given = ScanGrid::over({1, 2}, {6, 3}, 4, 2, 99);
  EXPECT_EQ(given.nx, 4);
  EXPECT_EQ(given.ny, 2);
  EXPECT_EQ(given.position(0, 0), Vec2(1, 2));
  EXPECT_LT((given.position(3, 1) + Vec2(1.5, 1.5) - Vec2(7, 5)).norm(), 1e-12);
  // Steps of at most 0.8: 8 of 0.75 and 4 of 0.75.
  const ScanGrid stepped = ScanGrid::over({1, 2}, {6, 3}, 0, 0, 0.8);
  EXPECT_EQ(stepped.nx, 8);
  EXPECT_EQ(stepped.ny, 4);
  EXPECT_LT((stepped.step_A - Vec2(0.75, 0.75)).norm(), 1e-12);
}

TEST(ScanGrid, aRegionTurnsAboutItsMiddle) {
  const ScanGrid upright = ScanGrid::over({1, 2}, {6, 3}, 4, 3, 1);
  const ScanGrid turned = ScanGrid::over({1, 2}, {6, 3}, 4, 3, 1, 37);
  const auto middle = [](const ScanGrid& scan) {
    return Vec2(0.5 * (scan.position(0, 0) + scan.position(3, 2)));
  };
  EXPECT_LT((middle(turned) - middle(upright)).norm(), 1e-12);
  EXPECT_GT((turned.position(0, 0) - upright.position(0, 0)).norm(), 0.5);
  // Half a turn is the same raster from its other end.
  const ScanGrid half = ScanGrid::over({1, 2}, {6, 3}, 4, 3, 1, 180);
  EXPECT_LT((half.position(3, 2) - upright.position(0, 0)).norm(), 1e-12);
}

TEST(ScanGrid, aLineInStepsTakesAsManyAsItNeeds) {
  // 5 angstrom in steps of at most 1, and of at most 1.1: five each.
  EXPECT_EQ(ScanGrid::line({0, 0}, {3, 4}, 1.0).size(), 6);
  EXPECT_EQ(ScanGrid::line({0, 0}, {3, 4}, 1.1).size(), 6);
  EXPECT_EQ(ScanGrid::line({0, 0}, {3, 4}, 0.9).size(), 7);
}

TEST(ScanGrid, aLineMeetsBothOfItsEnds) {
  for (const Vec2& to : {Vec2(7, 5), Vec2(1, 6), Vec2(0.5, 2), Vec2(8, 2)}) {
    const ScanGrid scan = ScanGrid::line({1, 2}, to, 11);
    EXPECT_EQ(scan.size(), 11);
    EXPECT_LT((scan.position(0, 0) - Vec2(1, 2)).norm(), 1e-12);
    EXPECT_LT((scan.position(10, 0) - to).norm(), 1e-12);
    EXPECT_NEAR((scan.position(4, 0) - scan.position(3, 0)).norm(), (to - Vec2(1, 2)).norm() / 10,
                1e-12);
  }
}

TEST(ScanGrid, aListGivesItsPositionsInOrder) {
  const ScanGrid scan = ScanGrid::list({{1, 2}, {0.5, 7}, {3, 3}});
  EXPECT_EQ(scan.nx, 3);
  EXPECT_EQ(scan.ny, 1);
  EXPECT_EQ(scan.position(1, 0), Vec2(0.5, 7));
}

TEST(ScanGrid, everyKindOfScanRecordsAtItsPositionsWhatARasterDoes) {
  const Foil foil = smallGlass();
  ScanJob job = smallScan(foil);
  job.pixelated.reset();
  const ScanResult raster = runScan(job, std::span(&foil, 1));
  ScanJob listed = job;
  listed.scan = ScanGrid::list({job.scan.position(3, 2), job.scan.position(0, 1)});
  const ScanResult list = runScan(listed, std::span(&foil, 1));
  // Another order of the same probes: the same bits.
  EXPECT_EQ(list.signals[1].values(0, 0), raster.signals[1].values(3, 2));
  EXPECT_EQ(list.signals[1].values(1, 0), raster.signals[1].values(0, 1));
  ScanJob lined = job;
  lined.scan = ScanGrid::line(job.scan.position(1, 0), job.scan.position(1, 3), 4);
  const ScanResult line = runScan(lined, std::span(&foil, 1));
  // Positions differ by rounding.
  for (int i = 0; i < 4; ++i) {
    EXPECT_NEAR(line.signals[1].values(i, 0), raster.signals[1].values(1, i), 1e-7);
  }
}

TEST(ScanGrid, refusesWhatIsNoScan) {
  const Foil foil = smallGlass();
  EXPECT_THROW(ScanGrid::line({1, 1}, {1, 1}, 5), Error);
  EXPECT_THROW(ScanGrid::line({1, 1}, {2, 1}, 1), Error);
  EXPECT_THROW(ScanGrid::list({}), Error);
  EXPECT_THROW(ScanGrid::list({{1, std::numeric_limits<double>::quiet_NaN()}}), Error);
  EXPECT_THROW(ScanGrid::list({{1, 1}, {9.5, 1}}).requireInside(foil), Error);
  EXPECT_THROW(ScanGrid::line({1, 1}, {-1, 1}, 3).requireInside(foil), Error);
  // Upright it fits, turned it leaves the foil on the left.
  ScanGrid turned{5, 5, {1, 1}, {1, 1}, false, 0};
  EXPECT_NO_THROW(turned.requireInside(foil));
  turned.rotation_deg = 60;
  EXPECT_THROW(turned.requireInside(foil), Error);
}

}  // namespace
}  // namespace glasscope::multislice
