#include "sim/lammps/LammpsCell.h"

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "sim/lammps/Sample.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {
namespace {

// No symmetry that could hide a mirrored or exchanged tilt: three different ones, signs mixed.
Mat3 skewed() {
  Mat3 matrix;
  matrix << 17, 2.5, -3.1, 0, 16, 4.2, 0, 0, 18;
  return matrix;
}

// Disordered, no two atoms closer than they can bear.
Atoms disordered(const Mat3& matrix) {
  Atoms atoms;
  atoms.box = Box(matrix);
  for (int x = 0; x < 6; ++x) {
    for (int y = 0; y < 6; ++y) {
      for (int z = 0; z < 6; ++z) {
        Random random(3, "disorder", 0, static_cast<std::uint64_t>((x * 6 + y) * 6 + z));
        Vec3 fraction(x, y, z);
        for (int axis = 0; axis < 3; ++axis) fraction[axis] += 0.3 * random.uniform();
        atoms.add((x + 2 * y + z) % 3 == 0 ? 40 : 29, matrix * (fraction / 6));
      }
    }
  }
  return atoms;
}

TEST(LammpsCell, tiltsArriveInLammpsWithTheirSigns) {
  const Atoms atoms = disordered(skewed());
  Sample sample(Potential::find("mendelev-2009", {29, 40}), atoms);
  const LammpsBox box = sample.lammps().box();
  EXPECT_DOUBLE_EQ(box.xy, 2.5);
  EXPECT_DOUBLE_EQ(box.xz, -3.1);
  EXPECT_DOUBLE_EQ(box.yz, 4.2);
  EXPECT_TRUE(sample.isTriclinic());
  const Atoms back = sample.fetch();
  EXPECT_LT((back.box.matrix() - atoms.box.matrix()).norm(), 1e-12);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    EXPECT_LT((back.positions[i] - atoms.positions[i]).norm(), 1e-10) << i;
  }
}

// The same atoms in another cell of the same lattice: one sample, so one energy and the same
// forces. A tilt that is mirrored or lost on the way makes another sample.
TEST(LammpsCell, theChoiceOfCellDoesNotChangeTheSample) {
  const Potential potential = Potential::find("mendelev-2009", {29, 40});
  const Atoms atoms = disordered(skewed());
  const StaticState plain = staticState(potential, atoms);
  for (const int which : {0, 1, 2}) {
    Mat3 other = skewed();
    if (which == 0) other.col(1) -= other.col(0);
    if (which == 1) other.col(2) -= other.col(1);
    if (which == 2) other.col(2) += other.col(0) - other.col(1);
    Atoms same = atoms;
    same.box = Box(other);
    const StaticState state = staticState(potential, same);
    EXPECT_NEAR(state.energy_eV, plain.energy_eV, 1e-9 * std::abs(plain.energy_eV)) << which;
    for (std::size_t i = 0; i < atoms.size(); ++i) {
      EXPECT_LT((state.force_eV_per_A[i] - plain.force_eV_per_A[i]).norm(), 1e-8) << which;
    }
  }
}

// A sample that was turned as a whole, box and all, has the energy and the forces of before, turned
// alike: LAMMPS holds it in its own axes, and nothing of that may be seen from outside. An axis of
// the turn that points the wrong way mirrors the atoms within a box that is not mirrored.
TEST(LammpsCell, aTurnedSampleIsTheSameSample) {
  const Potential potential = Potential::find("mendelev-2009", {29, 40});
  const Atoms atoms = disordered(skewed());
  const StaticState plain = staticState(potential, atoms);
  const Mat3 turn = Eigen::AngleAxisd(0.7, Vec3(1, -2, 3).normalized()).toRotationMatrix();
  Atoms turned = atoms;
  const Vec3 origin(3, -4, 5);
  turned.box = Box(Mat3(turn * skewed()), origin);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    turned.positions[i] = origin + turn * atoms.positions[i];
    turned.velocities.emplace_back(0.1 * static_cast<double>(i), 1, -2);
  }
  const StaticState state = staticState(potential, turned);
  EXPECT_NEAR(state.energy_eV, plain.energy_eV, 1e-9 * std::abs(plain.energy_eV));
  Sample sample(potential, turned);
  const Atoms back = sample.fetch();
  EXPECT_LT((back.box.origin() - origin).norm(), 1e-9);
  EXPECT_LT((back.box.matrix() - turned.box.matrix()).norm(), 1e-9);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    EXPECT_LT((state.force_eV_per_A[i] - turn * plain.force_eV_per_A[i]).norm(), 1e-8) << i;
    EXPECT_LT((back.positions[i] - turned.positions[i]).norm(), 1e-9) << i;
    EXPECT_LT((back.velocities[i] - turned.velocities[i]).norm(), 1e-9) << i;
  }
}

TEST(LammpsCell, aChangeOfBoxKeepsItsTilts) {
  LammpsBox box;
  box.high = {10, 11, 12};
  box.xy = 1;
  box.xz = 2;
  box.yz = 3;
  EXPECT_EQ(
      changeBoxCommand(box, true),
      "change_box all x final 0 10 y final 0 11 z final 0 12 xy final 1 xz final 2 yz final 3 "
      "remap units box");
  EXPECT_EQ(boundaryCommand({true, false, true}), "boundary p s p");
}

}  // namespace
}  // namespace glasscope::sim
