#include "multislice/convergence/SignalWatch.h"

#include <cmath>
#include <numbers>

#include <gmock/gmock.h>

#include "core/system/Progress.h"
#include "multislice/detectors/deriveSignals.h"
#include "multislice/scan/runScan.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

using testing::ElementsAre;

class SignalWatchTest : public testing::Test {
 protected:
  SignalWatchTest() { Progress::setQuiet(true); }

  /// Two positions of the small glass.
  ScanJob job() const {
    ScanJob job = smallScan(foils_[0]);
    job.scan = ScanGrid::list({{1.5, 2.5}, {4.0, 6.0}});
    return job;
  }

  std::vector<std::string> namesOf(const ScanJob& job) const {
    const SignalWatch watch(job, foils_[0]);
    std::vector<std::string> names;
    for (const WatchedSignal& signal : watch.signals()) names.push_back(signal.name);
    return names;
  }

  SignalValues measure(const ScanJob& job) const {
    const SignalWatch watch(job, foils_[0]);
    return watch.measure(watch.watched(job), foils_);
  }

  std::vector<Foil> foils_ = {smallGlass()};
};

TEST_F(SignalWatchTest, annularDetectorsAreWhatTheScanRecords) {
  ScanJob scan = job();
  scan.pixelated.reset();
  const ScanResult result = runScan(scan, foils_);
  const SignalValues values = measure(scan);
  ASSERT_EQ(values.size(), 2u);
  for (std::size_t s = 0; s < 2; ++s) {
    for (int p = 0; p < 2; ++p) EXPECT_EQ(values[s][p], result.signals[s].values(p, 0));
  }
}

TEST_F(SignalWatchTest, ringsOfAPixelatedDetectorFollowEachOtherToItsLargestAngle) {
  const SignalWatch watch(job(), foils_[0]);
  const ScanJob watched = watch.watched(job());
  EXPECT_FALSE(watched.pixelated);
  ASSERT_GT(watched.annular.size(), 3u);  // the scan's own two come first
  EXPECT_LE(watched.annular.size(), 2u + 1 + 8);
  EXPECT_EQ(watched.annular[2].inner_mrad, 0);
  for (std::size_t r = 3; r < watched.annular.size(); ++r)
    EXPECT_EQ(watched.annular[r].inner_mrad, watched.annular[r - 1].outer_mrad);
  EXPECT_DOUBLE_EQ(watched.annular.back().outer_mrad, job().pixelated->max_angle_mrad);
}

TEST_F(SignalWatchTest, aDiscLargerThanThePatternIsOneRing) {
  ScanJob wide = job();
  wide.probe.semiangle_mrad = 60;
  wide.pixelated->max_angle_mrad = 50;
  EXPECT_THAT(namesOf(wide), ElementsAre("bf", "haadf", "0-50 mrad"));
}

// The frequencies of the grid within a ring, counted here one by one.
TEST_F(SignalWatchTest, ringsAreScaledByTheirExactOverTheirCountedArea) {
  const ScanJob scan = job();
  const SignalWatch watch(scan, foils_[0]);
  const ScanJob watched = watch.watched(scan);
  const ScanResult raw = runScan(watched, foils_);
  const SignalValues values = watch.measure(watched, foils_);
  const ElectronBeam beam(scan.microscope.voltage_kV);
  ASSERT_GT(watched.annular.size(), 4u);
  for (std::size_t r = 3; r < watched.annular.size(); ++r) {
    const double in = beam.frequency_invA(watched.annular[r].inner_mrad);
    const double out = beam.frequency_invA(watched.annular[r].outer_mrad);
    int counted = 0;
    for (int i = 0; i < raw.window.grid.nx(); ++i) {
      for (int j = 0; j < raw.window.grid.ny(); ++j) {
        const double k = std::hypot(raw.window.grid.kx_invA(i), raw.window.grid.ky_invA(j));
        counted += k >= in && k < out ? 1 : 0;
      }
    }
    const double exact =
        std::numbers::pi * (out * out - in * in) * raw.window.grid.lx_A() * raw.window.grid.ly_A();
    for (int p = 0; p < 2; ++p) {
      // Rounding of the product alone.
      EXPECT_NEAR(values[r][p], raw.signals[r].values(p, 0) * exact / counted, 1e-12);
    }
  }
}

