#include "multislice/convergence/ImageSubject.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "core/system/Progress.h"
#include "multislice/convergence/ConvergenceStudy.h"
#include "multislice/plane_wave/runHrtem.h"
#include "multislice/plane_wave/runPlaneWave.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

using testing::DoubleNear;
using testing::Each;

constexpr double kUnlimited_s = std::numeric_limits<double>::infinity();

class ImageSubjectTest : public testing::Test {
 protected:
  ImageSubjectTest() { Progress::setQuiet(true); }

  static HrtemJob smallJob() {
    HrtemJob job;
    job.label = std::string("image");
    job.microscope.max_angle_mrad = 50;
    job.pattern.max_angle_mrad = 40;
    job.imaging.aperture_mrad = 25;
    job.imaging.aberrations.c30_A = 1e7;
    job.imaging.aberrations.defocus_A = 600;
    return job;
  }

  static const ConvergenceKnob& knob(const ConvergenceReport& report, const std::string& name) {
    for (const ConvergenceKnob& k : report.knobs) {
      if (k.name == name) return k;
    }
    throw std::runtime_error("no knob " + name);
  }

  static ConvergenceReport study(const HrtemJob& job, const std::vector<Foil>& foils) {
    return measureConvergence(job, foils, {.tolerance = 0.01, .budget_s = kUnlimited_s});
  }
};

// Waves of unequal frequencies along the two axes, with phases that no mirror keeps.
TEST_F(ImageSubjectTest, coarserPixelsShowTheSameWaves) {
  const auto f = [](double x, double y) {
    constexpr double kTurn = 2 * std::numbers::pi;
    return 1.5 + std::cos(kTurn * (2 * x - y) + 0.3) + 0.5 * std::sin(kTurn * (x + 3 * y));
  };
  Array2<double> fine(30, 20);
  for (int i = 0; i < 30; ++i) {
    for (int j = 0; j < 20; ++j) {
      const double x = i / 30.0, y = j / 20.0;
      // Nine waves along x are more than twelve pixels show; six are just what they do not.
      fine(i, j) =
          f(x, y) + std::cos(2 * std::numbers::pi * 9 * x) + std::cos(2 * std::numbers::pi * 6 * x);
    }
  }
  const Array2<double> coarse = ImageSubject::resampled(fine, 12, 9);
  ASSERT_EQ(coarse.nx(), 12);
  ASSERT_EQ(coarse.ny(), 9);
  for (int i = 0; i < 12; ++i) {
    for (int j = 0; j < 9; ++j) EXPECT_NEAR(coarse(i, j), f(i / 12.0, j / 9.0), 1e-12);
  }
}

TEST_F(ImageSubjectTest, signalsAreContrastMeanAndRings) {
  const Foil foil = smallGlass();
  HrtemJob job = smallJob();
  job.imaging.defoci_A = {600, -200};
  const ImageSubject subject(job, foil);
  const SignalValues values = subject.measure(nullptr, foil, "now");
  ASSERT_EQ(values.size(), subject.signals().size());
  ASSERT_EQ(values.size(), 2u + 1u + 4u);
  EXPECT_EQ(subject.signals()[1].name, "image at -200 A");
  // Four rings of equal width up to the 40 mrad of the pattern, and 32 x 32 pixels.
  EXPECT_EQ(subject.signals()[3].name, "rings 0 to 10 mrad");
  EXPECT_EQ(subject.signals()[6].name, "rings 30 to 40 mrad");
  EXPECT_EQ(subject.positions().size(), 32 * 32);
  EXPECT_EQ(values[0].size(), 32u * 32u);
  const HrtemResult result = runHrtem(settled(job, foil), std::span(&foil, 1));
  double mean = 0, squares = 0;
  const auto pixels = static_cast<double>(result.images[1].values.size());
  for (const double v : result.images[1].values) mean += v / pixels;
  for (const double v : result.images[1].values) squares += (v - mean) * (v - mean) / pixels;
  double seen = 0;
  for (const double v : values[1]) seen += v * v / static_cast<double>(values[1].size());
  // A thousand of the pixels, of which neighbours are alike, stand for all of them.
  EXPECT_NEAR(std::sqrt(seen), std::sqrt(squares), 0.1 * std::sqrt(squares));
  EXPECT_EQ(values[2].size(), 1u);
  EXPECT_NEAR(values[2][0], mean, 1e-6);  // a lens moves intensity and takes none away
  // The rings against the diffraction pattern, counted otherwise: all but the incident beam.
  const PlaneWaveResult wave = runPlaneWave(job.microscope, std::span(&foil, 1));
  const double most = ElectronBeam(200).frequency_invA(40);
  double all = 0, inner = 0;
  const Grid& grid = wave.grid;
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      const double k =
          std::hypot((i - grid.nx() / 2) / grid.lx_A(), (j - grid.ny() / 2) / grid.ly_A());
      if (k > 0 && k < most) all += wave.diffraction(i, j);
      if (k > 0 && k < most / 2) inner += wave.diffraction(i, j);
    }
  }
  // A ring lies inside or outside as a whole.
  EXPECT_NEAR(values[3][0] + values[4][0], inner, 0.15 * inner);
  EXPECT_NEAR(values[3][0] + values[4][0] + values[5][0] + values[6][0], all, 0.1 * all);
}

