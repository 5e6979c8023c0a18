#include "pipeline/report/ReportBuilder.h"

#include <gmock/gmock.h>

#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

// A scan names itself in what it says, other stages do not: each name stands there once.
TEST(ReportBuilder, saysWhoWarnsOnce) {
  const TemporaryFolder folder;
  RunDirectory run(folder.path());
  const Case c;
  StageRecord scan;
  scan.name = "haadf";
  scan.warnings = {"haadf: too narrow", "haadf at +10.0 A: too narrow", "haadfs are many", "late"};
  run.finish(scan, c);
  EXPECT_THAT(buildReport(c, run).run.warnings,
              testing::ElementsAre("haadf: too narrow", "haadf at +10.0 A: too narrow",
                                   "haadf: haadfs are many", "haadf: late"));
}

// Two scans, of which one was made of less: each has its probe and its sentence; the foil is that
// of the last, the snapshots are those of the scan that has most. A scan that is off or was never
// made is nobody's.
TEST(ReportBuilder, saysHowEveryScanWasImaged) {
  const TemporaryFolder folder;
  RunDirectory run(folder.path());
  Case c;
  ASSERT_EQ(c.scans.size(), 2u);
  ScanCase more = c.scans[0];
  more.name = "overview";
  more.probe.semiangle_mrad = 12;
  more.step_A = 0.5;
  c.scans.push_back(more);
  more.name = "off";
  more.enabled = false;
  c.scans.push_back(more);
  c.scans[0].step_A = 0;
  c.microscope.voltage_kV = 300;
  c.record.electrons = 200;
  for (const char* name : {"haadf", "overview", "off"}) {
    StageRecord stage;
    stage.name = name;
    const bool second = stage.name == "overview";
    stage.facts = second ? R"({"extent_A": [10, 20, 30], "snapshots": 2})"
                         : R"({"extent_A": [11, 21, 31], "snapshots": 3})";
    run.finish(stage, c);
  }
  const report::ReportSample sample = buildReport(c, run).sample;
  EXPECT_EQ(sample.imaging.voltage_kV, 300);
  EXPECT_EQ(sample.imaging.snapshots, 3);
  EXPECT_EQ(sample.foil.width_A, 10);
  EXPECT_EQ(sample.foil.height_A, 20);
  EXPECT_EQ(sample.foil.thickness_A, 30);
  ASSERT_EQ(sample.imaging.probes.size(), 2u);
  const auto& probe = sample.imaging.probes;
  EXPECT_EQ(probe[0].scan, "haadf");
  EXPECT_EQ(probe[1].scan, "overview");
  EXPECT_EQ(probe[1].semiangle_mrad, 12);
  // 0.514 wavelengths over the semiangle: 0.019687 angstrom at 300 kV.
  EXPECT_NEAR(probe[1].fwhm_A, 0.514 * 0.019687 / 0.012, 0.01);
  EXPECT_EQ(probe[0].electrons_per_A2, 200) << "on a square angstrom, where no step is given";
  EXPECT_EQ(probe[1].electrons_per_A2, 800) << "on a quarter of one";
  ASSERT_EQ(sample.imaging.signals.size(), 3u);
  EXPECT_THAT(sample.imaging.signals[1],
              testing::AllOf(testing::HasSubstr("overview: an HAADF map"),
                             testing::HasSubstr("(12 mrad probe")));
  EXPECT_THAT(sample.imaging.signals[2], testing::HasSubstr("(electrons, readout)"));
}

}  // namespace
}  // namespace glasscope::pipeline
