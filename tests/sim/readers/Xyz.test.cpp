#include <cmath>
#include <limits>
#include <sstream>

#include <fmt/format.h>

#include "core/formats/AtomFiles.h"
#include "core/math/Constants.h"
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

TEST_F(Xyz, asksWhetherNumbersAreTypesOrElements) {
  const auto text = [](const std::string& first, const std::string& second) {
    return "2\n" + kLattice + "Properties=species:I:1:pos:R:3\n" + first + " 1 2 3\n" + second +
           " 4 5 6\n";
  };
  const Error error = errorOf(text("1", "2"));
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_THAT(error.what(), HasSubstr("types, or the elements H, He?"));
  EXPECT_THAT(read(text("1", "2"), {29, 40})[0].atomicNumbers, ElementsAre(29, 40));
  EXPECT_THAT(read(text("29", "40"))[0].atomicNumbers, ElementsAre(29, 40));
  EXPECT_THAT(read(text("1", "8"))[0].atomicNumbers, ElementsAre(1, 8)) << "water, not eight types";
  EXPECT_EQ(errorOf("2\n Atoms. Timestep: 7\n1 1 2 3\n2 4 5 6\n").kind(), ErrorKind::usage)
      << "dump xyz of LAMMPS";
}

TEST_F(Xyz, prefersTheColumnThatTellsMost) {
  const auto numbers = [&](const std::string& properties, const std::string& words) {
    return read("1\n" + kLattice + "Properties=" + properties + "\n" + words + "\n")[0]
        .atomicNumbers;
  };
  EXPECT_THAT(numbers("type:I:1:Z:I:1:pos:R:3", "1 29 1 2 3"), ElementsAre(29));
  EXPECT_THAT(numbers("Z:I:1:type:I:1:pos:R:3", "29 1 1 2 3"), ElementsAre(29));
  EXPECT_THAT(numbers("Z:I:1:pos:R:3", "1 1 2 3"), ElementsAre(1)) << "no type";
  EXPECT_THAT(numbers("element:S:1:pos:R:3", "Cu 1 2 3"), ElementsAre(29));
  EXPECT_THAT(numbers("type:I:1:species:S:1:pos:R:3", "2 Cu 1 2 3"), ElementsAre(29));
}

TEST_F(Xyz, refusesElementsThatAreNotThoseOfTheFile) {
  const Error error = errorOf("1\n" + kLattice + "\nCu 0 0 0\n", {13, 40});
  EXPECT_EQ(error.kind(), ErrorKind::usage);
  EXPECT_THAT(error.what(), HasSubstr("'Cu', which is not among them"));
}

TEST_F(Xyz, readsEverySpellingOfTheComment) {
  const auto box = [&](const std::string& comment) {
    return read("1\n" + comment + "\nCu 0 0 0\n")[0].box;
  };
  const Vec3 lengths(20, 21, 22);
  EXPECT_EQ(box("Lattice=\"2.0D+01 0 0 0 2.1d1 0 0 0 22\"").lengths(), lengths);
  EXPECT_EQ(
      box("Lattice=[[20, 0, 0], [0, 21, 0], [0, 0, 22]] Properties=species:S:1:pos:R:3").lengths(),
      lengths);
  EXPECT_EQ(box("Lattice={20 0 0 0 21 0 0 0 22}").lengths(), lengths);
  const std::string lattice = "Lattice=\"20 0 0 0 21 0 0 0 22\" ";
  for (const char* pbc : {"pbc=TTF", "pbc=\"T T F\"", "pbc=[true, true, false]", "pbc=\"1 1 0\"",
                          "pbc=\"True True False\""})
    EXPECT_THAT(box(lattice + pbc).periodic(), ElementsAre(true, true, false)) << pbc;
}

TEST_F(Xyz, leavesOtherProgramsTheirOwnEntries) {
  const Atoms atoms =
      read("1\n" + kLattice +
           "origin=ICSD time=2024-05-05T14:23:15 timestep=0.5 note=\"a \\\"b\\\" c\"\n"
           "Cu 1 2 3\n")[0];
  EXPECT_EQ(atoms.step, 0);
  EXPECT_TRUE(std::isnan(atoms.time_ps));
  EXPECT_EQ(atoms.box.origin(), Vec3(0, 0, 0));
}

