#include "voronoi/order/Crystals.h"

#include <gtest/gtest.h>

#include "tests/SharedData.h"
#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi {
namespace {

Crystals crystalsOf(const Atoms& atoms) {
  const auto cells = tessellate(atoms);
  return findCrystals(atoms, cells, bondHarmonics(cells, 6, BondWeighting::area), {});
}

double crystalFraction(const Atoms& atoms) {
  double sum = 0;
  for (const auto mark : crystalsOf(atoms).crystal) sum += mark;
  return sum / static_cast<double>(atoms.size());
}

/// Thermal noise of 5 % of the nearest distance, that is near half of the melting point.
TEST(Crystals, warmCrystalsAreCrystalsThrough) {
  auto fcc = samples::crystal(samples::cubic(3.6), samples::kFccBasis, {5, 5, 5});
  samples::shake(fcc, 0.05 * 2.55, 1);
  EXPECT_GT(crystalFraction(fcc), 0.98);
  auto bcc = samples::crystal(samples::cubic(2.9), samples::kBccBasis, {6, 6, 6});
  samples::shake(bcc, 0.05 * 2.51, 2);
  EXPECT_GT(crystalFraction(bcc), 0.98);
}

TEST(Crystals, randomAtomsAreNone) {
  EXPECT_LT(crystalFraction(samples::poisson(3000, Box::orthogonal(Vec3::Constant(30)), 3)), 0.002);
}

TEST(Crystals, aMetallicGlassHasNone) {
  GLASSCOPE_NEEDS_SHARED(path, "reference/cu64zr36_1e13_300K.data.gz");
  EXPECT_LT(crystalFraction(samples::readGlass(path)), 0.01);
}

/// A ball of fcc in random surroundings of the same density: what is deep inside is found, and is
/// one grain; what is far outside is not.
TEST(Crystals, aGrainAmongRandomAtomsIsFound) {
  constexpr double kRadius = 9, kBox = 36;
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(kBox));
  const Vec3 middle = Vec3::Constant(0.5 * kBox);
  const auto fcc = samples::crystal(samples::cubic(3.6), samples::kFccBasis, {10, 10, 10});
  for (const auto& p : fcc.positions)
    if ((p - middle).norm() < kRadius) atoms.add(29, p);
  const auto grain = atoms.size();
  const auto disorder = samples::poisson(4000, atoms.box, 7);
  for (const auto& p : disorder.positions)
    if ((p - middle).norm() > kRadius + 1) atoms.add(29, p);
  samples::shake(atoms, 0.05, 8);
  const auto found = crystalsOf(atoms);
  std::size_t inside = 0, outside = 0, deep = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const double r = (atoms.positions[i] - middle).norm();
    if (i >= grain) outside += found.crystal[i];
    if (i < grain && r < kRadius - 3.6) {
      ++deep;
      inside += found.crystal[i];
    }
  }
  EXPECT_GT(deep, 50U);
  EXPECT_EQ(inside, deep);
  EXPECT_LT(outside, 10U);
  EXPECT_GE(found.grains.largest(), static_cast<std::int64_t>(deep));
  EXPECT_EQ(found.grains.percolation(), 0);
}

/// How coherent a bond is and how many bonds must be so are asked one by one.
TEST(Crystals, coherenceAndShareAreTwoThings) {
  auto atoms = samples::crystal(samples::cubic(3.6), samples::kFccBasis, {4, 4, 4});
  samples::shake(atoms, 0.2, 5);
  const auto cells = tessellate(atoms);
  const auto harmonics = bondHarmonics(cells, 6, BondWeighting::area);
  const auto loose = crystalBonds(atoms, cells, harmonics, {0.6, 0.9, 8}, atoms.size());
  const auto strict = crystalBonds(atoms, cells, harmonics, {0.8, 0.4, 8}, atoms.size());
  int between = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    EXPECT_EQ(loose.like[i], loose.coherentShare[i] >= 0.9);
    EXPECT_EQ(strict.like[i], strict.coherentShare[i] >= 0.4);
    EXPECT_LE(strict.coherentShare[i], loose.coherentShare[i]);
    between += strict.coherentShare[i] >= 0.4 && strict.coherentShare[i] < 0.8;
    between += loose.coherentShare[i] >= 0.6 && loose.coherentShare[i] < 0.9;
  }
  EXPECT_GT(between, 20);
}

TEST(Crystals, sharesThatCannotBeAreRefused) {
  const auto atoms = samples::crystal(samples::cubic(3.6), samples::kFccBasis, {2, 2, 2});
  const auto cells = tessellate(atoms);
  const auto harmonics = bondHarmonics(cells, 6, BondWeighting::area);
  EXPECT_THROW(findCrystals(atoms, cells, harmonics, {0, 0.5, 8}), Error);
  EXPECT_THROW(findCrystals(atoms, cells, harmonics, {0.5, 1.5, 8}), Error);
}

}  // namespace
}  // namespace glasscope::voronoi
