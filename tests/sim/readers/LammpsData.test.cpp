#include "core/system/Log.h"
#include "tests/SharedData.h"
#include "tests/sim/readers/ReaderTest.h"

namespace glasscope::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using LammpsData = ReaderTest;

std::string data(const std::string& atoms,
                 const std::string& masses = "Masses\n\n1 63.546\n2 91.224\n\n") {
  return "LAMMPS data file via write_data, version 29 Sep 2021, timestep = 75\n\n2 atoms\n2 atom "
         "types\n\n"
         "0 10 xlo xhi\n0 20 ylo yhi\n-5 25 zlo zhi\n\n" +
         masses + atoms;
}

TEST_F(LammpsData, readsWhatWriteDataWrites) {
  const Atoms atoms =
      read(data("Atoms # atomic\n\n7 1 1 2 3 0 0 1\n3 2 4 5 6 0 0 0\n\nVelocities\n\n"
                "3 .1 .2 .3\n7 1 2 3\n"))[0];
  EXPECT_THAT(atoms.ids, ElementsAre(3, 7));
  EXPECT_THAT(atoms.atomicNumbers, ElementsAre(40, 29));
  EXPECT_EQ(atoms.positions[1], Vec3(1, 2, 3));
  EXPECT_EQ(atoms.velocities[0], Vec3(.1, .2, .3));
  EXPECT_EQ(atoms.step, 75);
  EXPECT_EQ(atoms.box.origin(), Vec3(0, 0, -5));
  EXPECT_EQ(atoms.box.lengths(), Vec3(10, 20, 30));
}

// LAMMPS writes its unit style into the title; velocities of `real` are in angstrom/fs.
TEST_F(LammpsData, velocitiesOfRealUnitsBecomeThoseOfMetal) {
  const std::string body =
      "1 atoms\n1 atom types\n\n0 10 xlo xhi\n0 10 ylo yhi\n0 10 zlo zhi\n\nAtoms # atomic\n\n"
      "1 1 1 2 3\n\nVelocities\n\n1 0.001 -0.002 0.003\n";
  for (const auto& [units, factor] : {std::pair{"metal", 1.0}, {"real", 1000.0}}) {
    const std::string title =
        std::string("LAMMPS data file via write_data, version 1, timestep = 0, units = ") + units;
    const Vec3 velocity = read(title + "\n\n" + body, {29}).front().velocities.at(0);
    EXPECT_LT((velocity - factor * Vec3(0.001, -0.002, 0.003)).norm(), 1e-12) << units;
  }
}

TEST_F(LammpsData, knowsAtomStylesByHintAndByWords) {
  const struct {
    const char *title, *first, *second;
  } styles[] = {{"Atoms", "1 1 1 2 3", "2 2 4 5 6"},
                {"Atoms", "1 1 1 2 3 0 0 -1", "2 2 4 5 6 0 0 0"},
                {"Atoms", "1 1 0.5 1 2 3", "2 2 -0.5 4 5 6"},
                {"Atoms # charge", "1 1 0 1 2 3 0 0 0", "2 2 0 4 5 6 0 0 0"},
                {"Atoms", "1 9 1 1 2 3", "2 9 2 4 5 6"},
                {"Atoms # molecular", "1 9 1 1 2 3", "2 9 2 4 5 6"},
                {"Atoms # full", "1 9 1 0.1 1 2 3 0 0 0", "2 9 2 0.1 4 5 6 0 0 0"},
                {"Atoms", "1 9 1 0.1 1 2 3", "2 9 2 0.1 4 5 6"},
                {"Atoms  # sphere", "1 1 1.0 2.0 1 2 3", "2 2 1.0 2.0 4 5 6"},
                // As many columns as full, and the type at another place.
                {"Atoms # body", "1 1 1 1.5 1 2 3", "2 2 1 1.5 4 5 6"},
                {"Atoms # peri", "1 1 1 1.5 1 2 3", "2 2 1 1.5 4 5 6"},
                {"Atoms # dpd", "1 1 1 1 2 3", "2 2 1 4 5 6"},
                {"Atoms # tri", "1 9 1 0 1.5 1 2 3", "2 9 2 0 1.5 4 5 6"},
                {"Atoms # electron", "1 1 0 1 1.5 1 2 3", "2 2 0 1 1.5 4 5 6"}};
  for (const auto& style : styles) {
    const Atoms atoms =
        read(data(std::string(style.title) + "\n\n" + style.first + "\n" + style.second + "\n"))[0];
    EXPECT_EQ(atoms.positions[0], Vec3(1, 2, 3)) << style.title << ": " << style.first;
    EXPECT_EQ(atoms.positions[1], Vec3(4, 5, 6)) << style.title << ": " << style.first;
    EXPECT_THAT(atoms.atomicNumbers, ElementsAre(29, 40)) << style.title << ": " << style.first;
  }
}

