#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Log.h"
#include "sim/vibrations/Vibration.h"
#include "tests/SharedData.h"
#include "tests/sim/readers/ReaderTest.h"

// Files of other programs, in field/ beside the checkout: one glass of Cu300Zr200, 20 x 21 x 22
// angstrom, in many forms. What each should give is said in the READMEs there.
namespace glasscope::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using FieldFiles = ReaderTest;

constexpr double kVolume_A3 = 20 * 21 * 22;

long count(const Atoms& atoms, int z) {
  return std::count(atoms.atomicNumbers.begin(), atoms.atomicNumbers.end(), z);
}

void expectTheGlass(const std::filesystem::path& path, const std::vector<int>& elements) {
  SCOPED_TRACE(path.string());
  ReadOptions options;
  options.elements = elements;
  options.comparesFrames = false;
  std::vector<Atoms> frames;
  ASSERT_NO_THROW(frames = readFrames(path, options));
  for (const Atoms& atoms : frames) {
    EXPECT_EQ(count(atoms, 29), 300);
    EXPECT_EQ(count(atoms, 40), 200);
  }
}

TEST_F(FieldFiles, areReadForTheGlassThatTheyHold) {
  const std::vector<int> none, types{29, 40};
  const struct {
    const char* file;
    std::vector<int> elements;
  } files[] = {{"01-xyz-type-numbers/plain.xyz", types},
               {"01-xyz-type-numbers/species_int.xyz", types},
               {"01-xyz-type-numbers/type_then_Z.xyz", none},
               {"02-element-column-C/element_labels.dump", types},
               {"02-element-column-C/element_set.dump", none},
               {"03-type-labels/labels_nonelem.data", none},
               {"03-type-labels/masslabels.data", none},
               {"03-type-labels/typelabel.dump", none},
               {"04-triclinic-dumps/tri_atom.dump", types},
               {"05-h5md-groups/two_groups.h5", types},
               {"06-h5md-order/permuted.h5", types},
               {"07-h5md-others/types.h5", types},
               {"07-h5md-others/unit_bohr.h5", types},
               {"07-h5md-others/unit_nanometer.h5", types},
               {"08-extxyz-comments/ase_info_origin.xyz", none},
               {"08-extxyz-comments/ase_info_time.xyz", none},
               {"08-extxyz-comments/ase_info_timestep.xyz", none},
               {"08-extxyz-comments/bom.xyz", none},
               {"08-extxyz-comments/comment_numbers.xyz", none},
               {"08-extxyz-comments/edges_angles.xyz", none},
               {"08-extxyz-comments/element_prop.xyz", none},
               {"08-extxyz-comments/fortran_D.xyz", none},
               {"08-extxyz-comments/pbc_TTF.xyz", none},
               {"09-cells/ase_cyclic.xyz", none},
               {"09-cells/ase_lefthanded.xyz", none},
               {"09-cells/ase_slab_zero.xyz", none},
               {"09-cells/ase_tri_rot.xyz", none},
               {"11-prismatic-mustem/ase.cif", none},
               {"11-prismatic-mustem/ase.poscar", none},
               {"11-prismatic-mustem/ase_mustem.xtl", none},
               {"11-prismatic-mustem/ase_prismatic.xyz", none},
               {"12-no-id/noid.dump", types},
               {"13-box-flip/flip.dump", types},
               {"18-text-variants/bom.dump", types},
               {"18-text-variants/empty_first.dump", types},

               {"18-text-variants/title_timestep.data", none},
               {"18-text-variants/x.dump.xz", types}};
  for (const auto& file : files) {
    GLASSCOPE_NEEDS_SHARED(path, std::string("field/") + file.file);
    expectTheGlass(path, file.elements);
  }
}

