#include <algorithm>
#include <cmath>

#include "core/formats/AtomFiles.h"
#include "core/system/Log.h"
#include "tests/sim/readers/ReaderTest.h"

namespace glasscope::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using LammpsDump = ReaderTest;

std::string frame(const std::string& columns, const std::string& atoms, long count = 2,
                  const std::string& box = "ITEM: BOX BOUNDS pp pp ff\n0 10\n-1 19\n0 30\n") {
  return "ITEM: TIMESTEP\n500\nITEM: NUMBER OF ATOMS\n" + std::to_string(count) + "\n" + box +
         "ITEM: ATOMS " + columns + "\n" + atoms;
}

TEST_F(LammpsDump, readsAtomsInTheOrderOfTheirIds) {
  const auto frames =
      read(frame("id type x y z vx vy vz c_pe", "7 2 1 2 3 .1 .2 .3 -4.5\n3 1 4 5 6 0 0 0 nan\n"),
           {29, 40});
  ASSERT_EQ(frames.size(), 1U);
  const Atoms& atoms = frames[0];
  EXPECT_THAT(atoms.ids, ElementsAre(3, 7));
  EXPECT_THAT(atoms.atomicNumbers, ElementsAre(29, 40));
  EXPECT_EQ(atoms.positions[1], Vec3(1, 2, 3));
  EXPECT_EQ(atoms.velocities[1], Vec3(.1, .2, .3));
  EXPECT_EQ(atoms.step, 500);
  EXPECT_EQ(atoms.box.origin(), Vec3(0, -1, 0));
  EXPECT_EQ(atoms.box.lengths(), Vec3(10, 20, 30));
  EXPECT_THAT(atoms.box.periodic(), ElementsAre(true, true, false));
  EXPECT_EQ(atoms.columns.at("c_pe").values[1], -4.5);
  EXPECT_TRUE(std::isnan(atoms.columns.at("c_pe").values[0])) << "undefined is allowed in a column";
}

TEST_F(LammpsDump, readsEveryKindOfCoordinate) {
  EXPECT_EQ(read(frame("id element xu yu zu", "1 Cu 11 2 3\n2 Zr 0 0 0\n"))[0].positions[0],
            Vec3(11, 2, 3));
  EXPECT_EQ(read(frame("id element xs ys zs", "1 Cu .5 .5 .5\n2 Zr 0 0 0\n"))[0].positions[0],
            Vec3(5, 9, 15));
  EXPECT_EQ(read(frame("id element xsu ysu zsu", "1 Cu 1.5 .5 .5\n2 Zr 0 0 0\n"))[0].positions[0],
            Vec3(15, 9, 15));
  EXPECT_EQ(read(frame("id element xu yu zu x y z", "1 Cu 11 2 3 1 2 3\n2 Zr 0 0 0 0 0 0\n"))[0]
                .positions[0],
            Vec3(1, 2, 3))
      << "wrapped coordinates come first";
}

TEST_F(LammpsDump, takesElementsFromSymbolsOrMasses) {
  EXPECT_THAT(read(frame("element x y z", "Zr 1 1 1\nCu 2 2 2\n"))[0].atomicNumbers,
              ElementsAre(40, 29));
  EXPECT_THAT(read(frame("mass x y z", "91.224 1 1 1\n63.55 2 2 2\n"))[0].atomicNumbers,
              ElementsAre(40, 29));
}

TEST_F(LammpsDump, numbersAtomsWithoutIds) {
  EXPECT_THAT(read(frame("element x y z", "Zr 1 1 1\nCu 2 2 2\n"))[0].ids, ElementsAre(1, 2));
}

TEST_F(LammpsDump, takesTheTiltOffTheBoundsOfATriclinicBox) {
  // LAMMPS manual, "Howto triclinic": xlo_bound = xlo + min(0, xy, xz, xy + xz) and so on.
  const std::string box = "ITEM: BOX BOUNDS xy xz yz pp pp pp\n-3 12 2\n0 14 -3\n1 11 4\n";
  const Atoms atoms = read(frame("id element xs ys zs", "1 Cu 1 0 0\n2 Zr 0 1 1\n", 2, box))[0];
  Mat3 wanted;
  wanted << 10, 2, -3, 0, 10, 4, 0, 0, 10;
  EXPECT_EQ(atoms.box.matrix(), wanted);
  EXPECT_EQ(atoms.box.origin(), Vec3(0, 0, 1));
  EXPECT_EQ(atoms.positions[0], Vec3(10, 0, 1));
  EXPECT_EQ(atoms.positions[1], Vec3(-1, 14, 11));
}

