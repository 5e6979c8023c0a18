#include "sim/springs/SampleSprings.h"

#include <gmock/gmock.h>

#include "core/system/Progress.h"
#include "tests/sim/springs/Glasses.h"
#include "tests/sim/springs/Silicon.h"

namespace glasscope::sim {
namespace {

TEST(SampleSprings, comeFromWhatThePotentialHas) {
  Progress::setQuiet(true);
  const Potential edip =
      Potential::find("kim:EDIP_JustoBazantKaxiras_1998_Si__MO_958932894036_002", {14});
  EXPECT_TRUE(hasAnalyticSprings(cuZr()));
  EXPECT_TRUE(hasAnalyticSprings(silicon()));
  EXPECT_FALSE(hasAnalyticSprings(edip));
  const auto eam = analyticSprings<double>(cuZr(), glass());
  ASSERT_TRUE(eam.has_value());
  EXPECT_EQ(eam->springs->atoms().size(), glass().size());
  EXPECT_LT(eam->forceNorm_eV_per_A, 2e-3);
  const auto weber = analyticSprings<float>(silicon(), amorphousSilicon());
  ASSERT_TRUE(weber.has_value());
  EXPECT_THAT(weber->origin, testing::HasSubstr("Stillinger"));
  EXPECT_GT(weber->springs->rootMass()[0], 5) << "mass-weighted, as is the default";
  EXPECT_FALSE(analyticSprings<float>(edip, amorphousSilicon()));
  const Atoms small = latticeAtoms(LatticeKind::diamond, 5.43, {14}, 2);
  EXPECT_FALSE(sampleSprings(edip, small, {}, 100)) << "64 atoms take 385 calls";
  const auto differences = sampleSprings(edip, small, {}, 1000);
  ASSERT_TRUE(differences.has_value());
  EXPECT_THAT(differences->origin, testing::HasSubstr("385 force calls"));
}

}  // namespace
}  // namespace glasscope::sim
