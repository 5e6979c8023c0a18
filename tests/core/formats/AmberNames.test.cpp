#include "core/formats/AmberNames.h"

#include <cmath>

#include <gmock/gmock.h>

#include "core/formats/H5md.h"
#include "tests/TemporaryFolder.h"

// That OVITO opens such a file is tested in tests/interop; here, what is in it.
namespace glasscope {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

Atoms tilted(double shift) {
  Mat3 matrix;
  matrix << 10, 5, 1, 0, 8, 2, 0, 0, 12;
  Atoms atoms;
  atoms.box = Box(matrix, {1, 2, 3}, {true, true, false});
  atoms.add(29, {1, 2, 3 + shift});
  atoms.add(40, {4, 5, 6 + shift});
  atoms.columns.add({"charge", "e", "Moves.", {0.5 + shift, -0.5}});
  atoms.columns.add({"coordinates", "1", "A name that AMBER has.", {7, 8}});
  atoms.columns.add({"stays", "1", "Does not move.", {1, 2}});
  atoms.time_ps = 4 + shift;
  return atoms;
}

TEST(AmberNames, areSecondNamesOfTheFirstGroup) {
  const TemporaryFolder folder;
  Atoms other = tilted(0);
  other.positions[0].x() = 99;
  writeH5md(folder / "a.h5", {{"snapshots", {tilted(0), tilted(0.5)}}, {"reference", {other}}},
            "{}");
  const Hdf5 file = Hdf5::open(folder / "a.h5");
  EXPECT_EQ(file.stringAttribute("Conventions"), "AMBER");
  EXPECT_EQ(file.shape("coordinates"), (Hdf5::Shape{2, 2, 3}));
  EXPECT_EQ(file.readDoubles("coordinates"),
            file.readDoubles("particles/snapshots/position/value"));
  EXPECT_EQ(file.readIntegers("atom_types"), (std::vector<std::int64_t>{29, 40}));
  EXPECT_EQ(file.readDoubles("time"), (std::vector<double>{4, 4.5}));
  EXPECT_EQ(file.readDoubles("charge"), (std::vector<double>{0.5, -0.5, 1, -0.5}));
  EXPECT_EQ(file.readDoubles("stays"), (std::vector<double>{1, 2}));
  for (const char* axis : {"frame", "atom"}) EXPECT_EQ(file.shape(axis), Hdf5::Shape{2}) << axis;
  for (const char* axis : {"spatial", "cell_spatial", "cell_angular"})
    EXPECT_EQ(file.shape(axis), Hdf5::Shape{3}) << axis;
  // A second name is no second copy: each data set is found once.
  int positions = 0;
  for (const std::string& path : file.datasets()) positions += file.shape(path).size() == 3 ? 1 : 0;
  EXPECT_EQ(positions, 2 + 2) << "positions and edges of two groups";
}

TEST(AmberNames, giveCellsAsLengthsAnglesAndOrigin) {
  const TemporaryFolder folder;
  writeH5md(folder / "a.h5", "snapshots", tilted(0), "{}");
  const Hdf5 file = Hdf5::open(folder / "a.h5");
  const double b = std::sqrt(89.0), c = std::sqrt(149.0), degree = 180 / M_PI;
  EXPECT_THAT(file.readDoubles("cell_lengths"), ElementsAre(10, DoubleNear(b, 1e-12), 0))
      << "the third edge does not repeat";
  EXPECT_THAT(file.readDoubles("cell_angles"),
              ElementsAre(DoubleNear(std::acos(21 / (b * c)) * degree, 1e-9),
                          DoubleNear(std::acos(1 / c) * degree, 1e-9),
                          DoubleNear(std::acos(5 / b) * degree, 1e-9)));
  EXPECT_THAT(file.readDoubles("cell_origin"), ElementsAre(1, 2, 3));
}

}  // namespace
}  // namespace glasscope
