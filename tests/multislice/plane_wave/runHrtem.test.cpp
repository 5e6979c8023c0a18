#include "multislice/plane_wave/runHrtem.h"

#include <cmath>
#include <numbers>
#include <numeric>

#include <gtest/gtest.h>

#include "core/scattering/ScatteringFactors.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "multislice/optics/TransferFunction.h"
#include "multislice/waves/Fft.h"
#include "multislice/waves/Wave.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

double meanOf(const Map2& map) {
  return std::accumulate(map.values.begin(), map.values.end(), 0.0) /
         static_cast<double>(map.values.size());
}

HrtemJob smallJob() {
  HrtemJob job;
  job.microscope.max_angle_mrad = 80;
  job.pattern.max_angle_mrad = 60;
  return job;
}

TEST(runHrtem, aLensThatStopsNothingKeepsTheIntensity) {
  const Foil foil = smallGlass();
  HrtemJob job = smallJob();
  job.imaging.aberrations.c30_A = 1e7;
  job.imaging.aberrations.defocus_A = 400;
  const HrtemResult result = runHrtem(job, std::span(&foil, 1));
  const double image = meanOf(result.images[0]);
  double rings = 0;
  for (const DiffractionRing& ring : result.rings) {
    rings += ring.intensity_per_invA2 * static_cast<double>(ring.pixels) / (9.0 * 8.0);
  }
  EXPECT_GT(image, 0.9);
  EXPECT_LE(image, 1 + 1e-5);
  // The rings leave out the part of the last one that the band limit cuts, some 1e-4.
  EXPECT_NEAR(rings, image, 1e-3);
}

TEST(runHrtem, thePatternIsTheFractionOfTheBeamInEachPixel) {
  const Foil foil = smallGlass();
  const HrtemJob job = smallJob();
  const HrtemResult result = runHrtem(job, std::span(&foil, 1));
  // The first ring is the incident beam alone; a pattern pixel is as wide as the coarser of the
  // simulation's and so holds all of it.
  const int n = result.patternPixels;
  const double centre = result.pattern[static_cast<std::size_t>(n / 2) * n + n / 2];
  EXPECT_NEAR(centre, result.rings[0].intensity_per_invA2 / (9.0 * 8.0), 2e-3);
  EXPECT_EQ(result.rings[0].pixels, 1);
  EXPECT_EQ(result.rings[0].k_invA, 0);
  const double all = std::accumulate(result.pattern.begin(), result.pattern.end(), 0.0);
  EXPECT_LT(all, 1);
  EXPECT_GT(all, 0.8);
}

TEST(runHrtem, aWeakPhaseObjectShowsTheTransferFunction) {
  // One hydrogen atom: I(k) = 2 sigma v(k) sin chi(k) / (lx ly) to first order. From the atom to
  // the lower face it is 1 angstrom, which is as much overfocus.
  Atoms atoms;
  atoms.box = Box::orthogonal({10, 10, 2});
  atoms.add(1, {0, 0, 1});
  const Foil foil = Foil::cut(atoms, {});
  HrtemJob job = smallJob();
  job.imaging.aberrations.c30_A = 1e7;
  job.imaging.aberrations.defocus_A = 640;
  const HrtemResult result = runHrtem(job, std::span(&foil, 1));
  const Grid& grid = result.grid;
  Wave image(grid.pixels());
  for (std::size_t i = 0; i < image.size(); ++i) {
    image[i] = static_cast<float>(result.images[0].values[i]);
  }
  Fft(grid.nx(), grid.ny()).forward(image.data());
  const ElectronBeam beam(200);
  const ScatteringFactors factors(Parametrisation::lobato);
  const TransferFunction lens(job.imaging, beam, 640 - 1);
  const double scale = 2 * beam.interaction_per_VA() / (grid.lx_A() * grid.ly_A());
  const double largest = scale * factors.projectedTransform(1, 0);
  for (int i = 1; i < grid.nx(); ++i) {
    const double k = grid.kx_invA(i);
    if (std::abs(k) > grid.bandLimit_invA()) continue;
    const double expected = -scale * factors.projectedTransform(1, k) * lens.at(k, 0).imag();
    const double found =
        image[static_cast<std::size_t>(i) * grid.ny()].real() / static_cast<double>(grid.pixels());
    // Second order is (sigma V)^2, 1 % of the first at this atom's centre.
    EXPECT_NEAR(found, expected, 0.01 * largest) << k;
  }
}

