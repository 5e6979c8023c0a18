#include "multislice/convergence/SnapshotSpread.h"

#include <gtest/gtest.h>

namespace glasscope::multislice {
namespace {

TEST(SnapshotSpread, isTheStandardErrorOfTheAverage) {
  // Standard deviation 0.1 of 1 at both positions, whatever the size.
  const std::vector<SignalValues> values = {{{0.9, 1.0}}, {{1.0, 1.1}}, {{1.1, 0.9}}};
  const SnapshotSpread spread = SnapshotSpread::of(values, 4, 0.01);
  ASSERT_EQ(spread.standardError.size(), 1u);
  EXPECT_NEAR(spread.standardError[0], 0.05, 1e-12);
  EXPECT_EQ(spread.measured, 3);
  EXPECT_EQ(SnapshotSpread::of(values, 4, 0.05001).needed, 4);
  EXPECT_EQ(SnapshotSpread::of(values, 4, 0.02501).needed, 16);
}

TEST(SnapshotSpread, isUnknownOfOneConfiguration) {
  const SnapshotSpread spread = SnapshotSpread::of({{{1.0, 2.0}}}, 1, 0.01);
  EXPECT_TRUE(spread.standardError.empty());
  EXPECT_EQ(spread.needed, 0);
}

}  // namespace
}  // namespace glasscope::multislice
