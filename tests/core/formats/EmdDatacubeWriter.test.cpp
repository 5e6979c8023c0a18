// Faults of a datacube under way: killed writers, bytes damaged on disk, numbers of other types.
#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstring>
#include <fstream>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/formats/Emd.h"
#include "core/hdf5/Hdf5.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "tests/CountedKill.h"
#include "tests/KillCount.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

DatacubeShape shapeOf(int rows, int columns, int pixels) {
  DatacubeShape shape;
  shape.rx = rows;
  shape.ry = columns;
  shape.qx = shape.qy = pixels;
  shape.qStep_invA = 0.02;
  return shape;
}

std::vector<float> noisyRow(const DatacubeShape& shape, int rx) {
  std::vector<float> row(static_cast<std::size_t>(shape.ry) * shape.qx * shape.qy);
  Random random(7, "noisy_row", 0, static_cast<std::uint64_t>(rx));
  for (float& value : row) value = static_cast<float>(random.uniform());
  return row;
}

const std::vector<double> kExtra{0.5, -2};

void writeMissing(EmdDatacubeWriter& writer, const DatacubeShape& shape) {
  for (int rx = 0; rx < shape.rx; ++rx)
    if (!writer.rowDone(rx)) writer.writeRow(rx, noisyRow(shape, rx), kExtra);
}

int wrongRows(const fs::path& path, const DatacubeShape& shape) {
  const EmdDatacube cube(path);
  int wrong = 0;
  for (int rx = 0; rx < shape.rx; ++rx) {
    const auto row = noisyRow(shape, rx);
    for (int ry = 0; ry < shape.ry; ++ry) {
      const auto pattern = cube.pattern(rx, ry);
      const auto* expected = row.data() + static_cast<std::size_t>(ry) * pattern.size();
      if (!std::equal(pattern.begin(), pattern.end(), expected)) ++wrong;
    }
  }
  return wrong;
}

// Changes one byte of the stored patterns of a row: the first run of 24 bytes that is the row's.
void damage(const fs::path& file, const std::vector<float>& row) {
  std::string content = readFile(file);
  const std::string needle(reinterpret_cast<const char*>(row.data()), 24);
  const auto at = content.find(needle);
  ASSERT_NE(at, std::string::npos);
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(static_cast<std::streamoff>(at + 5));
  stream.put(static_cast<char>(content[at + 5] ^ 0x10));
}

// Without compression the bytes of a row can be found in the file.
DatacubeStorage plain() {
  return {NumberType::float32, 1, 0};
}

// Writes every missing row in a process of its own, which is killed before its n-th change of the
// file; returns the rows of which it had said that they are on disk.
std::set<int> rowsOfKilledWriter(const fs::path& path, const DatacubeShape& shape, int change,
                                 WatchedProcess& found) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  found = signalAtChange(change, SIGKILL, path.parent_path(), [&] {
    EmdDatacubeWriter writer(path, shape, {}, "job");
    for (int rx = 0; rx < shape.rx; ++rx) {
      if (!writer.rowDone(rx)) writer.writeRow(rx, noisyRow(shape, rx), kExtra);
      if (write(ends[1], &rx, sizeof(rx)) != sizeof(rx)) break;
    }
    _exit(0);
  });
  close(ends[1]);
  std::set<int> said;
  for (int rx = 0; read(ends[0], &rx, sizeof(rx)) == sizeof(rx);) said.insert(rx);
  close(ends[0]);
  return said;
}

// Rows so small that the library does nothing but write its own index: the worst for a kill.
TEST(EmdDatacubeWriter, aWriterKilledAgainAndAgainEndsWithTheSameBits) {
  if (!canWatchProcesses()) GTEST_SKIP() << "this machine lets no process watch another";
  const TemporaryFolder folder;
  const DatacubeShape shape = shapeOf(500, 2, 4);
  WatchedProcess whole;
  ASSERT_EQ(rowsOfKilledWriter(folder / "whole.h5", shape, 0, whole).size(), 500u);
  const int kills = killCount(20);
  int killsThatLost = 0;
  for (int trial = 0; trial < kills; ++trial) {
    const fs::path path = folder / fmt::format("scan{}.h5", trial);
    const int change = 1 + trial * whole.changes / kills;
    WatchedProcess killed;
    const auto rows = rowsOfKilledWriter(path, shape, change, killed);
    EXPECT_TRUE(killed.signalled);
    EmdDatacubeWriter writer(path, shape, {}, "job");
    std::size_t lost = 0;
    for (const int rx : rows) lost += writer.rowDone(rx) ? 0 : 1;
    if (lost > 0) ++killsThatLost;
    writeMissing(writer, shape);
    EXPECT_EQ(writer.rowExtra(499), kExtra);
    writer.commit();
    EXPECT_EQ(wrongRows(path, shape), 0);
    EXPECT_TRUE(damagedRows(path).empty());
  }
  takeWarnings();
  // Between the two writes by which the library splits a node of its index, the rows below that
  // node are hidden and then made again: a few moments in a thousand. At every other moment a row
  // that was called done stays done.
  EXPECT_LE(killsThatLost, kills / 50);
}

