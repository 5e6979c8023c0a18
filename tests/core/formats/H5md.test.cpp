#include "core/formats/H5md.h"

#include <fstream>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Atoms triclinicAtoms(double shift) {
  Mat3 matrix;
  matrix << 10, 1, 0.5, 0, 11 + shift, 2, 0, 0, 12;
  Atoms atoms;
  atoms.box = Box(matrix, {0.1, -0.2, 1.0 / 3}, {true, true, false});
  atoms.add(29, {1.0 / 7 + shift, 2, 3});
  atoms.add(40, {-4, 5.5, 60});
  atoms.ids = {17, 4};
  atoms.velocities = {{0.1, 0.2, 0.3}, {1e-300, -1, 1}};
  atoms.step = static_cast<std::int64_t>(1000 * shift);
  atoms.time_ps = 2 * shift;
  atoms.source = "quench";
  return atoms;
}

TEST(H5md, roundTripsTriclinicFramesBitForBit) {
  const TemporaryFolder folder;
  H5mdTrajectory snapshots{"snapshots", {triclinicAtoms(0), triclinicAtoms(0.1)}};
  H5mdTrajectory inherent{"inherent", {triclinicAtoms(0.5)}};
  inherent.frames[0].velocities.clear();
  writeH5md(folder / "a.h5", {snapshots, inherent}, "{}");
  EXPECT_TRUE(isH5md(folder / "a.h5"));
  const auto read = readH5md(folder / "a.h5");
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].group, "snapshots");
  ASSERT_EQ(read[0].frames.size(), 2U);
  for (std::size_t f = 0; f < 2; ++f) {
    const Atoms& got = read[0].frames[f];
    const Atoms& wanted = snapshots.frames[f];
    EXPECT_EQ(got.box.matrix(), wanted.box.matrix());
    EXPECT_EQ(got.box.origin(), wanted.box.origin());
    EXPECT_EQ(got.box.periodic(), wanted.box.periodic());
    EXPECT_EQ(got.ids, wanted.ids);
    EXPECT_EQ(got.atomicNumbers, wanted.atomicNumbers);
    EXPECT_EQ(got.positions, wanted.positions);
    EXPECT_EQ(got.velocities, wanted.velocities);
    EXPECT_EQ(got.step, wanted.step);
    EXPECT_EQ(got.time_ps, wanted.time_ps);
  }
  EXPECT_TRUE(read[1].frames[0].velocities.empty());
}

TEST(H5md, storesEdgeVectorsAsRows) {
  const TemporaryFolder folder;
  writeH5md(folder / "a.h5", {{"snapshots", {triclinicAtoms(0)}}}, "");
  const auto edges = Hdf5::open(folder / "a.h5").readDoubles("particles/snapshots/box/edges/value");
  EXPECT_THAT(edges, ElementsAre(10, 0, 0, 1, 11, 0, 0.5, 2, 12));
}

TEST(H5md, keepsColumnsThatStayAndColumnsThatChange) {
  const TemporaryFolder folder;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  H5mdTrajectory trajectory{"snapshots", {triclinicAtoms(0), triclinicAtoms(0.1)}};
  for (std::size_t f = 0; f < 2; ++f) {
    auto& columns = trajectory.frames[f].columns;
    columns.add({"volume", "angstrom^3", "cell volume", {15.5, nan}});
    columns.add({"energy", "eV", "", {-1.0 * static_cast<double>(f), 2}});
  }
  writeH5md(folder / "a.h5", {trajectory}, "");
  const auto frames = readH5md(folder / "a.h5")[0].frames;
  EXPECT_EQ(frames[1].columns.begin()->name, "volume");
  EXPECT_EQ(frames[1].columns.at("volume").unit, "angstrom^3");
  EXPECT_EQ(frames[1].columns.at("volume").description, "cell volume");
  EXPECT_EQ(frames[1].columns.at("volume").values[0], 15.5);
  EXPECT_TRUE(std::isnan(frames[0].columns.at("volume").values[1]));
  EXPECT_THAT(frames[0].columns.at("energy").values, ElementsAre(0, 2));
  EXPECT_THAT(frames[1].columns.at("energy").values, ElementsAre(-1, 2));
}

TEST(H5md, readsFixedElementsAndUnitsOfOtherPrograms) {
  const TemporaryFolder folder;
  {
    Hdf5 file = Hdf5::create(folder / "peer.h5");
    file.createGroup("h5md");
    Hdf5 group = file.createGroup("particles/all");
    group.write("position", std::vector<double>{0.1, 0.2, 0.3}, {1, 3});
    group.setAttribute("unit", "nm", "position");
    group.write("box/edges", std::vector<double>{1, 1, 2}, {3});
    group.setAttribute("unit", "nm", "box/edges");
    group.setAttribute("boundary", std::vector<std::string>{"periodic", "periodic", "none"}, "box");
    group.write("species", std::vector<std::int32_t>{2}, {1});
    file.commit();
  }
  const std::vector<int> elements{29, 40};
  const Atoms atoms = readH5md(folder / "peer.h5", elements)[0].frames[0];
  EXPECT_EQ(atoms.atomicNumbers[0], 40);
  EXPECT_NEAR(atoms.positions[0].y(), 2, 1e-15);  // one rounding of the conversion
  EXPECT_EQ(atoms.box.lengths(), Vec3(10, 10, 20));
  EXPECT_FALSE(atoms.box.periodic()[2]);
  EXPECT_EQ(atoms.ids[0], 1);
}

TEST(H5md, refusesDamageWithAReason) {
  const TemporaryFolder folder;
  {
    Hdf5 file = Hdf5::create(folder / "other.h5");
    file.writeScalar("x", 1.0);
    file.commit();
  }
  EXPECT_FALSE(isH5md(folder / "other.h5"));
  EXPECT_THROW(readH5md(folder / "other.h5"), Error);
  writeH5md(folder / "a.h5", {{"snapshots", {triclinicAtoms(0)}}}, "");
  std::filesystem::resize_file(folder / "a.h5", 3000);
  EXPECT_THROW(readH5md(folder / "a.h5"), Error);
}

TEST(H5md, refusesToMixDifferentAtoms) {
  const TemporaryFolder folder;
  Atoms other = triclinicAtoms(0.1);
  other.ids = {17, 5};
  EXPECT_THROW(writeH5md(folder / "a.h5", {{"snapshots", {triclinicAtoms(0), other}}}, ""), Error);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace glasscope
