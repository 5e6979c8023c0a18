#include "voronoi/pairs/CoordinationShells.h"

#include <gtest/gtest.h>

#include "tests/SharedData.h"
#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

std::map<int, double> densities(const Atoms& atoms) {
  std::map<int, double> out;
  for (const int z : atoms.atomicNumbers) out[z] += 1 / atoms.box.volume();
  return out;
}

/// fcc at rest: 12, 6, 24, 12, 24 neighbours at a sqrt(n / 2). Shells are counted exactly, as every
/// atom falls into one bin.
TEST(CoordinationShells, ofFccAreItsShells) {
  const auto atoms = samples::crystal(samples::cubic(4), samples::kFccBasis, {4, 4, 4});
  RadialSettings settings;
  settings.max_A = 7.2;  // up to the sixth, which has to begin
  const auto shells = coordinationShells(radialDistributions(atoms, settings), densities(atoms));
  const double expected[] = {12, 6, 24, 12, 24};
  int n = 0;
  for (const auto& shell : shells) {
    if (shell.centre != 0) continue;
    ASSERT_LT(n, 5);
    EXPECT_EQ(shell.number, n + 1);
    EXPECT_NEAR(shell.neighbours, expected[n], 1e-9);
    EXPECT_NEAR(shell.peak_A, 4 * std::sqrt((n + 1) / 2.0), 0.05);
    EXPECT_LT(shell.inner_A, shell.peak_A);
    EXPECT_EQ(shell.inner_A == 0, n == 0);
    ++n;
  }
  EXPECT_EQ(n, 5);
}

TEST(CoordinationShells, ofAGasAreNone) {
  const auto atoms = samples::poisson(20000, Box::orthogonal(Vec3::Constant(50)), 4);
  RadialSettings settings;
  settings.max_A = 8;
  settings.bin_A = 0.1;
  auto distributions = radialDistributions(atoms, settings);
  // Nearer than 2 angstrom there are too few pairs for a smooth curve.
  for (auto& d : distributions)
    for (std::size_t i = 0; i < 20; ++i) d.g[i] = 1;
  distributions.resize(1);
  EXPECT_TRUE(coordinationShells(distributions, densities(atoms)).empty());
}

/// Beyond the first, a metallic glass has its split second shell between 4 and 6 angstrom, with the
/// 12 to 14 neighbours of the first shell and about four times as many in the second.
TEST(CoordinationShells, ofAGlassGoOnBeyondTheFirst) {
  GLASSCOPE_NEEDS_SHARED(path, "reference/cu64zr36_1e13_300K.data.gz");
  const auto atoms = samples::readGlass(path);
  RadialSettings settings;
  settings.max_A = 12;
  const auto shells = coordinationShells(radialDistributions(atoms, settings), densities(atoms));
  ASSERT_GE(shells.size(), 3U);
  EXPECT_NEAR(shells[0].neighbours, 13, 1);
  EXPECT_EQ(shells[1].number, 2);
  EXPECT_NEAR(shells[1].peak_A, 4.8, 0.5);
}

}  // namespace
}  // namespace glasscope::voronoi
