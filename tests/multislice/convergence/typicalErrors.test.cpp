#include "multislice/convergence/typicalErrors.h"

#include <gmock/gmock.h>

#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

class TypicalErrorsTest : public testing::Test {
 protected:
  ScanJob job() const {
    ScanJob job;
    job.scan = ScanGrid::covering(foil_, 4, 4);
    job.annular = {{"haadf", 60, 100}, {"ring", 30, 40}, {"bf", 0, 20}};
    job.microscope.max_angle_mrad = 125;
    job.microscope.window = WaveWindow::cell;
    return job;
  }

  double carried(const ScanJob& job) const {
    return gridOf(job, foil_).carriedAngle_mrad(ElectronBeam(job.microscope.voltage_kV));
  }

  std::vector<TypicalError> errors(const ScanJob& job, int configurations = 1) const {
    return typicalErrors(job, foil_, configurations, {});
  }

  Foil foil_ = smallGlass();
};

// 7 % of the cube of 80 mrad over what the grid carries, and 1.8 % for slices of 2 angstrom.
TEST_F(TypicalErrorsTest, areTheRulesThatAreWritten) {
  const std::vector<TypicalError> found = errors(job());
  ASSERT_EQ(found.size(), 3u);
  const double c = carried(job());
  EXPECT_EQ(found[0].signal, "haadf");
  EXPECT_NEAR(found[0].sampling, 0.07 * 80 * 80 * 80 / (c * c * c), 1e-12);
  const double slice_A = foil_.thickness_A() / std::ceil(foil_.thickness_A() / 2);
  EXPECT_NEAR(found[0].slices, 0.018 * slice_A / 2, 1e-12);
  EXPECT_NEAR(found[1].slices, 0.018 * slice_A / 2 * 35 * 35 / (37. * 37), 1e-12);
  EXPECT_EQ(found[1].sampling, 0.005) << "a ring is not known better";
  EXPECT_LT(found[2].sampling, 0.005) << "the disc is";
}

TEST_F(TypicalErrorsTest, finerSettingsAndMoreConfigurationsLeaveLess) {
  const TypicalError now = errors(job()).front();
  ScanJob finer = job();
  finer.microscope.max_angle_mrad = 160;
  EXPECT_NEAR(errors(finer).front().sampling / now.sampling,
              std::pow(carried(job()) / carried(finer), 3), 1e-12);
  ScanJob thinner = job();
  thinner.microscope.slices = 4 * static_cast<int>(std::ceil(foil_.thickness_A() / 2));
  EXPECT_NEAR(errors(thinner).front().slices, now.slices / 4, 1e-12);
  EXPECT_NEAR(errors(job(), 4).front().slices, now.slices / 2, 1e-12);
  ScanJob fixed = job();
  fixed.microscope.sliceOffsets = 1;  // slices begin at one height: nothing averages out
  EXPECT_EQ(errors(fixed, 4).front().slices, now.slices);
}

TEST_F(TypicalErrorsTest, aSingleAtomThatShowsMoreCounts) {
  const std::vector<AtomSampling> atom = {{"haadf", -0.09}, {"ring", 0.001}};
  const auto found = typicalErrors(job(), foil_, 1, atom);
  EXPECT_EQ(found[0].sampling, 0.09);
  EXPECT_EQ(found[1].sampling, 0.005);
}

TEST_F(TypicalErrorsTest, slowerElectronsAreSlicedWithLessError) {
  ScanJob slow = job();
  slow.microscope.voltage_kV = 60;
  // The phase of a height goes with angle^2 / wavelength.
  EXPECT_NEAR(errors(slow)[2].slices / errors(job())[2].slices,
              ElectronBeam(200).wavelength_A() / ElectronBeam(60).wavelength_A(), 1e-12);
}

TEST_F(TypicalErrorsTest, detectorsAndRingsOfPatternsAreAmongThem) {
  ScanJob scan = job();
  scan.annular.clear();
  scan.probe.semiangle_mrad = 10;
  scan.pixelated = PixelatedDetector{50, 32};
  scan.detectors = {{"quad", DetectorKind::segmented, 10, 40}};
  const auto found = errors(scan);
  EXPECT_GT(found.size(), 4u);
  EXPECT_EQ(found.back().signal, "quad");
}

TEST_F(TypicalErrorsTest, theWorstIsSaid) {
  const std::vector<TypicalError> some = {{"a", 0.03, 0.001}, {"b", 0.02, 0.02}};
  EXPECT_EQ(worstText(some), "b about 4 % (sampling 2, slices 2)");
  EXPECT_EQ(worstText({}), "nothing is recorded");
  EXPECT_NEAR(windowError(0.0089), 0.0116, 1e-4);
}

}  // namespace
}  // namespace glasscope::multislice
