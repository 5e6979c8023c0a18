#include "pipeline/imaging/AccurateCase.h"

#include <gtest/gtest.h>

#include "core/system/Files.h"
#include "multislice/convergence/AccuracyJson.h"
#include "tests/TemporaryFolder.h"

namespace glasscope::pipeline {
namespace {

// What was chosen for one scan: its microscope, and what the average over configurations may leave,
// in per cent. The other scan is left as it is, and so is one that asked for nothing.
TEST(AccurateCase, takesWhatWasChosenForItsScan) {
  const TemporaryFolder folder;
  Case c;
  ASSERT_EQ(c.scans.size(), 2u);
  c.scans[0].accuracy_percent = 5;
  c.microscope.slice_thickness_A = 4;
  multislice::AccuracyChoice choice;
  choice.label = c.scans[0].name;
  choice.microscope = c.microscope;
  choice.microscope.slice_thickness_A = 1.5;
  choice.standardError = 0.03;
  const auto file = folder / "accuracy.json";
  writeFileAtomically(file, multislice::accuracyJson(choice));

  const Case accurate = accurateCase(c, c.scans[0].name, file);
  EXPECT_EQ(accurate.microscope.slice_thickness_A, 1.5);
  EXPECT_DOUBLE_EQ(accurate.scans[0].standardError_percent, 3);
  EXPECT_EQ(accurate.scans[0].statedAccuracy, readFile(file));
  EXPECT_EQ(accurate.scans[1].standardError_percent, c.scans[1].standardError_percent);
  EXPECT_TRUE(accurate.scans[1].statedAccuracy.empty());

  const Case other = accurateCase(c, c.scans[1].name, file);
  EXPECT_EQ(other.microscope.slice_thickness_A, 4);
  EXPECT_TRUE(other.scans[0].statedAccuracy.empty());
  EXPECT_EQ(accurateCase(c, "nobody", file).microscope.slice_thickness_A, 4);

  // Where the number of configurations is the case's own, it stays.
  choice.standardError = 0;
  writeFileAtomically(file, multislice::accuracyJson(choice));
  c.scans[0].standardError_percent = 2;
  EXPECT_EQ(accurateCase(c, c.scans[0].name, file).scans[0].standardError_percent, 2);
}

TEST(AccurateCase, isReadFromAFileWhereAccuracyIsAskedFor) {
  ScanCase scan;
  scan.name = "haadf";
  EXPECT_TRUE(accuracyFiles(scan).empty());
  scan.accuracy_percent = 1;
  ASSERT_EQ(accuracyFiles(scan).size(), 1u);
  EXPECT_EQ(accuracyFiles(scan).front().path, "signals/haadf/accuracy.json");
  EXPECT_EQ(accuracyStageName("haadf"), "haadf accuracy");
}

}  // namespace
}  // namespace glasscope::pipeline
