#include "compare/measured/Hdf5Measured.h"

#include <fstream>

#include <gmock/gmock.h>

#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "tests/TemporaryFolder.h"
#include "tests/compare/measured/MeasuredSamples.h"

namespace glasscope::compare {
namespace {

using testing::ElementsAre;

void writeNumbers(Hdf5& file, const std::string& name, const Hdf5::Shape& shape) {
  std::uint64_t count = 1;
  for (const auto extent : shape) count *= extent;
  file.write(name, std::span<const float>(samples::counted<float>(count)), shape);
}

std::filesystem::path emdBerkeley(const std::filesystem::path& path) {
  Hdf5 file = Hdf5::create(path);
  Hdf5 group = file.createGroup("/data/image");
  group.setAttribute("emd_group_type", 1);
  writeNumbers(file, "/data/image/data", {2, 3});
  for (const int d : {1, 2}) {
    const std::string dim = "/data/image/dim" + std::to_string(d);
    const std::vector<double> values =
        d == 1 ? std::vector<double>{1, 1.5} : std::vector<double>{0, 2, 4};
    file.write(dim, std::span<const double>(values), {values.size()});
    file.setAttribute("name", d == 1 ? "y" : "x", dim);
    file.setAttribute("units", "[n_m]", dim);
  }
  file.commit();
  return path;
}

TEST(Hdf5Measured, readsTheAxesOfBerkeleysFiles) {
  const TemporaryFolder folder;
  const auto file = openMeasured(emdBerkeley(folder / "a.emd"));
  EXPECT_EQ(file->format(), "EMD");
  ASSERT_EQ(file->arrays().size(), 1U);
  const auto& axes = file->arrays()[0].axes;
  EXPECT_EQ(axes[0].name, "y");
  EXPECT_EQ(axes[0].unit, "nm");
  EXPECT_DOUBLE_EQ(axes[0].step, 0.5);
  EXPECT_DOUBLE_EQ(axes[0].origin, 1);
  EXPECT_DOUBLE_EQ(axes[1].step, 2);
  EXPECT_THAT(file->read(0, {1, 1}, {1, 2}), ElementsAre(4, 5));
}

TEST(Hdf5Measured, anAxisThatIsNotEvenlySpacedTellsNoStep) {
  const TemporaryFolder folder;
  const auto path = folder / "a.emd";
  Hdf5 file = Hdf5::create(path);
  writeNumbers(file, "/data/image/data", {3, 2});
  file.write("/data/image/dim1", std::span<const double>(std::vector<double>{0, 1, 3}), {3});
  file.write("/data/image/dim2", std::span<const double>(std::vector<double>{0, 1}), {2});
  file.commit();
  const auto measured = openMeasured(path);
  EXPECT_FALSE(std::isfinite(measured->arrays()[0].axes[0].step));
  EXPECT_DOUBLE_EQ(measured->arrays()[0].axes[1].step, 1);
}

TEST(Hdf5Measured, readsSignalsOfHyperSpy) {
  const TemporaryFolder folder;
  const auto path = folder / "a.hspy";
  Hdf5 file = Hdf5::create(path);
  file.setAttribute("file_format", "HyperSpy");
  writeNumbers(file, "/Experiments/scan/data", {2, 2, 3, 3});
  for (int d = 0; d < 4; ++d) {
    const std::string axis = "/Experiments/scan/axis-" + std::to_string(d);
    file.createGroup(axis);
    file.setAttribute("scale", d < 2 ? 0.5 : 0.1, axis);
    file.setAttribute("offset", d < 2 ? 0.0 : -0.1, axis);
    file.setAttribute("units", d < 2 ? "nm" : "1 / nm", axis);
    file.setAttribute("navigate", d < 2, axis);
  }
  file.createGroup("/Experiments/scan/metadata/Signal");
  file.setAttribute("signal_type", "electron_diffraction", "/Experiments/scan/metadata/Signal");
  const std::string tem = "/Experiments/scan/metadata/Acquisition_instrument/TEM";
  file.createGroup(tem);
  file.setAttribute("beam_energy", 300.0, tem);
  file.setAttribute("convergence_angle", 1.5, tem);
  file.commit();
  const auto measured = openMeasured(path);
  EXPECT_EQ(measured->format(), "HyperSpy");
  const MeasuredArray& array = measured->arrays().at(0);
  EXPECT_EQ(array.axes[0].role, AxisRole::x);
  EXPECT_EQ(array.axes[3].role, AxisRole::qy);
  EXPECT_DOUBLE_EQ(array.axes[2].origin, -0.1);
  EXPECT_DOUBLE_EQ(array.facts.voltage_kV, 300);
  EXPECT_DOUBLE_EQ(array.facts.semiangle_mrad, 1.5);
  EXPECT_FALSE(std::isfinite(array.facts.cameraLength_mm));
}

// Velox: frames last, numbers as text in JSON, the voltage in V and lengths in m.
TEST(Hdf5Measured, readsVeloxWithItsMetadata) {
  const TemporaryFolder folder;
  const auto path = folder / "a.emd";
  Hdf5 file = Hdf5::create(path);
  file.write("/Version", std::string(R"({"format": "Velox", "version": "8"})"));
  writeNumbers(file, "/Data/Image/ab/Data", {2, 3, 1});
  std::string json = R"({"BinaryResult": {"PixelSize": {"width": "2e-11", "height": "1e-11"},
    "Offset": {"x": "0", "y": "0"}, "PixelUnitX": "m", "PixelUnitY": "m"},
    "Optics": {"AccelerationVoltage": "200000", "BeamConvergence": "0.02"},
    "Scan": {"ScanRotation": "1.5707963267948966"}})";
  json.resize(1000, '\0');
  std::vector<std::uint8_t> bytes(json.begin(), json.end());
  file.write("/Data/Image/ab/Metadata", std::span<const std::uint8_t>(bytes), {1000, 1});
  file.commit();
  const auto measured = openMeasured(path);
  const MeasuredArray& array = measured->arrays().at(0);
  EXPECT_DOUBLE_EQ(array.axes[0].step, 1e-11);
  EXPECT_DOUBLE_EQ(array.axes[1].step, 2e-11);
  EXPECT_EQ(array.axes[1].unit, "m");
  EXPECT_EQ(array.axes[2].role, AxisRole::frame);
  EXPECT_DOUBLE_EQ(array.facts.voltage_kV, 200);
  EXPECT_DOUBLE_EQ(array.facts.semiangle_mrad, 20);
  EXPECT_DOUBLE_EQ(array.facts.scanRotation_deg, 90);
}

