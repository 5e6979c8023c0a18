#include <cmath>
#include <limits>

#include "core/formats/AtomFiles.h"
#include "core/system/Log.h"
#include "tests/SharedData.h"
#include "tests/sim/readers/ReaderTest.h"

namespace glasscope::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Xyz = ReaderTest;

const std::string kLattice = "Lattice=\"10 0 0 1 11 0 2 3 12\" ";

TEST_F(Xyz, readsExtendedXyz) {
  const Atoms atoms = read("2\n" + kLattice +
                           "Properties=species:S:1:pos:R:3:energy:R:1:f:R:3 pbc=\"T T F\" "
                           "Timestep=9 Time=0.5\nCu 1 2 3 -3.5 1 2 3\nZr 4 5 6 nan 4 5 6\n")[0];
  EXPECT_THAT(atoms.atomicNumbers, ElementsAre(29, 40));
  EXPECT_EQ(atoms.positions[1], Vec3(4, 5, 6));
  EXPECT_EQ(atoms.box.matrix().col(2), Vec3(2, 3, 12));
  EXPECT_THAT(atoms.box.periodic(), ElementsAre(true, true, false));
  EXPECT_EQ(atoms.columns.at("energy").values[0], -3.5);
  EXPECT_TRUE(std::isnan(atoms.columns.at("energy").values[1]));
  EXPECT_THAT(atoms.columns.at("f_y").values, ElementsAre(2, 5));
  EXPECT_EQ(atoms.step, 9);
  EXPECT_EQ(atoms.time_ps, 0.5);
}

TEST_F(Xyz, bringsBackWhatWeWriteBitForBit) {
  Mat3 matrix;
  matrix << 10.1, 1.0 / 3, -2, 0.7, 11.3, 2.7, 0.1, 0, 12.9;
  Atoms atoms;
  atoms.box = Box(matrix, {1, 2, 3}, {true, false, true});
  atoms.add(40, {1.0 / 7, 2.2, 3.3});
  atoms.add(29, {-4.4, 5.5, 1e-12});
  atoms.ids = {5, 9};
  atoms.velocities = {{0.1, 0.2, 0.3}, {1, 2, 3}};
  atoms.columns.add({"n5/n", "1", "", {0.1, std::numeric_limits<double>::quiet_NaN()}});
  writeExtendedXyz(folder_ / "out.xyz", {atoms});
  const Atoms back = readFrames(folder_ / "out.xyz", {})[0];
  EXPECT_EQ(back.box.matrix(), matrix);
  EXPECT_EQ(back.box.origin(), atoms.box.origin());
  EXPECT_EQ(back.box.periodic(), atoms.box.periodic());
  EXPECT_EQ(back.ids, atoms.ids);
  EXPECT_EQ(back.positions, atoms.positions);
  EXPECT_EQ(back.velocities, atoms.velocities);
  EXPECT_EQ(back.columns.at("n5_n").values[0], 0.1);
  EXPECT_TRUE(std::isnan(back.columns.at("n5_n").values[1]));
}

TEST_F(Xyz, takesNumbersForAtomicNumbersOrForTypes) {
  const std::string text = "2\n" + kLattice + "Properties=species:I:1:pos:R:3\n1 1 2 3\n2 4 5 6\n";
  EXPECT_THAT(read(text)[0].atomicNumbers, ElementsAre(1, 2));
  EXPECT_THAT(read(text, {29, 40})[0].atomicNumbers, ElementsAre(29, 40));
}

TEST_F(Xyz, givesPlainXyzAnOpenBoxAndWarns) {
  takeWarnings();
  const Atoms atoms = read("2\na cluster\nCu 0 0 0\nZr 3 4 5\n")[0];
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("open box")));
  EXPECT_THAT(atoms.box.periodic(), ElementsAre(false, false, false));
  EXPECT_EQ(atoms.box.lengths(), Vec3(13, 14, 15));
  EXPECT_EQ(atoms.box.origin(), Vec3(-5, -5, -5));
}

TEST_F(Xyz, takesTheEdgesOfFemsimCommentsAboveOrBelowTheCount) {
  const std::string atoms = "Cu -4 -4 -4\nZr 3 4 4.9\n-1\n";
  for (const std::string& head :
       {std::string("2\n10 10 10 updated model\n"), std::string("10 10 10 model\n2\n")}) {
    const Atoms read_ = read(head + atoms)[0];
    EXPECT_EQ(read_.box.origin(), Vec3(-5, -5, -5));
    EXPECT_TRUE(read_.box.fullyPeriodic());
  }
  takeWarnings();
  EXPECT_FALSE(read("2\n1 2 3\n" + atoms)[0].box.fullyPeriodic()) << "the atoms do not fit: no box";
}

TEST_F(Xyz, readsSeveralFrames) {
  std::string text;
  for (int i = 0; i < 4; ++i) text += "1\n" + kLattice + "\nCu " + std::to_string(i) + " 0 0\n";
  const auto frames = read(text, {}, FrameSelection::parse("-3:-1:2"));
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].positions[0].x(), 1);
  EXPECT_EQ(frames[1].positions[0].x(), 3);
}

TEST_F(Xyz, namesWhatIsWrong) {
  const struct {
    std::string text, message;
  } cases[] = {
      {"3\n" + kLattice + "\nCu 0 0 0\n", "1 of the 3 atoms"},
      {"1\n" + kLattice + "\nCu 0 0\n", "line 3"},
      {"1\n" + kLattice + "\nCu 0 0 inf\n", "z is 'inf'"},
      {"1\n" + kLattice + "\nXx 0 0 0\n", "'Xx' is no chemical element"},
      {"1\nLattice=\"1 2 3\"\nCu 0 0 0\n", "has 3 numbers and not 9"},
      {"1\nLattice=\"1 0 0 0 1 0 0 0 -1\"\nCu 0 0 0\n", "the lattice is not usable"},
      {"1\nLattice=\"1 0 0\nCu 0 0 0\n", "no closing quote"},
      {"1\n" + kLattice + "Properties=species:S:1\nCu\n", "no positions"},
      {"1\n" + kLattice + "Properties=pos:R:3\n0 0 0\n", "no species"},
      {"2\n" + kLattice + "Properties=species:S:1:pos:R:3:id:I:1\nCu 0 0 0 1\nCu 1 1 1 1\n",
       "occurs more than once"},
      {"0\n" + kLattice + "\n", "the number of atoms is 0"},
  };
  for (const auto& wrong : cases) {
    const Error error = errorOf(wrong.text);
    EXPECT_EQ(error.kind(), ErrorKind::input) << wrong.message;
    EXPECT_THAT(error.what(), HasSubstr(wrong.message));
    EXPECT_THAT(error.what(), HasSubstr("input.txt")) << wrong.message;
  }
}

TEST_F(Xyz, readsTheFemsimModels) {
  GLASSCOPE_NEEDS_SHARED(refined, "data/zr50cu35al15_fem/model_t1.xyz");
  for (const char* name : {"model_t1.xyz", "model_t3.xyz", "model_unrefined.xyz"}) {
    const Atoms atoms = readFrames(refined.parent_path() / name, {})[0];
    EXPECT_EQ(atoms.size(), 1250U) << name;
    EXPECT_TRUE(atoms.box.fullyPeriodic()) << name;
    EXPECT_NEAR(atoms.box.lengths().x(), 28.28427, 1e-4) << name;  // the files round to 5 decimals
    EXPECT_THAT(atoms.species(), ElementsAre(13, 29, 40)) << name;
  }
}

}  // namespace
}  // namespace glasscope::sim
