#include "compare/measured/DirectElectronNotes.h"

#include <cmath>

#include <gtest/gtest.h>

#include "compare/measured/MeasuredFile.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"
#include "tests/compare/measured/MeasuredSamples.h"

namespace glasscope::compare {
namespace {

constexpr const char* kRaster =
    "Camera Model                                 = DESim\n"
    "Instrument Accelerating Voltage (V)          = 300000\n"
    "Instrument Project Camera Length (centimeters) = 11.5\n"
    "Scan - Enable                                = Enable\n"
    "Scan - ROI Enable                            = Disable\n"
    "Scan - ROI Size X                            = 2\n"
    "Scan - ROI Size Y                            = 2\n"
    "Scan - ROI Type                              = Rectangle\n"
    "Scan - Size X                                = 3\n"
    "Scan - Size Y                                = 4\n"
    "Scan - Type                                  = Raster\n";

class DirectElectronNotesTest : public testing::Test {
 protected:
  InstrumentFacts factsOf(std::string notes, std::uint64_t frames) const {
    writeFileAtomically(folder_ / "a_b_info.txt", notes);
    return directElectronFacts(folder_ / "a_b_movie.mrc", frames);
  }
  static std::string with(const std::string& from, const std::string& to) {
    std::string notes = kRaster;
    const std::size_t at = notes.find(from);
    EXPECT_NE(at, std::string::npos);
    return notes.replace(at, from.size(), to);
  }
  TemporaryFolder folder_;
};

TEST_F(DirectElectronNotesTest, tellTheScanAndTheMicroscope) {
  const InstrumentFacts facts = factsOf(kRaster, 12);
  EXPECT_DOUBLE_EQ(facts.voltage_kV, 300);
  EXPECT_DOUBLE_EQ(facts.cameraLength_mm, 115);
  EXPECT_EQ(facts.scanRows, 4U);
  EXPECT_EQ(facts.scanColumns, 3U);
  EXPECT_EQ(factsOf(kRaster, 11).scanRows, 0U);  // not all of it is there
  const InstrumentFacts region = factsOf(
      with("Scan - ROI Enable                            = Disable", "Scan - ROI Enable = Enable"),
      4);
  EXPECT_EQ(region.scanRows, 2U);
}

TEST_F(DirectElectronNotesTest, ofMinusOneAreNotKnown) {
  EXPECT_TRUE(std::isnan(factsOf(with("= 300000", "= -1"), 12).voltage_kV));
  EXPECT_TRUE(std::isnan(factsOf(with("= 11.5", "= -1"), 12).cameraLength_mm));
  EXPECT_TRUE(std::isnan(factsOf(with("= 11.5", "= far"), 12).cameraLength_mm));
}

TEST_F(DirectElectronNotesTest, ofARandomOrderMakeNoRows) {
  const InstrumentFacts facts = factsOf(with("= Raster", "= Random"), 12);
  EXPECT_EQ(facts.scanRows, 0U);
  EXPECT_DOUBLE_EQ(facts.voltage_kV, 300);
  EXPECT_EQ(factsOf(with("= Enable", "= Disable"), 12).scanRows, 0U);  // no scan at all
}

TEST_F(DirectElectronNotesTest, areNothingWhereThereAreNone) {
  EXPECT_TRUE(std::isnan(directElectronFacts(folder_ / "movie.mrc", 12).voltage_kV));
  EXPECT_TRUE(std::isnan(directElectronFacts(folder_ / "other_movie.mrc", 12).voltage_kV));
  EXPECT_THROW(factsOf("Scan - Size X = 3\n", 12), Error);  // of somebody else
}

// The movie itself: what the notes say stands beside its frames.
TEST_F(DirectElectronNotesTest, goWithTheFramesOfTheMovie) {
  writeFileAtomically(folder_ / "a_b_info.txt", kRaster);
  samples::write(
      folder_ / "a_b_movie.mrc",
      samples::mrcHead(2, 2, 12, 1, 1) + samples::bytesOf(samples::counted<std::int16_t>(48)));
  const auto file = openMeasured(folder_ / "a_b_movie.mrc");
  EXPECT_EQ(file->arrays()[0].facts.scanRows, 4U);
  EXPECT_DOUBLE_EQ(file->arrays()[0].facts.voltage_kV, 300);
}

}  // namespace
}  // namespace glasscope::compare
