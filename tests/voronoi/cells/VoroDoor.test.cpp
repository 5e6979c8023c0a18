#include "voronoi/cells/VoroDoor.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "tests/voronoi/Samples.h"
#include "voronoi/cells/Tessellation.h"
#include "voronoi/cells/VoroReference.h"

namespace glasscope::voronoi {
namespace {

TEST(CellCutter, cutsACubeIntoAPrism) {
  CellCutter cutter;
  CellMeasures cell;
  cutter.start(1);
  EXPECT_NEAR(cutter.reach(), std::sqrt(3.0), 1e-14);
  EXPECT_TRUE(cutter.cut(Vec3(1, 1, 0).normalized(), 0, 7));  // the diagonal plane halves it
  cutter.measure(cell);
  EXPECT_NEAR(cell.volume, 4, 1e-14);
  EXPECT_NEAR(cell.surface, 2 * 2 + 2 * 4 + 2 * std::sqrt(8.0), 1e-13);
  ASSERT_EQ(cell.id.size(), 5U);
  const auto at = std::find(cell.id.begin(), cell.id.end(), 7) - cell.id.begin();
  ASSERT_LT(at, 5);
  EXPECT_EQ(cell.edgeCount[static_cast<std::size_t>(at)], 4);
  EXPECT_EQ(std::count_if(cell.id.begin(), cell.id.end(), CellCutter::isStart), 4);
}

TEST(CellCutter, measuresCellsThatTheOriginIsOutsideOf) {
  CellCutter cutter;
  CellMeasures cell;
  cutter.start(1);
  EXPECT_TRUE(cutter.cut(Vec3(1, 0, 0), -0.5, 3));
  cutter.measure(cell);
  EXPECT_NEAR(cell.volume, 0.5 * 4, 1e-14);
}

TEST(CellCutter, saysWhenNothingIsLeft) {
  CellCutter cutter;
  cutter.start(1);
  EXPECT_FALSE(cutter.cut(Vec3(0, 1, 0), -1.5, 3));
}

TEST(CellCutter, measuringChangesNothing) {
  CellCutter cutter;
  CellMeasures first, second;
  cutter.start(1);
  cutter.cut(Vec3(1, 1, 1).normalized(), 0.6, 1);
  cutter.measure(first);
  cutter.measure(second);
  EXPECT_EQ(first.area, second.area);
  EXPECT_EQ(first.edgeLength, second.edgeLength);
  EXPECT_TRUE(cutter.cut(Vec3(-1, 0.2, 0).normalized(), 0.6, 2));
}

/// The library's own container fills the same box.
TEST(BareVoro, fillsTheBoxAndRefusesWhatItCannotTake) {
  const auto atoms = samples::poisson(500, Box::orthogonal(Vec3(7, 8, 9)), 98);
  EXPECT_NEAR(bareVoroVolume(atoms), 504, 1e-8);
  auto open = atoms;
  open.box = Box::orthogonal(Vec3(7, 8, 9), Vec3::Zero(), {true, true, false});
  EXPECT_THROW(bareVoroVolume(open), Error);
}

}  // namespace
}  // namespace glasscope::voronoi