TEST_F(LammpsData, readsTiltedBoxesAndPassesOverOtherSections) {
  const Atoms atoms = read(
      "title\n\n1 atoms\n1 atom types\n1 bonds\n0 10 xlo xhi\n0 10 ylo yhi\n0 10 zlo zhi\n"
      "1 2 3 xy xz yz\n\nMasses\n\n1 63.5 # Cu\n\nPair Coeffs # eam\n\n1 2 3\n\nAtoms\n\n"
      "1 1 1 1 1 # an atom\n\nBonds\n\n1 1 1 1\n")[0];
  EXPECT_EQ(atoms.box.matrix().col(1), Vec3(1, 10, 0));
  EXPECT_EQ(atoms.box.matrix().col(2), Vec3(2, 3, 10));
}

TEST_F(LammpsData, takesElementsFromTheUserFirstThenLabelsThenMasses) {
  const std::string atoms = "Atoms # atomic\n\n1 1 1 2 3\n2 2 4 5 6\n";
  EXPECT_THAT(read(data(atoms), {13, 28})[0].atomicNumbers, ElementsAre(13, 28));
  EXPECT_THAT(read(data(atoms, "Masses\n\n1 1 # Ag\n2 1 # Ni\n\n"))[0].atomicNumbers,
              ElementsAre(47, 28));
  EXPECT_THAT(read(data("Atoms # atomic\n\n1 Zr 1 2 3\n2 Cu 4 5 6\n",
                        "Atom Type Labels\n\n1 Cu\n2 Zr\n\n"))[0]
                  .atomicNumbers,
              ElementsAre(40, 29));
}

TEST_F(LammpsData, tellsATypeFromAChargeByAllAtoms) {
  // The first atom alone could be of style molecular: its charge is 2, which is a type, too.
  const Atoms atoms = read(data("Atoms\n\n1 1 2 1 2 3\n2 2 -1 4 5 6\n"))[0];
  EXPECT_THAT(atoms.atomicNumbers, ElementsAre(29, 40));
  EXPECT_THAT(read(data("Atoms\n\n1 7 2 1 2 3\n2 1 1 4 5 6\n"))[0].atomicNumbers,
              ElementsAre(40, 29))
      << "7 is a molecule";
}

TEST_F(LammpsData, readsMassesOfLabels) {
  const Atoms atoms = read(data("Atoms # atomic\n\n1 ZrB 1 2 3\n2 CuA 4 5 6\n",
                                "Atom Type Labels\n\n1 CuA\n2 ZrB\n\nMasses\n\nCuA 63.546\nZrB "
                                "91.224\n\n"))[0];
  EXPECT_THAT(atoms.atomicNumbers, ElementsAre(40, 29));
}