TEST_F(Xyz, turnsCellsIntoTheOrderOfTheAxes) {
  const auto box = [&](const std::string& lattice) {
    const Atoms atoms = read("1\nLattice=\"" + lattice + "\" pbc=\"T T T\"\nCu 1 2 3\n")[0];
    EXPECT_EQ(atoms.positions[0], Vec3(1, 2, 3)) << "atoms stay where they are: " << lattice;
    return atoms.box;
  };
  for (const char* lattice :
       {"0 0 22 20 0 0 0 21 0", "0 21 0 20 0 0 0 0 22", "0 0 22 0 21 0 20 0 0"}) {
    EXPECT_EQ(box(lattice).matrix(), Mat3(Vec3(20, 21, 22).asDiagonal())) << lattice;
    EXPECT_EQ(box(lattice).origin(), Vec3(0, 0, 0)) << lattice;
  }
  // Backwards edges span the region on the other side of the origin.
  EXPECT_EQ(box("-20 0 0 0 21 0 0 0 22").origin(), Vec3(-20, 0, 0));
}

TEST_F(Xyz, closesAnOpenDirectionThatHasNoEdge) {
  const Atoms slab =
      read("2\nLattice=\"20 0 0 0 21 0 0 0 0\" pbc=\"T T F\"\nCu 1 2 3\nCu 1 2 13\n")[0];
  EXPECT_EQ(slab.box.lengths(), Vec3(20, 21, 20));
  EXPECT_EQ(slab.box.origin(), Vec3(0, 0, -2));
  EXPECT_THAT(slab.box.periodic(), ElementsAre(true, true, false));
  EXPECT_THAT(errorOf("1\nLattice=\"20 0 0 0 21 0 0 0 0\" pbc=\"T T T\"\nCu 1 2 3\n").what(),
              HasSubstr("periodic along edge c"));
}

TEST_F(Xyz, turnsABoxThatStandsAskewAndSaysSo) {
  takeWarnings();
  // A rectangle of 20 x 21, turned by 30 degrees.
  const double c = std::cos(constants::kPi / 6), s = 0.5;
  std::ostringstream text;
  text.precision(17);
  text << "1\nLattice=\"" << 20 * c << " " << 20 * s << " 0 " << -21 * s << " " << 21 * c
       << " 0 0 0 22\"\nCu " << 5 * c << " " << 5 * s << " 3\n";
  const Atoms atoms = read(text.str())[0];
  EXPECT_TRUE(atoms.box.isOrthogonal());
  EXPECT_TRUE(atoms.box.lengths().isApprox(Vec3(20, 21, 22), 1e-12));
  EXPECT_TRUE(atoms.positions[0].isApprox(Vec3(5, 0, 3), 1e-12));
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("-30 degrees")));
}

TEST_F(Xyz, givesColumnsNamesThatCanBeStored) {
  const Atoms atoms = read(
      "1\n" + kLattice + "Properties=species:S:1:pos:R:3:a/b:R:1::R:1:..:R:1\nCu 1 2 3 4 5 6\n")[0];
  EXPECT_EQ(atoms.columns.at("a_b").values[0], 4);
  EXPECT_EQ(atoms.columns.at("column").values[0], 5);
  EXPECT_EQ(atoms.columns.at("..column").values[0], 6);
}

TEST_F(Xyz, seesThatTheLastNumberWasCut) {
  const std::string whole = "3\n" + kLattice + "\nCu 0 0 0.1234\nCu 1 1 1.1234\nCu 2 2 2.1234";
  takeWarnings();
  EXPECT_EQ(read(whole + "\n").size(), 1U);
  EXPECT_THAT(takeWarnings(), ElementsAre());
  EXPECT_EQ(read(whole)[0].positions[2].z(), 2.1234) << "some editors write no last line feed";
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("line feed")));
  EXPECT_THAT(errorOf(whole.substr(0, whole.size() - 1)).what(), HasSubstr("fewer decimals"));
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
  EXPECT_FALSE(read("2\n1000 300 250\n" + atoms)[0].box.fullyPeriodic()) << "step, K, bar";
  EXPECT_FALSE(read("2\n10 10 10 90 90 120\n" + atoms)[0].box.fullyPeriodic()) << "six numbers";
  EXPECT_FALSE(read("2\n10 10 20\n" + atoms)[0].box.fullyPeriodic()) << "half of it would be empty";
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
      {"1\nLattice=\"1 0 0 2 0 0 0 0 1\"\nCu 0 0 0\n", "the box is not usable"},
      {"1\n" + kLattice + "pbc=\"T T maybe\"\nCu 0 0 0\n", "neither true nor false"},
      {"1\n" + kLattice + "Origin=\"1 2\"\nCu 0 0 0\n", "2 numbers and not 3"},
      {"1\n" + kLattice + "Properties=species:S:1:pos:R:3\nCu 0 0 0 1\n",
       "5 words, but an atom has 4"},
      {"1\n" + kLattice + "\nCu 1e15 0 0\n", "digits"},
      {"1\nLattice=\"1 0 0\nCu 0 0 0\n", "no closing quote"},
      {"1\n" + kLattice + "Properties=species:S:1\nCu\n", "no positions"},
      {"1\n" + kLattice + "Properties=pos:R:3\n0 0 0\n", "no species"},
      {"2\n" + kLattice + "Properties=species:S:1:pos:R:3:id:I:1\nCu 0 0 0 1\nCu 1 1 1 1\n",
       "occurs more than once"},
      {"0\n" + kLattice + "\n", "no frame with atoms"},
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

