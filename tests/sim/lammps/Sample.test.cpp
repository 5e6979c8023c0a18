#include "sim/lammps/Sample.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {
namespace {

// Copper in a skewed cell that LAMMPS turns, shaken, some of it several cells away and all of it
// moving.
Atoms movingCopper() {
  Atoms atoms = latticeAtoms(LatticeKind::fcc, 3.64, {29}, 4);
  Mat3 edges = atoms.box.matrix();
  edges(0, 1) = 2;
  edges(2, 0) = 1;
  const Box skewed(edges, Vec3(3, -2, 5), {true, true, true});
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    Random random(3, "sample_test", 0, i);
    const Vec3 shaken(random.normal(), random.normal(), random.normal());
    Vec3 fraction = atoms.box.toFractional(atoms.positions[i]) + 0.003 * shaken;
    if (i % 7 == 0) fraction += Vec3(1, -2, 3);
    atoms.positions[i] = skewed.toCartesian(fraction);
    atoms.velocities.emplace_back(random.normal(), random.normal(), random.normal());
  }
  atoms.box = skewed;
  return atoms;
}

class SampleTest : public testing::Test {
 protected:
  const Potential potential_ = Potential::find("mendelev-2009", {29});
};

// What goes in comes out, wherever atoms lie: cells away from the box, in another frame within.
TEST_F(SampleTest, givesBackPlacesAndVelocitiesAsTheyWereGiven) {
  const Atoms atoms = movingCopper();
  const Sample sample(potential_, atoms);
  const Atoms back = sample.fetch();
  ASSERT_EQ(back.size(), atoms.size());
  EXPECT_LT((back.box.matrix() - atoms.box.matrix()).norm(), 1e-9);
  EXPECT_LT((back.box.origin() - atoms.box.origin()).norm(), 1e-9);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    EXPECT_LT((back.positions[i] - atoms.positions[i]).norm(), 1e-9) << i;
    EXPECT_LT((back.velocities[i] - atoms.velocities[i]).norm(), 1e-9) << i;
  }
}

// Every length grows alike, and the atoms go along.
TEST_F(SampleTest, isScaledAsAWhole) {
  const Atoms atoms = movingCopper();
  Sample sample(potential_, atoms);
  sample.setVolume(1.331 * atoms.box.volume());
  const Atoms larger = sample.fetch();
  EXPECT_LT((larger.box.matrix() - 1.1 * atoms.box.matrix()).norm(), 1e-9);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const Vec3 before = atoms.box.toFractional(atoms.positions[i]);
    EXPECT_LT((larger.box.toFractional(larger.positions[i]) - before).norm(), 1e-9) << i;
  }
}

// LAMMPS would take atoms of one id for two, and only lose them later.
TEST_F(SampleTest, ofAtomsThatCannotBeIsRefused) {
  Atoms twice = movingCopper();
  twice.ids[4] = twice.ids[5];
  EXPECT_THROW(Sample(potential_, twice), Error);
  Atoms nowhere = movingCopper();
  nowhere.positions[0].x() = std::nan("");
  EXPECT_THROW(Sample(potential_, nowhere), Error);
}

}  // namespace
}  // namespace glasscope::sim
