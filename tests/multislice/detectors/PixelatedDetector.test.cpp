#include "multislice/detectors/PixelatedDetector.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "multislice/waves/Wave.h"

namespace glasscope::multislice {
namespace {

const ElectronBeam kBeam(200);

double sum(const std::vector<float>& pattern) {
  double total = 0;
  for (float p : pattern) total += p;
  return total;
}

std::vector<float> pattern(const PixelBinning& binning, const Wave& wave) {
  std::vector<float> p(static_cast<std::size_t>(binning.pixels()) * binning.pixels(), 0.0f);
  binning.accumulate(wave, 1, p);
  return p;
}

TEST(PixelatedDetector, takesThePixelsOfTheSimulationOneByOne) {
  const Grid grid(64, 64, 10, 10);
  const PixelBinning binning({kBeam.angle_mrad(1.2), 0}, grid, kBeam);
  ASSERT_EQ(binning.pixels(), 24);
  EXPECT_DOUBLE_EQ(binning.pixel_invA(), 0.1);
  Wave wave(grid.pixels(), 0.0f);
  wave[0] = 1;
  wave[3] = 2;        // ky = +3
  wave[60 * 64] = 3;  // kx = -4
  const auto p = pattern(binning, wave);
  EXPECT_EQ(p[12 * 24 + 12], 1);
  EXPECT_EQ(p[12 * 24 + 15], 4);
  EXPECT_EQ(p[8 * 24 + 12], 9);
  EXPECT_EQ(sum(p), 14);
}

TEST(PixelatedDetector, binningKeepsTheSumAndTheCentre) {
  const Grid grid(96, 120, 20, 25);  // sides differ: pixels are resampled along each axis
  const PixelBinning binning({kBeam.angle_mrad(1.2), 20}, grid, kBeam);
  Random random(5, "pattern");
  Wave wave(grid.pixels(), 0.0f);
  double total = 0, momentX = 0, momentY = 0;
  const auto intensity = [](float a) { return static_cast<double>(a) * a; };
  for (int i = -18; i <= 18; ++i) {
    for (int j = -22; j <= 22; ++j) {
      const float amplitude = static_cast<float>(random.uniform());
      wave[static_cast<std::size_t>((i + 96) % 96) * 120 + (j + 120) % 120] = amplitude;
      total += intensity(amplitude);
      momentX += intensity(amplitude) * i / 20;
      momentY += intensity(amplitude) * j / 25;
    }
  }
  const auto p = pattern(binning, wave);
  double foundX = 0, foundY = 0;
  for (int i = 0; i < 20; ++i) {
    for (int j = 0; j < 20; ++j) {
      foundX += static_cast<double>(p[i * 20 + j]) * (i - 10) * binning.pixel_invA();
      foundY += static_cast<double>(p[i * 20 + j]) * (j - 10) * binning.pixel_invA();
    }
  }
  EXPECT_NEAR(sum(p) / total, 1, 1e-5);
  // Sharing by area moves the centre of mass by less than a pixel of the detector over the number
  // of pixels summed; a misplaced centre would move it by half a pixel, 0.06 1/angstrom.
  EXPECT_NEAR(foundX / total, momentX / total, 5e-3);
  EXPECT_NEAR(foundY / total, momentY / total, 5e-3);
}

TEST(PixelatedDetector, oddBinningAddsWholePixels) {
  const Grid grid(64, 64, 10, 10);
  const PixelBinning binning({kBeam.angle_mrad(1.5), 10}, grid, kBeam);  // 3 x 3 pixels each
  Wave wave(grid.pixels(), 0.0f);
  for (int i : {63, 0, 1}) {
    for (int j : {63, 0, 1}) wave[static_cast<std::size_t>(i) * 64 + j] = 1;
  }
  const auto p = pattern(binning, wave);
  EXPECT_NEAR(p[5 * 10 + 5], 9, 1e-5);
  EXPECT_NEAR(sum(p), 9, 1e-5);
}

TEST(PixelatedDetector, refusesWhatItCannotRecord) {
  const Grid grid(64, 64, 10, 10);
  EXPECT_THROW(PixelBinning({20, 15}, grid, kBeam), Error);    // odd
  EXPECT_THROW(PixelBinning({20, 4096}, grid, kBeam), Error);  // finer than the simulation
  EXPECT_THROW(PixelBinning({-5, 0}, grid, kBeam), Error);
  try {
    PixelBinning({500, 0}, grid, kBeam);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::capacity);
  }
}

}  // namespace
}  // namespace glasscope::multislice