TEST(runHrtem, atomsAreDarkAtScherzerDefocusAndBrightBeyondFocus) {
  Atoms atoms;
  atoms.box = Box::orthogonal({10, 10, 2});
  atoms.add(29, {5, 5, 1});
  const Foil foil = Foil::cut(atoms, {});
  HrtemJob job = smallJob();
  const double lambda = ElectronBeam(200).wavelength_A();
  job.imaging.aberrations.c30_A = 5e6;
  job.imaging.aperture_mrad = 1e3 * 1.5 * std::pow(lambda / 5e6, 0.25);  // the passband
  const double scherzer = 1.2 * std::sqrt(5e6 * lambda);
  job.imaging.defoci_A = {scherzer, -scherzer};
  const HrtemResult result = runHrtem(job, std::span(&foil, 1));
  ASSERT_EQ(result.images.size(), 2u);
  const int x = result.grid.nx() / 2, y = result.grid.ny() / 2;
  EXPECT_LT(result.images[0].values(x, y), 0.9 * meanOf(result.images[0]));
  EXPECT_GT(result.images[1].values(x, y), 1.004 * meanOf(result.images[1]));
}

TEST(runHrtem, averageAndEnvelopeAgreeForAThinObjectAndDifferInDetailForAThickOne) {
  Atoms atoms;
  atoms.box = Box::orthogonal({8, 8, 2});
  atoms.add(1, {2, 3, 1});
  atoms.add(1, {5, 6, 1});
  const Foil thin = Foil::cut(atoms, {}), glass = smallGlass();
  HrtemJob average = smallJob();
  average.imaging.aberrations.defocus_A = 300;
  average.imaging.focalSpread_A = 30;
  average.imaging.aperture_mrad = 30;
  HrtemJob envelope = average;
  envelope.imaging.coherence = Coherence::envelope;
  const auto difference = [&](const Foil& foil) {
    const Map2 a = runHrtem(average, std::span(&foil, 1)).images[0];
    const Map2 b = runHrtem(envelope, std::span(&foil, 1)).images[0];
    double largest = 0, contrast = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
      largest = std::max(largest, std::abs(a.values[i] - b.values[i]));
      contrast = std::max(contrast, std::abs(a.values[i] - 1));
    }
    return largest / contrast;
  };
  // The quadratic terms, 1e-2 of the linear ones for hydrogen, are damped otherwise.
  EXPECT_LT(difference(thin), 0.03);
  EXPECT_GT(difference(glass), 0.05);
}

TEST(runHrtem, givesTheSameBitsOnOneAndOnThreeThreadsAndErrorsOverSnapshots) {
  const auto foils = smallGlasses(3);
  HrtemJob job = smallJob();
  job.imaging.defoci_A = {0, 200};
  job.microscope.sliceOffsets = 1;  // each alone is cut as it is among the others
  const int before = threadCount();
  setThreadCount(1);
  const HrtemResult one = runHrtem(job, foils);
  setThreadCount(3);
  const HrtemResult three = runHrtem(job, foils);
  setThreadCount(before);
  EXPECT_EQ(one.pattern, three.pattern);
  std::vector<double> each;
  for (const Foil& foil : foils) {
    each.push_back(runHrtem(job, std::span(&foil, 1)).images[1].values(3, 4));
  }
  const double mean = (each[0] + each[1] + each[2]) / 3;
  double squares = 0;
  for (double e : each) squares += (e - mean) * (e - mean);
  EXPECT_EQ(one.images[1].values(3, 4), three.images[1].values(3, 4));
  EXPECT_NEAR(one.images[1].values(3, 4), mean, 1e-12);
  EXPECT_NEAR(one.standardErrors[1].values(3, 4), std::sqrt(squares / 6), 1e-12);
  EXPECT_GT(squares, 0);
}

TEST(runHrtem, refusesWhatCannotBe) {
  const Foil foil = smallGlass();
  const auto refused = [&](const HrtemJob& job) {
    try {
      runHrtem(job, std::span(&foil, 1));
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::internal;
  };
  HrtemJob wide = smallJob(), far = smallJob();
  wide.imaging.aperture_mrad = 500;
  far.pattern.max_angle_mrad = 200;
  EXPECT_EQ(refused(wide), ErrorKind::capacity);
  EXPECT_EQ(refused(far), ErrorKind::capacity);
  EXPECT_THROW(runHrtem(smallJob(), {}), Error);
}

}  // namespace
}  // namespace glasscope::multislice
