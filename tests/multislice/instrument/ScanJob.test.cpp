#include "multislice/instrument/ScanJob.h"

#include <gtest/gtest.h>

#include "multislice/instrument/ScanMethod.h"
#include "multislice/scan/runScan.h"

namespace glasscope::multislice {
namespace {

ScanJob jobTo(double semiangle_mrad, double inner_mrad, double outer_mrad) {
  ScanJob job;
  job.probe.semiangle_mrad = semiangle_mrad;
  job.annular = {{"annulus", inner_mrad, outer_mrad}};
  return job;
}

TEST(ScanJob, needsTheAnglesOfApertureAndDetectorTogether) {
  EXPECT_DOUBLE_EQ(neededAngle_mrad(jobTo(25, 60, 100)), 125);
  // Whatever the detector is: segments, centres of mass, pixels, and the largest of all of them.
  ScanJob job = jobTo(10, 20, 30);
  job.detectors = {{"seg", DetectorKind::segmented, 0, 70}};
  EXPECT_DOUBLE_EQ(neededAngle_mrad(job), 80);
  job.detectors = {{"com", DetectorKind::centreOfMass, 0, 90}};
  EXPECT_DOUBLE_EQ(neededAngle_mrad(job), 100);
  job.pixelated = PixelatedDetector{120, 0};
  EXPECT_DOUBLE_EQ(neededAngle_mrad(job), 130);
  job.probe.edge_mrad = 4;
  EXPECT_DOUBLE_EQ(neededAngle_mrad(job), 132);
  EXPECT_DOUBLE_EQ(recordedAngle_mrad(job), 120);
  // Within the aperture electrons are scattered from one side to the other.
  EXPECT_DOUBLE_EQ(neededAngle_mrad(jobTo(25, 0, 10)), 50);
  // A probe that is nearly a plane wave leaves 5 %.
  EXPECT_DOUBLE_EQ(neededAngle_mrad(jobTo(0.5, 20, 40)), 42);
}

TEST(ScanJob, aGridThatWasChosenTooCoarseSaysWhatIsMissing) {
  Atoms atom;
  atom.box = Box::orthogonal({16, 16, 4});
  atom.add(79, {8, 8, 2});
  const Foil foil = Foil::cut(atom, {});
  ScanJob job = jobTo(25, 60, 100);
  EXPECT_EQ(undersampling(job, cellGridOf(job, foil)), "");
  job.microscope.max_angle_mrad = 105;
  EXPECT_NE(undersampling(job, cellGridOf(job, foil)).find("need 125.0"), std::string::npos);
}

TEST(ScanJob, theAutomaticGridGivesTheDarkFieldOfAGoldAtom) {
  // 200 kV, 25 mrad, 60 to 100 mrad, one gold atom under the probe. The phase grating on a grid
  // without limit gives 0.0307, abTEM 1.0.11 0.0302 to 0.0310 as its pixel shrinks; a grid that
  // carries the outer angle alone 0.0281.
  Atoms atom;
  atom.box = Box::orthogonal({20, 16, 10});
  atom.add(79, {5, 12, 5});
  const Foil foil = Foil::cut(atom, {});
  ScanJob job = jobTo(25, 60, 100);
  job.microscope.potentialOversampling = 0;
  job.microscope.window = WaveWindow::cell;
  job.scan = ScanGrid::list({{5, 12}});
  const double automatic = runScan(job, {&foil, 1}).signals[0].values(0, 0);
  job.microscope.max_angle_mrad = 300;
  const double fine = runScan(job, {&foil, 1}).signals[0].values(0, 0);
  // A cell of 16 by 20 angstrom holds a whole number of frequencies in the annulus.
  EXPECT_NEAR(fine, 0.0305, 0.0005);
  EXPECT_NEAR(automatic / fine, 1, 0.01);
  job.microscope.max_angle_mrad = 105;
  EXPECT_LT(runScan(job, {&foil, 1}).signals[0].values(0, 0) / fine, 0.95);
}

}  // namespace
}  // namespace glasscope::multislice
