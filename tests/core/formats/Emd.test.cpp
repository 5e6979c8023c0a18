#include "core/formats/Emd.h"

#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Map2 rampMap(const std::string& name) {
  Map2 map;
  map.name = name;
  map.unit = "angstrom^3";
  map.description = "a ramp";
  map.values = Array2<double>(3, 4);
  for (std::size_t i = 0; i < map.values.size(); ++i) map.values[i] = 0.1 * static_cast<double>(i);
  map.values(1, 1) = std::numeric_limits<double>::quiet_NaN();
  map.pixel_A = {0.1, 0.3};
  map.origin_A = {-1.7, 1.0 / 3};
  map.periodic = true;
  return map;
}

bool sameBits(const Array2<double>& a, const Array2<double>& b) {
  return a.nx() == b.nx() && a.ny() == b.ny() &&
         std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

DatacubeShape smallShape() {
  DatacubeShape shape;
  shape.rx = 3;
  shape.ry = 2;
  shape.qx = 8;
  shape.qy = 6;
  shape.rStep_A = {0.7, 0.9};
  shape.rOrigin_A = {0.1, 20.3};
  shape.qStep_invA = 0.013;
  shape.periodicScan = true;
  return shape;
}

std::vector<float> rowOf(const DatacubeShape& shape, int rx) {
  std::vector<float> row(static_cast<std::size_t>(shape.ry) * shape.qx * shape.qy);
  for (std::size_t i = 0; i < row.size(); ++i)
    row[i] = static_cast<float>(rx * 1000) + static_cast<float>(i) / 7;
  return row;
}

void writeRows(EmdDatacubeWriter& writer, const DatacubeShape& shape) {
  for (int rx = 0; rx < shape.rx; ++rx)
    if (!writer.rowDone(rx)) writer.writeRow(rx, rowOf(shape, rx));
}

TEST(EmdMaps, roundTripBitForBitInTheirOrder) {
  const TemporaryFolder folder;
  const std::vector<Map2> maps{rampMap("volume"), rampMap("haadf")};
  writeEmdMaps(folder / "maps.h5", maps, {{"settings", "{\"voltage_kV\": 200}"}});
  const auto read = readEmdMaps(folder / "maps.h5");
  ASSERT_EQ(read.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(read[i].name, maps[i].name);
    EXPECT_EQ(read[i].unit, maps[i].unit);
    EXPECT_EQ(read[i].description, maps[i].description);
    EXPECT_EQ(read[i].pixel_A, maps[i].pixel_A);
    EXPECT_EQ(read[i].origin_A, maps[i].origin_A);
    EXPECT_TRUE(read[i].periodic);
    EXPECT_TRUE(sameBits(read[i].values, maps[i].values));
  }
  EXPECT_EQ(readEmdMetadata(folder / "maps.h5").at("settings"), "{\"voltage_kV\": 200}");
}

TEST(EmdMaps, refuseWhatIsNotEmd) {
  const TemporaryFolder folder;
  {
    Hdf5 file = Hdf5::create(folder / "other.h5");
    file.writeScalar("x", 1.0);
    file.commit();
  }
  EXPECT_THROW(readEmdMaps(folder / "other.h5"), Error);
  EXPECT_FALSE(isEmdDatacube(folder / "other.h5"));
  std::ofstream(folder / "text.h5") << "no";
  EXPECT_FALSE(isEmdDatacube(folder / "text.h5"));
}

void writePeerMap(const std::filesystem::path& path, const std::string& units, double step,
                  const Hdf5::Shape& shape = {2, 2}) {
  Hdf5 file = Hdf5::create(path);
  Hdf5 root = file.createGroup("root");
  root.setAttribute("emd_group_type", "root");
  root.setAttribute("map_order", std::vector<std::string>{"haadf"});
  Hdf5 array = root.createGroup("haadf");
  array.setAttribute("emd_group_type", "array");
  std::size_t count = 1;
  for (const auto extent : shape) count *= extent;
  array.write("data", std::vector<double>(count, 0.5), shape);
  for (const char* dim : {"dim0", "dim1"}) {
    array.write(dim, std::vector<double>{0, step}, {2});
    array.setAttribute("units", units, dim);
  }
  file.commit();
}

TEST(EmdMaps, bringLengthsIntoAngstromOrSayThatTheyAreUnknown) {
  const TemporaryFolder folder;
  const auto pixel = [&](const std::string& units) {
    writePeerMap(folder / "peer.h5", units, 0.5);
    return readEmdMaps(folder / "peer.h5")[0].pixel_A.x();
  };
  EXPECT_DOUBLE_EQ(pixel("A"), 0.5);
  EXPECT_DOUBLE_EQ(pixel("nm"), 5);
  EXPECT_DOUBLE_EQ(pixel("um"), 5000);
  for (const char* units : {"pixels", "", "A^-1", "furlong"})
    EXPECT_TRUE(std::isnan(pixel(units))) << units;
}

TEST(EmdMaps, takeTheLengthsThatAreGivenAndWarnWhereTheFileTellsOthers) {
  const TemporaryFolder folder;
  Calibration given;
  given.pixel_A = 0.3;
  takeWarnings();
  writePeerMap(folder / "peer.h5", "pixels", 1);
  EXPECT_EQ(readEmdMaps(folder / "peer.h5", given)[0].pixel_A, Vec2(0.3, 0.3));
  given.pixelY_A = 0.4;
  EXPECT_EQ(readEmdMaps(folder / "peer.h5", given)[0].pixel_A, Vec2(0.3, 0.4));
  given.pixelY_A = 0;
  writePeerMap(folder / "peer.h5", "nm", 0.03);  // the same
  EXPECT_EQ(readEmdMaps(folder / "peer.h5", given)[0].pixel_A, Vec2(0.3, 0.3));
  EXPECT_THAT(takeWarnings(), testing::IsEmpty());
  writePeerMap(folder / "peer.h5", "nm", 0.3);
  EXPECT_EQ(readEmdMaps(folder / "peer.h5", given)[0].pixel_A, Vec2(0.3, 0.3));
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("3 x 3 angstrom; 0.3 x 0.3")));
  given = {};
  given.pixelY_A = 0.4;
  EXPECT_THROW(readEmdMaps(folder / "peer.h5", given), Error);
  // An origin is a number of pixels: four of half an angstrom, then four of one.
  Map2 map = readEmdMaps(folder / "peer.h5")[0];
  map.pixel_A = {0.5, 0.5};
  map.origin_A = {2, -2};
  writeEmdMaps(folder / "moved.h5", {map}, {});
  given = {};
  given.pixel_A = 1;
  EXPECT_EQ(readEmdMaps(folder / "moved.h5", given)[0].origin_A, Vec2(4, -4));
}

