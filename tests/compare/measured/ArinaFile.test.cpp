#include "compare/measured/ArinaFile.h"

#include <algorithm>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "tests/SharedData.h"
#include "tests/TemporaryFolder.h"
#include "tests/compare/measured/MeasuredSamples.h"

namespace glasscope::compare {
namespace {

// A measured acquisition of 4 x 4 positions on 192 x 192 pixels, compressed by bitshuffle and LZ4.
TEST(ArinaFile, readsPatternsFromTheFileBesideTheMaster) {
  GLASSCOPE_NEEDS_SHARED(path, "data/measured/test_00_master.h5");
  const auto file = openMeasured(path);
  const MeasuredArray& array = file->arrays().at(0);
  ASSERT_EQ(array.axes.size(), 3U);
  EXPECT_EQ(array.axes[0].size, 16U);
  EXPECT_EQ(array.facts.scanRows, 4U);
  EXPECT_DOUBLE_EQ(array.facts.voltage_kV, 300);
  EXPECT_NEAR(array.facts.detectorPixel_um, 100, 1e-9);
  EXPECT_DOUBLE_EQ(array.facts.cameraLength_mm, 115);
  // Blocks of patterns and the whole are the same numbers.
  const std::vector<double> all = file->read(0, {0, 0, 0}, {16, 192, 192});
  const std::vector<double> one = file->read(0, {15, 7, 9}, {1, 1, 100});
  EXPECT_TRUE(std::equal(one.begin(), one.end(), all.begin() + (15 * 192 + 7) * 192 + 9));
  // Nothing fell onto the detector.
  EXPECT_EQ(std::count(all.begin(), all.end(), 0.0), 16 * 192 * 192);
}

TEST(ArinaFile, saysWhichFileIsNotThere) {
  GLASSCOPE_NEEDS_SHARED(path, "data/measured/test_00_master.h5");
  const TemporaryFolder folder;
  std::filesystem::copy_file(path, folder / "alone_master.h5");
  try {
    openMeasured(folder / "alone_master.h5");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.why(), testing::HasSubstr("test_00_data_000001.h5"));
  }
}

}  // namespace
}  // namespace glasscope::compare
