#include "voronoi/pairs/DistributionPeaks.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

/// A crystal of two species: the basis of the first, then that of the second.
Atoms compound(double a, const std::vector<Vec3>& first, const std::vector<Vec3>& second, int za,
               int zb, int cells) {
  auto atoms = samples::crystal(samples::cubic(a), first, {cells, cells, cells}, za);
  const auto other = samples::crystal(samples::cubic(a), second, {cells, cells, cells}, zb);
  for (const auto& p : other.positions) atoms.add(zb, p);
  return atoms;
}

std::vector<Vec3> shifted(const std::vector<Vec3>& basis, double by) {
  auto out = basis;
  for (auto& b : out) b += Vec3::Constant(by);
  return out;
}

Atoms zincBlende(double a, int za, int zb) {
  return compound(a, samples::kFccBasis, shifted(samples::kFccBasis, 0.25), za, zb, 4);
}

/// First peaks and how many neighbours lie before the first minimum, pair by pair (total first).
struct Shell {
  double peak_A, neighbours;
};

void expectShells(Atoms atoms, double shake_A, const std::vector<Shell>& expected) {
  samples::shake(atoms, shake_A, 3);
  RadialSettings settings;
  settings.max_A = 7;
  const auto found = radialDistributions(atoms, settings);
  ASSERT_EQ(found.size(), expected.size());
  std::map<int, double> density;
  for (const int z : atoms.atomicNumbers) density[z] += 1 / atoms.box.volume();
  for (std::size_t p = 0; p < found.size(); ++p) {
    SCOPED_TRACE(p);
    const auto& d = found[p];
    // Half a bin for atoms at rest; a tenth of the thermal width beside it for moving ones.
    EXPECT_NEAR(d.firstPeak_A, expected[p].peak_A, 0.026 + 0.2 * shake_A);
    double neighbours = 0;
    for (std::size_t k = 0; k < d.g.size() && d.r_A[k] < d.firstMinimum_A; ++k) {
      const double inner = d.r_A[k] - 0.025, outer = d.r_A[k] + 0.025;
      const double rho =
          p == 0 ? static_cast<double>(atoms.size()) / atoms.box.volume() : density.at(d.neighbour);
      neighbours += 4 * M_PI / 3 * rho * d.g[k] * (std::pow(outer, 3) - std::pow(inner, 3));
    }
    EXPECT_NEAR(neighbours, expected[p].neighbours, 0.05 + 0.5 * shake_A);
  }
}

/// Twelve second neighbours make the second peak of diamond the highest: 12 / 1.633^2 > 4.
TEST(DistributionPeaks, theFirstPeakOfDiamondIsNotItsHighest) {
  for (const double shake : {0.0, 0.08}) {
    auto silicon = zincBlende(5.43, 14, 14);
    expectShells(silicon, shake, {{2.351, 4}, {2.351, 4}});
    expectShells(zincBlende(3.567, 6, 6), shake, {{1.545, 4}, {1.545, 4}});
  }
}

TEST(DistributionPeaks, partialsOfCompoundsHaveTheirOwnFirstShells) {
  for (const double shake : {0.0, 0.08}) {
    // Gallium arsenide: total, Ga-Ga, Ga-As, As-As.
    expectShells(zincBlende(5.65, 31, 33), shake,
                 {{2.447, 4}, {3.995, 12}, {2.447, 4}, {3.995, 12}});
    // Magnesium oxide: total, O-O, O-Mg, Mg-Mg.
    expectShells(
        compound(4.21, shifted(samples::kFccBasis, 0), shifted(samples::kFccBasis, 0.5), 8, 12, 4),
        shake, {{2.105, 6}, {2.977, 12}, {2.105, 6}, {2.977, 12}});
  }
}

/// B2: like atoms are a simple cubic lattice, whose second shell has twice the neighbours of the
/// first. Of all pairs the first two shells are one (8 and 6 neighbours at a ratio of 1.155).
TEST(DistributionPeaks, likeAtomsOfB2AreSimpleCubic) {
  const auto b2 = [](double a) {
    return compound(a, {Vec3::Zero()}, {Vec3::Constant(0.5)}, 29, 40, 6);
  };
  for (const double shake : {0.0, 0.08})
    expectShells(b2(3.26), shake, {{2.823, 14}, {3.26, 6}, {2.823, 8}, {3.26, 6}});
}

/// Eight atoms in a box are the same crystal as five hundred.
TEST(DistributionPeaks, aUnitCellIsEnough) {
  auto cell = samples::crystal(samples::cubic(5.43), samples::kFccBasis, {1, 1, 1}, 14);
  for (std::size_t k = 0; k < 4; ++k) cell.add(14, cell.positions[k] + Vec3::Constant(5.43 / 4));
  expectShells(cell, 0, {{2.351, 4}, {2.351, 4}});
}