TEST_F(LammpsData, takesATitleForFreeText) {
  takeWarnings();
  std::string text = data("Atoms # atomic\n\n1 1 1 2 3\n2 2 4 5 6\n");
  text = "Cu-Zr glass, timestep = 0.002, units = LJ" + text.substr(text.find('\n'));
  EXPECT_EQ(read(text)[0].step, 0);
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("units 'LJ'")));
}

TEST_F(LammpsData, readsGeneralTriclinicBoxes) {
  // write_data triclinic/general: three edges and an origin; left-handed ones are turned round.
  const Atoms atoms = read(
      "t\n\n1 atoms\n1 atom types\n0 10 0 avec\n20 0 0 bvec\n0 0 30 cvec\n1 2 3 abc origin\n\n"
      "Masses\n\n1 63.5\n\nAtoms # atomic\n\n1 1 4 5 6\n")[0];
  EXPECT_EQ(atoms.box.lengths(), Vec3(20, 10, 30));
  EXPECT_EQ(atoms.box.origin(), Vec3(1, 2, 3));
  EXPECT_EQ(atoms.positions[0], Vec3(4, 5, 6));
}

TEST_F(LammpsData, takesTheBoundaryFromTheUser) {
  ReadOptions options;
  options.periodic = {true, true, false};
  const auto path = write(data("Atoms # atomic\n\n1 1 1 2 3\n2 2 4 5 6\n"));
  EXPECT_THAT(readFrames(path, options)[0].box.periodic(), ElementsAre(true, true, false));
}

TEST_F(LammpsData, namesWhatIsWrong) {
  const std::string atoms = "Atoms # atomic\n\n1 1 1 2 3\n2 2 4 5 6\n";
  const struct {
    std::string text, message;
    ErrorKind kind;
    std::vector<int> elements;
  } cases[] = {
      {data("Atoms # atomic\n\n1 1 1 2 3\n"), "1 of the 2 atoms", ErrorKind::input, {}},
      {data(""), "section 'Atoms' is missing", ErrorKind::input, {}},
      {data("Atoms # atomic\n\n1 1 1 2 3\n2 2 4 5\n"), "line 18", ErrorKind::input, {}},
      {data("Atoms # atomic\n\n1 1 1 2 3\n2 3 4 5 6\n"), "atom type is 3", ErrorKind::input, {}},
      {data("Atoms # atomic\n\n1 1 1 2 3\n2 2 4 5 6.25"), "no line feed", ErrorKind::input, {}},
      {data("Atoms # atomic\n\n1 1 1 2 3 9\n2 2 4 5 6\n"), "6 words", ErrorKind::input, {}},
      {data("Atoms\n\n1 1 2 1 2 3\n2 2 1 4 5 6\n"), "Atoms # molecular", ErrorKind::input, {}},
      {"x\n\n2 atoms\n2 atom types\n0 1 xlo xhi\n0 1 zlo zhi\n" + atoms,
       "no line 'ylo yhi'",
       ErrorKind::input,
       {29, 40}},
      {"x\n\n2 atoms\n2 atom types\n0 1 9 xlo xhi\n0 1 ylo yhi\n0 1 zlo zhi\n" + atoms,
       "5 words",
       ErrorKind::input,
       {29, 40}},
      {data(atoms, "Masses\n\n1 63.546\n2 91.224 # Al\n\n"),
       "type 2 is called Al and has the mass 91.224",
       ErrorKind::usage,
       {}},
      {data(atoms, "Masses\n\n1 1.0\n2 1.0\n\n"), "--elements Cu,Zr", ErrorKind::usage, {}},
      {data(atoms, "Masses\n\n1 60\n2 60\n\n"), "--elements Cu,Zr", ErrorKind::usage, {}},
      {data("Atoms # atomic\n\n1 1 1 2 3\n2 2 4 nan 6\n"), "y is 'nan'", ErrorKind::input, {}},
      {data("Atoms # atomic\n\n1 1 1 2 3\n1 2 4 5 6\n"),
       "id 1 occurs more than once",
       ErrorKind::input,
       {}},
      {data("Atoms\n\n1 1\n2 2\n"), "atom style is not known", ErrorKind::input, {}},
      {data(atoms, ""), "--elements Cu,Zr", ErrorKind::usage, {}},
      {data(atoms), "3 elements were given for 2 atom types", ErrorKind::usage, {29, 40, 13}},
      {"x\n\n2 atoms\n2 atom types\n0 0 xlo xhi\n0 1 ylo yhi\n0 1 zlo zhi\n" + atoms,
       "length 0 along x",
       ErrorKind::input,
       {29, 40}},
      {data(atoms + "3 1 0 0 0\n"), "belongs to no section", ErrorKind::input, {}},
      {"t, units = lj\n\n2 atoms\n" + atoms, "unit style is 'lj'", ErrorKind::input, {}},
  };
  for (const auto& wrong : cases) {
    const Error error = errorOf(wrong.text, wrong.elements);
    EXPECT_EQ(error.kind(), wrong.kind) << wrong.message;
    EXPECT_THAT(error.what(), HasSubstr(wrong.message));
    EXPECT_THAT(error.what(), HasSubstr("input.txt")) << wrong.message;
  }
}