TEST(Hdf5Measured, readsSignalsOfNexus) {
  const TemporaryFolder folder;
  const auto path = folder / "a.nxs";
  Hdf5 file = Hdf5::create(path);
  writeNumbers(file, "/entry/scan/counts", {2, 2});
  file.setAttribute("NX_class", "NXdata", "/entry/scan");
  file.setAttribute("signal", "counts", "/entry/scan");
  file.setAttribute("axes", std::vector<std::string>{"row", "."}, "/entry/scan");
  file.write("/entry/scan/row", std::span<const double>(std::vector<double>{0, 3}), {2});
  file.setAttribute("units", "um", "/entry/scan/row");
  file.commit();
  const auto measured = openMeasured(path);
  EXPECT_EQ(measured->format(), "NeXus");
  EXPECT_DOUBLE_EQ(measured->arrays().at(0).axes[0].step, 3);
  EXPECT_EQ(measured->arrays()[0].axes[0].unit, "um");
  EXPECT_FALSE(std::isfinite(measured->arrays()[0].axes[1].step));
}

TEST(Hdf5Measured, refusesCutFilesAndFilesWithoutNumbers) {
  const TemporaryFolder folder;
  const auto path = emdBerkeley(folder / "a.emd");
  std::ifstream in(path, std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  for (const double part : {0.25, 0.5, 0.75}) {
    samples::write(folder / "cut.emd", samples::part(whole, part));
    EXPECT_THROW(openMeasured(folder / "cut.emd"), Error) << part;
  }
  Hdf5 empty = Hdf5::create(folder / "empty.h5");
  empty.write("/note", std::string("nothing was measured"));
  empty.commit();
  EXPECT_THROW(openMeasured(folder / "empty.h5"), Error);
}

}  // namespace
}  // namespace glasscope::compare