TEST(EmdDatacubeWriter, computesOnlyTheDamagedRowOfAnUnfinishedFile) {
  const TemporaryFolder folder;
  const DatacubeShape shape = shapeOf(6, 3, 8);
  const fs::path path = folder / "scan.h5";
  {
    EmdDatacubeWriter writer(path, shape, {}, "job", plain());
    for (const int rx : {0, 1, 2, 4}) writer.writeRow(rx, noisyRow(shape, rx), kExtra);
  }
  damage(partialPath(path), noisyRow(shape, 2));
  takeWarnings();
  EmdDatacubeWriter writer(path, shape, {}, "job", plain());
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("1 of 6 scan rows")));
  for (int rx = 0; rx < 6; ++rx) EXPECT_EQ(writer.rowDone(rx), rx < 2 || rx == 4) << rx;
  EXPECT_EQ(writer.rowExtra(4), kExtra);
  writeMissing(writer, shape);
  writer.commit();
  EXPECT_EQ(wrongRows(path, shape), 0);
}

TEST(EmdDatacubeWriter, findsTheDamagedRowOfAFinishedFileAndKeepsTheOthers) {
  const TemporaryFolder folder;
  const DatacubeShape shape = shapeOf(5, 3, 8);
  const fs::path path = folder / "scan.h5";
  {
    EmdDatacubeWriter writer(path, shape, {}, "job", plain());
    writeMissing(writer, shape);
    writer.commit();
  }
  EXPECT_TRUE(damagedRows(path).empty());
  EXPECT_TRUE(Hdf5::open(path).damagedDatasets().empty());
  damage(path, noisyRow(shape, 3));
  EXPECT_THAT(damagedRows(path), ElementsAre(3));
  EXPECT_THAT(Hdf5::open(path).damagedDatasets(), ElementsAre("/datacube_root/datacube/data"));
  EXPECT_THROW(EmdDatacube(path).pattern(3, 0), Error) << "never silent nonsense";
  {
    EmdDatacubeWriter writer(path, shape, {}, "job", plain());
    for (int rx = 0; rx < 5; ++rx) EXPECT_EQ(writer.rowDone(rx), rx != 3);
    writeMissing(writer, shape);
    writer.commit();
  }
  takeWarnings();
  EXPECT_EQ(wrongRows(path, shape), 0);
  EXPECT_FALSE(EmdDatacubeWriter(path, shape, {}, "another job", plain()).rowDone(0));
}

TEST(EmdDatacubeWriter, storesCountsAndHalvesWithTheirScale) {
  const TemporaryFolder folder;
  const DatacubeShape shape = shapeOf(2, 3, 8);
  const fs::path path = folder / "scan.h5";
  const double count = 1.0 / 4096;  // a power of two: reading back multiplies exactly
  for (const NumberType type : {NumberType::uint16, NumberType::float16}) {
    EmdDatacubeWriter writer(path, shape, {}, "job", {type, count, 4});
    for (int rx = 0; rx < 2; ++rx) writer.writeRow(rx, noisyRow(shape, rx));
    writer.commit();
    const EmdDatacube cube(path);
    const auto row = noisyRow(shape, 1);
    const auto pattern = cube.pattern(1, 2);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      const float exact = row[2 * pattern.size() + i];
      // Half a count; or half of the last of 11 bits.
      const double tolerance = type == NumberType::uint16 ? count / 2 : exact * 0x1p-11;
      EXPECT_NEAR(pattern[i], exact, tolerance);
    }
    EXPECT_TRUE(damagedRows(path).empty());
  }
}

TEST(EmdDatacubeWriter, tellsTheTurnOfAScanAgainstItsPatterns) {
  // py4DSTEM turns vectors of patterns by QR_rotation onto the axes of the scan: of a scan turned
  // by 30 degrees, back by as much.
  const TemporaryFolder folder;
  const std::vector<float> row(4, 0.5f);
  for (const auto& [name, about] :
       {std::pair{"turned.h5", EmdMetadata{{"scan_rotation_deg", "30"}}}, {"upright.h5", {}}}) {
    EmdDatacubeWriter writer(folder / name, shapeOf(1, 1, 2), about, "job", {});
    writer.writeRow(0, row);
    writer.commit();
  }
  const std::string bundle = "datacube_root/metadatabundle/calibration";
  const Hdf5 turned = Hdf5::open(folder / "turned.h5").group(bundle);
  EXPECT_NEAR(turned.readDoubles("QR_rotation").at(0), -M_PI / 6, 1e-12);
  EXPECT_EQ(turned.readDoubles("QR_rotation_degrees").at(0), -30);
  EXPECT_EQ(Hdf5::open(folder / "upright.h5").group(bundle).readDoubles("QR_rotation").at(0), 0);
}

TEST(EmdDatacubeWriter, saysWhatIsBeyondTheStoredType) {
  const TemporaryFolder folder;
  const DatacubeShape shape = shapeOf(1, 1, 2);
  takeWarnings();
  EmdDatacubeWriter writer(folder / "scan.h5", shape, {}, "job", {NumberType::uint16, 0.5, 1});
  writer.writeRow(0, std::vector<float>{-1, 1, 40000, 5});
  writer.commit();
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("1 values are larger")));
  EXPECT_THAT(EmdDatacube(folder / "scan.h5").pattern(0, 0).span(), ElementsAre(0, 1, 32767.5, 5));
}

}  // namespace
}  // namespace glasscope
