#include "pipeline/imaging/Configuration.h"

#include <gmock/gmock.h>

#include "core/formats/AtomFiles.h"
#include "core/formats/H5md.h"
#include "core/math/Random.h"
#include "pipeline/imaging/Specimen.h"
#include "tests/TemporaryFolder.h"

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

class ExpectedStructureTest : public testing::Test {
 protected:
  // Frames of ten copper atoms that tremble, the last of them a little further off, with a column
  // of somebody's own.
  std::vector<Atoms> frames(int count) const {
    std::vector<Atoms> all;
    for (int f = 0; f < count; ++f) {
      Atoms atoms;
      atoms.box = Box::orthogonal({10, 11, 12});
      for (int i = 0; i < 10; ++i)
        atoms.add(29, {1.0 + i % 5 * 2, 1.0 + i / 5 * 3, 5 + 0.01 * f * (i % 2 ? 1 : -1)});
      atoms.columns.add({"own", "1", "", std::vector<double>(10, f)});
      atoms.step = f;
      all.push_back(atoms);
    }
    return all;
  }
  Case caseOf(int count, sim::ThermalMotion motion) const {
    writeExtendedXyz(folder_ / "frames.xyz", frames(count));
    Case c;
    c.configuration.file = (folder_ / "frames.xyz").string();
    c.configuration.frames = "all";
    c.configuration.thermalMotion = motion;
    return c;
  }
  static std::vector<std::string> names(const ExpectedStructure& expected) {
    std::vector<std::string> found;
    for (const Column& column : expected.columns) found.push_back(column.name);
    return found;
  }
  TemporaryFolder folder_;
};

// What imaging is planned for: the first frame and as many snapshots as will be there.
TEST_F(ExpectedStructureTest, isWhatTheFramesWillBecome) {
  using sim::ThermalMotion;
  const auto several = expectedStructure(caseOf(3, ThermalMotion::frames), "");
  EXPECT_EQ(several.snapshots, 3);
  EXPECT_EQ(several.motion, ThermalMotion::frames);
  EXPECT_FALSE(several.made);
  EXPECT_EQ(several.atoms.positions[1].z(), 5);
  EXPECT_THAT(names(several), testing::Contains("vibrational_msd_A2"));
  EXPECT_THAT(names(several), testing::Not(testing::Contains("own")));
  EXPECT_THAT(names(several), testing::Not(testing::Contains("inherent_energy_eV")));
  const auto series = expectedStructure(caseOf(3, ThermalMotion::series), "");
  EXPECT_EQ(series.snapshots, 3);
  EXPECT_THAT(names(series), testing::ElementsAre("own"));
  const auto still = expectedStructure(caseOf(1, ThermalMotion::none), "");
  EXPECT_EQ(still.snapshots, 1);
  EXPECT_THAT(names(still), testing::ElementsAre("own"));
  Case moving = caseOf(2, ThermalMotion::dynamics);
  moving.thermalise.snapshotCount = 5;
  const auto dynamics = expectedStructure(moving, "");
  EXPECT_EQ(dynamics.snapshots, 5);
  EXPECT_EQ(dynamics.atoms.positions[1].z(), 5.01) << "dynamics start from the last frame";
  EXPECT_THAT(names(dynamics), testing::Contains("inherent_energy_eV"));
  EXPECT_THAT(names(dynamics), testing::Contains("vibrational_msd_A2"));
}

TEST_F(ExpectedStructureTest, isThatOfTheRunWhereItIsMade) {
  const std::vector<Atoms> snapshots = frames(4);
  Atoms reference = frames(1).front();
  writeH5md(folder_ / "structure.h5",
            {{Structure::kSnapshots, snapshots}, {Structure::kReference, {reference}}}, "");
  const auto expected = expectedStructure(Case(), folder_ / "structure.h5");
  EXPECT_TRUE(expected.made);
  EXPECT_EQ(expected.snapshots, 4);
  EXPECT_EQ(expected.atoms.size(), 10u);
  EXPECT_NEAR(expected.atoms.positions[1].z(), 5, 1e-12) << "the first of them";
  EXPECT_THAT(names(expected), testing::ElementsAre("own"));
}

}  // namespace
}  // namespace glasscope::pipeline
