#include "voronoi/order/TwoBodyEntropy.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "core/system/Parallel.h"
#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

std::vector<double> entropyOf(const Atoms& atoms, EntropySettings settings = {}) {
  const double volume = atoms.box.volume();
  for (const int z : atoms.atomicNumbers) settings.density_per_A3[z] += 1 / volume;
  return twoBodyEntropy(atoms, settings, std::vector<std::uint8_t>(atoms.size(), 0));
}

/// An atom with no neighbour in reach has g = 0, so s2 = -2 pi rho r_max^3 / 3 (trapezoidal sum:
/// to 1e-3).
TEST(TwoBodyEntropy, ofALonelyAtomIsThatOfEmptySpace) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3(40, 40, 40));
  atoms.add(29, Vec3(1, 2, 3));
  const double expected = -2 * constants::kPi / 64000 * 216 / 3;
  EXPECT_NEAR(entropyOf(atoms)[0] / expected, 1, 1e-3);
}

/// The sum over a simple cubic crystal done here directly, with plain exponentials and Simpson's
/// rule on a finer grid: independent of the recurrence. Good to the step of the trapezoidal rule.
TEST(TwoBodyEntropy, agreesWithADirectSum) {
  const double a = 2.8, sigma = 0.15, top = 5.0, density = 1 / (a * a * a);
  const auto atoms = samples::crystal(samples::cubic(a), samples::kScBasis, {3, 3, 3});
  const auto integrand = [&](double r) {
    double near = 0;
    for (int i = -3; i <= 3; ++i)
      for (int j = -3; j <= 3; ++j)
        for (int k = -3; k <= 3; ++k) {
          const double d = a * std::sqrt(i * i + j * j + k * k), x = (r - d) / sigma;
          if (d > 0) near += std::exp(-0.5 * x * x) / (std::sqrt(2 * constants::kPi) * sigma);
        }
    const double g = near / (4 * constants::kPi * r * r * density);
    return (g > 0 ? g * std::log(g) - g + 1 : 1) * r * r;
  };
  double integral = 0;
  const int steps = 2000;
  for (int k = 0; k < steps; ++k) {
    const double left = top * k / steps, right = top * (k + 1) / steps, mid = (left + right) / 2;
    integral += (integrand(left + 1e-12) + 4 * integrand(mid) + integrand(right)) * top / steps / 6;
  }
  EntropySettings settings;
  settings.max_A = top;
  settings.bin_A = 0.01;
  const double found = entropyOf(atoms, settings)[0];
  EXPECT_NEAR(found / (-2 * constants::kPi * density * integral), 1, 1e-4);
}

/// The zero of the scale is not that of g(r) = 1: an atom of an ideal gas has few neighbours, and
/// its g(r) is a few peaks, the fewer the more species there are. What the texts say of it, at 0.06
/// atoms a cubic angstrom: -5.0 for two species, -2.6 for one (means of 3,000 atoms, good to 0.02).
TEST(TwoBodyEntropy, ofAnIdealGasIsNotZero) {
  auto gas = samples::poisson(3000, Box::orthogonal(Vec3::Constant(std::cbrt(50000))), 8);
  const auto mean = [&] {
    double sum = 0;
    for (const double s : entropyOf(gas)) sum += s / 3000;
    return sum;
  };
  EXPECT_NEAR(mean(), -5.0, 0.1);
  for (int& z : gas.atomicNumbers) z = 29;
  EXPECT_NEAR(mean(), -2.6, 0.1);
}

TEST(TwoBodyEntropy, ofACrystalIsLowerThanOfAGas) {
  auto crystal = samples::crystal(samples::cubic(3.6), samples::kFccBasis, {4, 4, 4});
  samples::shake(crystal, 0.1, 3);
  const auto gas = samples::poisson(crystal.size(), crystal.box, 71);
  double ordered = 0, random = 0;
  for (const double s : entropyOf(crystal)) ordered += s;
  for (const double s : entropyOf(gas)) random += s;
  EXPECT_LT(ordered, random);
}

TEST(TwoBodyEntropy, hasTheSameBitsOnAnyNumberOfThreads) {
  const auto atoms = samples::poisson(700, Box::orthogonal(Vec3(16, 16, 16)), 72);
  const int before = threadCount();
  setThreadCount(1);
  const auto one = entropyOf(atoms);
  setThreadCount(3);
  EXPECT_EQ(entropyOf(atoms), one);
  setThreadCount(before);
}

TEST(TwoBodyEntropy, refusesStepsThatDoNotResolveTheBroadening) {
  const auto atoms = samples::poisson(7, Box::orthogonal(Vec3(6, 6, 6)), 73);
  EntropySettings settings;
  settings.bin_A = 1;
  EXPECT_THROW(entropyOf(atoms, settings), Error);
}

}  // namespace
}  // namespace glasscope::voronoi
