#include "sim/deformation/FirstSlope.h"

#include <gtest/gtest.h>

namespace glasscope::sim {
namespace {

QuasiStaticRun run(double strain) {
  QuasiStaticRun made;
  made.rows = {{0, -0.5, 0, 0}, {strain, -0.5 + 20 * strain, 0, 0}, {2 * strain, 0, 0, 0}};
  return made;
}

TEST(FirstSlope, isThatOfTheFirstStepEitherWay) {
  for (const double strain : {1e-3, -1e-3}) {
    const FirstSlope found = firstSlope(run(strain));
    EXPECT_NEAR(found.slope_GPa, 20, 1e-9);
    EXPECT_EQ(found.strain, strain);
    EXPECT_TRUE(found.isElastic);
  }
}

TEST(FirstSlope, isNoModulusWhereTheFirstStepHeldAnEvent) {
  for (const double strain : {1e-3, -1e-3}) {
    QuasiStaticRun yielded = run(strain);
    yielded.events.resize(1);  // from no strain on
    EXPECT_FALSE(firstSlope(yielded).isElastic);
    yielded.events.front().strain = strain;  // in the second step
    EXPECT_TRUE(firstSlope(yielded).isElastic);
  }
}

}  // namespace
}  // namespace glasscope::sim
