#include "sim/vibrations/RigidMotions.h"

#include <cmath>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include "core/atoms/Elements.h"
#include "core/math/Random.h"
#include "sim/vibrations/BlockSums.h"

namespace glasscope::sim {
namespace {

// Springs of nothing: their masses and the order of their atoms, which is the reverse of the input.
class NoSprings : public Springs<double> {
 public:
  explicit NoSprings(const Atoms& atoms) {
    for (std::size_t i = atoms.size(); i-- > 0;) {
      atoms_.input.push_back(static_cast<std::int32_t>(i));
      atoms_.ids.push_back(atoms.ids[i]);
      atoms_.mass.push_back(elementMass(atoms.atomicNumbers[i]));
      rootMass_.push_back(std::sqrt(atoms_.mass.back()));
    }
  }
  const SpringAtoms& atoms() const override { return atoms_; }
  void apply(const Block<double>& /*x*/, Block<double>& /*y*/, const Block<double>* /*z*/,
             double /*a*/, double /*b*/, double /*c*/) const override {}
  const std::vector<double>& rootMass() const override { return rootMass_; }

 private:
  SpringAtoms atoms_;
  std::vector<double> rootMass_;
};

// Copper and zirconium: a rotation that was not weighted by mass would be none of theirs.
Atoms particle() {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(30), Vec3::Zero(), {false, false, false});
  for (int i = 0; i < 20; ++i) {
    Random random(8, "particle", 0, static_cast<std::uint64_t>(i));
    const Vec3 r(random.uniform(), random.uniform(), random.uniform());
    atoms.add(i % 3 == 0 ? 40 : 29, Vec3::Constant(10) + 8 * r);
  }
  return atoms;
}

TEST(RigidMotions, areOrthonormal) {
  const Atoms atoms = particle();
  const NoSprings springs(atoms);
  const RigidMotions rigid(springs, atoms, freeMotion(atoms));
  ASSERT_EQ(rigid.count(), 6u);
  for (std::size_t a = 0; a < 6; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      double dot = 0;
      for (std::size_t k = 0; k < springs.rows(); ++k)
        dot += rigid.vectors()[a][k] * rigid.vectors()[b][k];
      EXPECT_NEAR(dot, a == b ? 1 : 0, 1e-12) << a << ' ' << b;
    }
  }
}

// A particle that moves and turns as one, in mass-weighted coordinates: sqrt(m) (v + w x r), about
// any point. Nothing of it is left, and of an arbitrary motion all that is neither.
TEST(RigidMotions, takeOutEveryMotionOfTheWholeAndNothingElse) {
  const Atoms atoms = particle();
  const NoSprings springs(atoms);
  const RigidMotions rigid(springs, atoms, freeMotion(atoms));
  Block<double> block(springs.rows());
  Block<double> random(springs.rows());
  fillNormal(random, springs.atoms(), 1, "rigid_test", 0);
  const Vec3 velocity(0.3, -1, 2), turn(0.5, 0.7, -0.2);
  for (std::size_t place = 0; place < atoms.size(); ++place) {
    const auto i = static_cast<std::size_t>(springs.atoms().input[place]);
    const Vec3 moved = springs.rootMass()[place] * (velocity + turn.cross(atoms.positions[i]));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      block.row(3 * place + axis)[0] = moved[static_cast<int>(axis)];
      block.row(3 * place + axis)[1] =
          moved[static_cast<int>(axis)] + random.row(3 * place + axis)[1];
    }
  }
  rigid.projectOut(block);
  rigid.projectOut(random);
  double left = 0, apart = 0, square = 0;
  for (std::size_t row = 0; row < block.rows(); ++row) {
    left += std::pow(block.row(row)[0], 2);
    apart += std::pow(block.row(row)[1] - random.row(row)[1], 2);
    square += std::pow(random.row(row)[1], 2);
  }
  EXPECT_LT(std::sqrt(left), 1e-10);
  EXPECT_LT(std::sqrt(apart), 1e-10);
  EXPECT_GT(square, 20);  // 54 of 60 coordinates are left of a vector of unit variance
}

TEST(RigidMotions, ofAFilledBoxAreTranslations) {
  Atoms atoms = particle();
  atoms.box = Box::orthogonal(Vec3::Constant(9), Vec3::Constant(10));
  const NoSprings springs(atoms);
  EXPECT_EQ(RigidMotions(springs, atoms, freeMotion(atoms)).count(), 3u);
}

}  // namespace
}  // namespace glasscope::sim
