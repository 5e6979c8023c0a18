#include "sim/statics/FreeMotion.h"

#include <cmath>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include "core/atoms/Elements.h"
#include "core/math/Random.h"
#include "sim/quench/Snapshots.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {
namespace {

// A cube of 4^3 cells of copper in a box with `vacuum` beside it.
Atoms cubeIn(const Vec3& vacuum_A, std::array<bool, 3> periodic = {true, true, true}) {
  Atoms atoms = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 4);
  atoms.box = Box::orthogonal(atoms.box.lengths() + vacuum_A, Vec3::Zero(), periodic);
  return atoms;
}

Vec3 angularMomentum(const Atoms& atoms, const std::vector<Vec3>& positions) {
  Vec3 sum = Vec3::Zero();
  const Vec3 centre = centreOfMass(atoms, positions);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    sum += elementMass(atoms.atomicNumbers[i]) * (positions[i] - centre).cross(atoms.velocities[i]);
  }
  return sum;
}

TEST(FreeMotion, isToldFromTheVacuumAndNotFromTheBox) {
  EXPECT_EQ(freeMotion(cubeIn({0, 0, 0})).freedoms(), 3);
  EXPECT_FALSE(freeMotion(cubeIn({0, 0, 0})).hasVacuum());
  EXPECT_EQ(freeMotion(cubeIn({0, 0, 20})).freedoms(), 3);
  EXPECT_TRUE(freeMotion(cubeIn({0, 0, 20})).hasVacuum());
  EXPECT_EQ(freeMotion(cubeIn({0, 20, 20})).freedoms(), 4);
  EXPECT_EQ(freeMotion(cubeIn({0, 20, 20})).axes.front(), Vec3::UnitX());
  EXPECT_EQ(freeMotion(cubeIn({20, 20, 20})).freedoms(), 6);
  EXPECT_EQ(freeMotion(cubeIn({20, 0, 0}, {false, false, false})).freedoms(), 6);
  EXPECT_EQ(freeMotion(cubeIn({1, 1, 1})).freedoms(), 3) << "a gap of an angstrom is no vacuum";
}

TEST(FreeMotion, aParticleAcrossTheFacesOfItsBoxIsPutTogether) {
  Atoms atoms = cubeIn({20, 20, 20});
  const auto before = atoms.positions;
  for (Vec3& position : atoms.positions) position = atoms.box.wrap(position - Vec3(7, 5, 3));
  const auto whole = inOnePiece(atoms, freeMotion(atoms));
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    EXPECT_LT(((whole[i] - whole[0]) - (before[i] - before[0])).norm(), 1e-10) << i;
  }
}

TEST(FreeMotion, aTurnIsFoundAndTakenBack) {
  const Atoms atoms = cubeIn({20, 20, 20});
  const FreeMotion free = freeMotion(atoms);
  const Mat3 turn = Eigen::AngleAxisd(0.4, Vec3(1, -2, 0.5).normalized()).toRotationMatrix();
  std::vector<Vec3> turned;
  for (const Vec3& position : atoms.positions) turned.emplace_back(turn * position + Vec3(1, 2, 3));
  EXPECT_LT((bestRotation(atoms, atoms.positions, turned, free) - turn).norm(), 1e-12);

  FreeMotion wire = freeMotion(cubeIn({20, 0, 20}));
  ASSERT_EQ(wire.axes.size(), 1u);
  const Mat3 about = Eigen::AngleAxisd(-0.7, Vec3::UnitY()).toRotationMatrix();
  for (std::size_t i = 0; i < turned.size(); ++i) turned[i] = about * atoms.positions[i];
  EXPECT_LT((bestRotation(atoms, atoms.positions, turned, wire) - about).norm(), 1e-12);
  EXPECT_EQ(bestRotation(atoms, atoms.positions, turned, FreeMotion()), Mat3::Identity());
}

// About each edge of a box whose edges are oblique to the axes of the frame, so that each component
// of the axis of the turn counts.
TEST(FreeMotion, aTurnAboutTheClosedEdgeOfAnObliqueBoxIsFound) {
  Atoms atoms = cubeIn({0, 0, 0});
  for (std::size_t i = 0; i < atoms.size(); i += 3) atoms.atomicNumbers[i] = 79;
  Mat3 edges;
  edges << 14.5, 2, 3, 1, 14.8, -2, -3, 1.5, 15;
  for (std::size_t closed = 0; closed < 3; ++closed) {
    std::array<bool, 3> periodic{false, false, false};
    periodic[closed] = true;
    atoms.box = Box(edges, Vec3::Zero(), periodic);
    const Vec3 axis = edges.col(static_cast<int>(closed)).normalized();
    const FreeMotion found = freeMotion(atoms);
    ASSERT_EQ(found.axes.size(), 1u);
    EXPECT_LT((found.axes.front() - axis).norm(), 1e-12);
    const Mat3 turn = Eigen::AngleAxisd(0.6, axis).toRotationMatrix();
    std::vector<Vec3> turned;
    for (const Vec3& position : atoms.positions) turned.emplace_back(turn * position);
    EXPECT_LT((bestRotation(atoms, atoms.positions, turned, found) - turn).norm(), 1e-12) << closed;
    // Velocities of a turn about it, and only these, are taken away.
    atoms.velocities.clear();
    for (const Vec3& position : atoms.positions)
      atoms.velocities.emplace_back(2e-3 * axis.cross(position) + Vec3(0, 0, 0.1));
    stopRotation(atoms, found);
    const Vec3 drift = centreOfMass(atoms, atoms.velocities);
    for (const Vec3& velocity : atoms.velocities) EXPECT_LT((velocity - drift).norm(), 1e-12);
  }
}

TEST(FreeMotion, velocitiesOfAParticleHaveNoAngularMomentumAndTheRightTemperature) {
  Atoms atoms = cubeIn({20, 20, 20});
  atoms.atomicNumbers[3] = 40;  // masses count
  const FreeMotion free = freeMotion(atoms);
  giveVelocities(atoms, 450, 5, free);
  EXPECT_NEAR(temperatureOf(atoms, 6), 450, 1e-9);
  EXPECT_LT(angularMomentum(atoms, atoms.positions).norm(), 1e-8);
  EXPECT_LT(centreOfMass(atoms, atoms.velocities).norm(), 1e-12);
  Atoms bulk = atoms;
  giveVelocities(bulk, 450, 5);
  EXPECT_GT(angularMomentum(bulk, bulk.positions).norm(), 1);
}

TEST(FreeMotion, snapshotsOfAParticleAreTurnedBackWithTheirVelocities) {
  Atoms first = cubeIn({20, 20, 20});
  for (Vec3& position : first.positions) position -= Vec3(8, 8, 8);  // across the faces
  giveVelocities(first, 300, 1);
  Atoms second = first;
  const Mat3 turn = Eigen::AngleAxisd(0.2, Vec3(1, 1, 0).normalized()).toRotationMatrix();
  for (std::size_t i = 0; i < second.size(); ++i) {
    second.positions[i] = turn * first.positions[i] + Vec3(0.3, 0, 0);
    second.velocities[i] = turn * first.velocities[i];
  }
  std::vector<Atoms> snapshots{first, second};
  alignSnapshots(snapshots, freeMotion(first));
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_LT((snapshots[1].positions[i] - snapshots[0].positions[i]).norm(), 1e-10) << i;
    EXPECT_LT((snapshots[1].velocities[i] - first.velocities[i]).norm(), 1e-12) << i;
  }
}

}  // namespace
}  // namespace glasscope::sim
