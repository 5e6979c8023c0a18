#include "sim/quench/Snapshots.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/atoms/Elements.h"
#include "core/math/Random.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {
namespace {

// Copper and zirconium in turn, at random places of a tilted box, some outside of it.
Atoms mixture(std::size_t count) {
  Atoms atoms;
  Mat3 matrix;
  matrix << 20, 3, -2, 0, 18, 4, 0, 0, 22;
  atoms.box = Box(matrix);
  for (std::size_t i = 0; i < count; ++i) {
    Random random(9, "mixture", 0, i);
    const Vec3 fraction(2 * random.uniform(), random.uniform() - 0.7, random.uniform());
    atoms.add(i % 2 == 0 ? 29 : 40, matrix * fraction);
  }
  return atoms;
}

// Every frame is the first, moved as a whole and with displacements whose sum over the masses is
// zero: these are what is left.
TEST(Snapshots, followTheFirstByWholeCellsWithoutTheDriftOfTheirMass) {
  const Atoms start = mixture(40);
  std::vector<Atoms> frames{start, start};
  std::vector<Vec3> moved(start.size());
  for (std::size_t i = 0; i < start.size(); ++i) {
    const double sign = i / 2 % 2 == 0 ? 1 : -1;
    moved[i] = sign * Vec3(0.1, -0.2, 0.3) / elementMass(start.atomicNumbers[i]);
    frames[1].positions[i] += Vec3(0.7, -0.4, 1.1) + moved[i];
  }
  alignSnapshots(frames, {});
  for (std::size_t i = 0; i < start.size(); ++i) {
    const Vec3 inside = start.box.toFractional(frames[0].positions[i]);
    EXPECT_GE(inside.minCoeff(), -1e-12) << i;
    EXPECT_LE(inside.maxCoeff(), 1 + 1e-12) << i;
    const Vec3 cells =
        start.box.toFractional(frames[0].positions[i]) - start.box.toFractional(start.positions[i]);
    EXPECT_LT((cells - Vec3(cells.array().round())).norm(), 1e-9) << "not by whole cells: " << i;
    EXPECT_LT((frames[1].positions[i] - frames[0].positions[i] - moved[i]).norm(), 1e-9) << i;
  }
}

// Equipartition: m <v^2> is the same for both elements. 4,000 atoms of each have it within
// sqrt(2 / 12,000) = 1.3 %; the masses differ by 44 %.
TEST(Snapshots, heavyAtomsAreSlowAtOneTemperature) {
  Atoms atoms = mixture(8000);
  giveVelocities(atoms, 300, 1);
  EXPECT_NEAR(temperatureOf(atoms), 300, 1e-9);
  double energy[2] = {0, 0};
  for (std::size_t i = 0; i < atoms.size(); ++i)
    energy[i % 2] += elementMass(atoms.atomicNumbers[i]) * atoms.velocities[i].squaredNorm();
  EXPECT_NEAR(energy[0] / energy[1], 1, 0.06);
}

// By its id and not by its place in the list: files give atoms in any order.
TEST(Snapshots, velocitiesBelongToTheIdsOfAtoms) {
  Atoms atoms = mixture(30), turned = atoms;
  std::reverse(turned.ids.begin(), turned.ids.end());
  std::reverse(turned.atomicNumbers.begin(), turned.atomicNumbers.end());
  std::reverse(turned.positions.begin(), turned.positions.end());
  giveVelocities(atoms, 300, 1);
  giveVelocities(turned, 300, 1);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    EXPECT_LT((atoms.velocities[i] - turned.velocities[atoms.size() - 1 - i]).norm(), 1e-9) << i;
  }
}

// Two atoms of mass m at +-v along x: 2 (m v^2 / 2) = f k_B T / 2 with f of the six left.
TEST(Snapshots, temperatureCountsTheFreedomsThatAreLeft) {
  Atoms atoms = mixture(2);
  atoms.atomicNumbers = {29, 29};
  atoms.velocities = {{3, 0, 0}, {-3, 0, 0}};
  // m v^2 with 1 g/mol (angstrom/ps)^2 = 1.0364270e-4 eV, and k_B = 8.617333e-5 eV/K (CODATA 2018).
  const double energy_eV = elementMass(29) * 9 * 1.0364270e-4;
  EXPECT_NEAR(temperatureOf(atoms, 3), 2 * energy_eV / (3 * 8.617333e-5), 1e-3);
  EXPECT_NEAR(temperatureOf(atoms, 5), 2 * energy_eV / 8.617333e-5, 3e-3);
}

TEST(Snapshots, everyDrawOfVelocitiesIsAnother) {
  Atoms first = latticeAtoms(LatticeKind::fcc, 3.6, {29}, 2), second = first, again = first;
  giveVelocities(first, 300, 7, {}, 0);
  giveVelocities(second, 300, 7, {}, 1);
  giveVelocities(again, 300, 7, {}, 1);
  EXPECT_NE(first.velocities, second.velocities);
  EXPECT_EQ(again.velocities, second.velocities);
}

}  // namespace
}  // namespace glasscope::sim
