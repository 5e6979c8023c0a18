#include "core/formats/H5md.h"

#include <cmath>
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

/// A file of another program, piece by piece.
class PeerFile {
 public:
  explicit PeerFile(const std::filesystem::path& path) : file_(Hdf5::create(path)) {
    file_.createGroup("h5md");
  }
  Hdf5 group(const std::string& name, double edge = 9) {
    Hdf5 group = file_.createGroup("particles/" + name);
    group.write("box/edges", std::vector<double>{edge, edge, edge}, {3});
    group.setAttribute("boundary", std::vector<std::string>(3, "periodic"), "box");
    return group;
  }
  /// Positions of `frames` frames of `atoms` atoms; the x of an atom is 10 * frame + its place.
  static void positions(Hdf5& group, std::uint64_t frames, std::uint64_t atoms) {
    std::vector<double> values;
    for (std::uint64_t f = 0; f < frames; ++f)
      for (std::uint64_t i = 0; i < atoms; ++i)
        values.insert(values.end(), {static_cast<double>(10 * f + i), 0, 0});
    group.write("position/value", values, {frames, atoms, 3});
  }
  void commit() { file_.commit(); }

 private:
  Hdf5 file_;
};

TEST(H5md, followsOrderIdsAndSpeciesFromFrameToFrame) {
  const TemporaryFolder folder;
  {
    PeerFile file(folder / "peer.h5");
    Hdf5 group = file.group("all");
    PeerFile::positions(group, 2, 2);
    group.write("id/value", std::vector<std::int64_t>{5, 7, 7, 5}, {2, 2});
    group.write("species/value", std::vector<std::int32_t>{29, 40, 40, 29}, {2, 2});
    file.commit();
  }
  const auto frames = readH5md(folder / "peer.h5")[0].frames;
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_THAT(frames[0].ids, ElementsAre(5, 7));
  EXPECT_THAT(frames[1].ids, ElementsAre(7, 5));
  EXPECT_THAT(frames[1].atomicNumbers, ElementsAre(40, 29));
  EXPECT_TRUE(std::isnan(frames[0].time_ps)) << "the file tells no time";
}

TEST(H5md, putsTheGroupsOfAnotherProgramTogether) {
  const TemporaryFolder folder;
  const auto write = [&](bool species, double secondEdge) {
    PeerFile file(folder / "peer.h5");
    for (const char* name : {"Cu", "Zr"}) {
      Hdf5 group = file.group(name, name == std::string("Cu") ? 9 : secondEdge);
      PeerFile::positions(group, 2, name == std::string("Cu") ? 3 : 2);
      if (species)
        group.write("species",
                    std::vector<std::int32_t>(name == std::string("Cu") ? 3 : 2,
                                              name == std::string("Cu") ? 1 : 2),
                    {name == std::string("Cu") ? 3U : 2U});
    }
    file.commit();
  };
  write(true, 9);
  const std::vector<int> elements{29, 40};
  const Atoms atoms = readH5md(folder / "peer.h5", elements)[0].frames[1];
  EXPECT_THAT(atoms.atomicNumbers, ElementsAre(29, 29, 29, 40, 40));
  EXPECT_THAT(atoms.ids, ElementsAre(1, 2, 3, 4, 5));
  EXPECT_EQ(atoms.positions[3].x(), 10);
  write(false, 9);
  EXPECT_THAT(readH5md(folder / "peer.h5")[0].frames[0].atomicNumbers,
              ElementsAre(29, 29, 29, 40, 40))
      << "groups are called by their elements";
  write(true, 8);
  EXPECT_THROW(readH5md(folder / "peer.h5", elements), Error) << "not one configuration";
}

TEST(H5md, refusesGroupsThatHoldAtomsOfOthersAgain) {
  const TemporaryFolder folder;
  const auto write = [&](std::int32_t firstId) {
    PeerFile file(folder / "peer.h5");
    for (const char* name : {"all", "part"}) {
      const bool isPart = name == std::string("part");
      Hdf5 group = file.group(name);
      PeerFile::positions(group, 1, isPart ? 2 : 3);
      group.write("species", std::vector<std::int32_t>(isPart ? 2 : 3, 29), {isPart ? 2U : 3U});
      std::vector<std::int32_t> ids{1, 2, 3};
      if (isPart) ids = {firstId, firstId + 1};
      group.write("id", ids, {ids.size()});
    }
    file.commit();
  };
  write(1);
  try {
    readH5md(folder / "peer.h5");
    ADD_FAILURE() << "five atoms where there are three";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("its group part holds atom 1"));
  }
  write(4);
  EXPECT_EQ(readH5md(folder / "peer.h5")[0].frames[0].size(), 5U) << "other atoms";
}

