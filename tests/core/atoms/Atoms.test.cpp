#include "core/atoms/Atoms.h"

#include <cmath>

#include <gmock/gmock.h>

#include "core/system/Error.h"

namespace glasscope {
namespace {

Atoms threeAtoms() {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3(10, 10, 10));
  atoms.add(29, Vec3(1, 2, 3));
  atoms.add(40, Vec3(4, 5, 6));
  atoms.add(29, Vec3(7, 8, 9));
  return atoms;
}

TEST(Atoms, aProperConfigurationIsValid) {
  EXPECT_NO_THROW(threeAtoms().validate());
  EXPECT_THAT(threeAtoms().species(), testing::ElementsAre(29, 40));
}

TEST(Atoms, faultsAreRefusedWithTheirReason) {
  const auto reasonOf = [](const Atoms& atoms) -> std::string {
    try {
      atoms.validate();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::input);
      return error.what();
    }
    return "no error";
  };
  EXPECT_THAT(reasonOf(Atoms{}), testing::HasSubstr("no atoms"));
  Atoms atoms = threeAtoms();
  atoms.positions[1].y() = std::nan("");
  EXPECT_THAT(reasonOf(atoms), testing::HasSubstr("not a finite number"));
  atoms = threeAtoms();
  atoms.atomicNumbers[2] = 0;
  EXPECT_THAT(reasonOf(atoms), testing::HasSubstr("unknown atomic number"));
  atoms = threeAtoms();
  atoms.ids[2] = 1;
  EXPECT_THAT(reasonOf(atoms), testing::HasSubstr("more than once"));
  atoms = threeAtoms();
  atoms.velocities.resize(2);
  EXPECT_THAT(reasonOf(atoms), testing::HasSubstr("differ in length"));
}

TEST(Atoms, sortingByIdTakesEveryArrayAlong) {
  Atoms atoms = threeAtoms();
  atoms.ids = {30, 10, 20};
  atoms.columns.add({"volume", "angstrom^3", "", {3.0, 1.0, 2.0}});
  atoms.sortById();
  EXPECT_THAT(atoms.ids, testing::ElementsAre(10, 20, 30));
  EXPECT_THAT(atoms.atomicNumbers, testing::ElementsAre(40, 29, 29));
  EXPECT_EQ(atoms.positions[1], Vec3(7, 8, 9));
  EXPECT_THAT(atoms.columns.at("volume").values, testing::ElementsAre(1, 2, 3));
}

}  // namespace
}  // namespace glasscope