TEST_F(Xyz, asksWhereNameAndMassContradictEachOther) {
  const auto xyz = [](const std::string& name, const std::string& mass) {
    return "1\n" + kLattice + "Properties=species:S:1:pos:R:3:" + name + ":R:1\nCu 0 0 0 " + mass +
           "\n";
  };
  for (const char* name : {"mass", "masses"}) {
    const Error error = errorOf(xyz(name, "107.87"));
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), HasSubstr("called Cu with the mass 107.87 g/mol, that of Ag"));
    EXPECT_EQ(read(xyz(name, "63.55"))[0].columns.size(), 1U);
    EXPECT_EQ(read(xyz(name, "1"))[0].columns.size(), 1U);  // says nothing
  }
}

TEST_F(Xyz, refusesLengthsThatAreNotAngstrom) {
  for (const char* unit :
       {"unit=nm", "units=\"bohr\"", "length_unit=pm", "units=lj", "Units=nano", "unit=au",
        "length_unit=\"a.u.\"", "units=\"Atomic Units\"", "lattice_unit=Bohr", "pos-units=nm",
        "Units: Bohr", "positions in Bohr", "units nm", "coordinates (nm)", "[bohr]"})
    EXPECT_THAT(errorOf("1\n" + kLattice + unit + "\nCu 0 0 0\n").what(),
                HasSubstr("lengths are not in angstrom"))
        << unit;
  for (const char* unit :
       {"unit=angstrom", "units=metal", "units=A", "units=eV", "unit=K", "energy_unit=hartree",
        "time_unit=nm", "units: angstrom", "(A)", "a vacancy in Au", "(Si)", "a 5 nm particle",
        "from Bohr's group", "sampled in a box"})
    EXPECT_EQ(read("1\n" + kLattice + unit + "\nCu 0 0 0\n").size(), 1U) << unit;
}

TEST_F(Xyz, refusesACellUnderANameThatNobodyReads) {
  for (const char* cell : {"cell=\"9 0 0 0 9 0 0 0 9\"", "box=[9, 9, 9]"})
    EXPECT_THAT(errorOf("1\n" + std::string(cell) + "\nCu 0 0 0\n").what(),
                HasSubstr("has no Lattice, but numbers called"))
        << cell;
  EXPECT_EQ(read("1\n" + kLattice + "cell=\"9 0 0 0 9 0 0 0 9\"\nCu 0 0 0\n").size(), 1U);
}

// Ten times too short, ten times too long in pm, and fractions: none of them is an error that a
// reader can be sure of.
TEST_F(Xyz, warnsOfLengthsThatNoMatterHas) {
  const auto warnings = [&](double side, double extent) {
    std::string text = fmt::format("12\nLattice=\"{0} 0 0 0 {0} 0 0 0 {0}\"\n", side);
    for (int i = 0; i < 12; ++i) text += fmt::format("Cu {0} {0} {0}\n", extent * i / 12);
    takeWarnings();
    read(text);
    return takeWarnings();
  };
  EXPECT_THAT(warnings(6, 6), ElementsAre());
  EXPECT_THAT(warnings(0.6, 0.6), ElementsAre(HasSubstr("in nm?")));
  EXPECT_THAT(warnings(600, 600), ElementsAre(HasSubstr("in pm?")));
  EXPECT_THAT(warnings(6, 1), ElementsAre(HasSubstr("fractions")));
}

TEST_F(Xyz, tellsTheElementOfASymbolInOtherLetters) {
  EXPECT_THAT(errorOf("1\n" + kLattice + "\nZR 0 0 0\n").what(), HasSubstr("did you mean 'Zr'?"));
}

TEST_F(Xyz, refusesSymbolsThatContradictAtomicNumbers) {
  const auto xyz = [&](const char* name, int z) {
    return fmt::format("1\n{}Properties=species:S:1:Z:I:1:pos:R:3\n{} {} 0 0 0\n", kLattice, name,
                       z);
  };
  EXPECT_EQ(read(xyz("Cu", 29))[0].atomicNumbers[0], 29);
  EXPECT_EQ(read(xyz("X1", 29))[0].atomicNumbers[0], 29) << "a label that is no element";
  EXPECT_THAT(errorOf(xyz("Zr", 29)).what(), HasSubstr("called Zr and has the atomic number 29"));
}

}  // namespace
}  // namespace glasscope::sim
