#include "sim/springs/DifferenceSprings.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Progress.h"
#include "sim/springs/PairSprings.h"
#include "sim/vibrations/BlockSums.h"
#include "tests/sim/springs/Glasses.h"
#include "tests/sim/springs/Products.h"

namespace glasscope::sim {
namespace {

// A displacement given by the atom alone, whatever the order of the springs.
Block<float> displacement(const Springs<float>& springs) {
  return randomBlock(springs, 1);
}

double relativeDifference(const Springs<float>& one, const Springs<float>& other) {
  Block<float> y(one.rows()), yy(other.rows());
  one.apply(displacement(one), y, nullptr, 1, 0, 0);
  other.apply(displacement(other), yy, nullptr, 1, 0, 0);
  double difference = 0, all = 0;
  for (std::size_t i = 0; i < one.atoms().size(); ++i) {
    const std::size_t place = placeOf(other.atoms(), one.atoms().input[i]);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      for (int lane = 0; lane < 16; ++lane) {
        const double a = y.row(3 * i + axis)[lane], b = yy.row(3 * place + axis)[lane];
        difference += (a - b) * (a - b);
        all += a * a;
      }
    }
  }
  return std::sqrt(difference / all);
}

TEST(DifferenceSprings, areThoseOfTheTables) {
  Progress::setQuiet(true);
  const Potential potential = Potential::find("mendelev-2009", {29, 40});
  const Atoms atoms = smallGlass(4);
  const PairSprings<float> exact(*EamTables::of(potential), potential.elements(), atoms);
  const auto found = differenceSprings(potential, atoms);
  EXPECT_EQ(found.forceCalls(), 6 * 128 + 1) << "every atom feels every other in this box";
  // Second derivatives of LAMMPS' tables jump at their knots: half a per cent at this step.
  EXPECT_LT(relativeDifference(exact, found), 1e-2);
  EXPECT_LT(found.asymmetry(), 1e-2);
  EXPECT_NEAR(found.forceNorm_eV_per_A(), exact.forceNorm_eV_per_A(), 1e-6);
}

// A force field whose springs are known: a chain of pairs along x in a long box, so that atoms of
// one colour are many.
TEST(DifferenceSprings, moveFarAtomsTogether) {
  Progress::setQuiet(true);
  constexpr int kCount = 120;
  constexpr double kStiffness = 2.5;
  Atoms chain;
  chain.box = Box::orthogonal({2.0 * kCount, 30, 30});
  for (int i = 0; i < kCount; ++i) chain.add(29, {2.0 * i + 0.5, 15, 15});
  const auto forces = [&](const std::vector<Vec3>& u) {
    std::vector<Vec3> force(kCount, Vec3::Zero());
    for (std::size_t i = 0; i < kCount; ++i) {
      const std::size_t j = (i + 1) % kCount;
      const Vec3 pull = kStiffness * (u[j] - u[i]);
      force[i] += pull;
      force[j] -= pull;
    }
    return force;
  };
  const DifferenceSprings springs(forces, chain, 2.5, {.step_A = 1e-3, .massWeighted = false});
  EXPECT_LE(springs.forceCalls(), 6 * 5 + 1) << "three suffice in a line, five at its closure";
  EXPECT_EQ(springs.forceCalls(), differenceCalls(chain, 2.5));
  EXPECT_LT(springs.asymmetry(), 1e-9);
  Block<float> x(springs.rows()), y(springs.rows()), z(springs.rows());
  const std::size_t middle = placeOf(springs.atoms(), 60);
  x.row(3 * middle + 1)[4] = 1;
  z.row(3 * middle + 1)[4] = 10;
  springs.apply(x, y, &z, 2, 3, 0.5);
  EXPECT_NEAR(y.row(3 * middle + 1)[4], 2 * 2 * kStiffness + 3 + 5, 1e-4);
  EXPECT_NEAR(y.row(3 * placeOf(springs.atoms(), 61) + 1)[4], -2 * kStiffness, 1e-4);
  EXPECT_EQ(y.row(3 * placeOf(springs.atoms(), 62) + 1)[4], 0);
  EXPECT_EQ(y.row(3 * middle)[4], 0);
}

TEST(DifferenceSprings, uniformDisplacementsAreNull) {
  Progress::setQuiet(true);
  const Atoms silicon = latticeAtoms(LatticeKind::diamond, 5.43095, {14}, 2);
  const auto springs = differenceSprings(Potential::find("sw-si-1985", {14}), silicon,
                                         {.step_A = 1e-3, .massWeighted = false});
  Block<float> x(springs.rows()), y(springs.rows());
  for (std::size_t row = 0; row < x.rows(); ++row) x.row(row)[0] = row % 3 == 1 ? 1 : 0;
  springs.apply(x, y, nullptr, 1, 0, 0);
  for (const float each : y.all()) EXPECT_EQ(each, 0);
  // The cubic symmetry of a site: the block of an atom with itself is a number.
  Block<float> one(springs.rows()), answer(springs.rows());
  for (std::size_t axis = 0; axis < 3; ++axis) one.row(3 * 9 + axis)[axis] = 1;
  springs.apply(one, answer, nullptr, 1, 0, 0);
  const float stiffness = answer.row(27)[0];
  EXPECT_GT(stiffness, 1);
  EXPECT_NEAR(answer.row(28)[1], stiffness, 1e-3 * stiffness);
  EXPECT_NEAR(answer.row(28)[0], 0, 1e-3 * stiffness);
}

}  // namespace
}  // namespace glasscope::sim
