// What a plan adds up, and what it multiplies.
#include "pipeline/stages/RunPlan.h"

#include <gmock/gmock.h>

#include "pipeline/stages/PlanScan.h"
#include "pipeline/stages/Stages.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

using testing::HasSubstr;

ExpectedStructure structure(int snapshots) {
  ExpectedStructure expected;
  expected.atoms.box = Box::orthogonal({12, 12, 8});
  for (int i = 0; i < 9; ++i) expected.atoms.add(29, {2.0 + 4 * (i % 3), 2.0 + 4 * (i / 3), 4});
  expected.snapshots = snapshots;
  return expected;
}

// One stage runs after the other: times and files add up, the memory is that of the hungriest.
TEST(RunPlan, addsTimesAndFilesAndTakesTheLargestMemory) {
  const Case c;
  RunPlan plan(c, structure(1), false);
  plan.add({10, 3e9, 5}, "one\n");
  plan.add({20, 2e9, 7}, "two\n");
  EXPECT_EQ(plan.total().time_s, 30);
  EXPECT_EQ(plan.total().memory_bytes, 3e9);
  EXPECT_EQ(plan.total().disk_bytes, 12);
  EXPECT_EQ(plan.text(), "one\ntwo\n");
  EXPECT_THAT(plan.totalText(1e12), Not(HasSubstr("not counted")));
  plan.leaveOut("this");
  plan.leaveOut("that");
  EXPECT_THAT(plan.totalText(1e12), HasSubstr("not counted: this, that\n"));
}

TEST(RunPlan, countsTheConfigurationsThatAScanAveragesOver) {
  Case c;
  const RunPlan plan(c, structure(5), false);
  ScanCase scan = c.scans.front();
  for (const auto& [asked, found] : {std::pair{0, 5}, {3, 3}, {9, 5}}) {
    scan.snapshots = asked;
    EXPECT_EQ(plan.snapshots(scan), found) << asked;
  }
  scan.snapshots = 3;
  scan.standardError_percent = 1;  // as many as it takes: at most all
  EXPECT_EQ(plan.snapshots(scan), 5);
  scan.standardError_percent = 0;
  c.einstein.rms_A = {0.1};
  c.einstein.configurations = 4;
  EXPECT_EQ(plan.snapshots(scan), 12);
  c.microscope.sliceOffsets = 2;
  EXPECT_EQ(plan.snapshots(scan), 24);
}

TEST(RunPlan, refusesWithTheFirstReasonAndNamesTheOthers) {
  const Case c;
  const TemporaryFolder folder;
  RunPlan plan(c, structure(1), false);
  EXPECT_NO_THROW(plan.require(folder.path()));
  plan.refuse(Error(ErrorKind::usage, "first", "why one", "remedy one"));
  plan.refuse(Error(ErrorKind::capacity, "second", "why two", "remedy two"));
  try {
    plan.require(folder.path());
    ADD_FAILURE() << "nothing was refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_EQ(error.problem(), "first");
    EXPECT_EQ(error.why(), "why one; beside this: second, because why two");
    EXPECT_EQ(error.remedy(), "remedy one");
  }
}

TEST(RunPlan, refusesWhatTheDiskCannotHold) {
  const Case c;
  const TemporaryFolder folder;
  RunPlan plan(c, structure(1), false);
  plan.add({0, 0, 1e18}, "");
  EXPECT_THROW(plan.require(folder.path()), Error);
}

// Patterns of a scan lie on disk once; those that are averaged over foci or blurred by a source lie
// there beside their average, and so does every other member of a series.
TEST(RunPlan, countsThePatternsThatAverageAndSeriesAreMadeOf) {
  Case c;
  ScanCase scan = c.firstScan(ScanRecord::patterns);
  scan.nx = scan.ny = 3;
  scan.pixelated.pixels = 16;
  const auto disk = [&](const ScanCase& of) {
    c.scans = {of};
    RunPlan plan(c, structure(1), false);
    planScan(c, of, plan);
    return plan.total().disk_bytes;
  };
  const double one = disk(scan);
  EXPECT_GT(one, 0);
  ScanCase spread = scan, source = scan, series = scan;
  spread.focalSpread_A = 20;
  spread.focalNodes = 5;
  EXPECT_EQ(disk(spread), 6 * one);
  source.source.fwhm_A = 0.8;
  EXPECT_EQ(disk(source), 2 * one);
  series.series = {"defocus_A", {-20, 0, 20}};  // 0 is the scan's own
  EXPECT_EQ(disk(series), 3 * one);
}

// An image and its error as doubles for the image's own lens and each of its series, and one
// pattern in single precision: 16 bytes a pixel and 4.
TEST(RunPlan, countsTheImagesOfASeries) {
  Case c;
  c.images.front().enabled = true;
  const auto disk = [&] {
    RunPlan plan(c, structure(1), false);
    for (const Stage& stage : stagesOf(c)) {
      if (stage.name == c.images.front().name) stage.plan(c, plan);
    }
    return plan.total().disk_bytes;
  };
  const double one = disk();
  c.images.front().series = {"defocus_A", {-100, 100, 200}};
  EXPECT_DOUBLE_EQ(disk() / one, (4 * 16 + 4) / 20.0);
}

}  // namespace
}  // namespace glasscope::pipeline
