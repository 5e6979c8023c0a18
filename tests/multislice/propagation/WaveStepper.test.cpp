#include "multislice/propagation/WaveStepper.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "multislice/optics/Probe.h"
#include "multislice/potentials/Transmission.h"
#include "multislice/waves/Fft.h"

namespace glasscope::multislice {
namespace {

constexpr double kPi = std::numbers::pi;

double total(const Wave& wave) {
  double sum = 0;
  for (const auto& w : wave) sum += std::norm(w);
  return sum;
}

/// A smooth random potential (V angstrom) whose frequencies stay below `highest` periods a side.
Array2<float> smooth(const Grid& grid, double amplitude, int highest) {
  Random random(3, "smooth potential");
  Wave wave(grid.pixels(), 0.0f);
  for (int i = -highest; i <= highest; ++i) {
    for (int j = -highest; j <= highest; ++j) {
      wave[static_cast<std::size_t>((i + grid.nx()) % grid.nx()) * grid.ny() +
           (j + grid.ny()) % grid.ny()] = {static_cast<float>(random.normal()),
                                           static_cast<float>(random.normal())};
    }
  }
  Fft(grid.nx(), grid.ny()).inverse(wave.data());
  Array2<float> v(grid.nx(), grid.ny());
  for (std::size_t i = 0; i < v.size(); ++i) v[i] = static_cast<float>(amplitude) * wave[i].real();
  return v;
}

Wave planeWave(const Grid& grid) {
  Wave wave(grid.pixels(), 0.0f);
  wave[0] = 1;
  return wave;
}

TEST(WaveStepper, conservesTheNormWhereNothingReachesTheBandLimit) {
  const Grid grid(128, 120, 20, 20);
  const ElectronBeam beam(200);
  const BandLimit limit(grid);
  const Propagator propagator(grid, beam, limit, 2);
  const Array2<float> v = smooth(grid, 8, 3);
  const Transmission transmission(grid, beam, limit, 10, [&](int) { return v; });
  Wave wave = planeWave(grid);
  makeWaveStepper(propagator)->advance(wave, transmission.views());
  EXPECT_LT(std::norm(wave[0]), 0.9);  // it did scatter
  EXPECT_NEAR(total(wave), 1, 1e-5);   // ten steps in single precision
}

TEST(WaveStepper, oneSliceIsAPhaseObject) {
  const Grid grid(96, 96, 15, 15);
  const ElectronBeam beam(100);
  const BandLimit limit(grid);
  const Propagator propagator(grid, beam, limit, 0);
  const Array2<float> v = smooth(grid, 2, 2);
  const Transmission transmission(grid, beam, limit, 1, [&](int) { return v; });
  Wave wave = planeWave(grid);
  makeWaveStepper(propagator)->advance(wave, transmission.views());
  Fft(96, 96).inverse(wave.data());
  for (std::size_t i = 0; i < wave.size(); ++i) {
    const std::complex<double> expected = std::polar(1.0, beam.interaction_per_VA() * v[i]);
    EXPECT_LT(std::abs(std::complex<double>(wave[i]) - expected), 2e-5);  // single precision
  }
}

TEST(WaveStepper, aGaussianBeamSpreadsAsItShould) {
  // psi(r, 0) = exp(-r^2 / w^2) becomes exp(-r^2 / (w^2 + 2 i z / k0)) / (1 + 2 i z / (k0 w^2)),
  // the paraxial Gaussian beam (k0 = 2 pi / lambda).
  const double side = 40, width = 2, slice_A = 100;
  const int slices = 12;
  const Grid grid(160, 160, side, side);
  const ElectronBeam beam(200);
  const BandLimit limit(grid);
  const Propagator propagator(grid, beam, limit, slice_A);
  const Transmission vacuum(grid, beam, limit, slices,
                            [&](int) { return Array2<float>(160, 160); });
  const auto squared = [&](int i, int j) {
    return std::pow(i * grid.dx_A() - side / 2, 2) + std::pow(j * grid.dy_A() - side / 2, 2);
  };
  const Fft fft(160, 160);
  Wave wave(grid.pixels());
  for (int i = 0; i < 160; ++i) {
    for (int j = 0; j < 160; ++j) {
      wave[static_cast<std::size_t>(i) * 160 + j] =
          static_cast<float>(std::exp(-squared(i, j) / (width * width)));
    }
  }
  fft.forward(wave.data());
  makeWaveStepper(propagator)->advance(wave, vacuum.views());
  fft.inverse(wave.data());
  const std::complex<double> q(width * width, slices * slice_A * beam.wavelength_A() / kPi);
  for (int i = 0; i < 160; i += 3) {
    for (int j = 0; j < 160; j += 3) {
      const std::complex<double> expected = width * width / q * std::exp(-squared(i, j) / q);
      const std::complex<double> found =
          std::complex<double>(wave[static_cast<std::size_t>(i) * 160 + j]) /
          static_cast<double>(grid.pixels());
      EXPECT_LT(std::abs(found - expected), 1e-5);  // single precision, amplitude one
    }
  }
}

TEST(WaveStepper, weakObjectsScatterKinematically) {
  // First Born approximation: psi(k) = i sigma sum over slices V(k) exp(-i pi lambda k^2 (z_end -
  // z_s)).
  const Grid grid(96, 96, 15, 15);
  const ElectronBeam beam(200);
  const BandLimit limit(grid);
  const int slices = 5;
  const Propagator propagator(grid, beam, limit, 20);
  const Array2<float> v = smooth(grid, 1e-3, 5);
  const Transmission transmission(grid, beam, limit, slices, [&](int) { return v; });
  Wave wave = planeWave(grid), spectrum(v.begin(), v.end());
  makeWaveStepper(propagator)->advance(wave, transmission.views());
  Fft(96, 96).forward(spectrum.data());
  for (int i = 0; i < 96; ++i) {
    for (int j = 0; j < 96; ++j) {
      const std::size_t at = static_cast<std::size_t>(i) * 96 + j;
      if (at == 0) continue;
      const double k2 = std::pow(grid.kx_invA(i), 2) + std::pow(grid.ky_invA(j), 2);
      std::complex<double> expected = 0;
      for (int s = 0; s < slices; ++s) {
        expected += std::polar(1.0, -kPi * beam.wavelength_A() * k2 * 20 * (slices - s)) *
                    std::complex<double>(0, beam.interaction_per_VA()) *
                    std::complex<double>(spectrum[at]) / static_cast<double>(grid.pixels());
      }
      // The scattered amplitudes are about 4e-6; second order and single precision are below 1 %.
      EXPECT_LT(std::abs(std::complex<double>(wave[at]) - expected), 5e-8);
    }
  }
}

TEST(WaveStepper, obeysReciprocity) {
  // A point detector on the axis of a scanning microscope records what a point of the image records
  // when the specimen is turned over and lit by a plane wave (Cowley, Appl. Phys. Lett. 15, 58
  // (1969)). With S the scattering matrix, S(0, k) of the slices 1..N is phi(-k) P(0) / P(k), phi
  // the plane wave after the slices N..1.
  const Grid grid(64, 72, 10, 11);
  const ElectronBeam beam(200);
  const BandLimit limit(grid);
  const int slices = 6;
  const Propagator propagator(grid, beam, limit, 3);
  std::vector<Array2<float>> v;
  for (int s = 0; s < slices; ++s) {
    v.push_back(smooth(grid, 20.0 * (s + 1), 3 + s));
  }
  const Transmission down(grid, beam, limit, slices, [&](int s) { return v[s]; });
  const Transmission up(grid, beam, limit, slices, [&](int s) { return v[slices - 1 - s]; });
  Wave scanned(grid.pixels()), lit = planeWave(grid);
  const Probe probe({20, 0, {}}, grid, beam);
  probe.form({3.21, 4.56}, scanned);
  const Wave formed = scanned;
  const auto stepper = makeWaveStepper(propagator);
  stepper->advance(scanned, down.views());
  stepper->advance(lit, up.views());
  std::complex<double> expected = 0;
  for (int i = 0; i < 64; ++i) {
    for (int j = 0; j < 72; ++j) {
      const std::size_t at = static_cast<std::size_t>(i) * 72 + j;
      const std::size_t opposite = static_cast<std::size_t>((64 - i) % 64) * 72 + (72 - j) % 72;
      if (formed[at] == 0.0f) continue;
      expected += std::complex<double>(formed[at]) * std::complex<double>(lit[opposite]) /
                  std::complex<double>(propagator.factors()[at]);
    }
  }
  EXPECT_GT(std::norm(expected), 1e-6);
  EXPECT_LT(std::norm(lit[0]), 0.5);                                       // far from a weak object
  EXPECT_LT(std::abs(std::complex<double>(scanned[0]) - expected), 2e-6);  // single precision
}

TEST(WaveStepper, dependsOnTheNumberOfCallsByRoundingOnly) {
  const Grid grid(64, 64, 10, 10);
  const ElectronBeam beam(200);
  const BandLimit limit(grid);
  const Propagator propagator(grid, beam, limit, 2);
  const Array2<float> v = smooth(grid, 5, 4);
  const Transmission transmission(grid, beam, limit, 3, [&](int) { return v; });
  const auto stepper = makeWaveStepper(propagator);
  Wave atOnce(grid.pixels(), 0.0f);
  atOnce[5] = 1;
  Wave inParts = atOnce, none = atOnce;
  stepper->advance(atOnce, transmission.views());
  stepper->advance(inParts, transmission.views(0, 1));
  stepper->advance(inParts, transmission.views(1, 3));
  for (std::size_t i = 0; i < atOnce.size(); ++i) {
    EXPECT_LT(std::abs(atOnce[i] - inParts[i]), 1e-6);  // single precision, amplitudes up to one
  }
  Wave untouched = none;
  stepper->advance(none, {});
  EXPECT_EQ(none, untouched);
}

TEST(WaveStepper, readsAWindowOfALargerRegion) {
  // The same slice once on its own, once inside a region with other values around it.
  const Grid grid(32, 40, 6, 7.5);
  const ElectronBeam beam(200);
  const BandLimit limit(grid);
  const Propagator propagator(grid, beam, limit, 2);
  const Array2<float> v = smooth(grid, 5, 4);
  const Transmission transmission(grid, beam, limit, 1, [&](int) { return v; });
  const std::ptrdiff_t stride = 57;
  std::vector<float> re(50 * stride, 7.0f), im(50 * stride, -7.0f);
  const SliceView alone = transmission.view(0);
  for (int i = 0; i < 32; ++i) {
    for (int j = 0; j < 40; ++j) {
      re[(i + 5) * stride + j + 3] = alone.re[i * alone.stride + j];
      im[(i + 5) * stride + j + 3] = alone.im[i * alone.stride + j];
    }
  }
  const SliceView window = SliceView{re.data(), im.data(), stride}.from(5, 3);
  Wave wave(grid.pixels(), 0.0f);
  wave[3] = 1;
  Wave same = wave;
  const auto stepper = makeWaveStepper(propagator);
  stepper->advance(wave, std::span(&alone, 1));
  stepper->advance(same, std::span(&window, 1));
  EXPECT_EQ(wave, same);
}

TEST(WaveStepper, keepsNothingBeyondTheBandLimit) {
  const Grid grid(64, 64, 10, 10);
  const ElectronBeam beam(200);
  const BandLimit limit(grid);
  const Propagator propagator(grid, beam, limit, 2);
  const Array2<float> v = smooth(grid, 300, 20);
  const Transmission transmission(grid, beam, limit, 1, [&](int) { return v; });
  Wave wave = planeWave(grid);
  makeWaveStepper(propagator)->advance(wave, transmission.views());
  EXPECT_LT(total(wave), 1);
  for (int i = 0; i < 64; ++i) {
    for (int j = 0; j < 64; ++j) {
      if (!grid.carries(grid.kx_invA(i), grid.ky_invA(j))) {
        EXPECT_EQ(std::abs(wave[static_cast<std::size_t>(i) * 64 + j]), 0.0f);
      }
    }
  }
}

}  // namespace
}  // namespace glasscope::multislice
