#include "multislice/plane_wave/HrtemJob.h"

#include <gtest/gtest.h>

namespace glasscope::multislice {
namespace {

TEST(HrtemJob, carriesWhatPatternApertureAndInclinationNeed) {
  HrtemJob job;
  job.pattern.max_angle_mrad = 40;
  job.imaging.aperture_mrad = 0;
  EXPECT_DOUBLE_EQ(neededAngle_mrad(job), 42);
  // From one side of the aperture to the other.
  job.imaging.aperture_mrad = 30;
  EXPECT_DOUBLE_EQ(neededAngle_mrad(job), 60);
  // The far side of the aperture, counted from a beam that is inclined beyond it.
  job.microscope.beamTilt_mrad = {0, 45};
  EXPECT_DOUBLE_EQ(neededAngle_mrad(job), 75);
  Atoms atom;
  atom.box = Box::orthogonal({12, 12, 4});
  atom.add(29, {6, 6, 2});
  const Foil foil = Foil::cut(atom, {});
  EXPECT_GE(gridOf(job, foil).carriedAngle_mrad(ElectronBeam(200)), 75 * (1 - 1e-9));
}

}  // namespace
}  // namespace glasscope::multislice
