#include "pipeline/imaging/TiltPlan.h"

#include <cmath>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace glasscope::pipeline {
namespace {

// A slab of 12 x 12 x 6 angstrom, seen at four tilts by a scan of 3 x 2 positions.
struct Tilted {
  Case c;
  Atoms atoms;

  Tilted() {
    ScanCase& scan = c.scans.front();
    scan.nx = 3;
    scan.ny = 2;
    scan.series = {"tilt_deg", {0, 20, 40, -20}};
    c.tilts.axis_deg = 90;  // along y
    atoms.box = Box::orthogonal({12, 12, 6});
    for (int i = 0; i < 9; ++i) atoms.add(29, {2.0 + 4 * (i % 3), 2.0 + 4 * (i / 3), 3});
  }
  TiltScans scans() const { return {c, c.scans.front(), {atoms}}; }
};

TEST(TiltPlan, countsTheProbesAndFilesOfAllTilts) {
  const Tilted tilted;
  const auto plan = planTiltSeries(tilted.scans(), 2, false);
  EXPECT_EQ(plan.probes.count, 4 * 6 * 2);
  // A map and its error as doubles and once more each, one number in single precision, 12 bytes
  // of a position: 48 bytes a position.
  EXPECT_EQ(plan.storage.disk_bytes, 4 * 6 * 48);
  EXPECT_THAT(tiltText(tilted.scans()), testing::HasSubstr("4, 0 to -20 degrees"));
}

TEST(TiltPlan, isThatOfTheThickestTilt) {
  const Tilted tilted;
  const TiltScans scans = tilted.scans();
  double thickest = 0;
  for (std::size_t i = 0; i < scans.size(); ++i)
    thickest = std::max(thickest, scans.series().thickness_A(scans.tilt(i)));
  const auto plan = planTiltSeries(scans, 1, false);
  EXPECT_NEAR(plan.sampling.slices * plan.sampling.sliceThickness_A, thickest, 1e-9);
}

TEST(TiltPlan, saysHowThickTheTiltsAreAndWhereTheirAxisPasses) {
  const Tilted tilted;
  const TiltScans scans = tilted.scans();
  double thin = 1e9, thick = 0;
  for (std::size_t i = 0; i < scans.size(); ++i) {
    thin = std::min(thin, scans.series().thickness_A(scans.tilt(i)));
    thick = std::max(thick, scans.series().thickness_A(scans.tilt(i)));
  }
  ASSERT_LT(thin, thick - 1);
  EXPECT_THAT(tiltText(scans),
              testing::HasSubstr(fmt::format("{:.4g} to {:.4g} angstrom thick", thin, thick)));
  EXPECT_THAT(tiltText(scans),
              testing::HasSubstr(fmt::format("through pixel ({:.5g}, {:.5g})",
                                             scans.axisPixel().x(), scans.axisPixel().y())));
  EXPECT_EQ(planTiltSeries(scans, 2, false).time.total_s, 0);
}

// The probe stays focused at the same distance from the tilt axis, which lies deeper below the
// entrance face of a block that is turned: of a slab of thickness t seen over a half width w that
// corner by w tan a + t / (2 cos a).
TEST(TiltPlan, everyTiltIsFocusedAtTheSameDistanceFromTheAxis) {
  const Tilted tilted;
  const TiltScans scans = tilted.scans();
  const double untilted = scans.job(0, scans.stillFoil(0)).probe.aberrations.defocus_A;
  EXPECT_EQ(untilted, tilted.c.scans.front().probe.aberrations.defocus_A);
  const double half_A = 6 + tilted.c.tilts.margin_A;  // the image and what goes on beyond it
  for (std::size_t i = 1; i < scans.size(); ++i) {
    const double turn = std::abs(scans.tilt(i).nominal_deg) * M_PI / 180;
    const double focus = scans.job(i, scans.stillFoil(i)).probe.aberrations.defocus_A;
    EXPECT_NEAR(focus - untilted, half_A * std::tan(turn) + 3 / std::cos(turn) - 3, 1e-9) << i;
  }
}

}  // namespace
}  // namespace glasscope::pipeline