TEST_F(FieldFiles, askWhereTheyDoNotTellTheElements) {
  for (const char* file :
       {"01-xyz-type-numbers/plain.xyz", "01-xyz-type-numbers/species_int.xyz",
        "02-element-column-C/element_labels.dump", "18-text-variants/mass_comment.data",
        "07-h5md-others/nospecies.h5", "07-h5md-others/mdanalysis.h5md", "07-h5md-others/types.h5",
        "18-text-variants/lj_mass1.data", "18-text-variants/mass60.data"}) {
    GLASSCOPE_NEEDS_SHARED(path, std::string("field/") + file);
    try {
      readFrames(path, {});
      ADD_FAILURE() << file << " was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage) << file << ": " << error.what();
      EXPECT_THAT(error.what(), HasSubstr("--elements")) << file;
    }
  }
}

TEST_F(FieldFiles, areRefusedWhereTheyContradictThemselvesOrAreDamaged) {
  for (const char* file :
       {"18-text-variants/charge_nohint_swapped.data", "reliability/data_cut.data",
        "reliability/dump_cutnum.dump", "reliability/dump_type_2000000000.dump",
        "reliability/xyz_cut.xyz", "reliability/h5_origin_2.h5", "reliability/h5_zero_frames.h5"}) {
    GLASSCOPE_NEEDS_SHARED(path, std::string("field/") + file);
    EXPECT_THROW(readFrames(path, {}), Error) << file;
  }
}

TEST_F(FieldFiles, inOtherCellsHaveTheSameVolumeAndAtoms) {
  GLASSCOPE_NEEDS_SHARED(upright, "field/08-extxyz-comments/bom.xyz");
  const Atoms wanted = readFrames(upright, {})[0];
  EXPECT_NEAR(wanted.box.volume(), kVolume_A3, 1e-9);
  for (const char* file : {"09-cells/ase_cyclic.xyz", "09-cells/ase_lefthanded.xyz"}) {
    GLASSCOPE_NEEDS_SHARED(path, std::string("field/") + file);
    const Atoms atoms = readFrames(path, {})[0];
    EXPECT_EQ(atoms.box.matrix(), wanted.box.matrix()) << file;
    EXPECT_EQ(atoms.positions, wanted.positions) << file;
  }
}

TEST_F(FieldFiles, withASpeciesAGroupHaveAllAtoms) {
  GLASSCOPE_NEEDS_SHARED(path, "field/05-h5md-groups/two_groups.h5");
  EXPECT_EQ(readFrames(path, {{29, 40}, {}})[0].size(), 500U);
}

TEST_F(FieldFiles, inAnotherOrderInEveryFrameAreTheSameFrames) {
  GLASSCOPE_NEEDS_SHARED(plain, "field/06-h5md-order/plain.h5");
  GLASSCOPE_NEEDS_SHARED(permuted, "field/06-h5md-order/permuted.h5");
  const auto wanted = readFrames(plain, {{29, 40}, {}}),
             found = readFrames(permuted, {{29, 40}, {}});
  ASSERT_EQ(found.size(), wanted.size());
  for (std::size_t f = 0; f < wanted.size(); ++f) {
    EXPECT_EQ(found[f].ids, wanted[f].ids);
    EXPECT_EQ(found[f].atomicNumbers, wanted[f].atomicNumbers);
    EXPECT_EQ(found[f].positions, wanted[f].positions);
  }
}

TEST_F(FieldFiles, ofAFlippingCellVibrateAsThoseThatDoNotFlip) {
  GLASSCOPE_NEEDS_SHARED(flip, "field/13-box-flip/flip.dump");
  GLASSCOPE_NEEDS_SHARED(noflip, "field/13-box-flip/noflip.dump");
  const auto mean = [](const std::filesystem::path& path) {
    const Columns columns = vibration(readFrames(path, {{29, 40}, {}}));
    const auto& u2 = columns.at("vibrational_u2_A2").values;
    double sum = 0;
    for (const double value : u2) sum += value;
    return sum / static_cast<double>(u2.size());
  };
  EXPECT_NEAR(mean(noflip), 0.0144, 0.0002);    // as the issue gives it, to its digits
  EXPECT_NEAR(mean(flip), mean(noflip), 1e-6);  // positions have six digits
}

