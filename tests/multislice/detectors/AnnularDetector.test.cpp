#include "multislice/detectors/AnnularDetector.h"

#include <cmath>
#include <utility>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {
namespace {

const Grid kGrid(128, 128, 20, 20);
const ElectronBeam kBeam(200);

double measure(double inner, double outer, const Wave& wave) {
  return AnnularMask({"test", inner, outer}, kGrid, kBeam).measure(wave);
}

TEST(AnnularDetector, countsFromTheInnerAngleUpToTheOuter) {
  Wave wave(kGrid.pixels(), 0.0f);
  wave[10] = {0.6f, 0.8f};  // ten pixels off along y
  const double angle = kBeam.angle_mrad(10 / 20.0);
  EXPECT_NEAR(measure(angle - 0.1, angle + 0.1, wave), 1, 1e-6);
  EXPECT_NEAR(measure(angle * (1 - 1e-12), angle + 1, wave), 1, 1e-6);
  EXPECT_EQ(measure(0, angle * (1 - 1e-12), wave), 0);
  EXPECT_EQ(measure(angle + 0.1, angle + 5, wave), 0);
}

TEST(AnnularDetector, countsEveryFrequencyBetweenItsEdgesAndNoOther) {
  // A wave of one everywhere: the sum is the number of frequencies, counted here by themselves.
  const Wave wave(kGrid.pixels(), 1.0f);
  for (const auto& [inner, outer] : {std::pair{0.0, 10.0}, {12.5, 31.4}, {31.4, 52.0}}) {
    long expected = 0;
    for (int i = -64; i < 64; ++i) {
      for (int j = -64; j < 64; ++j) {
        const double angle = 25.0793404 * std::sqrt(i * i + j * j) / 20;
        expected += angle >= inner && angle < outer ? 1 : 0;
      }
    }
    EXPECT_EQ(measure(inner, outer, wave), static_cast<double>(expected)) << inner;
  }
}

TEST(AnnularDetector, neighbouringDetectorsShareNothingAndMissNothing) {
  Wave wave(kGrid.pixels());
  for (std::size_t i = 0; i < wave.size(); ++i) wave[i] = {static_cast<float>(i % 7), 1};
  EXPECT_NEAR(measure(0, 20, wave) + measure(20, 40, wave), measure(0, 40, wave),
              1e-6 * measure(0, 40, wave));
}

TEST(AnnularDetector, beyondTheBandLimitIsRefusedWithTheSamplingThatWouldDo) {
  try {
    measure(60, 200, Wave(kGrid.pixels()));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::capacity);
    EXPECT_NE(std::string(error.what()).find("points"), std::string::npos);
  }
}

TEST(AnnularDetector, refusesAnglesThatMakeNoAnnulus) {
  const Wave wave(kGrid.pixels());
  EXPECT_THROW(measure(40, 40, wave), Error);
  EXPECT_THROW(measure(-1, 40, wave), Error);
  EXPECT_THROW(measure(30.01, 30.02, wave), Error);  // no pixel
}

}  // namespace
}  // namespace glasscope::multislice