TEST_F(LammpsDump, readsGeneralTriclinicBoxes) {
  const std::string box = "ITEM: BOX BOUNDS abc origin pp pp pp\n0 10 0 1\n-10 0 0 2\n0 0 10 3\n";
  const Atoms atoms = read(frame("id element x y z", "1 Cu 1 0 0\n2 Zr 0 1 1\n", 2, box))[0];
  // The edges (0, 10, 0) and (-10, 0, 0) in the order and direction of the axes: the same region.
  EXPECT_EQ(atoms.box.matrix(), Mat3(10 * Mat3::Identity()));
  EXPECT_EQ(atoms.box.origin(), Vec3(-9, 2, 3));
  EXPECT_EQ(atoms.positions[0], Vec3(1, 0, 0));
}

TEST_F(LammpsDump, placesFractionsAlongTheEdgesOfTheFile) {
  const std::string box = "ITEM: BOX BOUNDS abc origin pp pp pp\n0 10 0 1\n-20 0 0 2\n0 0 10 3\n";
  const Atoms atoms =
      read(frame("id element xs ys zs", "1 Cu 0.5 0.25 0\n2 Zr 0 0 0\n", 2, box))[0];
  EXPECT_EQ(atoms.positions[0], Vec3(1 - 5, 2 + 5, 3));
}

TEST_F(LammpsDump, takesTypeLabelsForElements) {
  EXPECT_THAT(read(frame("id typelabel x y z", "1 Zr 1 1 1\n2 Cu 2 2 2\n"))[0].atomicNumbers,
              ElementsAre(40, 29));
}

TEST_F(LammpsDump, asksWhereLammpsNamedNoElement) {
  // Without dump_modify element LAMMPS writes C for every type.
  const std::string atoms = "1 1 C 1 1 1\n2 2 C 2 2 2\n";
  const Error error = errorOf(frame("id type element x y z", atoms));
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_THAT(error.what(), HasSubstr("all called C"));
  EXPECT_THAT(read(frame("id type element x y z", atoms), {29, 40})[0].atomicNumbers,
              ElementsAre(29, 40));
  // Two types of copper are no contradiction, and a mass bears out the name.
  EXPECT_THAT(read(frame("id type element x y z", "1 1 Cu 1 1 1\n2 2 Cu 2 2 2\n"))[0].atomicNumbers,
              ElementsAre(29, 29));
  EXPECT_THAT(read(frame("id type element mass x y z", "1 1 C 12.01 1 1 1\n2 2 C 12 2 2 2\n"))[0]
                  .atomicNumbers,
              ElementsAre(6, 6));
  takeWarnings();
  EXPECT_THAT(read(frame("id type element x y z", "1 1 C 1 1 1\n2 1 C 2 2 2\n"))[0].atomicNumbers,
              ElementsAre(6, 6));
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("called C")));
}

TEST_F(LammpsDump, asksWhereNameAndMassContradictEachOther) {
  const Error error =
      errorOf(frame("id type element mass x y z", "1 1 Cu 63.5 1 1 1\n2 2 Al 91.2 2 2 2\n"));
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_THAT(error.what(), HasSubstr("type 2 is called Al and has the mass 91.2"));
  EXPECT_THAT(errorOf(frame("mass x y z", "1 1 1 1\n1 2 2 2\n")).what(), HasSubstr("mass is 1"));
}

TEST_F(LammpsDump, warnsWhereTheUsersElementsHaveOtherMasses) {
  takeWarnings();
  read(frame("id type mass x y z", "1 1 63.5 1 1 1\n2 2 91.2 2 2 2\n"), {40, 29});
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("type 1"), HasSubstr("type 2")));
  read(frame("id type mass x y z", "1 1 63.5 1 1 1\n2 2 91.2 2 2 2\n"), {29, 40});
  EXPECT_THAT(takeWarnings(), ElementsAre());
}