TEST_F(LammpsData, readsTheReferenceGlass) {
  GLASSCOPE_NEEDS_SHARED(path, "reference/cu64zr36_1e12_300K.data.gz");
  const auto frames = readFrames(path, {});
  ASSERT_EQ(frames.size(), 1U);
  const Atoms& atoms = frames[0];
  EXPECT_EQ(atoms.size(), 4000U);
  EXPECT_EQ(std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), 29),
            2560);  // Cu64Zr36
  EXPECT_EQ(atoms.ids.front(), 1);
  EXPECT_EQ(atoms.ids.back(), 4000);
  // Volume per atom of this sample as recorded with it: 15.96 cubic angstrom to +-0.03.
  EXPECT_NEAR(atoms.box.volume() / 4000, 15.96, 0.03);
  EXPECT_THAT(describeFormat(path), HasSubstr("LAMMPS data"));
}

TEST_F(LammpsData, refusesASecondSectionOfAtoms) {
  const std::string atoms = "Atoms # atomic\n\n1 1 1 2 3\n2 2 4 5 6\n\n";
  EXPECT_THAT(errorOf(data(atoms + atoms)).what(), HasSubstr("comes twice"));
}

// Labels are names, and --elements in another order than theirs is a likely slip.
TEST_F(LammpsData, warnsWhereTheUsersElementsHaveOtherNames) {
  const std::string labelled =
      data("Atoms # atomic\n\n1 1 1 2 3\n2 2 4 5 6\n", "Atom Type Labels\n\n1 Cu\n2 Zr\n\n");
  takeWarnings();
  EXPECT_THAT(read(labelled, {40, 29})[0].atomicNumbers, ElementsAre(40, 29));
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("is called Cu and is Zr by --elements"),
                                          HasSubstr("is called Zr and is Cu by --elements")));
  read(labelled, {29, 40});
  EXPECT_THAT(takeWarnings(), ElementsAre());
}

TEST_F(LammpsData, warnsOfTypesWithoutAtoms) {
  const auto with = [](const char* style) {
    return "t\n\n2 atoms\n2 atom types\n0 9 xlo xhi\n0 9 ylo yhi\n0 9 zlo zhi\n\nMasses\n\n"
           "1 63.546\n2 91.224\n\nAtoms # " +
           std::string(style) + "\n\n1 1 1 0 0 0\n2 1 2 3 3 3\n";
  };
  takeWarnings();
  read(with("molecular"));
  EXPECT_THAT(takeWarnings(), ElementsAre());
  read(with("charge"));
  EXPECT_THAT(takeWarnings(), ::testing::Contains(HasSubstr("only 1 of the 2 atom types")));
}

}  // namespace
}  // namespace glasscope::sim