TEST(DistributionPeaks, aGasHasNone) {
  const auto atoms = samples::poisson(4000, Box::orthogonal(Vec3::Constant(40)), 12);
  const auto distributions = radialDistributions(atoms, {});
  ASSERT_FALSE(distributions.empty());
  for (const auto& d : distributions) {
    EXPECT_EQ(d.firstPeak_A, 0) << d.centre << " " << d.neighbour;
    EXPECT_EQ(d.firstMinimum_A, 0);
  }
}

/// Three standard deviations at the highest of some thirty independent places, and the same in the
/// fall behind it: a fifth of all gases show a peak by chance (33 of these 160), and half would at
/// a threshold that is a factor sqrt(2) lower.
TEST(DistributionPeaks, aGasSeldomHasOneByChance) {
  int peaks = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const auto gas = samples::poisson(1500, Box::orthogonal(Vec3::Constant(30)), seed);
    RadialSettings settings;
    settings.max_A = 10;
    for (const auto& d : radialDistributions(gas, settings)) peaks += d.firstPeak_A > 0;
  }
  EXPECT_LT(peaks, 50);
}

/// Where g(r) is zero between two shells the minimum is the middle of the gap, less the smoothing.
TEST(DistributionPeaks, theMinimumOfAGapIsItsMiddle) {
  const auto d = radialDistributions(zincBlende(5.43, 14, 14), {}).front();
  EXPECT_NEAR(d.firstMinimum_A, 0.5 * (2.351 + 3.840), 0.06);
}

/// Pairs that are `mean` apart, give or take `width`, far from one another: g(r) is one Gaussian.
/// Its top lies 0.03 from the centre of the bin (of 0.1), and a parabola finds it within a
/// hundredth of an angstrom (7,000 pairs fix the mean of a Gaussian of 0.12 to 0.0015, its top to
/// about 0.005).
TEST(DistributionPeaks, theTopIsFoundWithinItsBin) {
  constexpr double kMean = 2.52, kWidth = 0.12;
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(190));
  Random random(4, "dumb_bells");
  for (int i = 0; i < 19; ++i)
    for (int j = 0; j < 19; ++j)
      for (int k = 0; k < 19; ++k) {
        const Vec3 p = 10 * Vec3(i, j, k);
        atoms.add(29, p);
        atoms.add(29, p + Vec3(0, kMean + kWidth * random.normal(), 0));
      }
  RadialSettings settings;
  settings.max_A = 6;
  settings.bin_A = 0.1;
  const auto d = radialDistributions(atoms, settings).front();
  // g falls by 1 / r^2 across the peak, which moves its top by -2 width^2 / mean.
  EXPECT_NEAR(d.firstPeak_A, kMean - 2 * kWidth * kWidth / kMean, 0.01);
}

/// A few wrong bonds make a bump where unlike atoms have their peak, but below 1: like atoms have
/// their first shell where the crystal has it.
TEST(DistributionPeaks, wrongBondsAreNoFirstShell) {
  auto atoms = zincBlende(5.65, 31, 33);
  Random random(2, "antisites");
  for (int& z : atoms.atomicNumbers)
    if (random.uniform() < 0.01) z = 64 - z;
  samples::shake(atoms, 0.15, 4);
  RadialSettings settings;
  settings.max_A = 7;
  const auto d = radialDistributions(atoms, settings)[1];
  double bump = 0;
  for (std::size_t k = 0; k < d.g.size() && d.r_A[k] < 3; ++k) bump = std::max(bump, d.g[k]);
  EXPECT_GT(bump, 0.1);
  EXPECT_LT(bump, 1);
  EXPECT_NEAR(d.firstPeak_A, 3.995, 0.1);
}

/// A lone pair of a rare species is no shell.
TEST(DistributionPeaks, aSinglePairIsNoPeak) {
  auto atoms = samples::crystal(samples::cubic(4), samples::kFccBasis, {5, 5, 5});
  samples::shake(atoms, 0.1, 6);
  atoms.atomicNumbers[0] = 40;
  atoms.atomicNumbers[1] = 40;  // (2, 2, 0): one pair, 2.83 apart
  RadialSettings settings;
  settings.max_A = 7;
  const auto found = radialDistributions(atoms, settings);
  EXPECT_EQ(found[3].centre, 40);
  EXPECT_EQ(found[3].firstPeak_A, 0);
  EXPECT_NEAR(found[1].firstPeak_A, 2.83, 0.05);
}

}  // namespace
}  // namespace glasscope::voronoi
