// How the engine's errors fall with slice thickness, sampling and window.
//
// A step is P T: transmission, then propagation. P^1/2 T P^1/2 would be the symmetric splitting,
// whose error is of second order in the slice thickness (Strang, SIAM Journal on Numerical Analysis
// 5, 506 (1968)). Since (P T)^n = P^1/2 (P^1/2 T P^1/2)^n P^-1/2, the engine's wave is the
// symmetric one of a probe that was carried back by half a slice, and carried on by half a slice
// afterwards. The latter does not change a diffraction pattern, and a plane wave does not notice
// the former. So diffracted intensities are of second order in the slice thickness for a plane
// wave, of first order for a focused probe, and again of second order for a probe that is focused
// half a slice deeper, which is what a scan makes (SliceStack: planes in the middles of slices).
#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "multislice/optics/Probe.h"
#include "multislice/potentials/Transmission.h"
#include "multislice/propagation/WaveStepper.h"
#include "multislice/scan/runScan.h"
#include "multislice/waves/EdgeIntensity.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

const ElectronBeam kBeam(200);

constexpr double kThickness_A = 20;

/// Carries 75 mrad; the beam's fringes are resolved.
const Grid kGrid(64, 64, 6, 6.4);

/// A potential that is smooth along the beam, in volt angstrom of the slice [low, high]: two
/// gratings, each in a layer of Gaussian profile, which overlap. (That of atoms is not smooth on
/// the scale of any slice that is used: it has a cusp at the nucleus.)
Array2<float> gratings(double low_A, double high_A) {
  const auto part = [&](double middle_A) {
    constexpr double kWidth_A = 3;
    const auto below = [&](double z) {
      return std::erf((z - middle_A) / (std::sqrt(2) * kWidth_A));
    };
    return (below(high_A) - below(low_A)) / 2;
  };
  constexpr double kVolt_A = 1000;
  const double first = kVolt_A * part(8), second = kVolt_A * part(12);
  Array2<float> projected(kGrid.nx(), kGrid.ny());
  for (int i = 0; i < kGrid.nx(); ++i) {
    for (int j = 0; j < kGrid.ny(); ++j) {
      const double x = 2 * constants::kPi * i / kGrid.nx(), y = 2 * constants::kPi * j / kGrid.ny();
      projected(i, j) = static_cast<float>(first * (std::cos(3 * x) + std::sin(2 * x - 3 * y)) +
                                           second * (std::cos(4 * y) + std::sin(3 * x + y)));
    }
  }
  return projected;
}

Wave planeWave() {
  Wave wave(kGrid.pixels());
  wave[0] = 1;
  return wave;
}

/// A probe in the middle, focused `deeper_A` beyond the entrance.
Wave probeWave(double deeper_A) {
  ProbeSettings settings;
  settings.semiangle_mrad = 20;
  Wave wave(kGrid.pixels());
  Probe(settings, kGrid, kBeam).form({3, 3.2}, wave);
  const Propagator shift(kGrid, kBeam, BandLimit(kGrid), deeper_A);
  for (std::size_t i = 0; i < wave.size(); ++i) wave[i] *= shift.factors()[i];
  return wave;
}

/// Diffracted intensities after `slices` slices of a wave that is made for their thickness.
template <class Start>
std::vector<double> pattern(int slices, const Start& start) {
  const double slice_A = kThickness_A / slices;
  const BandLimit limit(kGrid);
  const Propagator propagator(kGrid, kBeam, limit, slice_A);
  const Transmission transmission(kGrid, kBeam, limit, slices,
                                  [&](int s) { return gratings(s * slice_A, (s + 1) * slice_A); });
  Wave wave = start(slice_A);
  makeWaveStepper(propagator)->advance(wave, transmission.views());
  std::vector<double> intensity;
  for (const auto& value : wave) intensity.push_back(std::norm(value));
  return intensity;
}

/// The order of diffracted intensities, from what changes between n, 2n and 4n slices (Roache,
/// Verification and Validation in Computational Science and Engineering (1998), Chap. 5).
template <class Start>
double orderInSlices(const Start& start) {
  std::vector<std::vector<double>> levels;
  for (const int n : {10, 20, 40}) levels.push_back(pattern(n, start));
  double coarse = 0, fine = 0;
  for (std::size_t i = 0; i < levels[0].size(); ++i) {
    coarse += std::pow(levels[0][i] - levels[1][i], 2);
    fine += std::pow(levels[1][i] - levels[2][i], 2);
  }
  return std::log2(std::sqrt(coarse / fine));
}

TEST(ConvergencePhysics, slicesAreOfSecondOrderForAPlaneWave) {
  const double order = orderInSlices([](double) { return planeWave(); });
  EXPECT_NEAR(order, 2, 0.15);  // the next term of the error is not nothing at 0.25 angstrom
}

TEST(ConvergencePhysics, slicesAreOfFirstOrderForAProbe) {
  const double order = orderInSlices([](double) { return probeWave(0); });
  EXPECT_NEAR(order, 1, 0.1);
}

