#include <fmt/format.h>

#include "core/system/Log.h"
#include "tests/sim/readers/ReaderTest.h"

namespace glasscope::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Cif = ReaderTest;

std::string cif(const std::string& symmetry, const std::string& sites) {
  return "data_test\n_cell_length_a 5.64\n_cell_length_b 5.64\n_cell_length_c 5.64\n"
         "_cell_angle_alpha 90\n_cell_angle_beta 90\n_cell_angle_gamma 90\n" +
         symmetry +
         "loop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n_atom_site_fract_y\n"
         "_atom_site_fract_z\n_atom_site_occupancy\n" +
         sites;
}

const std::string kRockSalt = "Na1 Na 0 0 0 1.0\nCl1 Cl 0.5 0.5 0.5 1.0\n";

TEST_F(Cif, fillsTheCellByTheSpaceGroup) {
  // Rock salt, Fm-3m: four of each in the cube, an atom on a special position once.
  for (const char* symmetry :
       {"_space_group_name_H-M_alt 'F m -3 m'\n", "_symmetry_space_group_name_H-M 'F m -3 m'\n",
        "_space_group_IT_number 225\n"}) {
    const Atoms atoms = read(cif(symmetry, kRockSalt))[0];
    EXPECT_EQ(atoms.size(), 8U) << symmetry;
    EXPECT_EQ(std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), 11), 4);
  }
  EXPECT_EQ(describeFormat(folder_ / "input.txt"), "CIF");
}

TEST_F(Cif, takesListedOperationsFirst) {
  const Atoms atoms =
      read(cif("loop_\n_space_group_symop_operation_xyz\n'x,y,z'\n'x+1/2,y+1/2,z'\n",
               "Na1 Na 0 0 0 1\n"))[0];
  ASSERT_EQ(atoms.size(), 2U);
  EXPECT_TRUE(atoms.positions[1].isApprox(Vec3(2.82, 2.82, 0), 1e-12));
}

TEST_F(Cif, saysThatItKnowsNoSymmetry) {
  takeWarnings();
  EXPECT_EQ(read(cif("", kRockSalt))[0].size(), 2U);
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("P 1")));
}

TEST_F(Cif, refusesPartialOccupancyAndDamage) {
  EXPECT_THAT(errorOf(cif("_space_group_IT_number 1\n", "Cu1 Cu 0 0 0 0.5\n")).what(),
              HasSubstr("occupied to 0.5"));
  for (const char* far : {"1e15", "-1e7", "."})
    EXPECT_EQ(
        errorOf(cif("_space_group_IT_number 1\n", fmt::format("Cu1 Cu 0 {} 0 1\n", far))).kind(),
        ErrorKind::input)
        << far;
  EXPECT_EQ(errorOf("data_x\nloop_\n_a\n").kind(), ErrorKind::input);
  EXPECT_THAT(errorOf("data_x\n_cell_length_a 5\n").what(), HasSubstr("_atom_site_fract_x"));
}

}  // namespace
}  // namespace glasscope::sim
