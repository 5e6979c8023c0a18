#include "core/formats/AtomFiles.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

// That the files read back bit for bit is tested with the readers, in tests/sim/readers.
namespace glasscope {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

Atoms twoAtoms() {
  Atoms atoms;
  atoms.box = Box::orthogonal({10, 20, 30}, {-1, 0, 0.5}, {true, true, false});
  atoms.add(40, {1, 2, 3});
  atoms.add(29, {0.1, 5, 6});
  atoms.columns.add({"voronoi volume (plain)",
                     "angstrom^3",
                     "",
                     {15.5, std::numeric_limits<double>::quiet_NaN()}});
  atoms.columns.add({"5fold", "1", "", {0.5, 0.25}});
  atoms.columns.add({"type", "1", "", {7, 8}});
  atoms.step = 42;
  return atoms;
}

TEST(ExtendedXyz, hasTheLayoutThatPeersRead) {
  const TemporaryFolder folder;
  writeExtendedXyz(folder / "a.xyz", {twoAtoms(), twoAtoms()});
  const std::string text = readFile(folder / "a.xyz");
  EXPECT_THAT(text,
              StartsWith("2\nLattice=\"10 0 0 0 20 0 0 0 30\" Origin=\"-1 0 0.5\" pbc=\"T T F\" "
                         "Properties=species:S:1:pos:R:3:id:I:1:voronoi_volume__plain_:R:1:"
                         "c_5fold:R:1:type_:R:1 Timestep=42 Time=0\n"
                         "Zr 1 2 3 1 15.5 0.5 7\nCu 0.1 5 6 2 nan 0.25 8\n2\n"));
}

TEST(LammpsDumpFile, hasTheLayoutThatPeersRead) {
  const TemporaryFolder folder;
  writeLammpsDump(folder / "a.dump", {twoAtoms()});
  EXPECT_EQ(readFile(folder / "a.dump"),
            "ITEM: TIMESTEP\n42\nITEM: NUMBER OF ATOMS\n2\nITEM: BOX BOUNDS pp pp ff\n-1 9\n0 "
            "20\n0.5 30.5\n"
            "ITEM: ATOMS id type element x y z voronoi_volume__plain_ c_5fold type_\n"
            "1 2 Zr 1 2 3 15.5 0.5 7\n2 1 Cu 0.1 5 6 nan 0.25 8\n");
}

TEST(LammpsDumpFile, countsTypesOverAllFrames) {
  const TemporaryFolder folder;
  Atoms onlyZirconium;
  onlyZirconium.box = Box::orthogonal({10, 10, 10});
  onlyZirconium.add(40, {1, 1, 1});
  writeLammpsDump(folder / "a.dump", {onlyZirconium, twoAtoms()});
  EXPECT_THAT(readFile(folder / "a.dump"), HasSubstr("1 2 Zr 1 1 1\n"));
}

TEST(LammpsDumpFile, givesTheBoundsOfATiltedBox) {
  const TemporaryFolder folder;
  Mat3 matrix;
  matrix << 10, 2, -3, 0, 10, 4, 0, 0, 10;
  Atoms atoms;
  atoms.box = Box(matrix, {0, 0, 1});
  atoms.add(29, {1, 1, 1});
  writeLammpsDump(folder / "a.dump", {atoms});
  EXPECT_THAT(readFile(folder / "a.dump"),
              HasSubstr("ITEM: BOX BOUNDS xy xz yz pp pp pp\n-3 12 2\n0 14 -3\n1 11 4\n"));
}

TEST(AtomFiles, refuseWhatIsNotWholeAndWriteNothing) {
  const TemporaryFolder folder;
  Atoms broken = twoAtoms();
  broken.positions[1].x() = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(writeExtendedXyz(folder / "a.xyz", {broken}), Error);
  EXPECT_THROW(writeLammpsDump(folder / "a.dump", {broken}), Error);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace glasscope
