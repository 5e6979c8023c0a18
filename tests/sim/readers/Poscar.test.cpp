#include "core/system/Log.h"
#include "tests/sim/readers/ReaderTest.h"

namespace glasscope::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Poscar = ReaderTest;

std::string poscar(const std::string& scale, const std::string& below) {
  return "a title, 3 words\n" + scale + "\n 10.0 0.0 0.0\n 1.0 12.0 0.0\n 0.0 0.0 14.0\n" + below;
}

TEST_F(Poscar, readsFractionsAndSymbols) {
  const Atoms atoms =
      read(poscar("1.0", "Cu Zr\n2 1\nDirect\n0 0 0\n0.5 0.5 0.5\n0.1 0.2 0.3 Zr\n"))[0];
  EXPECT_THAT(atoms.atomicNumbers, ElementsAre(29, 29, 40));
  EXPECT_EQ(atoms.box.matrix().col(1), Vec3(1, 12, 0));
  EXPECT_EQ(atoms.positions[1], Vec3(5.5, 6, 7));
  EXPECT_TRUE(atoms.positions[2].isApprox(Vec3(1.2, 2.4, 4.2), 1e-15));
  EXPECT_TRUE(atoms.box.fullyPeriodic());
  EXPECT_EQ(describeFormat(folder_ / "input.txt"), "POSCAR");
}

TEST_F(Poscar, understandsEveryFormOfTheScale) {
  const std::string below = "Cu\n1\nCartesian\n1 2 3\n";
  EXPECT_EQ(read(poscar("2.0", below))[0].box.lengths().x(), 20);
  EXPECT_EQ(read(poscar("2.0", below))[0].positions[0], Vec3(2, 4, 6)) << "positions scale, too";
  EXPECT_EQ(read(poscar("1 2 3", below))[0].box.matrix().col(1), Vec3(1, 24, 0));
  EXPECT_EQ(read(poscar("1 2 3", below))[0].positions[0], Vec3(1, 4, 9));
  // A negative scale is the volume: 13440 is 8 times 10 * 12 * 14.
  const Atoms atoms = read(poscar("-13440", below))[0];
  EXPECT_NEAR(atoms.box.volume(), 13440, 1e-9);
  EXPECT_TRUE(atoms.positions[0].isApprox(Vec3(2, 4, 6), 1e-14));
}

TEST_F(Poscar, readsTheFormsOfOldAndNewVersions) {
  EXPECT_THAT(read(poscar("1", "1 1\nDirect\n0 0 0\n.5 .5 .5\n"), {29, 40})[0].atomicNumbers,
              ElementsAre(29, 40));
  EXPECT_EQ(errorOf(poscar("1", "1 1\nDirect\n0 0 0\n.5 .5 .5\n")).kind(), ErrorKind::usage);
  const Atoms atoms = read(poscar("1", "Zr_sv/8a3f\n1\nSelective dynamics\nK\n1 2 3 T T F\n"))[0];
  EXPECT_THAT(atoms.atomicNumbers, ElementsAre(40));
  EXPECT_EQ(atoms.positions[0], Vec3(1, 2, 3));
}

TEST_F(Poscar, turnsLeftHandedCellsRound) {
  const Atoms atoms = read("t\n1\n0 12 0\n10 0 0\n0 0 14\nCu\n1\nDirect\n0.5 0.25 0\n")[0];
  EXPECT_EQ(atoms.box.lengths(), Vec3(10, 12, 14));
  EXPECT_EQ(atoms.positions[0], Vec3(2.5, 6, 0)) << "fractions count along the edges of the file";
}

TEST_F(Poscar, readsNoVelocities) {
  // VASP writes them behind an empty line.
  EXPECT_EQ(read(poscar("1", "Cu\n1\nDirect\n0 0 0\n\n0.1 0.2 0.3\n"))[0].size(), 1U);
}

