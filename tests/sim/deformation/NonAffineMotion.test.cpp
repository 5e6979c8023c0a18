#include "sim/deformation/NonAffineMotion.h"

#include <cmath>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

Atoms disordered() {
  Atoms atoms;
  atoms.box = Box::orthogonal({15, 16, 17});
  for (int i = 0; i < 300; ++i) {
    Random random(1, "place", 0, static_cast<std::uint64_t>(i));
    const double x = random.uniform(), y = random.uniform(), z = random.uniform();
    atoms.add(i % 3 == 0 ? 40 : 29, atoms.box.toCartesian({x, y, z}));
  }
  return atoms;
}

Atoms mapped(const Atoms& atoms, const Mat3& map) {
  Atoms result = atoms;
  result.box = Box(map * atoms.box.matrix(), map * atoms.box.origin());
  for (Vec3& position : result.positions) position = map * position;
  return result;
}

Mat3 someMap() {
  Mat3 map = Mat3::Identity();
  map(0, 1) = 0.08;
  map(2, 2) = 1.03;
  map(1, 0) = -0.02;
  return map;
}

TEST(NonAffineMotion, ofAnAffineMapIsZero) {
  const Atoms atoms = disordered();
  for (const Mat3& map :
       {someMap(), Mat3(Eigen::AngleAxisd(0.3, Vec3(1, 2, 3).normalized()).toRotationMatrix())}) {
    const auto motion = nonAffineMotion(atoms, mapped(atoms, map), 4);
    for (std::size_t i = 0; i < atoms.size(); ++i) {
      EXPECT_NEAR(motion.d2min_A2[i], 0, 1e-22) << i;
      EXPECT_LT(motion.displacement_A[i].norm(), 1e-11) << i;
    }
  }
  const auto turned = nonAffineMotion(
      atoms, mapped(atoms, Eigen::AngleAxisd(0.3, Vec3::UnitZ()).toRotationMatrix()), 4);
  for (const double shear : turned.shearStrain) EXPECT_NEAR(shear, 0, 1e-12);
}

TEST(NonAffineMotion, localStrainIsThatOfTheMap) {
  const Atoms atoms = disordered();
  Mat3 shear = Mat3::Identity();
  shear(0, 1) = 0.01;  // E_xy = 0.005, E_yy = 5e-5
  const auto motion = nonAffineMotion(atoms, mapped(atoms, shear), 4);
  const double expected = std::sqrt(0.005 * 0.005 + 2 * 5e-5 * 5e-5 / 6);
  for (const double each : motion.shearStrain) EXPECT_NEAR(each, expected, 1e-12);
}

// One atom jumps: its neighbours' vectors to it change by the jump, its own to all of them too.
TEST(NonAffineMotion, ofOneAtomThatJumps) {
  const Atoms atoms = disordered();
  Atoms jumped = mapped(atoms, someMap());
  const Vec3 jump(0.7, -0.2, 0.4);
  jumped.positions[42] += jump;
  const auto motion = nonAffineMotion(atoms, jumped, 4);
  // Seen from the atom itself all neighbours moved alike by -jump; the best linear map takes off
  // what it can: sum over pairs |a|^2 - a^T Y^-1 stuff, computed here by normal equations.
  Mat3 y = Mat3::Zero();
  Vec3 sum = Vec3::Zero();
  int count = 0;
  for (std::size_t j = 0; j < atoms.size(); ++j) {
    if (j == 42) continue;
    const Vec3 apart = atoms.box.minimumImage(atoms.positions[j] - atoms.positions[42]);
    if (apart.norm() >= 4) continue;
    y += apart * apart.transpose();
    sum += apart;
    ++count;
  }
  const double expected = jump.squaredNorm() * (count - sum.dot(y.inverse() * sum));
  EXPECT_NEAR(motion.d2min_A2[42], expected, 1e-9);
  EXPECT_NEAR(motion.d2minMean_A2[42], expected / count, 1e-9);
  for (std::size_t j = 0; j < atoms.size(); ++j) {
    const bool near = atoms.box.minimumImage(atoms.positions[j] - atoms.positions[42]).norm() < 4;
    if (!near) {
      EXPECT_NEAR(motion.d2min_A2[j], 0, 1e-20) << j;
    }
  }
}

// LAMMPS exchanges a tilted cell for an equivalent one and wraps the atoms into it; which strain is
// meant can be told as long as it is below half an edge.
TEST(NonAffineMotion, wrappingAndAnExchangedCellDoNotMatter) {
  const Atoms atoms = disordered();
  Mat3 shear = Mat3::Identity();
  shear(0, 1) = 0.04;
  Atoms now = mapped(atoms, shear);
  now.positions[7] += Vec3(0.3, 0.3, 0);
  Atoms exchanged = now;
  Mat3 edges = now.box.matrix();
  edges.col(1) -= edges.col(0);
  exchanged.box = Box(edges);
  for (Vec3& position : exchanged.positions) position = exchanged.box.wrap(position);
  const auto one = nonAffineMotion(atoms, now, 4), two = nonAffineMotion(atoms, exchanged, 4);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    EXPECT_NEAR(one.d2min_A2[i], two.d2min_A2[i], 1e-12) << i;
    EXPECT_NEAR(one.shearStrain[i], two.shearStrain[i], 1e-12) << i;
  }
  EXPECT_GT(one.d2min_A2[7], 0.1);
}

TEST(NonAffineMotion, lonelyAtomsHaveNoneAndOtherAtomsAreRefused) {
  Atoms few;
  few.box = Box::orthogonal({40, 40, 40});
  few.add(29, {1, 1, 1});
  few.add(29, {3, 1, 1});
  EXPECT_TRUE(std::isnan(nonAffineMotion(few, few, 4).d2min_A2[0]));
  Atoms other = few;
  other.ids = {2, 1};
  EXPECT_THROW(nonAffineMotion(few, other, 4), Error);
}

}  // namespace
}  // namespace glasscope::sim
