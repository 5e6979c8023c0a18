#include "sim/columns/TypeFacts.h"

#include "core/system/Log.h"
#include "tests/sim/readers/ReaderTest.h"

namespace glasscope::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// By a format that tells them: a dump with names and masses.
using TypeFactsOfADump = ReaderTest;

TEST_F(TypeFactsOfADump, warnsWhereTheUsersElementsHaveOtherNames) {
  const auto dump = [](const std::string& first, const std::string& second) {
    return "ITEM: TIMESTEP\n1\nITEM: NUMBER OF ATOMS\n2\nITEM: BOX BOUNDS pp pp pp\n0 9\n0 9\n0 9\n"
           "ITEM: ATOMS id type element x y z\n1 1 " +
           first + " 1 2 3\n2 2 " + second + " 4 5 6\n";
  };
  takeWarnings();
  EXPECT_THAT(read(dump("Cu", "Zr"), {40, 29})[0].atomicNumbers, ElementsAre(40, 29));
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("is called Cu and is Zr by --elements"),
                                          HasSubstr("is called Zr and is Cu by --elements")));
  read(dump("C", "C"), {40, 29});  // what LAMMPS writes where nobody named them
  read(dump("Cu", "Zr"), {29, 40});
  read(dump("A", "B"), {29, 40});
  EXPECT_THAT(takeWarnings(), ElementsAre());
}

TEST_F(TypeFactsOfADump, asksWhereNameAndMassOfAnAtomContradictEachOther) {
  const auto dump = [](const std::string& mass) {
    return "ITEM: TIMESTEP\n1\nITEM: NUMBER OF ATOMS\n1\nITEM: BOX BOUNDS pp pp pp\n0 9\n0 9\n0 9\n"
           "ITEM: ATOMS id element mass x y z\n1 Cu " +
           mass + " 1 2 3\n";
  };
  EXPECT_THAT(errorOf(dump("107.87")).what(), HasSubstr("called Cu with the mass 107.87 g/mol"));
  EXPECT_THAT(read(dump("63.5"))[0].atomicNumbers, ElementsAre(29));
  EXPECT_THAT(read(dump("1"))[0].atomicNumbers, ElementsAre(29));
}

}  // namespace
}  // namespace glasscope::sim