TEST_F(Poscar, namesWhatIsWrong) {
  const struct {
    std::string text, message;
  } cases[] = {{poscar("0", "Cu\n1\nDirect\n0 0 0\n"), "the scale is 0"},
               {poscar("1", "Cu Zr\n1\nDirect\n0 0 0\n"), "2 species and 1 numbers"},
               {poscar("1", "Xx\n1\nDirect\n0 0 0\n"), "'Xx' is no chemical element"},
               {poscar("1", "Cu\n2\nDirect\n0 0 0\n"), "a position is missing"},
               {poscar("1", "Cu\n1\nSomewhere\n1 else\n"), "'Direct' or 'Cartesian'"},
               {poscar("1", "Cu\n2\nDirect\n0.12 0.12 0.12\n0.12 0.12 0.1"), "fewer decimals"},
               {poscar("1", "Cu Zr\n0 1\nDirect\n0 0 0\n0.5 0.5 0.5\n"), "a further position"}};
  for (const auto& wrong : cases) {
    const Error error = errorOf(wrong.text);
    EXPECT_THAT(error.what(), HasSubstr(wrong.message));
    EXPECT_THAT(error.what(), HasSubstr("input.txt")) << wrong.message;
  }
}

// The first frame of a trajectory is not what its user means.
TEST_F(Poscar, refusesTrajectories) {
  const std::string head = "title\n1\n5 0 0\n0 5 0\n0 0 5\nCu\n1\n";
  EXPECT_THAT(errorOf(head + "Direct configuration=     1\n0 0 0\nDirect configuration=     2\n"
                             "0.1 0 0\n")
                  .what(),
              HasSubstr("XDATCAR"));
}

TEST_F(Poscar, readsFractionsUnderEveryNameAndRemarks) {
  const Atoms atoms = read(
      poscar("1.0 ! scale", "Cu Zr # species\n1 1 ! numbers\nFractional\n0 0 0\n.5 .5 .5\n"))[0];
  EXPECT_THAT(atoms.atomicNumbers, ElementsAre(29, 40));
  EXPECT_EQ(atoms.positions[1], Vec3(5.5, 6, 7));
  EXPECT_EQ(errorOf(poscar("1", "Cu\n1\n\n0 0 0\n")).kind(), ErrorKind::input);
  EXPECT_EQ(errorOf(poscar("1 -1 1", "Cu\n1\nDirect\n0 0 0\n")).kind(), ErrorKind::input);
}

TEST_F(Poscar, takesElementsOfATitleThatIsNothingElse) {
  const std::string below = "\n1\n10 0 0\n0 12 0\n0 0 14\n1 1\nDirect\n0 0 0\n.5 .5 .5\n";
  takeWarnings();
  EXPECT_THAT(read("Zr Cu" + below)[0].atomicNumbers, ElementsAre(40, 29));
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("taken from its title: Zr, Cu")));
  EXPECT_THAT(read("Zr Cu" + below, {29, 40})[0].atomicNumbers, ElementsAre(29, 40));
  for (const char* title : {"Zr", "Zr Cu Al", "Zr Cu glass", "ZrCu"})
    EXPECT_EQ(errorOf(title + below).kind(), ErrorKind::usage) << title;
}

TEST_F(Poscar, refusesLabelsThatContradictTheNumbers) {
  const auto with = [](const char* label) {
    return poscar("1", "Cu Zr\n1 1\nDirect\n0 0 0 Cu\n.5 .5 .5 " + std::string(label) + "\n");
  };
  EXPECT_EQ(read(with("Zr"))[0].size(), 2U);
  EXPECT_EQ(read(with("Zr2"))[0].size(), 2U);
  EXPECT_THAT(errorOf(with("Cu")).what(), HasSubstr("called Cu and counted as Zr"));
  EXPECT_EQ(read(poscar("1", "Cu\n1\nSelective\nDirect\n0 0 0 T T F\n"))[0].size(), 1U)
      << "F is no fluorine";
}

TEST_F(Poscar, warnsOfLengthsCalledDirect) {
  takeWarnings();
  read(poscar("1", "Cu\n3\nDirect\n1 1 1\n5 6 7\n9 11 12\n"));
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("are they lengths?")));
  read(poscar("1", "Cu\n3\nDirect\n7.1 0 0\n7.5 0 0\n7.9 .2 0\n"));
  EXPECT_THAT(takeWarnings(), ElementsAre()) << "a cell far away is one cell";
}

}  // namespace
}  // namespace glasscope::sim