TEST(EmdMaps, ofAnUnknownPixelStayUnknownWhenWritten) {
  const TemporaryFolder folder;
  writePeerMap(folder / "peer.h5", "pixels", 1);
  writeEmdMaps(folder / "again.h5", readEmdMaps(folder / "peer.h5"), {});
  EXPECT_TRUE(std::isnan(readEmdMaps(folder / "again.h5")[0].pixel_A.x()));
  EXPECT_EQ(Hdf5::open(folder / "again.h5").readDoubles("maps_root/haadf/dim0")[1], 1);
}

TEST(EmdMaps, refuseDataThatAreNoImage) {
  const TemporaryFolder folder;
  for (const Hdf5::Shape& shape : {Hdf5::Shape{}, Hdf5::Shape{3}, Hdf5::Shape{1, 2, 3}}) {
    writePeerMap(folder / "peer.h5", "A", 1, shape);
    EXPECT_THROW(readEmdMaps(folder / "peer.h5"), Error) << shape.size();
  }
}

TEST(EmdMaps, refuseTwoMapsOfOneNameAndWriteNothing) {
  const TemporaryFolder folder;
  EXPECT_THROW(writeEmdMaps(folder / "maps.h5", {rampMap("a"), rampMap("a")}, {}), Error);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(EmdDatacube, roundTripsRowByRow) {
  const TemporaryFolder folder;
  const auto shape = smallShape();
  {
    EmdDatacubeWriter writer(folder / "scan.h5", shape, {{"conventions", "beam along +z"}}, "id");
    writeRows(writer, shape);
    writer.commit();
  }
  EXPECT_TRUE(isEmdDatacube(folder / "scan.h5"));
  const EmdDatacube cube(folder / "scan.h5");
  EXPECT_EQ(cube.shape().rStep_A, shape.rStep_A);
  EXPECT_EQ(cube.shape().rOrigin_A, shape.rOrigin_A);
  EXPECT_EQ(cube.shape().qStep_invA, shape.qStep_invA);
  EXPECT_TRUE(cube.shape().periodicScan);
  EXPECT_EQ(cube.shape().unit, "1");
  for (int rx = 0; rx < shape.rx; ++rx) {
    const auto row = rowOf(shape, rx);
    for (int ry = 0; ry < shape.ry; ++ry) {
      const auto pattern = cube.pattern(rx, ry);
      for (int qx = 0; qx < shape.qx; ++qx)
        for (int qy = 0; qy < shape.qy; ++qy)
          EXPECT_EQ(pattern(qx, qy),
                    row[static_cast<std::size_t>((ry * shape.qx + qx) * shape.qy + qy)]);
    }
  }
  EXPECT_EQ(readEmdMetadata(folder / "scan.h5").at("conventions"), "beam along +z");
}

TEST(EmdDatacubeWriter, continuesAtTheFirstMissingRow) {
  const TemporaryFolder folder;
  const auto shape = smallShape();
  {
    EmdDatacubeWriter writer(folder / "scan.h5", shape, {}, "id");
    writer.writeRow(1, rowOf(shape, 1), std::vector<double>{0.25, 0.5});
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "scan.h5"));
  EmdDatacubeWriter writer(folder / "scan.h5", shape, {}, "id");
  EXPECT_FALSE(writer.rowDone(0));
  EXPECT_TRUE(writer.rowDone(1));
  EXPECT_THAT(writer.rowExtra(1), ElementsAre(0.25, 0.5));
  EXPECT_TRUE(writer.rowExtra(0).empty());
  EXPECT_THROW(writer.commit(), Error) << "rows are missing";
  for (const int rx : {0, 2}) writer.writeRow(rx, rowOf(shape, rx), std::vector<double>{1, 2});
  writer.commit();
  EXPECT_EQ(EmdDatacube(folder / "scan.h5").pattern(1, 0)(0, 1), rowOf(shape, 1)[1]);
}

