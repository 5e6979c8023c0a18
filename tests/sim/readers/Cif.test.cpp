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

TEST_F(Cif, understandsHallSymbolsAndTheSettingOfRhombohedralGroups) {
  EXPECT_EQ(read(cif("_space_group_name_Hall '-F 4 2 3'\n", kRockSalt))[0].size(), 8U);
  // alpha-arsenic by its rhombohedral cell: one site, two atoms; in hexagonal axes there are six.
  const std::string cell =
      "data_x\n_cell_length_a 4.13\n_cell_length_b 4.13\n_cell_length_c 4.13\n"
      "_cell_angle_alpha 54.2\n_cell_angle_beta 54.2\n_cell_angle_gamma 54.2\n";
  const std::string site =
      "loop_\n_atom_site_label\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n"
      "As1 0.227 0.227 0.227\n";
  EXPECT_EQ(read(cell + "_symmetry_space_group_name_H-M 'R -3 m'\n" + site)[0].size(), 2U);
}

TEST_F(Cif, refusesSymmetryThatContradictsItself) {
  const std::string one = "loop_\n_symmetry_equiv_pos_as_xyz\nx,y,z\n";
  EXPECT_THAT(errorOf(cif("_symmetry_space_group_name_H-M 'F m -3 m'\n" + one, kRockSalt)).what(),
              HasSubstr("lists 1 operations, and its space group F m -3 m has 192"));
  EXPECT_EQ(read(cif("_symmetry_space_group_name_H-M 'P 1'\n" + one, kRockSalt))[0].size(), 2U);
  EXPECT_EQ(read(cif("_space_group_IT_number 225\n" + one, kRockSalt))[0].size(), 2U)
      << "a number tells no setting";
  EXPECT_THAT(
      errorOf(cif("_symmetry_space_group_name_H-M 'P 1'\n_space_group_IT_number 225\n", kRockSalt))
          .what(),
      HasSubstr("its space group is P 1 (1) and 225 (225)"));
  EXPECT_THAT(errorOf(cif("_symmetry_space_group_name_H-M 'F d -3 m S'\n", kRockSalt)).what(),
              HasSubstr("'F d -3 m S' is not known"));
  std::string oblique = cif("_symmetry_space_group_name_H-M 'P 63/m m c'\n", kRockSalt);
  EXPECT_THAT(errorOf(oblique).what(), HasSubstr("does not have the symmetry"));
  oblique.replace(oblique.find("gamma 90"), 8, "gamma 120");
  EXPECT_GT(read(oblique)[0].size(), 2U);
}

// Squares of edges that the group makes alike may differ by a hundredth of the longest: 5.64 beside
// 5.664 is rounding, 5.64 beside 5.672 is another lattice.
TEST_F(Cif, takesEdgesThatAreEqualAsPrinted) {
  const auto withC = [](const std::string& edge) {
    std::string text = cif("_symmetry_space_group_name_H-M 'F m -3 m'\n", kRockSalt);
    text.replace(text.find("length_c 5.64") + 9, 4, edge);
    return text;
  };
  const Atoms rounded = read(withC("5.664"))[0];
  EXPECT_EQ(rounded.size(), 8U);
  EXPECT_EQ(rounded.box.lengths().z(), 5.664);
  EXPECT_EQ(read(withC("5.616"))[0].size(), 8U);
  for (const char* other : {"5.672", "5.608"})
    EXPECT_THAT(errorOf(withC(other)).what(), HasSubstr("does not have the symmetry")) << other;
}

TEST_F(Cif, refusesACellWithoutAnEdgeOrAnAngle) {
  for (const char* key : {"_cell_length_b", "_cell_angle_gamma"}) {
    std::string text = cif("_space_group_IT_number 1\n", kRockSalt);
    text.replace(text.find(key), std::string(key).size(), "_cell_other");
    EXPECT_THAT(errorOf(text).what(), HasSubstr(fmt::format("no {}", key)));
  }
  std::string unknown = cif("_space_group_IT_number 1\n", kRockSalt);
  unknown.replace(unknown.find("5.64"), 4, std::string("?"));
  EXPECT_THAT(errorOf(unknown).what(), HasSubstr("no _cell_length_a"));
  std::string uncertain = cif("_space_group_IT_number 1\n", kRockSalt);
  uncertain.replace(uncertain.find("5.64"), 4, "5.64(2)");
  EXPECT_EQ(read(uncertain)[0].box.lengths().x(), 5.64);
}

TEST_F(Cif, refusesAlternativesAndWarnsOfLabelsAndLengths) {
  std::string disorder = cif("_space_group_IT_number 1\n", "Na1 Na 0 0 0 1\nCl1 Cl .5 .5 .5 2\n");
  disorder.replace(disorder.find("_atom_site_occupancy"), 20, "_atom_site_disorder_group");
  EXPECT_THAT(errorOf(disorder).what(), HasSubstr("Na1 and Cl1 are alternatives"));
  takeWarnings();
  read(cif("_space_group_IT_number 1\n", "Na1 Cl 0 0 0 1\nCl1 Cl .5 .5 .5 1\n"));
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("has the type symbol Cl, which is taken")));
  read(cif("_space_group_IT_number 1\n", "Na1 Na 0 0 0 1\nCl1 Cl 2.82 2.82 2.82 1\n"));
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("are they lengths?")));
}

}  // namespace
}  // namespace glasscope::sim
