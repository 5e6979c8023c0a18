// Dynamical diffraction by one set of planes at its Bragg angle, the textbook's two beams (P. B.
// Hirsch et al., Electron Microscopy of Thin Crystals, Butterworths 1965, Chap. 8): intensity moves
// to the diffracted beam and back, I_g = sin^2(pi t / xi_g), xi_g = pi / (sigma V_g).
#include <cmath>

#include <gtest/gtest.h>

#include "multislice/potentials/Transmission.h"
#include "multislice/propagation/WaveStepper.h"

namespace glasscope::multislice {
namespace {

constexpr double kSlice_A = 10, kExtinction_A = 4000;
constexpr int kSlices = 25;  // a piece of 250 angstrom, passed again and again

/// I_g by depth (pieces) in planes 1 angstrom apart; `error_invA` is how far the end of g lies off
/// the Ewald sphere.
std::vector<double> diffracted(double error_invA, int pieces) {
  const Grid grid(32, 32, 4, 4);
  const ElectronBeam beam(200);
  const BandLimit limit(grid);
  const double g_invA = 1, lambda = beam.wavelength_A();
  // Frequencies count from the beam: that of the incident beam itself is -g/2 at the Bragg angle.
  const double k_invA = -g_invA / 2 + error_invA / (lambda * g_invA);
  const Propagator propagator(grid, beam, limit, kSlice_A, {1e3 * lambda * k_invA, 0});
  const double vg_V = M_PI / (beam.interaction_per_VA() * kExtinction_A);
  Array2<float> v(32, 32);  // 2 V_g cos(2 pi g x), projected through a slice
  for (int i = 0; i < 32; ++i) {
    for (int j = 0; j < 32; ++j) {
      v(i, j) = static_cast<float>(2 * vg_V * kSlice_A * std::cos(2 * M_PI * g_invA * i / 8));
    }
  }
  const Transmission transmission(grid, beam, limit, kSlices, [&](int) { return v; });
  const auto stepper = makeWaveStepper(propagator);
  Wave wave(grid.pixels(), 0.0f);
  wave[0] = 1;
  std::vector<double> result;
  for (int piece = 0; piece < pieces; ++piece) {
    stepper->advance(wave, transmission.views());
    result.push_back(std::norm(wave[4 * 32]));
  }
  return result;
}

// The planes' other beams lie lambda g^2 = 0.025 1/angstrom and more off the sphere, 100 / xi_g:
// they take 1e-4 of the intensity and shift the Bragg angle by as much of xi_g.
constexpr double kOtherBeams = 5e-4;

TEST(TwoBeamPhysics, intensityMovesBetweenTheBeamsWithTheExtinctionDistance) {
  const std::vector<double> found = diffracted(0, 32);  // two extinction distances
  ASSERT_EQ(found.size(), 32u);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double t = static_cast<double>(i + 1) * kSlices * kSlice_A;
    EXPECT_NEAR(found[i], std::pow(std::sin(M_PI * t / kExtinction_A), 2), kOtherBeams) << t;
  }
}

TEST(TwoBeamPhysics, offTheBraggAngleItMovesFasterAndLess) {
  // I_g = sin^2(pi t s_eff) / (xi_g s_eff)^2, s_eff^2 = s^2 + 1 / xi_g^2.
  for (const double s : {0.7 / kExtinction_A, -1.5 / kExtinction_A}) {
    const double effective = std::hypot(s, 1 / kExtinction_A);
    const std::vector<double> found = diffracted(s, 24);
    for (std::size_t i = 0; i < found.size(); ++i) {
      const double t = static_cast<double>(i + 1) * kSlices * kSlice_A;
      const double expected =
          std::pow(std::sin(M_PI * t * effective) / (kExtinction_A * effective), 2);
      // s shifts by 1 / (xi_g^2 lambda g^2), 1 % of 1 / xi_g: the slope of I_g by s, below 1 xi_g.
      EXPECT_NEAR(found[i], expected, 0.015) << "s " << s << ", t " << t;
    }
  }
}

}  // namespace
}  // namespace glasscope::multislice