TEST(EmdDatacubeWriter, beginsAgainWhenTheJobIsAnother) {
  const TemporaryFolder folder;
  auto shape = smallShape();
  { EmdDatacubeWriter(folder / "scan.h5", shape, {}, "id").writeRow(0, rowOf(shape, 0)); }
  EXPECT_FALSE(EmdDatacubeWriter(folder / "scan.h5", shape, {}, "other").rowDone(0));
  { EmdDatacubeWriter(folder / "scan.h5", shape, {}, "id").writeRow(0, rowOf(shape, 0)); }
  shape.rx = 4;
  EXPECT_FALSE(EmdDatacubeWriter(folder / "scan.h5", shape, {}, "id").rowDone(0));
}

TEST(EmdDatacubeWriter, beginsAgainWhenThePartialFileIsDamaged) {
  const TemporaryFolder folder;
  const auto shape = smallShape();
  const auto partial = partialPath(folder / "scan.h5");
  { EmdDatacubeWriter(folder / "scan.h5", shape, {}, "id").writeRow(0, rowOf(shape, 0)); }
  std::filesystem::resize_file(partial, std::filesystem::file_size(partial) / 2);
  takeWarnings();
  EmdDatacubeWriter writer(folder / "scan.h5", shape, {}, "id");
  EXPECT_FALSE(writer.rowDone(0));
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("begun again")));
  writeRows(writer, shape);
  writer.commit();
  EXPECT_TRUE(isEmdDatacube(folder / "scan.h5"));
}

void writePeerCube(const std::filesystem::path& path, double qx, double qy, float value,
                   const std::vector<std::string>& units = {"nm", "nm", "1/nm", "1/nm"}) {
  Hdf5 file = Hdf5::create(path);
  file.createGroup("root").setAttribute("emd_group_type", "root");
  Hdf5 array = file.createGroup("root/datacube");
  array.write("data", std::vector<float>{1, 2, 3, value}, {1, 1, 2, 2});
  const double steps[] = {1, 1, qx, qy};
  for (int d = 0; d < 4; ++d) {
    const std::string dim = "dim" + std::to_string(d);
    array.write(dim, std::vector<double>{0, steps[d]}, {2});
    array.setAttribute("units", units[static_cast<std::size_t>(d)], dim);
  }
  file.commit();
}

