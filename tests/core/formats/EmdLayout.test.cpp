#include "core/formats/EmdLayout.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/system/Log.h"
#include "tests/TemporaryFolder.h"

namespace glasscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

double stepOfAxis(const std::filesystem::path& path, const std::vector<double>& values) {
  Hdf5 file = Hdf5::create(path);
  Hdf5 array = file.createGroup("array");
  array.write("dim0", values, {values.size()});
  array.setAttribute("units", "nm", "dim0");
  return emd::physical(emd::readAxis(array, 0), Dimension::length).step;
}

// A mean step would be a wrong one at nearly every point.
TEST(EmdLayout, knowsNoStepOfPointsThatAreNotEvenlySpaced) {
  const TemporaryFolder folder;
  EXPECT_DOUBLE_EQ(stepOfAxis(folder / "a.h5", {0, 0.5, 1, 1.5}), 5);
  EXPECT_NEAR(stepOfAxis(folder / "a.h5", {0, 0.333, 0.667, 1}), 10 / 3.0, 1e-12);  // three digits
  EXPECT_TRUE(std::isnan(stepOfAxis(folder / "a.h5", {0, 1, 4, 9})));
  EXPECT_TRUE(std::isnan(stepOfAxis(folder / "a.h5", {0, 0, 0})));
  EXPECT_TRUE(std::isnan(stepOfAxis(folder / "a.h5", {0, std::nan(""), 2})));
}

// Areas and distances are made of steps: one below zero would turn a dose negative.
TEST(EmdLayout, hasAPositiveStepForAnAxisThatRunsBackwards) {
  const TemporaryFolder folder;
  EXPECT_DOUBLE_EQ(stepOfAxis(folder / "a.h5", {1, 0.5, 0}), 5);
}

// A scan in angstrom, 0.02 1/angstrom by its axes, and what py4DSTEM's calibration says.
void writeCalibrated(const std::filesystem::path& path, double qCalibration, double rCalibration,
                     const std::string& units) {
  Hdf5 file = Hdf5::create(path);
  file.createGroup("root").setAttribute("emd_group_type", "root");
  Hdf5 array = file.createGroup("root/datacube");
  array.write("data", std::vector<float>{1, 2, 3, 4}, {1, 1, 2, 2});
  for (int d = 0; d < 4; ++d) {
    const std::string dim = "dim" + std::to_string(d);
    array.write(dim, std::vector<double>{0, d < 2 ? 1 : 0.02}, {2});
    array.setAttribute("units", units.empty() ? (d < 2 ? "A" : "A^-1") : units, dim);
  }
  Hdf5 calibration = file.createGroup("root/metadatabundle/calibration");
  calibration.writeScalar("Q_pixel_size", qCalibration);
  calibration.write("Q_pixel_units", std::string("A^-1"));
  calibration.writeScalar("R_pixel_size", rCalibration);
  calibration.write("R_pixel_units", std::string("A"));
  file.commit();
}

TEST(EmdDatacube, warnsWhereAxesAndCalibrationDisagree) {
  const TemporaryFolder folder;
  const auto warnings = [&](double q, double r) {
    writeCalibrated(folder / "peer.h5", q, r, "");
    takeWarnings();
    const DatacubeShape shape = EmdDatacube(folder / "peer.h5").shape();
    EXPECT_EQ(shape.qStep_invA, 0.02);
    EXPECT_EQ(shape.rStep_A, Vec2(1, 1));
    return takeWarnings();
  };
  EXPECT_THAT(warnings(0.02, 1), ElementsAre());
  EXPECT_THAT(warnings(0.05, 1),
              ElementsAre(HasSubstr("0.02 x 0.02 1/angstrom, its calibration says 0.05")));
  EXPECT_THAT(warnings(0.02, 1.5),
              ElementsAre(HasSubstr("1 x 1 angstrom, its calibration says 1.5")));
}

TEST(EmdDatacube, takesACalibrationOfZeroForNone) {
  const TemporaryFolder folder;
  writeCalibrated(folder / "peer.h5", 0, 0, "pixels");
  const DatacubeShape shape = EmdDatacube(folder / "peer.h5").shape();
  EXPECT_EQ(shape.qStep_invA, 0);
  EXPECT_TRUE(std::isnan(shape.rStep_A.x()));
}

}  // namespace
}  // namespace glasscope
