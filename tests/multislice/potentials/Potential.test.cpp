#include "multislice/potentials/Potential.h"

#include <cmath>
#include <numbers>
#include <numeric>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "multislice/potentials/Transmission.h"
#include "tests/multislice/potentials/ExactPotential.h"

namespace glasscope::multislice {
namespace {

constexpr double kSide = 12.0;

Foil foilOf(const std::vector<std::pair<int, Vec3>>& list) {
  Atoms atoms;
  atoms.box = Box::orthogonal({kSide, kSide, 4});
  for (const auto& [z, r] : list) atoms.add(z, r);
  return Foil::cut(atoms, {});
}

Array2<float> project(const Foil& foil, const Grid& grid,
                      Parametrisation p = Parametrisation::lobato) {
  std::vector<std::size_t> all(foil.size());
  std::iota(all.begin(), all.end(), 0u);
  return Potential(grid, ScatteringFactors(p), foil.species()).project(foil, all);
}

TEST(Potential, integratesToTheForwardScatteringOfItsAtoms) {
  const Grid grid(120, 96, kSide, kSide);
  const Foil foil = foilOf({{29, {1.234, 7.77, 1}}, {40, {11.99, 0.02, 3}}, {29, {6, 6, 2}}});
  const ScatteringFactors factors(Parametrisation::lobato);
  double integral = 0;
  for (float v : project(foil, grid)) integral += v * grid.dx_A() * grid.dy_A();
  const double expected = 2 * factors.projectedTransform(29, 0) + factors.projectedTransform(40, 0);
  EXPECT_NEAR(integral / expected, 1, 1e-5);  // single precision
}

TEST(Potential, followsTheAnalyticAtomAwayFromItsNucleus) {
  // A fine grid, so that the missing high frequencies (Gibbs ripples) stay below a per cent of the
  // potential beyond half an angstrom; the periodic images are added.
  const Grid grid(768, 768, kSide, kSide);
  const Vec3 at(5.4321, 6.7891, 1);
  for (auto p : {Parametrisation::kirkland, Parametrisation::lobato}) {
    const Array2<float> v = project(foilOf({{29, at}}), grid, p);
    const ScatteringFactors factors(p);
    for (int i = 0; i < grid.nx(); i += 37) {
      for (int j = 0; j < grid.ny(); j += 41) {
        double expected = 0, nearest = kSide;
        for (int a = -2; a <= 2; ++a) {
          for (int b = -2; b <= 2; ++b) {
            const double r = std::hypot(i * grid.dx_A() - at.x() + a * kSide,
                                        j * grid.dy_A() - at.y() + b * kSide);
            expected += factors.projectedPotential(29, r);
            nearest = std::min(nearest, r);
          }
        }
        if (nearest < 0.5) continue;
        EXPECT_NEAR(v(i, j), expected, 0.01 * expected + 0.05) << "at " << nearest << " angstrom";
      }
    }
  }
}

TEST(Potential, shiftByWholePixelsShiftsTheImage) {
  const Grid grid(96, 96, kSide, kSide);
  const Vec3 r(3.456, 4.567, 1);
  const Array2<float> a = project(foilOf({{40, r}}), grid);
  const Array2<float> b =
      project(foilOf({{40, r + Vec3(5 * grid.dx_A(), -7 * grid.dy_A(), 0)}}), grid);
  for (int i = 0; i < 96; ++i) {
    for (int j = 0; j < 96; ++j) {
      EXPECT_NEAR(b((i + 5) % 96, (j + 89) % 96), a(i, j),
                  1e-5 * 5000);  // of the peak, single precision
    }
  }
}

TEST(Potential, shiftBySubPixelsIsAPhaseRamp) {
  const Grid grid(64, 80, kSide, kSide);
  const Vec3 r(3.456, 4.567, 1), shift(0.0371, 0.0523, 0);
  const auto spectrum = [&](const Vec3& at) {
    const Array2<float> v = project(foilOf({{29, at}}), grid);
    Wave wave(v.begin(), v.end());
    Fft(64, 80).forward(wave.data());
    return wave;
  };
  const Wave a = spectrum(r), b = spectrum(r + shift);
  for (int i = 0; i < 64; ++i) {
    for (int j = 0; j < 80; ++j) {
      if (i == 32 || j == 40) continue;  // Nyquist frequencies have no sign, hence no phase
      const double phase =
          -2 * std::numbers::pi * (grid.kx_invA(i) * shift.x() + grid.ky_invA(j) * shift.y());
      const std::size_t at = static_cast<std::size_t>(i) * 80 + j;
      EXPECT_LT(std::abs(b[at] - a[at] * std::complex<float>(std::polar(1.0, phase))),
                2e-5 * std::abs(a[0]));
    }
  }
}

TEST(Potential, isTheSumOverItsAtoms) {
  const Grid grid(64, 64, kSide, kSide);
  const Vec3 r(1.1, 2.2, 1), s(8.8, 3.3, 2);
  const Array2<float> one = project(foilOf({{29, r}}), grid),
                      two = project(foilOf({{40, s}}), grid);
  const Array2<float> both = project(foilOf({{29, r}, {40, s}}), grid);
  for (std::size_t i = 0; i < both.size(); ++i) EXPECT_NEAR(both[i], one[i] + two[i], 2e-2);
}

Foil glassSlice(double lx, double ly, int count) {
  Atoms atoms;
  atoms.box = Box::orthogonal({lx, ly, 2});
  for (int i = 0; i < count; ++i) {
    Random random(3, "potential test", 0, i);
    atoms.add(i % 3 ? 29 : 40, {lx * random.uniform(), ly * random.uniform(), 1});
  }
  return Foil::cut(atoms, {});
}

std::vector<std::size_t> allOf(const Foil& foil) {
  std::vector<std::size_t> all(foil.size());
  std::iota(all.begin(), all.end(), 0u);
  return all;
}

TEST(Potential, isTheExactFourierSeries) {
  // 1e-5 is what is promised; grids of many factorisations, odd ones too, coarse and fine pixels.
  for (const auto& [nx, ny] : {std::pair{8, 8}, {64, 96}, {75, 81}, {128, 100}, {250, 64}}) {
    const Foil foil = glassSlice(11.3, 9.7, 20);
    const Grid grid(nx, ny, 11.3, 9.7);
    const ScatteringFactors factors(Parametrisation::lobato);
    const Array2<float> exact = ExactPotential(grid, factors).project(foil, allOf(foil));
    const double error = relativeError(project(foil, grid), exact);
    EXPECT_LT(error, 1e-5) << nx << " x " << ny;
  }
}

// What a wave sees of two potentials: the root mean square difference of their band-limited
// transmission functions at 200 kV, whose modulus is one.
double transmissionError(const Grid& grid, const Array2<float>& a, const Array2<float>& b) {
  const ElectronBeam beam(200);
  const BandLimit limit(grid);
  const Transmission both(grid, beam, limit, 2, [&](int s) { return s == 0 ? a : b; });
  double squares = 0;
  const SliceView first = both.view(0), second = both.view(1);
  for (int i = 0; i < grid.nx(); ++i) {
    for (int j = 0; j < grid.ny(); ++j) {
      const std::ptrdiff_t at = i * first.stride + j;
      squares += std::norm(
          std::complex<double>(first.re[at] - second.re[at], first.im[at] - second.im[at]));
    }
  }
  return std::sqrt(squares / static_cast<double>(grid.pixels()));
}

TEST(Potential, ofRegionsIsThatOfTheWholeGridForAWave) {
  const double lx = 48, ly = 40;
  const Foil foil = glassSlice(lx, ly, 240);
  const ScatteringFactors factors(Parametrisation::lobato);
  const int n = 480;
  const Grid grid(n, n, lx, ly);
  const Array2<float> whole = project(foil, grid);
  const Potential region(grid, factors, foil.species(), n / 4, n / 5);
  Array2<float> patched = whole;
  for (int x0 = 13 - n; x0 < 13; x0 += n / 4) {  // wherever the lattice is cut
    for (int y0 = 7; y0 < 7 + n; y0 += n / 5) {
      const Array2<float> part = region.project(foil, allOf(foil), x0, y0);
      for (int i = 0; i < n / 4; ++i) {
        for (int j = 0; j < n / 5; ++j) patched((x0 + i + n) % n, (y0 + j) % n) = part(i, j);
      }
    }
  }
  // The potentials differ by the ripples at the Nyquist frequency of far atoms (0.3 %), which the
  // band limit of a transmission function takes away again: 3e-5 remain.
  EXPECT_LT(relativeError(patched, whole), 0.005);
  EXPECT_LT(transmissionError(grid, patched, whole), 3e-5);
}

TEST(Potential, ofARegionAsWideAsTheGridIsExactAlongThatSide) {
  const Foil foil = glassSlice(20, 12, 30);
  const Grid grid(160, 96, 20, 12);
  const ScatteringFactors factors(Parametrisation::lobato);
  const Array2<float> whole = project(foil, grid);
  const Array2<float> strip =
      Potential(grid, factors, foil.species(), 16, 96).project(foil, allOf(foil), 150, -40);
  Array2<float> expected(16, 96);
  for (int i = 0; i < 16; ++i) {
    for (int j = 0; j < 96; ++j) expected(i, j) = whole((150 + i) % 160, (j + 56) % 96);
  }
  // 16 points and two margins of 6 angstrom would be 112 of 160 points: ripples along x remain.
  EXPECT_LT(relativeError(strip, expected), 0.01);
  const Array2<float> most =
      Potential(grid, factors, foil.species(), 64, 96).project(foil, allOf(foil), 5, 3);
  double largest = 0;  // 64 points with margins are the whole side: nothing is neglected
  for (int i = 0; i < 64; ++i) {
    for (int j = 0; j < 96; ++j) {
      largest = std::fmax(largest, std::abs(most(i, j) - whole(5 + i, (3 + j) % 96)));
    }
  }
  EXPECT_LT(largest, 1e-5 * 5000);  // of the peak, single precision
}

TEST(Potential, refusesRegionsThatAreEmptyOrTooLarge) {
  const Foil foil = glassSlice(20, 12, 3);
  const Grid grid(160, 96, 20, 12);
  const ScatteringFactors factors(Parametrisation::lobato);
  EXPECT_THROW(Potential(grid, factors, foil.species(), 0, 10), Error);
  EXPECT_THROW(Potential(grid, factors, foil.species(), 10, 97), Error);
}

}  // namespace
}  // namespace glasscope::multislice
