#include "multislice/specimen/einsteinMotion.h"

#include <cmath>
#include <complex>
#include <numbers>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "multislice/plane_wave/runPlaneWave.h"

namespace glasscope::multislice {
namespace {

Foil crystal(int side) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(4.0 * side));
  for (int a = 0; a < side; ++a) {
    for (int b = 0; b < side; ++b) {
      for (int c = 0; c < side; ++c) {
        atoms.add((a + b + c) % 2 ? 29 : 40, 4 * Vec3(a + 0.5, b + 0.5, c + 0.5));
      }
    }
  }
  return Foil::cut(atoms, {});
}

TEST(EinsteinMotion, hasTheRootMeanSquareAlongEveryAxisThatWasAskedFor) {
  const Foil foil = crystal(20);
  const Foil moved = einsteinMotion(foil, {{0.05, 0.11}, 1, 1}, 3);
  Vec3 squares[2] = {Vec3::Zero(), Vec3::Zero()};
  for (std::size_t i = 0; i < foil.size(); ++i) {
    const Vec3 u = moved.positions()[i] - foil.positions()[i];
    squares[foil.atomicNumbers()[i] == 40] += u.cwiseProduct(u) / 4000;
  }
  // The variance of 4000 normal deviates is known to sqrt(2/4000) = 2.2 %; four times that.
  for (int d = 0; d < 3; ++d) {
    EXPECT_NEAR(squares[0][d] / (0.05 * 0.05), 1, 0.09);
    EXPECT_NEAR(squares[1][d] / (0.11 * 0.11), 1, 0.09);
  }
}

// Twice the same still foil: what differs is the motion alone.
TEST(EinsteinMotion, drawsNoTwoConfigurationsAlikeAndAnotherDrawIsAnother) {
  const std::vector<Foil> still = {crystal(2), crystal(2)};
  const EinsteinSettings settings{{0.1}, 3, 1};
  std::vector<Foil> moving = einsteinMotions(still, settings, 0);
  const std::vector<Foil> tilted = einsteinMotions(still, settings, 1);
  moving.insert(moving.end(), tilted.begin(), tilted.end());
  ASSERT_EQ(moving.size(), 12u);
  for (std::size_t i = 0; i < moving.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_GT((moving[i].positions()[0] - moving[j].positions()[0]).norm(), 1e-6)
          << i << " " << j;
    }
  }
}

TEST(EinsteinMotion, differsBetweenConfigurationsAndSeedsOnly) {
  const Foil foil = crystal(3);
  const auto draw = [&](std::uint64_t seed, std::uint64_t configuration) {
    return einsteinMotion(foil, {{0.1}, 1, seed}, configuration).positions();
  };
  EXPECT_EQ(draw(1, 0), draw(1, 0));
  EXPECT_NE(draw(1, 0), draw(1, 1));
  EXPECT_NE(draw(1, 0), draw(2, 0));
}

TEST(EinsteinMotion, weakensABraggBeamByTheDebyeWallerFactor) {
  // A thin crystal scatters kinematically: the mean wave in the beam k is weakened by
  // exp(-2 pi^2 u^2 k^2) against the crystal at rest.
  constexpr double kRms = 0.15;
  const Foil foil = crystal(8);  // 32 angstrom; the lattice of one element repeats by 4 sqrt(2)
  constexpr int kOrder = 8;      // 0.25 1/angstrom
  const auto beam = [&](const Foil& f, double k) {
    std::complex<double> sum = 0;
    for (const Vec3& r : f.positions()) sum += std::polar(1.0, -2 * std::numbers::pi * k * r.x());
    return sum / static_cast<double>(f.size());
  };
  for (int order : {1, 2, 4}) {
    const double k = order * kOrder / 32.0;
    std::complex<double> mean = 0;
    constexpr int kDraws = 20;
    for (int c = 0; c < kDraws; ++c) {
      mean += beam(einsteinMotion(foil, {{kRms}, 1, 1}, c), k) / static_cast<double>(kDraws);
    }
    const double expected = std::exp(-2 * std::pow(std::numbers::pi * kRms * k, 2));
    // 20 x 512 atoms: the mean of unit phases is known to 1 %.
    EXPECT_NEAR(std::abs(mean) / std::abs(beam(foil, k)), expected, 0.03) << "at " << k;
  }
}

TEST(EinsteinMotion, weakensTheMeanWaveBehindTheFoil) {
  // The same by multislice: the exit wave, averaged, in the beam (4, 0) of a thin foil of light
  // scatterers at 300 kV, against the foil at rest. Kinematic within some per cent for two layers
  // of atoms.
  constexpr double kRms = 0.12;
  Atoms atoms;
  atoms.box = Box::orthogonal({16, 16, 4});
  for (int a = 0; a < 4; ++a) {
    for (int b = 0; b < 4; ++b) atoms.add(6, {4 * a + 2.0, 4 * b + 2.0, 2});
  }
  const Foil foil = Foil::cut(atoms, {});
  MicroscopeSettings microscope;
  microscope.voltage_kV = 300;
  microscope.grid_points = 96;
  const auto amplitude = [&](const Foil& f, int order) {
    const std::vector<Foil> one = {f};
    const auto wave = runPlaneWave(microscope, one).exitWave;
    std::complex<double> sum = 0;
    for (int i = 0; i < 96; ++i) {
      for (int j = 0; j < 96; ++j) {
        sum += std::complex<double>(wave(i, j)) *
               std::polar(1.0, -2 * std::numbers::pi * order * 4.0 * i / 96);
      }
    }
    return sum;
  };
  for (int order : {2, 4}) {
    std::complex<double> mean = 0;
    constexpr int kDraws = 60;
    for (int c = 0; c < kDraws; ++c) {
      mean += amplitude(einsteinMotion(foil, {{kRms}, 1, 5}, c), order) / double{kDraws};
    }
    const double k = order / 4.0;
    const double expected = std::exp(-2 * std::pow(std::numbers::pi * kRms * k, 2));
    // 60 x 16 atoms: 3 % by chance, and double scattering.
    EXPECT_NEAR(std::abs(mean) / std::abs(amplitude(foil, order)), expected, 0.1) << "at " << k;
  }
}

TEST(EinsteinMotion, refusesNumbersThatDoNotFit) {
  const Foil foil = crystal(2);
  EXPECT_THROW(einsteinMotion(foil, {{0.1, 0.1, 0.1}, 1, 1}, 0), Error);
  EXPECT_THROW(einsteinMotion(foil, {{-0.1}, 1, 1}, 0), Error);
}

}  // namespace
}  // namespace glasscope::multislice