TEST(H5md, refusesMassesOfOtherElements) {
  const TemporaryFolder folder;
  const auto write = [&](double mass) {
    PeerFile file(folder / "peer.h5");
    Hdf5 group = file.group("all");
    PeerFile::positions(group, 1, 2);
    group.write("species", std::vector<std::int32_t>{29, 40}, {2});
    group.write("mass", std::vector<double>{63.546, mass}, {2});
    file.commit();
  };
  for (const double mass : {91.224, 90.0, 1.0, 77.7}) {
    write(mass);
    EXPECT_EQ(readH5md(folder / "peer.h5")[0].frames[0].size(), 2U) << mass;
  }
  write(26.982);
  try {
    readH5md(folder / "peer.h5");
    ADD_FAILURE() << "zirconium of the mass of aluminium";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), HasSubstr("40, Zr, has the mass 26.982 g/mol, that of Al"));
  }
  const std::vector<int> given{40, 29};
  EXPECT_NO_THROW(readH5md(folder / "peer.h5", given)) << "the user decides";
}

TEST(H5md, asksWhetherSpeciesAreTypesOrElements) {
  const TemporaryFolder folder;
  const auto write = [&](const std::vector<std::int32_t>& species) {
    PeerFile file(folder / "peer.h5");
    Hdf5 group = file.group("all");
    PeerFile::positions(group, 1, 2);
    if (!species.empty()) group.write("species", species, {2});
    file.commit();
  };
  write({1, 2});
  try {
    readH5md(folder / "peer.h5");
    ADD_FAILURE() << "hydrogen and helium";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), HasSubstr("H, He?"));
  }
  const std::vector<int> two{29, 40}, one{29};
  EXPECT_THAT(readH5md(folder / "peer.h5", two)[0].frames[0].atomicNumbers, ElementsAre(29, 40));
  EXPECT_THROW(readH5md(folder / "peer.h5", one), Error) << "species 2 has no element";
  write({40, 29});
  EXPECT_THAT(readH5md(folder / "peer.h5", two)[0].frames[0].atomicNumbers, ElementsAre(40, 29))
      << "no types, but the elements given";
  EXPECT_THROW(readH5md(folder / "peer.h5", one), Error);
  write({});
  EXPECT_THROW(readH5md(folder / "peer.h5"), Error) << "no species";
  EXPECT_THAT(readH5md(folder / "peer.h5", one)[0].frames[0].atomicNumbers, ElementsAre(29, 29));
  EXPECT_THAT(readH5md(folder / "peer.h5", two)[0].frames[0].atomicNumbers, ElementsAre(29, 40))
      << "one element for each atom";
}

TEST(H5md, convertsUnitsAndRefusesUnknownOnes) {
  const TemporaryFolder folder;
  const auto lengthWith = [&](const std::string& unit) {
    PeerFile file(folder / "peer.h5");
    Hdf5 group = file.group("all", 2);
    PeerFile::positions(group, 1, 2);
    group.write("species", std::vector<std::int32_t>{29, 40}, {2});
    group.setAttribute("unit", unit, "box/edges");
    group.setAttribute("unit", unit, "position/value");
    file.commit();
    const Atoms atoms = readH5md(folder / "peer.h5")[0].frames[0];
    EXPECT_DOUBLE_EQ(2 * atoms.positions[1].x(), atoms.box.lengths().x());
    return atoms.box.lengths().x();
  };
  EXPECT_DOUBLE_EQ(lengthWith("nanometer"), 20);
  EXPECT_DOUBLE_EQ(lengthWith("bohr"), 2 * 0.529177210903);
  EXPECT_DOUBLE_EQ(lengthWith("pm"), 0.02);
  EXPECT_DOUBLE_EQ(lengthWith(""), 2);
  EXPECT_THROW(lengthWith("furlong"), Error);
}

// Positions in nm in a box of angstrom would be ten times too far apart.
TEST(H5md, takesTheUnitOfThePositionsForEdgesThatTellNoneAndTheOtherWayRound) {
  const TemporaryFolder folder;
  for (const char* told : {"position/value", "box/edges"}) {
    PeerFile file(folder / "peer.h5");
    Hdf5 group = file.group("all", 2);
    PeerFile::positions(group, 1, 2);
    group.write("species", std::vector<std::int32_t>{29, 40}, {2});
    group.setAttribute("unit", "nm", told);
    file.commit();
    const Atoms atoms = readH5md(folder / "peer.h5")[0].frames[0];
    EXPECT_DOUBLE_EQ(atoms.box.lengths().x(), 20) << told;
    EXPECT_DOUBLE_EQ(2 * atoms.positions[1].x(), atoms.box.lengths().x()) << told;
  }
}

TEST(H5md, refusesZeroFramesAndShortOrigins) {
  const TemporaryFolder folder;
  const auto write = [&](std::uint64_t frames, std::uint64_t originNumbers) {
    PeerFile file(folder / "peer.h5");
    Hdf5 group = file.group("all");
    PeerFile::positions(group, frames, 2);
    group.write("species", std::vector<std::int32_t>{29, 40}, {2});
    group.write("box/glasscope_origin", std::vector<double>(originNumbers, 0.0), {originNumbers});
    file.commit();
  };
  write(1, 3);
  EXPECT_EQ(readH5md(folder / "peer.h5")[0].frames.size(), 1U);
  write(0, 3);
  EXPECT_THROW(readH5md(folder / "peer.h5"), Error);
  write(1, 2);
  EXPECT_THROW(readH5md(folder / "peer.h5"), Error);
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
