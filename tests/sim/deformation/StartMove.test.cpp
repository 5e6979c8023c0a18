#include "sim/deformation/StartMove.h"

#include <gtest/gtest.h>

namespace glasscope::sim {
namespace {

// The farthest is neither the first nor the last, and one crosses a face of the box.
TEST(StartMove, isThatOfTheFarthestAtomToItsNearestImage) {
  Atoms given;
  given.box = Box::orthogonal({10, 12, 14});
  given.positions = {{1, 1, 1}, {9.9, 2, 3}, {5, 5, 5}};
  given.atomicNumbers = {29, 29, 29};
  QuasiStaticRun run;
  run.first = given;
  EXPECT_EQ(startMove_A(run, given), 0);
  run.first.positions = {{1.1, 1, 1}, {0.2, 2.4, 3}, {5, 5, 4.8}};
  EXPECT_NEAR(startMove_A(run, given), 0.5, 1e-12);  // 0.3 and 0.4
}

}  // namespace
}  // namespace glasscope::sim