TEST_F(LammpsDump, refusesToCompareFramesWithoutIds) {
  const std::string one = frame("element x y z", "Zr 1 1 1\nCu 2 2 2\n");
  EXPECT_EQ(read(one).size(), 1U);
  EXPECT_THAT(errorOf(one + one).what(), HasSubstr("its atoms have no ids"));
  ReadOptions options;
  options.comparesFrames = false;
  EXPECT_EQ(readFrames(write(one + one), options).size(), 2U);
}

TEST_F(LammpsDump, tellsTheTimeOrThatItIsNotKnown) {
  const std::string one = frame("id element x y z", "1 Zr 1 1 1\n2 Cu 2 2 2\n");
  EXPECT_TRUE(std::isnan(read(one)[0].time_ps));
  EXPECT_EQ(read("ITEM: UNITS\nreal\nITEM: TIME\n2500\n" + one)[0].time_ps, 2.5);
  const auto frames = read("ITEM: TIME\n2.5\n" + one + one);
  EXPECT_EQ(frames[0].time_ps, 2.5);
  EXPECT_TRUE(std::isnan(frames[1].time_ps)) << "a time belongs to one frame";
}

TEST_F(LammpsDump, passesOverFramesWithoutAtoms) {
  takeWarnings();
  const auto frames =
      read(frame("id element x y z", "", 0) + frame("id element x y z", "1 Cu 1 2 3\n", 1));
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].positions[0], Vec3(1, 2, 3));
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("without atoms")));
}

TEST_F(LammpsDump, describesATiltedCellByTheEdgesOfTheFirstFrame) {
  // LAMMPS flips a cell whose tilt passes half its length: xy = 5.1 becomes -4.9.
  const auto tilted = [](double xy) {
    const std::string bounds = std::to_string(std::min(0.0, xy)) + " " +
                               std::to_string(10 + std::max(0.0, xy)) + " " + std::to_string(xy);
    return frame("id element x y z", "1 Cu 1 2 3\n2 Zr 4 5 6\n", 2,
                 "ITEM: BOX BOUNDS xy xz yz pp pp pp\n" + bounds + "\n0 10 0\n0 10 0\n");
  };
  const auto frames = read(tilted(4.9) + tilted(-4.9));
  EXPECT_TRUE(frames[1].box.matrix().col(1).isApprox(Vec3(5.1, 10, 0), 1e-5));
  EXPECT_EQ(frames[1].positions[1], Vec3(4, 5, 6));
}

TEST_F(LammpsDump, takesAMarkOfTheByteOrderAndPackedFiles) {
  EXPECT_EQ(read("\xef\xbb\xbf" + frame("id element x y z", "1 Cu 1 2 3\n", 1)).size(), 1U);
}

TEST_F(LammpsDump, bringsBackWhatWeWriteBitForBit) {
  Mat3 matrix;
  matrix << 10.1, 1.0 / 3, -2, 0, 11.3, 2.7, 0, 0, 12.9;
  Atoms atoms;
  atoms.box = Box(matrix, {0, 0, 0}, {true, true, false});
  atoms.add(40, {1.0 / 7, 2.2, 3.3});
  atoms.add(29, {-4.4, 5.5, 1e-12});
  atoms.velocities = {{0.1, 0.2, 0.3}, {1, 2, 3}};
  atoms.columns.add({"cell volume", "angstrom^3", "", {15.1, 1.0 / 3}});
  atoms.step = 12;
  writeLammpsDump(folder_ / "out.dump", {atoms, atoms});
  const auto frames = readFrames(folder_ / "out.dump", {});
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[1].positions, atoms.positions);
  EXPECT_EQ(frames[1].velocities, atoms.velocities);
  EXPECT_EQ(frames[1].atomicNumbers, atoms.atomicNumbers);
  EXPECT_EQ(frames[1].step, 12);
  EXPECT_EQ(frames[1].columns.at("cell_volume").values, atoms.columns.begin()->values);
  // The bounds carry the tilt on and off again: a rounding of the last digit each way.
  EXPECT_TRUE(frames[1].box.matrix().isApprox(matrix, 1e-15));
}