// Of a wave of the same intensity at all frequencies an annulus counts as much too much as it says.
TEST_F(SignalWatchTest, anAnnulusSaysWhatWholeFrequenciesAddToItsArea) {
  const ScanJob scan = job();
  const SignalWatch watch(scan, foils_[0]);
  const ScanJob watched = watch.watched(scan);
  const Grid grid = gridOf(watched, foils_[0]);
  const ElectronBeam beam(watched.microscope.voltage_kV);
  long counted = 0;
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      const double angle = beam.angle_mrad(std::hypot(grid.kx_invA(i), grid.ky_invA(j)));
      counted += angle >= 40 && angle < 80 ? 1 : 0;
    }
  }
  const double in = beam.frequency_invA(40), out = beam.frequency_invA(80);
  const double exact = std::numbers::pi * (out * out - in * in) * grid.lx_A() * grid.ly_A();
  EXPECT_NEAR(watch.areaError(1, watched, foils_[0]), static_cast<double>(counted) / exact - 1,
              1e-12);
  EXPECT_NE(watch.areaError(1, watched, foils_[0]), 0);
  EXPECT_EQ(watch.areaError(0, watched, foils_[0]), 0) << "a disc is not filled evenly";
  EXPECT_EQ(watch.areaError(3, watched, foils_[0]), 0) << "rings are scaled";
}

// Counted here one by one for intensities that fall as k^0, k^-2 and k^-4.
TEST_F(SignalWatchTest, anAnnulusIsBoundedForIntensitiesThatFallSteeply) {
  const ScanJob scan = job();
  const SignalWatch watch(scan, foils_[0]);
  const ScanJob watched = watch.watched(scan);
  const Grid grid = gridOf(watched, foils_[0]);
  const ElectronBeam beam(watched.microscope.voltage_kV);
  const double in = beam.frequency_invA(40), out = beam.frequency_invA(80);
  const double cell = 1 / (grid.lx_A() * grid.ly_A());
  double flat = 0, square = 0, fourth = 0;
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      const double k = std::hypot(grid.kx_invA(i), grid.ky_invA(j)), angle = beam.angle_mrad(k);
      if (angle < 40 || angle >= 80) continue;
      flat += cell;
      square += cell / (k * k);
      fourth += cell / (k * k * k * k);
    }
  }
  constexpr double kPi = std::numbers::pi;
  const double errors[] = {flat / (kPi * (out * out - in * in)) - 1,
                           square / (2 * kPi * std::log(out / in)) - 1,
                           fourth / (kPi * (1 / (in * in) - 1 / (out * out))) - 1};
  double most = 0;
  for (const double error : errors) most = std::max(most, std::abs(error));
  EXPECT_NEAR(watch.areaBound(1, watched, foils_[0]), most, 1e-12);
  EXPECT_GT(most, std::abs(errors[0])) << "a steep one is not worse here, and nothing is tried";
  EXPECT_EQ(watch.areaBound(0, watched, foils_[0]), 0);
  EXPECT_EQ(watch.areaBound(3, watched, foils_[0]), 0);
}

TEST_F(SignalWatchTest, watchesEveryDepthInsideTheFoil) {
  ScanJob scan = job();
  scan.pixelated.reset();
  scan.thicknesses_A = {3.9, 4.1, 10};  // the last is the exit itself
  EXPECT_THAT(namesOf(scan), ElementsAre("bf at 3.9 A", "bf at 4.1 A", "bf", "haadf at 3.9 A",
                                         "haadf at 4.1 A", "haadf"));
  ScanJob thinner = SignalWatch(scan, foils_[0]).watched(scan);
  thinner.microscope.slice_thickness_A = 1;
  const SignalValues values = SignalWatch(scan, foils_[0]).measure(thinner, foils_);
  const ScanResult result = runScan(thinner, foils_);
  for (std::size_t s = 0; s < 6; ++s) EXPECT_EQ(values[s][0], result.signals[s].values(0, 0));
}

TEST_F(SignalWatchTest, segmentsAreOneSignalAndGiveTheirPhaseContrast) {
  ScanJob scan = job();
  scan.pixelated.reset();
  scan.detectors = {{"com", DetectorKind::centreOfMass, 0, 40},
                    {"quad", DetectorKind::segmented, 10, 40}};
  const SignalWatch watch(scan, foils_[0]);
  const SignalValues values = watch.measure(watch.watched(scan), foils_);
  const ScanResult result = runScan(scan, foils_);
  const std::vector<Map2> derived = deriveSignals(scan.detectors, result.signals);
  ASSERT_THAT(namesOf(scan), ElementsAre("bf", "haadf", "com", "quad", "quad dpc"));
  EXPECT_FALSE(watch.signals()[2].intensity);
  EXPECT_EQ(watch.signals()[3].components, scan.detectors[1].signals().size());
  for (int p = 0; p < 2; ++p) {
    for (int c = 0; c < 2; ++c) {
      EXPECT_EQ(values[2][2 * p + c], derived[c].values(p, 0));
      EXPECT_EQ(values[4][2 * p + c], derived[2 + c].values(p, 0));
    }
  }
}

}  // namespace
}  // namespace glasscope::multislice