TEST_F(FieldFiles, withoutIdsAreNotCompared) {
  GLASSCOPE_NEEDS_SHARED(path, "field/12-no-id/noid.dump");
  EXPECT_THROW(readFrames(path, {{29, 40}, {}}), Error);
  EXPECT_EQ(readFrames(path, {{29, 40}, FrameSelection::parse("0")}).size(), 1U);
}

TEST_F(FieldFiles, whoseCommentsAreNoBoxesGetAnOpenOne) {
  for (const char* file :
       {"08-extxyz-comments/comment_numbers.xyz", "08-extxyz-comments/edges_angles.xyz"}) {
    GLASSCOPE_NEEDS_SHARED(path, std::string("field/") + file);
    EXPECT_THAT(readFrames(path, {})[0].box.periodic(), ElementsAre(false, false, false)) << file;
  }
}

using FramesOfARun = ReaderTest;

TEST_F(FramesOfARun, warnOfStepsThatDoNotRise) {
  const auto frame = [](int step) {
    return "ITEM: TIMESTEP\n" + std::to_string(step) +
           "\nITEM: NUMBER OF ATOMS\n1\nITEM: BOX BOUNDS pp pp pp\n0 9\n0 9\n0 9\n"
           "ITEM: ATOMS id type x y z\n1 1 1 2 3\n";
  };
  const auto warnings = [&](std::initializer_list<int> steps) {
    std::string text;
    for (const int step : steps) text += frame(step);
    takeWarnings();
    read(text, {29}, FrameSelection::parse("all"));
    return takeWarnings();
  };
  EXPECT_THAT(warnings({100, 200, 150}), ElementsAre(HasSubstr("150 comes behind 200")));
  EXPECT_THAT(warnings({100, 200, 200}), ElementsAre(HasSubstr("200 comes behind 200")));
  EXPECT_THAT(warnings({100, 200, 300}), ElementsAre());
  EXPECT_THAT(warnings({0, 0, 0}), ElementsAre());  // no steps are told
}

// `count` atoms along the diagonal of a cube, from its corner to `reach_A` along each edge.
std::string cube(int count, double edge_A, double reach_A) {
  std::string text = fmt::format(
      "{0}\nLattice=\"{1} 0 0 0 {1} 0 0 0 {1}\" Properties=species:S:1:pos:R:3\n", count, edge_A);
  for (int i = 0; i < count; ++i)
    text += fmt::format("Cu {0:.9f} {0:.9f} {0:.9f}\n", reach_A * i / (count - 1));
  return text;
}

// From 2 to 100,000 cubic angstrom an atom are densities of matter; an edge whose cube is that for
// two atoms, a part in a thousand to either side.
TEST_F(FramesOfARun, warnOfLengthsInAnotherUnit) {
  const auto warnings = [&](double each_A3) {
    const double edge_A = std::cbrt(2 * each_A3);
    takeWarnings();
    read(cube(2, edge_A, 0.6 * edge_A));
    return takeWarnings();
  };
  EXPECT_THAT(warnings(2.01), ElementsAre());
  EXPECT_THAT(warnings(1.99), ElementsAre(HasSubstr("in nm")));
  EXPECT_THAT(warnings(0.99e5), ElementsAre());
  EXPECT_THAT(warnings(1.01e5), ElementsAre(HasSubstr("in pm")));
}

TEST_F(FramesOfARun, warnOfFractionsThatAreTakenForLengths) {
  const auto warned = [&](int count, double edge_A, double reach_A) {
    takeWarnings();
    read(cube(count, edge_A, reach_A));
    return !takeWarnings().empty();
  };
  EXPECT_TRUE(warned(10, 3.5, 1.0));
  EXPECT_FALSE(warned(9, 3.5, 1.0)) << "few may lie so near";
  EXPECT_FALSE(warned(10, 3.5, 1.002));
  EXPECT_FALSE(warned(10, 2.99, 1.0)) << "of a box as small as that they fill a part";
  EXPECT_TRUE(warned(10, 3.01, 1.0));
}

}  // namespace
}  // namespace glasscope::sim
