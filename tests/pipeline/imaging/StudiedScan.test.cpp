#include "pipeline/imaging/StudiedScan.h"

#include <gmock/gmock.h>

#include "pipeline/imaging/TiltScans.h"

namespace glasscope::pipeline {
namespace {

std::vector<Atoms> snapshots() {
  Atoms atoms;
  atoms.box = Box::orthogonal({12, 12, 6});
  for (int i = 0; i < 9; ++i) atoms.add(29, {2.0 + 4 * (i % 3), 2.0 + 4 * (i / 3), 3});
  return {atoms, atoms};
}

Case smallCase() {
  Case c;
  c.scans.front().nx = c.scans.front().ny = 3;
  c.foil.vacuum_A = 10;
  return c;
}

TEST(StudiedScan, ofAScanIsTheScanItselfAtAllItsSnapshots) {
  Case c = smallCase();
  c.scans.front().snapshots = 0;
  const StudiedScan studied = StudiedScan::of(c, c.scans.front(), snapshots());
  EXPECT_EQ(studied.foils.size(), 2u);
  EXPECT_EQ(studied.job.label, c.scans.front().name);
  EXPECT_EQ(studied.job.scan.size(), 9);
  c.scans.front().snapshots = 1;
  EXPECT_EQ(StudiedScan::of(c, c.scans.front(), snapshots()).foils.size(), 1u);
}

// Neither the first nor the last of the series, nor that of the greatest angle in degrees with its
// sign: the one whose beam goes through most.
TEST(StudiedScan, ofATiltSeriesIsTheThickestMember) {
  Case c = smallCase();
  ScanCase& scan = c.scans.front();
  scan.series = {"tilt_deg", {10, -35, 20, 0}};
  const StudiedScan studied = StudiedScan::of(c, scan, snapshots());
  const TiltScans scans(c, scan, snapshots());
  EXPECT_THAT(studied.job.label, testing::HasSubstr("tilt 2 of 4"));
  ASSERT_EQ(studied.foils.size(), scans.foils(1).size());
  EXPECT_EQ(studied.foils.front().positions(), scans.foils(1).front().positions());
  EXPECT_EQ(studied.job.scan.origin_A, scans.job(1, studied.foils.front()).scan.origin_A);
}

}  // namespace
}  // namespace glasscope::pipeline
