#include "compare/measured/importMeasured.h"

#include <gmock/gmock.h>

#include "compare/diffraction/MeasuredRings.h"
#include "core/formats/Emd.h"
#include "core/formats/MapSeries.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"
#include "tests/compare/measured/MeasuredSamples.h"

namespace glasscope::compare {
namespace {

using enum AxisRole;
using testing::HasSubstr;

std::filesystem::path counting(const std::filesystem::path& path, const std::string& shape,
                               std::size_t count) {
  return samples::write(
      path, samples::npy("<i4", shape, samples::bytesOf(samples::counted<std::int32_t>(count))));
}

std::string remedyOf(const std::filesystem::path& path, const ImportSettings& settings) {
  try {
    importMeasured(path, settings, path.string() + ".h5");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage) << error.what();
    return error.remedy();
  }
  return "nothing was asked for";
}

ImportSettings ofScan() {
  ImportSettings s;
  s.axes = {x, y, qx, qy};
  s.calibration.pixel_A = 2;
  s.calibration.diffractionPixel_invA = 0.02;
  s.centre = PatternCentre::middle;
  return s;
}

TEST(importMeasured, keepsTheOrderOfTheFile) {
  const TemporaryFolder folder;
  const auto path = counting(folder / "a.npy", "(2, 3)", 6);
  ImportSettings settings;
  settings.axes = {x, y};
  settings.calibration.pixel_A = 2;
  importMeasured(path, settings, folder / "a.h5");
  const Map2 map = readEmdMaps(folder / "a.h5").front();
  ASSERT_EQ(map.nx(), 2);
  EXPECT_EQ(map.values(1, 2), 5);
  EXPECT_EQ(map.pixel_A, Vec2(2, 2));
  // Named the other way round, the image is turned over.
  settings.axes = {y, x};
  importMeasured(path, settings, folder / "a.h5");
  const Map2 turned = readEmdMaps(folder / "a.h5").front();
  ASSERT_EQ(turned.nx(), 3);
  EXPECT_EQ(turned.values(2, 1), 5);
  EXPECT_EQ(turned.values(2, 0), 2);
}

// Every number of a scan whose axes are all of different lengths, in an order that is not the
// usual.
TEST(importMeasured, bringsEveryPatternToItsPosition) {
  const TemporaryFolder folder;
  const auto path = counting(folder / "a.npy", "(3, 2, 4, 6)", 144);
  ImportSettings settings = ofScan();
  settings.axes = {y, x, qy, qx};
  importMeasured(path, settings, folder / "a.h5");
  const EmdDatacube cube(folder / "a.h5");
  ASSERT_EQ(cube.shape().rx, 2);
  ASSERT_EQ(cube.shape().ry, 3);
  ASSERT_EQ(cube.shape().qx, 6);
  ASSERT_EQ(cube.shape().qy, 4);
  for (int rx = 0; rx < 2; ++rx)
    for (int ry = 0; ry < 3; ++ry)
      for (int kx = 0; kx < 6; ++kx)
        for (int ky = 0; ky < 4; ++ky)
          EXPECT_EQ(cube.pattern(rx, ry)(kx, ky), ((ry * 2 + rx) * 4 + ky) * 6 + kx);
}

TEST(importMeasured, aListOfPatternsIsAScanOfTheShapeThatIsGiven) {
  const TemporaryFolder folder;
  const auto path = counting(folder / "a.npy", "(6, 2, 2)", 24);
  ImportSettings settings = ofScan();
  settings.axes = {frame, qx, qy};
  EXPECT_THAT(remedyOf(path, settings), HasSubstr("--scan_shape"));
  settings.scanRows = 2, settings.scanColumns = 3;
  importMeasured(path, settings, folder / "a.h5");
  const EmdDatacube cube(folder / "a.h5");
  EXPECT_EQ(cube.shape().ry, 3);
  EXPECT_EQ(cube.pattern(1, 0)(0, 0), 12);  // the fourth of them
  EXPECT_EQ(cube.pattern(0, 2)(1, 1), 11);
  settings.scanColumns = 4;
  EXPECT_THAT(remedyOf(path, settings), HasSubstr("--scan_shape"));
}

TEST(importMeasured, asksForAllThatTheFileDoesNotTell) {
  const TemporaryFolder folder;
  const auto path = counting(folder / "a.npy", "(2, 2, 4, 4)", 64);
  ImportSettings settings;
  EXPECT_THAT(remedyOf(path, settings), HasSubstr("--axes"));
  settings.axes = {x, y, qx, qy};
  const std::string remedy = remedyOf(path, settings);
  EXPECT_THAT(remedy, HasSubstr("--pixel_A"));
  EXPECT_THAT(remedy, HasSubstr("--diffraction_pixel_invA"));
  EXPECT_THAT(remedy, HasSubstr("--centre_px"));
}

TEST(importMeasured, refusesScalesThatCannotBe) {
  const TemporaryFolder folder;
  const auto path = counting(folder / "a.npy", "(2, 2, 4, 4)", 64);
  for (const double step : {7.8e-21, 9e-5, 1.1, 1e9}) {
    ImportSettings settings = ofScan();
    settings.calibration.diffractionPixel_invA = step;
    EXPECT_THAT(remedyOf(path, settings), HasSubstr("--diffraction_pixel_invA")) << step;
  }
  ImportSettings settings = ofScan();
  settings.voltage_kV = 200000;  // volts
  EXPECT_THAT(remedyOf(path, settings), HasSubstr("--voltage_kV"));
  settings = ofScan();
  settings.calibration.pixel_A = 1e-9;
  EXPECT_THAT(remedyOf(path, settings), HasSubstr("--pixel_A"));
}

// lambda(200 kV) = 0.0250793 angstrom (Kirkland 2010): 100 um at 500 mm are 0.2 mrad.
TEST(importMeasured, takesTheDiffractionPixelFromTheCamera) {
  const TemporaryFolder folder;
  const auto path = counting(folder / "a.npy", "(4, 4)", 16);
  ImportSettings settings;
  settings.axes = {qx, qy};
  settings.centre = PatternCentre::middle;
  settings.cameraLength_mm = 500;
  settings.detectorPixel_um = 100;
  EXPECT_THAT(remedyOf(path, settings), HasSubstr("--voltage_kV"));
  settings.voltage_kV = 200;
  importMeasured(path, settings, folder / "a.h5");
  EXPECT_NEAR(EmdDatacube(folder / "a.h5").shape().qStep_invA, 2e-4 / 0.0250793, 1e-7);
}

// The zero frequency of every pattern lies at (nx/2, ny/2), where reductions look for it.
TEST(importMeasured, cutsPatternsAboutTheirCentre) {
  const TemporaryFolder folder;
  const auto path = counting(folder / "a.npy", "(1, 1, 8, 10)", 80);
  ImportSettings settings = ofScan();
  settings.centre = PatternCentre::given;
  settings.centre_px = {3.2, 6.9};
  importMeasured(path, settings, folder / "a.h5");
  const EmdDatacube cube(folder / "a.h5");
  EXPECT_EQ(cube.shape().qx, 6);  // 0 to 5 about 3
  EXPECT_EQ(cube.shape().qy, 6);  // 4 to 9 about 7
  EXPECT_EQ(cube.pattern(0, 0)(3, 3), 37);
  settings.centre_px = {4, 5};
  importMeasured(path, settings, folder / "a.h5");
  EXPECT_EQ(EmdDatacube(folder / "a.h5").shape().qy, 10);  // nothing is lost
  settings.centre_px = {4, 11};
  EXPECT_THAT(remedyOf(path, settings), HasSubstr("--centre_px"));
}

TEST(importMeasured, correctsDarkGainDeadPixelsAndTheBeam) {
  const TemporaryFolder folder;
  const auto path = counting(folder / "a.npy", "(3, 3)", 9);
  samples::write(folder / "gain.npy",
                 samples::npy("<f4", "(3, 3)", samples::bytesOf(std::vector<float>(9, 2))));
  std::vector<std::uint8_t> mask(9, 0);
  mask[4] = 1;  // the middle
  samples::write(folder / "dead.npy", samples::npy("|u1", "(3, 3)", samples::bytesOf(mask)));
  ImportSettings settings;
  settings.axes = {x, y};
  settings.calibration.pixel_A = 1;
  settings.dark = "1";
  settings.gain = (folder / "gain.npy").string();
  settings.dead = (folder / "dead.npy").string();
  settings.beamCounts = 10;
  importMeasured(path, settings, folder / "a.h5");
  const Map2 map = readEmdMaps(folder / "a.h5").front();
  EXPECT_EQ(map.unit, "1");
  EXPECT_DOUBLE_EQ(map.values(2, 2), (8 - 1) * 2 / 10.0);
  // The eight around it are 0 to 8 without the middle: 4 on average.
  EXPECT_DOUBLE_EQ(map.values(1, 1), (4 - 1) * 2 / 10.0);
  settings.gain = path.string() + ".absent";
  EXPECT_THROW(importMeasured(path, settings, folder / "a.h5"), Error);
}

TEST(importMeasured, namesWhatIsSuspicious) {
  const TemporaryFolder folder;
  std::vector<std::uint16_t> values(64);
  for (std::size_t i = 0; i < 64; ++i) values[i] = static_cast<std::uint16_t>(i * i % 37);
  for (std::size_t i = 0; i < 8; ++i) values[3 * 8 + i] = 0;  // a line
  for (const std::size_t i : {0, 9, 50, 60}) values[i] = 65535;
  const auto path =
      samples::write(folder / "a.npy", samples::npy("<u2", "(8, 8)", samples::bytesOf(values)));
  ImportSettings settings;
  settings.axes = {x, y};
  settings.calibration.pixel_A = 1;
  const Imported done = importMeasured(path, settings, folder / "a.h5");
  EXPECT_THAT(done.findings, testing::ElementsAre(HasSubstr("saturated"),
                                                  HasSubstr("line(s) of one x does not vary: 3")));
  EXPECT_THAT(readEmdMetadata(folder / "a.h5").at("findings"), HasSubstr("saturated"));
  std::vector<float> numbers(64, 1.0F);
  numbers[7] = std::numeric_limits<float>::quiet_NaN();
  numbers[8] = -2;
  samples::write(path, samples::npy("<f4", "(8, 8)", samples::bytesOf(numbers)));
  EXPECT_THAT(importMeasured(path, settings, folder / "a.h5").findings,
              testing::IsSupersetOf({HasSubstr("1 of 64 numbers are not finite"),
                                     HasSubstr("1 of 64 numbers are negative")}));
  EXPECT_TRUE(std::isnan(readEmdMaps(folder / "a.h5").front().values[7]));
}

// Fractions of more than the beam come of a divisor that is too small.
TEST(importMeasured, saysWhereAPositionHoldsMoreThanTheBeam) {
  const TemporaryFolder folder;
  const auto scan = counting(folder / "scan.npy", "(1, 2, 2, 2)", 8);  // patterns of 6 and of 22
  ImportSettings settings = ofScan();
  settings.beamCounts = 22;
  EXPECT_THAT(importMeasured(scan, settings, folder / "a.h5").findings, testing::IsEmpty());
  settings.beamCounts = 11;
  EXPECT_THAT(importMeasured(scan, settings, folder / "b.h5").findings,
              testing::ElementsAre(HasSubstr("2 times the beam")));
  const auto image = counting(folder / "image.npy", "(2, 4)", 8);
  settings.axes = {x, y};
  settings.beamCounts = 7;
  EXPECT_THAT(importMeasured(image, settings, folder / "c.h5").findings, testing::IsEmpty());
  settings.beamCounts = 2;
  EXPECT_THAT(importMeasured(image, settings, folder / "d.h5").findings,
              testing::ElementsAre(HasSubstr("3.5 times the beam")));
  settings.beamCounts = 1e300;
  EXPECT_THROW(importMeasured(image, settings, folder / "e.h5"), Error);
}

// Two axes of one length that no name in the file tells apart.
TEST(importMeasured, saysWhereTheOrderOfAxesIsAnAssumption) {
  const TemporaryFolder folder;
  const auto findingsOf = [&](std::uint64_t rows, std::uint64_t columns) {
    const auto path = folder / "velox.emd";
    Hdf5 file = Hdf5::create(path);
    file.write("/Version", std::string(R"({"format": "Velox"})"));
    const std::vector<double> numbers = samples::counted<double>(rows * columns);
    file.write("/Data/Image/ab/Data", std::span<const double>(numbers), {rows, columns, 1});
    file.commit();
    ImportSettings settings;
    settings.calibration.pixel_A = 1;
    settings.axes = {y, x, frame};
    return importMeasured(path, settings, folder / "a.h5").findings;
  };
  EXPECT_THAT(findingsOf(3, 3), testing::ElementsAre(HasSubstr("is an assumption")));
  EXPECT_THAT(findingsOf(3, 4), testing::IsEmpty());
}

// Counts read in the wrong byte order are of a size that no detector gives.
TEST(importMeasured, refusesNumbersWhoseBytesAreTheWrongWayRound) {
  const TemporaryFolder folder;
  const auto path = samples::write(
      folder / "a.npy",
      samples::npy("<f4", "(16, 16)", samples::bytesOf(samples::counted<float>(256), true)));
  ImportSettings settings;
  settings.axes = {x, y};
  settings.calibration.pixel_A = 1;
  EXPECT_THROW(importMeasured(path, settings, folder / "a.h5"), Error);
  EXPECT_FALSE(std::filesystem::exists(folder / "a.h5"));
}

TEST(importMeasured, patternsWithoutNumbersAreFilledOnlyWhenAsked) {
  const TemporaryFolder folder;
  std::vector<float> numbers(16, 3.0F);
  numbers[5] = std::numeric_limits<float>::infinity();
  const auto path =
      samples::write(folder / "a.npy", samples::npy("<f4", "(4, 4)", samples::bytesOf(numbers)));
  ImportSettings settings = ofScan();
  settings.axes = {qx, qy};
  EXPECT_THROW(importMeasured(path, settings, folder / "a.h5"), Error);
  settings.fillsNotFinite = true;
  importMeasured(path, settings, folder / "a.h5");
  EXPECT_EQ(EmdDatacube(folder / "a.h5").pattern(0, 0)(1, 1), 3);
}

TEST(importMeasured, framesOfAnImageAreASeries) {
  const TemporaryFolder folder;
  const auto path = counting(folder / "a.npy", "(3, 2, 2)", 12);
  ImportSettings settings;
  settings.axes = {frame, x, y};
  settings.calibration.pixel_A = 1;
  importMeasured(path, settings, folder / "a.h5");
  const auto series = readEmdSeries(folder / "a.h5");
  ASSERT_EQ(series.front().maps.size(), 3U);
  EXPECT_EQ(series.front().maps[2].values(1, 0), 10);
}

TEST(importMeasured, ringsBecomeATableThatPairsReads) {
  const TemporaryFolder folder;
  const auto path = counting(folder / "a.npy", "(50,)", 50);
  ImportSettings settings;
  settings.axes = {k};
  settings.calibration.diffractionPixel_invA = 0.01;
  importMeasured(path, settings, folder / "a.csv");
  const Rings rings = readRings(folder / "a.csv");
  ASSERT_EQ(rings.k_invA.size(), 49U);  // k = 0 is no ring
  EXPECT_DOUBLE_EQ(rings.k_invA[1], 0.02);
  EXPECT_DOUBLE_EQ(rings.intensity[1], 2);
}

TEST(importMeasured, replacesNothingButItsOwn) {
  const TemporaryFolder folder;
  const auto path = counting(folder / "a.npy", "(2, 2)", 4);
  ImportSettings settings;
  settings.axes = {x, y};
  settings.calibration.pixel_A = 1;
  EXPECT_THROW(importMeasured(path, settings, path), Error);
  samples::write(folder / "other.h5", "mine");
  EXPECT_THROW(importMeasured(path, settings, folder / "other.h5"), Error);
  importMeasured(path, settings, folder / "own.h5");
  importMeasured(path, settings, folder / "own.h5");
}

}  // namespace
}  // namespace glasscope::compare
