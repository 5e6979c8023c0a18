#include "compare/diffraction/CameraTransfer.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "multislice/recording/DetectorSpread.h"

namespace glasscope::compare {
namespace {

TEST(CameraTransfer, ofOneNumberIsTheGaussianThroughIt) {
  const CameraTransfer camera = CameraTransfer::ofNyquist(0.3);
  EXPECT_NEAR(camera.at(0.5), 0.3, 1e-12);
  EXPECT_EQ(camera.at(0), 1);
  EXPECT_NEAR(camera.at(0.25), std::pow(0.3, 0.25), 1e-12);  // a quarter of the exponent
  EXPECT_EQ(CameraTransfer::parse("0.3", "--mtf").pointSpread_pixels, camera.pointSpread_pixels);
  EXPECT_FALSE(CameraTransfer().blurs());
  EXPECT_FALSE(CameraTransfer::parse("1", "--mtf").blurs());
}

TEST(CameraTransfer, ofATableIsLinearBetweenItsValuesAndEndsWithTheLast) {
  const CameraTransfer camera = CameraTransfer::parse("1,0.8,0.4", "--mtf");
  EXPECT_TRUE(camera.blurs());
  EXPECT_NEAR(camera.at(0.125), 0.9, 1e-12);
  EXPECT_NEAR(camera.at(0.25), 0.8, 1e-12);
  EXPECT_NEAR(camera.at(0.5), 0.4, 1e-12);
  EXPECT_NEAR(camera.at(0.7), 0.4, 1e-12);
}

// A cosine of a frequency is what both have to pass on alike: amplitudes by 12 samples a period.
TEST(CameraTransfer, isThatOfTheRecorder) {
  for (const bool table : {false, true}) {
    multislice::RecordSettings record;
    if (table) {
      record.mtf = {1, 0.9, 0.5};
    } else {
      record.pointSpread_pixels = 0.7;
    }
    const CameraTransfer camera{record.pointSpread_pixels, record.mtf};
    Array2<float> pattern(48, 48);
    constexpr int kPeriod = 4;
    for (int x = 0; x < 48; ++x)
      for (int y = 0; y < 48; ++y) pattern(x, y) = x % kPeriod == 0 ? 2 : x % kPeriod == 2 ? 0 : 1;
    multislice::DetectorSpread(record).apply(pattern, multislice::DetectorSpread::Beyond::itself);
    EXPECT_NEAR(pattern(0, 0) - 1, camera.at(1.0 / kPeriod), 1e-5);
  }
}

TEST(CameraTransfer, refusesWhatIsNone) {
  for (const char* text : {"0", "1.2", "-0.3", "0.9,0.5", "1,0", "", "often"})
    EXPECT_THROW(CameraTransfer::parse(text, "--mtf"), Error) << text;
}

}  // namespace
}  // namespace glasscope::compare
