#include "sim/samples/MicroCrystals.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"

namespace glasscope::sim {
namespace {

MicroCrystalSettings settings() {
  MicroCrystalSettings s{{29, 40}, {0.64, 0.36}};
  s.atoms = 800;
  s.nearest_A = 2.7;
  s.grain_A = 12;
  return s;
}

Vec3 apart(const Atoms& atoms, std::size_t i, std::size_t j) {
  Vec3 fraction =
      atoms.box.toFractional(atoms.positions[j] - atoms.positions[i] + atoms.box.origin());
  fraction -= Vec3(fraction.array().round());
  return atoms.box.matrix() * fraction;
}

// In an fcc crystal every squared distance is a whole multiple of that of neighbours.
TEST(MicroCrystals, atomsOfAGrainLieOnOneCrystal) {
  MicroCrystalSettings many = settings();
  many.atoms = 2500;  // no grain reaches its own image
  const Atoms atoms = microCrystals(many);
  const auto& grain = atoms.columns.at("grain").values;
  std::size_t pairs = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (grain[i] != grain[j]) continue;
      const double squared = apart(atoms, i, j).squaredNorm() / (2.7 * 2.7);
      if (squared > 4.5) continue;
      EXPECT_NEAR(squared, std::round(squared), 1e-9);
      ++pairs;
    }
  }
  EXPECT_GT(pairs, 2 * atoms.size());
}

TEST(MicroCrystals, noTwoAtomsAreTooNearAndFewAreMissing) {
  const Atoms atoms = microCrystals(settings());
  double nearest = 10;
  std::size_t whole = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    int neighbours = 0;
    for (std::size_t j = 0; j < atoms.size(); ++j) {
      if (i == j) continue;
      const double distance = apart(atoms, i, j).norm();
      nearest = std::min(nearest, distance);
      if (std::abs(distance - 2.7) < 1e-6) ++neighbours;
    }
    if (neighbours == 12) ++whole;
  }
  EXPECT_GE(nearest, 0.7 * 2.7);
  EXPECT_LE(atoms.size(), 800u);
  EXPECT_GT(atoms.size(), 640u);  // of grains of five atoms across a fifth lies at boundaries
  EXPECT_GT(whole, atoms.size() / 10) << "grains have an inside";
}

TEST(MicroCrystals, hasTheCompositionAndGrainsOfItsSize) {
  const Atoms atoms = microCrystals(settings());
  const auto copper = std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), 29);
  EXPECT_NEAR(static_cast<double>(copper), 0.64 * static_cast<double>(atoms.size()), 1);
  const auto& grain = atoms.columns.at("grain").values;
  // 800 atoms of 13.9 cubic angstrom are 6.4 cubes of 12 angstrom.
  EXPECT_EQ(std::set<double>(grain.begin(), grain.end()).size(), 6u);
  // Elements are mixed, and not the first ones of one kind.
  EXPECT_NE(std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.begin() + 100, 29), 100);
}

TEST(MicroCrystals, isAFunctionOfItsSettings) {
  MicroCrystalSettings other = settings();
  other.seed = 2;
  EXPECT_EQ(microCrystals(settings()).positions, microCrystals(settings()).positions);
  EXPECT_NE(microCrystals(settings()).positions.front(), microCrystals(other).positions.front());
  other.grain_A = 60;
  EXPECT_THROW(microCrystals(other), Error);
}

// A cell of fcc with neighbours at 2.7 angstrom has an edge of 3.82; thousands of grains of less
// than that took hours, and no signal ended them.
TEST(MicroCrystals, grainsAreCellsAtLeastAndAStopIsNoticed) {
  MicroCrystalSettings small = settings();
  small.atoms = 64;
  small.grain_A = 3.8;
  EXPECT_THROW(microCrystals(small), Error);
  small.grain_A = 3.83;
  EXPECT_NO_THROW(microCrystals(small));
  requestInterrupt();
  EXPECT_THROW(microCrystals(small), Error);
  clearInterrupt();
}

}  // namespace
}  // namespace glasscope::sim