// An atom stands in the middle of its slice: of one layer, cut finer, the image changes as by
// another focus, by half of what a slice becomes thinner, and diffraction does not.
TEST_F(ImageSubjectTest, slicesOfOneLayerChangeItsFocusAndNothingElse) {
  Atoms atoms;
  atoms.box = Box::orthogonal({16, 16, 2});
  for (int i = 0; i < 16; ++i) atoms.add(1, {1.0 + 4 * (i % 4), 1.5 + 4 * (i / 4), 0.0});
  const std::vector<Foil> foils = {Foil::cut(atoms, {})};
  HrtemJob job = smallJob();
  const ConvergenceReport report = study(job, foils);
  EXPECT_EQ(knob(report, "sampling").verdict, Convergence::converged) << report.text();
  const ConvergenceKnob& slices = knob(report, "slice thickness");
  ASSERT_EQ(slices.levels.back().value, 0.25);
  // From the middle of 2 angstrom to that of 0.25: so much farther above the plane of focus.
  job.imaging.aberrations.defocus_A -= (2 - 0.25) / 2;
  const SignalValues refocused =
      ImageSubject(job, foils[0]).measure(nullptr, foils[0], "refocused");
  double left = 0, off = 0;
  for (std::size_t i = 0; i < refocused[0].size(); ++i) {
    const double fine = slices.levels.back().values[0][i];
    left += std::pow(refocused[0][i] - fine, 2);
    off += std::pow(slices.levels[0].values[0][i] - fine, 2);
  }
  // Single precision leaves some hundredths of a change of two per cent of this weak contrast.
  EXPECT_LT(std::sqrt(left), 0.05 * std::sqrt(off));
  for (std::size_t s = 2; s < 6; ++s) EXPECT_LT(slices.levels[0].differences[s].error, 1e-4);
}

TEST_F(ImageSubjectTest, refiningNeverCostsLessAndTheFinestDiffersByNothing) {
  const std::vector<Foil> foils = {smallGlass()};
  const ConvergenceReport report = study(smallJob(), foils);
  ASSERT_EQ(report.knobs.size(), 3u);
  for (const ConvergenceKnob& k : report.knobs) {
    ASSERT_GE(k.levels.size(), 3u) << k.name;
    EXPECT_EQ(k.levels[0].cost, 1);
    for (std::size_t i = 1; i < k.levels.size(); ++i) {
      EXPECT_GT(k.levels[i].cost, k.levels[i - 1].cost) << k.name;
      EXPECT_GT(k.levels[0].differences[0].rms, 0) << k.name;
    }
    for (const SignalDifference& d : k.levels.back().differences) EXPECT_EQ(d.rms, 0);
  }
}

// The foil in two slices against slices of a third of an angstrom, whose own error is a hundredth.
TEST_F(ImageSubjectTest, thickSlicesAreAsFarOffAsItSays) {
  const std::vector<Foil> foils = {smallGlass()};
  HrtemJob job = smallJob();
  job.microscope.slice_thickness_A = 5;
  const ConvergenceReport report = study(job, foils);
  const ConvergenceKnob& slices = knob(report, "slice thickness");
  EXPECT_EQ(slices.verdict, Convergence::notConverged) << report.text();
  const ImageSubject subject(job, foils[0]);
  ConvergenceLevel fine = subject.knobs()[1].levels[0];
  fine.studied.microscope.slice_thickness_A = 5.0 / 32;
  const SignalValues truth = subject.measure(&fine, foils[0], "fine");
  double off = 0, size = 0;
  for (std::size_t i = 0; i < truth[0].size(); ++i) {
    off += std::pow(slices.levels[0].values[0][i] - truth[0][i], 2);
    size += truth[0][i] * truth[0][i];
  }
  const double error = std::sqrt(off / size);
  EXPECT_GT(error, 0.02);
  // The ladder ends at an eighth, beyond which it goes by what it saw.
  EXPECT_NEAR(slices.levels[0].differences[0].error, error, 0.3 * error) << report.text();
}

TEST_F(ImageSubjectTest, manyConfigurationsHaveASpread) {
  const ConvergenceReport report = study(smallJob(), smallGlasses(3));
  EXPECT_EQ(report.snapshots.measured, 3);
  EXPECT_GT(report.snapshots.standardError[0], 0.01);
}

TEST_F(ImageSubjectTest, hasTheSameBitsOnAnyThreads) {
  const Foil foil = smallGlass();
  const ImageSubject subject(smallJob(), foil);
  setThreadCount(1);
  const SignalValues one = subject.measure(nullptr, foil, "one");
  setThreadCount(3);
  const SignalValues three = subject.measure(nullptr, foil, "three");
  setThreadCount(1);
  EXPECT_EQ(one, three);
}

TEST_F(ImageSubjectTest, whatDoesNotFitIntoMemoryIsLeftOutAndSaid) {
  const std::vector<Foil> foils = {smallGlass()};
  const ConvergenceReport report = measureConvergence(
      smallJob(), foils, {.tolerance = 0.01, .budget_s = kUnlimited_s, .memory_bytes = 1});
  EXPECT_EQ(knob(report, "sampling").verdict, Convergence::undecided);
  EXPECT_THAT(knob(report, "sampling").levels[1].skipped,
              testing::HasSubstr("does not fit into memory"));
  EXPECT_FALSE(report.converged());
}

}  // namespace
}  // namespace glasscope::multislice
