#include "voronoi/structure/SampleNumbers.h"

#include <gtest/gtest.h>

#include "tests/voronoi/motifs/FrankKasper.h"
#include "voronoi/structure/Describe.h"

namespace glasscope::voronoi {
namespace {

/// The numbers of the sample are means of its columns: here of a shaken Laves phase, which holds
/// two of Kasper's polyhedra and broken ones.
TEST(SampleNumbers, areTheMeansOfTheColumns) {
  auto atoms = samples::c15({2, 2, 2});
  samples::shake(atoms, 0.15, 3);
  for (std::size_t i = 0; i < atoms.size(); i += 3) atoms.atomicNumbers[i] = 40;
  const auto report = describe(atoms);
  const auto number = [&](const std::string& name) {
    for (const auto& n : report.numbers)
      if (n.name == name) return n.value;
    ADD_FAILURE() << name;
    return 0.0;
  };
  for (const int z : {0, 29, 40}) {
    const std::string tag = z == 0 ? "" : z == 29 ? "_Cu" : "_Zr";
    const auto mean = [&](const char* column, auto&& value) {
      double sum = 0, count = 0;
      for (std::size_t i = 0; i < atoms.size(); ++i)
        if (z == 0 || atoms.atomicNumbers[i] == z) {
          sum += value(atoms.columns.at(column).values[i]);
          ++count;
        }
      return sum / count;
    };
    const auto itself = [](double x) { return x; };
    EXPECT_NEAR(number("mean_volume" + tag + "_A3"), mean("voronoi_volume_A3", itself), 1e-10);
    EXPECT_NEAR(number("coordination" + tag), mean("coordination", itself), 1e-10);
    EXPECT_NEAR(number("icosahedra" + tag), mean("icosahedron", itself), 1e-10);
    EXPECT_NEAR(number("five_fold_fraction" + tag), mean("five_fold_fraction", itself), 1e-10);
    EXPECT_NEAR(number("excess_disclinations" + tag), mean("excess_disclinations", itself), 1e-10);
    EXPECT_NEAR(number("kasper_polyhedra" + tag),
                mean("kasper_motif", [](double x) { return x > 0 ? 1.0 : 0.0; }), 1e-10);
  }
  EXPECT_GT(number("kasper_polyhedra"), number("icosahedra"));
}

}  // namespace
}  // namespace glasscope::voronoi