TEST_F(LammpsDump, rotatesBoxesThatLammpsDoesNotKnow) {
  Mat3 matrix;
  matrix << 0, -9, 1, 10, 0, 2, 0, 0, 12;
  Atoms atoms;
  atoms.box = Box(matrix, {1, 2, 3});
  atoms.add(29, atoms.box.toCartesian({0.1, 0.2, 0.3}));
  atoms.add(29, atoms.box.toCartesian({0.6, 0.7, 0.8}));
  writeLammpsDump(folder_ / "out.dump", {atoms});
  const Atoms back = readFrames(folder_ / "out.dump", {})[0];
  // A rotation keeps volume, distances and fractions; 1e-12 is some roundings of numbers near 10.
  EXPECT_NEAR(back.box.volume(), atoms.box.volume(), 1e-9);
  EXPECT_TRUE(back.box.toFractional(back.positions[1]).isApprox(Vec3(0.6, 0.7, 0.8), 1e-12));
  EXPECT_NEAR((back.positions[1] - back.positions[0]).norm(),
              (atoms.positions[1] - atoms.positions[0]).norm(), 1e-12);
}

TEST_F(LammpsDump, selectsFrames) {
  std::string text;
  for (int i = 0; i < 5; ++i)
    text += frame("id element x y z", "1 Zr " + std::to_string(i) + " 1 1\n2 Cu 2 2 2\n");
  const auto xOf = [](const std::vector<Atoms>& frames) {
    std::vector<double> x;
    for (const auto& atoms : frames) x.push_back(atoms.positions[0].x());
    return x;
  };
  EXPECT_THAT(xOf(read(text)), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(xOf(read(text, {}, FrameSelection::parse("-1"))), ElementsAre(4));
  EXPECT_THAT(xOf(read(text, {}, FrameSelection::parse("1:3:2"))), ElementsAre(1, 3));
  EXPECT_THAT(xOf(read(text, {}, FrameSelection::parse("0:-1:2"))), ElementsAre(0, 2, 4));
  for (const char* absent : {"5", "-6", "5:", "0:5"}) {
    const Error error = errorOf(text, {}, FrameSelection::parse(absent));
    EXPECT_EQ(error.kind(), ErrorKind::usage) << absent;
    EXPECT_THAT(error.why(), HasSubstr("5 frames, numbered 0 to 4")) << absent;
  }
}

TEST_F(LammpsDump, namesWhatIsWrong) {
  const std::string good = "1 1 1 1 1\n2 2 2 2 2\n";
  const struct {
    const char* what;
    std::string text, message;
    ErrorKind kind;
    std::vector<int> elements;
  } cases[] = {
      {"cut short",
       frame("id type x y z", "1 1 1 1 1\n"),
       "1 of the 2 atoms",
       ErrorKind::input,
       {29, 40}},
      {"next frame early",
       frame("id type x y z", "1 1 1 1 1\n") + frame("id type x y z", good),
       "1 of the 2 atoms",
       ErrorKind::input,
       {29, 40}},
      {"cut line",
       frame("id type x y z", "1 1 1 1 1\n2 2 2 2"),
       "line 11",
       ErrorKind::input,
       {29, 40}},
      {"nan",
       frame("id type x y z", "1 1 1 1 1\n2 2 nan 2 2\n"),
       "x is 'nan', which is not finite",
       ErrorKind::input,
       {29, 40}},
      {"inf",
       frame("id type x y z", "1 1 1 -inf 1\n2 2 2 2 2\n"),
       "line 10",
       ErrorKind::input,
       {29, 40}},
      {"word",
       frame("id type x y z", "1 1 1 1 abc\n2 2 2 2 2\n"),
       "z is 'abc'",
       ErrorKind::input,
       {29, 40}},
      {"element",
       frame("id element x y z", "1 Cu 1 1 1\n2 Qq 2 2 2\n"),
       "'Qq' is no chemical element",
       ErrorKind::input,
       {}},
      {"no elements", frame("id type x y z", good), "it has 2 atom types", ErrorKind::usage, {}},
      {"no elements", frame("id type x y z", good), "--elements Cu,Zr", ErrorKind::usage, {}},
      {"too few", frame("id type x y z", good), "1 element was given, but", ErrorKind::usage, {29}},
      {"type 0",
       frame("id type x y z", "1 0 1 1 1\n2 2 2 2 2\n"),
       "types count from 1",
       ErrorKind::input,
       {29, 40}},
      {"id twice",
       frame("id type x y z", "1 1 1 1 1\n1 2 2 2 2\n"),
       "the atom id 1 occurs more than once",
       ErrorKind::input,
       {29, 40}},
      {"flat",
       frame("id type x y z", good, 2, "ITEM: BOX BOUNDS pp pp pp\n0 10\n5 5\n0 1\n"),
       "the length 0 along y",
       ErrorKind::input,
       {29, 40}},
      {"inside out",
       frame("id type x y z", good, 2, "ITEM: BOX BOUNDS pp pp pp\n0 10\n0 5\n2 1\n"),
       "the length -1 along z",
       ErrorKind::input,
       {29, 40}},
      {"no position",
       frame("id type x y", "1 1 1 1\n2 2 2 2\n"),
       "no complete position",
       ErrorKind::input,
       {29, 40}},
      {"lj",
       "ITEM: UNITS\nlj\n" + frame("id type x y z", good),
       "unit style is 'lj'",
       ErrorKind::input,
       {29, 40}},
      {"no atoms",
       frame("id type x y z", "", 0),
       "no frame with atoms",
       ErrorKind::input,
       {29, 40}},
      {"no line feed",
       frame("id type x y z", "1 1 1 1 1\n2 2 2 2 2.12"),
       "no line feed",
       ErrorKind::input,
       {29, 40}},
      {"too many words",
       frame("id type x y z", "1 1 1 1 1 7\n2 2 2 2 2 7\n"),
       "6 words, but the dump has 5",
       ErrorKind::input,
       {29, 40}},
      {"boundary",
       frame("id type x y z", good, 2, "ITEM: BOX BOUNDS pp maybe pp\n0 10\n0 5\n0 1\n"),
       "'maybe'",
       ErrorKind::input,
       {29, 40}},
      {"box words",
       frame("id type x y z", good, 2, "ITEM: BOX BOUNDS pp pp pp\n0 10 3\n0 5\n0 1\n"),
       "3 numbers and not 2",
       ErrorKind::input,
       {29, 40}},
      {"two billion types",
       frame("id type x y z", "1 1 1 1 1\n2 2000000000 2 2 2\n"),
       "more than 100000",
       ErrorKind::input,
       {}},
      {"many atoms",
       frame("id type x y z", good, 4000000000000L),
       "2 of the 4000000000000 atoms",
       ErrorKind::input,
       {29, 40}},
      {"far away",
       frame("id type x y z", "1 1 1 1 1\n2 2 1e15 2 2\n"),
       "digits",
       ErrorKind::input,
       {29, 40}},
      {"header only", "ITEM: TIMESTEP\n5\n", "the frame has no atoms", ErrorKind::input, {29, 40}},
      {"bare header", "ITEM: TIMESTEP\n", "the time step is missing", ErrorKind::input, {29, 40}},
  };
  for (const auto& wrong : cases) {
    const Error error = errorOf(wrong.text, wrong.elements);
    EXPECT_EQ(error.kind(), wrong.kind) << wrong.what;
    EXPECT_THAT(error.what(), HasSubstr(wrong.message)) << wrong.what;
    EXPECT_THAT(error.what(), HasSubstr("input.txt")) << wrong.what;
  }
}

TEST_F(LammpsDump, warnsOfLengthsCalledFractions) {
  const std::string lengths = "1 1 1 1 1\n2 1 5 6 7\n3 1 9 18 27\n";
  takeWarnings();
  read(frame("id type xs ys zs", lengths, 3), {29});
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("are they lengths?")));
  read(frame("id type xs ys zs", "1 1 0 0 0\n2 1 1.01 .5 .5\n3 1 .5 -.01 0\n", 3), {29});
  EXPECT_THAT(takeWarnings(), ElementsAre());
  read(frame("id type xsu ysu zsu", lengths, 3), {29});
  EXPECT_THAT(takeWarnings(), ElementsAre()) << "a liquid may have spread";
}

TEST_F(LammpsDump, saysWhatToDumpWhereLabelsAreNoElements) {
  const Error error = errorOf(frame("id typelabel x y z", "1 c3 1 1 1\n2 hc 2 2 2\n"), {6, 1});
  EXPECT_THAT(error.what(), HasSubstr("the type label 'c3' is no chemical element"));
  EXPECT_THAT(error.remedy(), HasSubstr("dump the column type"));
}

}  // namespace
}  // namespace glasscope::sim