TEST(ConvergencePhysics, aProbeFocusedHalfASliceDeeperIsOfSecondOrder) {
  const double order = orderInSlices([](double slice_A) { return probeWave(slice_A / 2); });
  EXPECT_NEAR(order, 2, 0.15);
}

TEST(ConvergencePhysics, freeSpaceIsExactInSlicesOfAnyThickness) {
  const Wave start = probeWave(0);
  Wave many = start;
  const Propagator whole(kGrid, kBeam, BandLimit(kGrid), 40),
      slice(kGrid, kBeam, BandLimit(kGrid), 0.5);
  for (int n = 0; n < 80; ++n) {
    for (std::size_t i = 0; i < many.size(); ++i) many[i] *= slice.factors()[i];
  }
  for (std::size_t i = 0; i < many.size(); ++i) {
    // Eighty products of rounded factors.
    EXPECT_NEAR(std::abs(many[i] - start[i] * whole.factors()[i]), 0,
                80 * 1.2e-7 * std::abs(start[i]));
  }
}

/// The signal of an annulus around one atom at a band limit.
double annulusOf(int element, double limit_mrad) {
  Atoms atoms;
  atoms.box = Box::orthogonal({12, 12, 2});
  atoms.add(element, {6, 6, 0});
  const Foil foil = Foil::cut(atoms, {});
  ScanJob job;
  job.scan = ScanGrid::list({{6.2, 5.9}});
  job.annular = {{"adf", 40, 60}};
  job.probe.semiangle_mrad = 8;
  job.microscope.max_angle_mrad = limit_mrad;
  job.microscope.window = WaveWindow::cell;
  return runScan(job, std::vector<Foil>{foil}).signals[0].values(0, 0);
}

// In the first Born approximation a detector sees the potential up to its outer angle and that of
// the aperture together, 68 mrad here. Where the sampling carries that, its errors are of second
// order in the potential, and vanish with it.
TEST(ConvergencePhysics, samplingErrorsVanishForWeakScatterers) {
  const auto error = [](int element) {
    return std::abs(annulusOf(element, 70) / annulusOf(element, 210) - 1);
  };
  const double hydrogen = error(1), copper = error(29);
  EXPECT_LT(hydrogen, 1e-3);
  EXPECT_GT(copper, 10 * hydrogen);
}

TEST(ConvergencePhysics, samplingErrorsFallWithTheBandLimit) {
  const double fine = annulusOf(40, 500);
  double before = 1;
  for (const double limit : {65.0, 100.0, 150.0, 250.0}) {
    const double error = std::abs(annulusOf(40, limit) / fine - 1);
    EXPECT_LT(error, before) << limit;
    before = error;
  }
  EXPECT_LT(before, 0.01);
}

// Beyond a radius r lies about 2 / (pi v), v = 2 pi alpha r / lambda, of an Airy disc (Born and
// Wolf, Principles of Optics, Sec. 8.5.2): what reaches the edge of a window falls as 1 / side.
TEST(ConvergencePhysics, whatReachesTheEdgeFallsAsOneOverTheWindow) {
  std::vector<double> products;
  for (const double side_A : {20.0, 40.0, 80.0}) {
    const Grid grid = Grid::carrying(60, kBeam, side_A, side_A);
    ProbeSettings settings;
    settings.semiangle_mrad = 25;
    Wave wave(grid.pixels());
    Probe(settings, grid, kBeam).form({side_A / 2, side_A / 2}, wave);
    const PixelCorner middle{grid.nx() / 2, grid.ny() / 2};
    products.push_back(side_A * EdgeIntensity(grid).measure(wave, middle));
  }
  // A window of 20 angstrom is 20 lambda / alpha: the oscillation of the rings is averaged out.
  EXPECT_NEAR(products[1] / products[0], 1, 0.2);
  EXPECT_NEAR(products[2] / products[1], 1, 0.2);
}

TEST(ConvergencePhysics, aWindowOfTwoCellsIsTheFoilTiledTwice) {
  const Foil cell = smallGlass();
  Atoms atoms;
  atoms.box = Box::orthogonal(cell.extent_A());
  for (std::size_t i = 0; i < cell.size(); ++i) {
    atoms.add(cell.atomicNumbers()[i], cell.positions()[i]);
  }
  FoilSettings twice;
  twice.tile_x = twice.tile_y = 2;
  const Foil tiled = Foil::cut(atoms, twice);
  ScanJob job;
  job.scan = ScanGrid::list({{3, 4}, {5.5, 1}});
  job.annular = {{"adf", 30, 60}};
  ScanJob windowed = job, whole = job;
  windowed.microscope.grid_points = 90;
  whole.microscope.grid_points = 180;
  windowed.microscope.window_A = whole.microscope.window_A = 17.9;
  const auto a = runScan(windowed, std::vector<Foil>{cell}).signals[0].values;
  const auto b = runScan(whole, std::vector<Foil>{tiled}).signals[0].values;
  for (int p = 0; p < 2; ++p) EXPECT_NEAR(a(p, 0), b(p, 0), 1e-4 * b(p, 0));  // single precision
}

}  // namespace
}  // namespace glasscope::multislice
