#include "report/DisplayScan.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::report {
namespace {

/// Patterns made on demand: a bright centre and a tail that depends on the position.
class MadeUpCube : public Datacube {
 public:
  MadeUpCube(int places, int pixels) {
    shape_.rx = shape_.ry = places;
    shape_.qx = shape_.qy = pixels;
    shape_.rStep_A = {2, 3};
    shape_.rOrigin_A = {10, 20};
    shape_.qStep_invA = 1.6 / pixels;
  }
  const DatacubeShape& shape() const override { return shape_; }
  Array2<float> pattern(int rx, int ry) const override {
    Array2<float> made(shape_.qx, shape_.qy);
    for (int x = 0; x < shape_.qx; ++x)
      for (int y = 0; y < shape_.qy; ++y) made(x, y) = value(rx, ry, x, y);
    return made;
  }
  float value(int rx, int ry, int x, int y) const {
    if (x == shape_.qx / 2 && y == shape_.qy / 2) return 0.5F;
    return 1e-5F * static_cast<float>(1 + rx + ry + (x * 7 + y * 3) % 11);
  }

 private:
  DatacubeShape shape_;
};

double levelValue(const ReportScan& scan, std::uint8_t level) {
  return std::pow(
      10, scan.scale.logMin + (scan.scale.logMax - scan.scale.logMin) * (level - 1) / 254.0);
}

TEST(DisplayScan, quantisesWithinHalfAStepOfTheStatedScale) {
  const MadeUpCube cube(5, 16);
  const ReportScan scan = displayScan(cube, {});
  ASSERT_EQ(scan.positions.nx, 5);
  ASSERT_EQ(scan.pattern.nx, 16);
  EXPECT_DOUBLE_EQ(scan.scale.logMax, std::log10(0.5));
  EXPECT_DOUBLE_EQ(scan.scale.logMax - scan.scale.logMin, 6);
  // Rounding to 254 steps over the range errs by half a step at most; the floats add 1e-7.
  const double halfStep = 0.5 * (scan.scale.logMax - scan.scale.logMin) / 254 + 1e-6;
  for (int rx = 0; rx < 5; ++rx)
    for (int ry = 0; ry < 5; ++ry)
      for (int x = 0; x < 16; ++x)
        for (int y = 0; y < 16; ++y) {
          const auto index = static_cast<std::size_t>(((rx * 5 + ry) * 16 + x) * 16 + y);
          const double shown = levelValue(scan, scan.levels[index]);
          ASSERT_NEAR(std::log10(shown), std::log10(cube.value(rx, ry, x, y)), halfStep);
        }
}

TEST(DisplayScan, keepsTheMeanPatternUnquantised) {
  const MadeUpCube cube(4, 8);
  const ReportScan scan = displayScan(cube, {});
  double sum = 0;
  for (int rx = 0; rx < 4; ++rx)
    for (int ry = 0; ry < 4; ++ry) sum += cube.value(rx, ry, 3, 5);
  EXPECT_NEAR(scan.pattern.mean[3 * 8 + 5], sum / 16, 1e-15);  // sums of 16 doubles of 1e-4
}

TEST(DisplayScan, putsDarknessAtLevelZero) {
  DatacubeShape shape;
  shape.rx = shape.ry = 1;
  shape.qx = shape.qy = 4;
  shape.qStep_invA = 0.1;
  MemoryDatacube cube(shape);
  Array2<float> pattern(4, 4);
  pattern(2, 2) = 1.0F;
  pattern(1, 1) = 1e-9F;
  pattern(0, 0) = -1e-3F;
  cube.set(0, 0, pattern);
  const ReportScan scan = displayScan(cube, {});
  EXPECT_EQ(scan.levels[2 * 4 + 2], 255);
  EXPECT_EQ(scan.levels[1 * 4 + 1], 0);
  EXPECT_EQ(scan.levels[0], 0);
}

TEST(DisplayScan, acceptsAScanOfDarkness) {
  DatacubeShape shape;
  shape.rx = shape.ry = 2;
  shape.qx = shape.qy = 4;
  shape.qStep_invA = 0.1;
  const ReportScan scan = displayScan(MemoryDatacube(shape), {});
  EXPECT_TRUE(std::isfinite(scan.scale.logMin) && std::isfinite(scan.scale.logMax));
  EXPECT_EQ(*std::max_element(scan.levels.begin(), scan.levels.end()), 0);
}

TEST(DisplayScan, staysWithinItsBudgetAndSaysWhatItDid) {
  const MadeUpCube cube(24, 160);
  DisplayScanOptions options;
  options.budget_bytes = 1'000'000;
  const ReportScan scan = displayScan(cube, options);
  EXPECT_LE(scan.levels.size(), options.budget_bytes);
  EXPECT_GE(std::min(scan.pattern.nx, scan.pattern.ny), 48);
  EXPECT_NE(scan.treatment.find("diffraction pixels summed"), std::string::npos) << scan.treatment;
  EXPECT_NE(scan.treatment.find("scan position shown"), std::string::npos) << scan.treatment;
  // Steps grow by what was left out, the first position stays where it was.
  EXPECT_DOUBLE_EQ(scan.positions.step_A.x() / 2.0, std::round(scan.positions.step_A.x() / 2.0));
  EXPECT_GT(scan.positions.step_A.x(), 2.0);
  EXPECT_DOUBLE_EQ(scan.positions.origin_A.y(), 20);
  EXPECT_EQ(scan.levels.size(), static_cast<std::size_t>(scan.positions.nx * scan.positions.ny *
                                                         scan.pattern.nx * scan.pattern.ny));
}

TEST(DisplayScan, keepsTheZeroFrequencyInTheMiddleWhenItBins) {
  const MadeUpCube cube(20, 128);
  DisplayScanOptions options;
  options.budget_bytes = 20 * 20 * 64 * 64;
  const ReportScan scan = displayScan(cube, options);
  ASSERT_EQ(scan.pattern.nx, 64);
  EXPECT_DOUBLE_EQ(scan.pattern.step_invA, 2 * 1.6 / 128);
  const auto brightest = std::max_element(scan.pattern.mean.begin(), scan.pattern.mean.end()) -
                         scan.pattern.mean.begin();
  EXPECT_EQ(brightest, 32 * 64 + 32);
  // Blocks are sums: the direct beam of 0.5 and its three neighbours of at most 5e-4.
  EXPECT_GT(scan.pattern.mean[32 * 64 + 32], 0.5);
  EXPECT_LT(scan.pattern.mean[32 * 64 + 32], 0.502);
}

TEST(DisplayScan, cropsAtTheFrequencyAskedFor) {
  const MadeUpCube cube(3, 128);
  DisplayScanOptions options;
  options.maximum_invA = 0.4;  // of 0.8 there are
  const ReportScan scan = displayScan(cube, options);
  EXPECT_EQ(scan.pattern.nx, 64);
  EXPECT_NE(scan.treatment.find("cropped at 0.40"), std::string::npos) << scan.treatment;
}

TEST(DisplayScan, knowsTheWavelengthAt200kV) {
  DisplayScanOptions options;
  options.voltage_kV = 200;
  options.semiangle_mrad = 2;
  const ReportScan scan = displayScan(MadeUpCube(2, 32), options);
  // 0.0250793 angstrom at 200 kV: Kirkland, Advanced Computing in Electron Microscopy, table of
  // wavelengths (2.508 pm).
  EXPECT_NEAR(scan.pattern.wavelength_A, 0.02508, 5e-6);
  ASSERT_EQ(scan.virtualImages.size(), 1u);
  EXPECT_EQ(scan.virtualImages[0].name, "dark_field");
}

TEST(DisplayScan, sumsOnlyTheDarkFieldIntoItsImage) {
  const MadeUpCube cube(3, 32);
  DisplayScanOptions options;
  options.voltage_kV = 200;
  options.semiangle_mrad = 2;
  const ReportScan scan = displayScan(cube, options);
  const double inner = 1.5 * 2e-3 / scan.pattern.wavelength_A;
  double sum = 0;
  for (int x = 0; x < 32; ++x)
    for (int y = 0; y < 32; ++y)
      if (0.05 * std::hypot(x - 16, y - 16) > inner) sum += cube.value(2, 1, x, y);
  EXPECT_NEAR(scan.virtualImages[0].values(2, 1), sum, 1e-12);  // about 1000 numbers of 1e-4
  EXPECT_LT(sum, 0.5);
}

TEST(DisplayScan, refusesAScanWithoutPositions) {
  EXPECT_THROW(displayScan(MemoryDatacube(DatacubeShape{}), {}), Error);
}

}  // namespace
}  // namespace glasscope::report
