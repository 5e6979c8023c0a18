#include "pipeline/imaging/Configuration.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::pipeline {
namespace {

// A block of 6 x 6 x 6 atoms, 2.5 angstrom apart and each 0.1 off its site, in the middle of a box.
Atoms block(double edge_A, bool periodic) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(edge_A), Vec3::Zero(), {periodic, periodic, periodic});
  for (int i = 0; i < 216; ++i) {
    Random random(3, "block", 0, static_cast<std::uint64_t>(i));
    const Vec3 off(random.normal(), random.normal(), random.normal());
    const Vec3 site(i % 6, i / 6 % 6, i / 36);
    atoms.add(29, Vec3::Constant(0.5 * edge_A) + 2.5 * (site - Vec3::Constant(2.5)) + 0.1 * off);
  }
  return atoms;
}

TEST(Configuration, anAtomOfAFullBoxHasItsShare) {
  EXPECT_NEAR(atomVolume(block(15, true)), 15.625, 1e-9);  // 2.5^3
}

// In vacuum the cells of atoms at the surface reach far out, to the neighbours of the next period:
// the volume is that of the cells inside, whose mean differs from the site's by its jitter.
TEST(Configuration, anAtomOfAParticleHasWhatItHasInside) {
  EXPECT_NEAR(atomVolume(block(40, true)), 15.625, 0.1 * 15.625);
  EXPECT_NEAR(atomVolume(block(40, false)), 15.625, 0.1 * 15.625);
}

// A particle whose layers lie at unequal distances: the mean is that of the cells inside up to 1.5
// times the median, as large atoms among small ones are; a cell beyond is a hole and not an atom.
TEST(Configuration, largeAtomsCountAndHolesDoNot) {
  const auto layers = [](double wide_A) {
    Atoms atoms;
    atoms.box = Box::orthogonal(Vec3::Constant(60), Vec3::Zero(), {false, false, false});
    std::vector<double> heights = {20};
    for (const double gap : {2.5, 2.5, 2.5, 2.5, 2.5, wide_A, wide_A, 2.5, 2.5, 2.5, 2.5})
      heights.push_back(heights.back() + gap);
    for (std::size_t i = 0; i < 36 * heights.size(); ++i) {
      Random random(5, "layers", 0, i);
      const Vec3 off(random.normal(), random.normal(), random.normal());
      atoms.add(29, Vec3(20 + 2.5 * static_cast<double>(i % 6),
                         20 + 2.5 * static_cast<double>(i / 6 % 6), heights[i / 36]) +
                        0.01 * off);
    }
    return atoms;
  };
  // Ten layers are inside, each with 16 atoms; a cell reaches half of the way to the next layers.
  const double layer = 2.5 * 2.5;
  const double large = 1.4 * 2.5, huge = 1.6 * 2.5;
  // Two cells with a wide gap on one side, one between both.
  EXPECT_NEAR(atomVolume(layers(large)), layer * (7 * 2.5 + 2 * (2.5 + large) / 2 + large) / 10,
              0.01 * 15.6);
  EXPECT_NEAR(atomVolume(layers(huge)), layer * (7 * 2.5 + 2 * (2.5 + huge) / 2) / 9, 0.01 * 15.6);
}

TEST(Configuration, aHandfulOfAtomsHasThatOfAMetallicGlass) {
  Atoms pair;
  pair.box = Box::orthogonal({20, 20, 20}, Vec3::Zero(), {false, false, false});
  pair.add(29, {9, 10, 10});
  pair.add(29, {11.5, 10, 10});
  EXPECT_EQ(atomVolume(pair), 16);
}

TEST(Configuration, aGlassThatIsMadeIsExpectedAsLargeAsTheCaseSays) {
  Case c;
  c.meltQuench.atomCount = 500;
  c.meltQuench.snapshotCount = 7;
  const ExpectedStructure expected = expectedStructure(c, "");
  EXPECT_EQ(expected.atoms.size(), 500u);
  EXPECT_EQ(expected.snapshots, 7);
  EXPECT_FALSE(expected.made);
  EXPECT_EQ(expected.motion, sim::ThermalMotion::dynamics);
  EXPECT_NEAR(expected.atoms.box.volume(), 500 * 16, 1e-6);
}

}  // namespace
}  // namespace glasscope::pipeline
