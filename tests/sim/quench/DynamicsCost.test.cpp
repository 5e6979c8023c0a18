#include "sim/quench/DynamicsCost.h"

#include <gtest/gtest.h>

namespace glasscope::sim {
namespace {

// What was measured (docs/physics.md): 4,000 atoms make 107 steps in 1.44 s on one rank, two ranks
// are 1.73 times as fast, and with 16 snapshots an atom takes 5 kB.
TEST(DynamicsCost, isWhatWasMeasured) {
  EXPECT_NEAR(dynamicsTime_s(4000, 107, 1), 1.44, 1e-9);
  EXPECT_NEAR(dynamicsTime_s(4000, 107, 1) / dynamicsTime_s(4000, 107, 2), 1.73, 0.005);
  EXPECT_NEAR(dynamicsTime_s(8000, 321, 1), 6 * 1.44, 1e-9);
  EXPECT_NEAR(dynamicsMemory_bytes(4000, 16), 4000 * 5e3, 0.01 * 4000 * 5e3);
  // Positions and velocities or forces of a snapshot, held twice: some ten numbers of 8 bytes.
  EXPECT_NEAR(dynamicsMemory_bytes(1, 17) - dynamicsMemory_bytes(1, 16), 80, 1e-9);
}

}  // namespace
}  // namespace glasscope::sim
