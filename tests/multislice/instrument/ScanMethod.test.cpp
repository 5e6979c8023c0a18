#include "multislice/instrument/ScanMethod.h"

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "multislice/scan/ScanPlan.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

/// A narrow aperture and many positions: a few beams do the work of all probes.
ScanJob narrowScan(const Foil& foil, int positions) {
  ScanJob job;
  job.microscope.method = WaveMethod::automatic;
  job.probe.semiangle_mrad = 6;
  job.scan = ScanGrid::covering(foil, positions, positions);
  job.pixelated = PixelatedDetector{40, 0};
  return job;
}

TEST(ScanMethod, takesTheMatrixForManyProbesOfFewBeams) {
  const Foil foil = smallGlass();
  EXPECT_TRUE(ScanMethod::of(narrowScan(foil, 40), foil, 2).matrix);
  EXPECT_EQ(settled(narrowScan(foil, 40), foil, 2).microscope.method, WaveMethod::scatteringMatrix);
}

TEST(ScanMethod, takesMultisliceForFewProbes) {
  const Foil foil = smallGlass();
  EXPECT_FALSE(ScanMethod::of(narrowScan(foil, 2), foil, 2).matrix);
}

TEST(ScanMethod, neverInterpolatesUnasked) {
  const Foil foil = smallGlass();
  for (int n : {1, 10, 100}) {
    const ScanJob job = settled(narrowScan(foil, n), foil, 1);
    EXPECT_EQ(job.microscope.prism_interpolation, 1);
    EXPECT_EQ(job.microscope.partitions, 0);
  }
}

TEST(ScanMethod, thePlanSaysWhichAndWhy) {
  const Foil foil = smallGlass();
  const ScanPlan many = plan(narrowScan(foil, 40), foil, 1);
  EXPECT_TRUE(many.feasible()) << many.text();
  EXPECT_NE(many.text().find("scattering matrix"), std::string::npos);
  EXPECT_NE(many.text().find("because"), std::string::npos);
  ScanJob prism = narrowScan(foil, 10);
  prism.microscope.method = WaveMethod::scatteringMatrix;
  prism.microscope.prism_interpolation = 2;
  EXPECT_NE(plan(prism, foil, 1).text().find("PRISM interpolation 2"), std::string::npos);
}

TEST(ScanMethod, refusesContradictions) {
  const Foil foil = smallGlass();
  const auto refused = [&](auto change) {
    ScanJob job = narrowScan(foil, 3);
    change(job.microscope);
    EXPECT_THROW(ScanMethod::of(job, foil, 1), Error);
    EXPECT_FALSE(plan(job, foil, 1).feasible());
  };
  refused([](MicroscopeSettings& m) { m.prism_interpolation = 2; });
  refused([](MicroscopeSettings& m) { m.partitions = 2, m.method = WaveMethod::multislice; });
  refused([](MicroscopeSettings& m) { m.window_A = 5, m.method = WaveMethod::scatteringMatrix; });
}

}  // namespace
}  // namespace glasscope::multislice
