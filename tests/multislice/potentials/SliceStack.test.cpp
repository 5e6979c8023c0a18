#include "multislice/potentials/SliceStack.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace glasscope::multislice {
namespace {

MicroscopeSettings slicesOf(double thickness_A) {
  MicroscopeSettings microscope;
  microscope.slice_thickness_A = thickness_A;
  return microscope;
}

/// Where the plane of every slice is, below the entrance: by the distances that a wave is carried.
std::vector<double> planesOf(const SliceStack& stack) {
  std::vector<double> planes;
  double at = stack.entry_A();
  int slice = 0;
  for (std::size_t d = 0; d < stack.depths().size(); ++d) {
    for (; slice < stack.depths()[d]; ++slice, at += stack.step_A()) planes.push_back(at);
    EXPECT_NEAR(at, stack.reached_A(d), 1e-12);
    if (d + 1 < stack.depths().size()) at += stack.joint_A(d);
  }
  EXPECT_NEAR(at + stack.exit_A(), stack.depth_A(stack.depths().size() - 1), 1e-12);
  return planes;
}

TEST(SliceStack, aSoleSnapshotIsCutFromFaceToFaceWithPlanesInTheMiddle) {
  const SliceStack stack(slicesOf(2), 10);
  EXPECT_EQ(stack.count(), 5);
  EXPECT_EQ(stack.faces_A(), (std::vector<double>{2, 4, 6, 8}));
  const std::vector<double> planes = planesOf(stack);
  for (int s = 0; s < 5; ++s) EXPECT_NEAR(planes[static_cast<std::size_t>(s)], 1 + 2 * s, 1e-12);
  EXPECT_EQ(stack.depths(), (std::vector<int>{5}));
}

TEST(SliceStack, everyAtomIsWithinHalfASliceOfItsPlaneWhateverTheOffsetAndTheDepths) {
  const std::vector<double> depths = {3.3, 4, 9.9};
  for (const double offset : {0.0, 0.3, 0.999}) {
    const SliceStack stack(slicesOf(2), 14, depths, offset, false);
    const std::vector<double> planes = planesOf(stack);
    ASSERT_EQ(planes.size(), static_cast<std::size_t>(stack.count()));
    EXPECT_TRUE(std::is_sorted(stack.faces_A().begin(), stack.faces_A().end()));
    for (double z = 0.01; z < 14; z += 0.01) {
      const auto slice = static_cast<std::size_t>(
          std::upper_bound(stack.faces_A().begin(), stack.faces_A().end(), z) -
          stack.faces_A().begin());
      EXPECT_LE(std::abs(z - planes[slice]), 1 + 1e-9) << offset << " " << z;
      // And it is carried past before a depth above it is recorded, but not after.
      for (std::size_t d = 0; d < depths.size(); ++d) {
        EXPECT_EQ(static_cast<int>(slice) < stack.depths()[d], z < depths[d]) << offset << " " << z;
      }
    }
  }
}

TEST(SliceStack, snapshotsHaveAsManySlicesAndOffsetsThatSpreadEvenly) {
  const MicroscopeSettings microscope = slicesOf(2);
  const std::vector<double> depths = {5};
  const SliceStack first = SliceStack::of(microscope, 10, depths, 0, 4);
  for (int s = 0; s < 4; ++s) {
    const SliceStack stack = SliceStack::of(microscope, 10, depths, s, 4);
    EXPECT_EQ(stack.depths(), first.depths());
    EXPECT_NEAR(stack.entry_A(), 1 - 0.5 * s, 1e-12);
    EXPECT_NEAR(stack.joint_A(0), first.joint_A(0), 1e-12);
  }
  EXPECT_EQ(SliceStack::of(microscope, 10, {}, 0, 1).count(), 5);
  MicroscopeSettings same = microscope;
  same.sliceOffsets = 1;
  EXPECT_EQ(SliceStack::of(same, 10, {}, 3, 4).faces_A(), SliceStack(microscope, 10).faces_A());
}

}  // namespace
}  // namespace glasscope::multislice
