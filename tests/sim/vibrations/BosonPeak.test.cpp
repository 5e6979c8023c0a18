#include "sim/vibrations/BosonPeak.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "sim/statics/Statics.h"
#include "sim/vibrations/SpectralEdge.h"

namespace glasscope::sim {
namespace {

constexpr double kTop_THz = 8;

DensityOfStates statesAt(const std::vector<double>& frequencies_THz, int order) {
  const double top = eigenvalueOf(kTop_THz);
  std::vector<double> moments(static_cast<std::size_t>(order) + 1, 0.0);
  for (const double nu : frequencies_THz) {
    const double theta = std::acos(2 * eigenvalueOf(nu) / top - 1);
    for (std::size_t n = 0; n < moments.size(); ++n)
      moments[n] += std::cos(static_cast<double>(n) * theta);
  }
  return DensityOfStates(moments, top, static_cast<double>(frequencies_THz.size()));
}

// Copper, 8.94 g/cm^3 at this lattice constant: 48 and 137 GPa give 2,320 and 4,740 m/s.
TEST(BosonPeak, soundVelocitiesAreRootsOfModuliOverDensity) {
  const Atoms copper = latticeAtoms(LatticeKind::fcc, 3.615, {29}, 3);
  const SoundVelocities v = soundVelocities(copper, 48, 137);
  const double density = 4 * 63.546 * 1.66053906660e-27 / std::pow(3.615e-10, 3);
  EXPECT_NEAR(v.transverse_A_per_ps, std::sqrt(48e9 / density) / 100, 1e-3);
  EXPECT_NEAR(v.longitudinal_A_per_ps, std::sqrt((137e9 + 4.0 / 3 * 48e9) / density) / 100, 1e-3);
}

// Debye's spectrum of those velocities is one times itself at every frequency; modes on top of it,
// about 2 THz, are found where they are.
TEST(BosonPeak, isWhereModesExceedThoseOfSound) {
  const Atoms copper = latticeAtoms(LatticeKind::fcc, 3.615, {29}, 12);
  const SoundVelocities v = soundVelocities(copper, 48, 137);
  const double slowness =
      2 / std::pow(v.transverse_A_per_ps, 3) + 1 / std::pow(v.longitudinal_A_per_ps, 3);
  // 4 pi V / 3 slowness nu_D^3 = 3 N
  const double edge = std::cbrt(9 / (4 * constants::kPi * std::pow(3.615, 3) / 4 * slowness));
  ASSERT_LT(edge, kTop_THz);
  std::vector<double> modes;
  constexpr int kModes = 20000;
  for (int k = 0; k < kModes; ++k) modes.push_back(edge * std::cbrt((k + 0.5) / kModes));
  const BosonPeak debye = bosonPeak(statesAt(modes, 1000), copper, v);
  // Intervals as wide as the kernel hold nu^2 only on the mean: a few per cent at the low end.
  EXPECT_NEAR(debye.overDebye, 1, 0.05);
  EXPECT_NEAR(debye.firstPhonon_THz, v.transverse_A_per_ps / (12 * 3.615), 1e-12);
  for (int k = 0; k < 400; ++k) modes.push_back(2 + 0.0005 * k);
  const BosonPeak peak = bosonPeak(statesAt(modes, 1000), copper, v);
  EXPECT_NEAR(peak.frequency_THz, 2.05, 0.1);
  EXPECT_GT(peak.overDebye, 2);
  EXPECT_FALSE(peak.limitedByBox);
  // The same modes in a box that cannot hold slower waves.
  const BosonPeak small =
      bosonPeak(statesAt(modes, 1000), latticeAtoms(LatticeKind::fcc, 3.615, {29}, 4), v);
  EXPECT_NEAR(small.firstPhonon_THz, 1.6, 0.05);
  EXPECT_TRUE(small.limitedByBox);
}

}  // namespace
}  // namespace glasscope::sim