TEST(EmdDatacube, bringsPatternsOntoSquarePixels) {
  const TemporaryFolder folder;
  writePeerCube(folder / "peer.h5", 0.2, 0.2, 4);
  EXPECT_DOUBLE_EQ(EmdDatacube(folder / "peer.h5").shape().qStep_invA, 0.02);
  EXPECT_DOUBLE_EQ(EmdDatacube(folder / "peer.h5").shape().rStep_A.y(), 10);
  // Pixel 1 of x goes whole into the one square pixel, pixel 0 by half.
  writePeerCube(folder / "peer.h5", 0.1, 0.2, 4);
  takeWarnings();
  const EmdDatacube cube(folder / "peer.h5");
  EXPECT_THAT(takeWarnings(), ElementsAre(HasSubstr("0.01 by 0.02 1/angstrom")));
  EXPECT_DOUBLE_EQ(cube.shape().qStep_invA, 0.02);
  ASSERT_EQ(cube.shape().qx, 1);
  ASSERT_EQ(cube.shape().qy, 2);
  const Array2<float> pattern = cube.pattern(0, 0);
  ASSERT_EQ(pattern.nx(), 1);
  EXPECT_EQ(pattern(0, 0), 3 + 1 / 2.0F);
  EXPECT_EQ(pattern(0, 1), 4 + 2 / 2.0F);
  // Who gives the side of a pixel says that they are square.
  Calibration given;
  given.diffractionPixel_invA = 0.03;
  const EmdDatacube asGiven(folder / "peer.h5", given);
  EXPECT_EQ(asGiven.shape().qStep_invA, 0.03);
  EXPECT_EQ(asGiven.pattern(0, 0)(0, 1), 2);
}

TEST(EmdDatacube, takesNoAxisForTheOther) {
  const TemporaryFolder folder;
  writePeerCube(folder / "peer.h5", 0.2, 0.2, 4, {"nm", "pixels", "1/nm", "pixels"});
  const DatacubeShape shape = EmdDatacube(folder / "peer.h5").shape();
  EXPECT_EQ(shape.qStep_invA, 0);
  EXPECT_EQ(shape.rStep_A.x(), 10);
  EXPECT_TRUE(std::isnan(shape.rStep_A.y()));
}

TEST(EmdDatacube, takesTheLengthsThatAreGiven) {
  const TemporaryFolder folder;
  writePeerCube(folder / "peer.h5", 1, 1, 4, {"pixels", "pixels", "pixels", "pixels"});
  Calibration given;
  given.pixel_A = 2;
  given.pixelY_A = 3;
  given.diffractionPixel_invA = 0.05;
  takeWarnings();
  const DatacubeShape shape = EmdDatacube(folder / "peer.h5", given).shape();
  EXPECT_EQ(shape.rStep_A, Vec2(2, 3));
  EXPECT_EQ(shape.qStep_invA, 0.05);
  EXPECT_THAT(takeWarnings(), testing::IsEmpty());
  writePeerCube(folder / "peer.h5", 0.2, 0.2, 4);  // 0.02 1/angstrom
  EXPECT_EQ(EmdDatacube(folder / "peer.h5", given).shape().qStep_invA, 0.05);
  EXPECT_THAT(takeWarnings(),
              ElementsAre(HasSubstr("10 x 10"), HasSubstr("0.02 1/angstrom; 0.05")));
}

TEST(EmdDatacube, refusesPatternsThatAreNotFinite) {
  const TemporaryFolder folder;
  for (const float value :
       {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    writePeerCube(folder / "peer.h5", 0.2, 0.2, value);
    EXPECT_THROW(EmdDatacube(folder / "peer.h5").pattern(0, 0), Error) << value;
  }
}

TEST(EmdDatacube, takesPy4dstemsCalibrationWhereTheAxesAreInPixels) {
  const TemporaryFolder folder;
  {
    Hdf5 file = Hdf5::create(folder / "peer.h5");
    file.createGroup("root").setAttribute("emd_group_type", "root");
    Hdf5 array = file.createGroup("root/datacube");
    array.setAttribute("emd_group_type", "array");
    array.write("data", std::vector<std::int32_t>{1, 2, 3, 4}, {1, 1, 2, 2});
    for (const char* dim : {"dim0", "dim1", "dim2", "dim3"}) {
      array.write(dim, std::vector<std::int64_t>{0, 1}, {2});
      array.setAttribute("units", "pixels", dim);
    }
    Hdf5 calibration = file.createGroup("root/metadatabundle/calibration");
    calibration.writeScalar("Q_pixel_size", 0.2);
    calibration.write("Q_pixel_units", std::string("nm^-1"));
    calibration.writeScalar("R_pixel_size", 0.5);
    calibration.write("R_pixel_units", std::string("nm"));
    file.commit();
  }
  const EmdDatacube cube(folder / "peer.h5");
  EXPECT_DOUBLE_EQ(cube.shape().qStep_invA, 0.02);
  EXPECT_DOUBLE_EQ(cube.shape().rStep_A.x(), 5);
  EXPECT_EQ(cube.pattern(0, 0)(1, 0), 3.0F);
}

}  // namespace
}  // namespace glasscope
