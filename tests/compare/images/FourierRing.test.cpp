#include "compare/images/FourierRing.h"

#include <cmath>

#include <gtest/gtest.h>

#include "compare/images/GaussianBlur.h"
#include "core/math/Random.h"
#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

const Array2<unsigned char> kAll(128, 128, 1);

Map2 noisy(const Map2& map, double sigma, std::uint64_t stream) {
  Map2 result = map;
  Random random(51, "noise", stream);
  for (double& v : result.values) v += sigma * random.normal();
  return result;
}

TEST(FourierRing, ofAnImageWithItselfIsOne) {
  const Map2 map = planted::smoothNoise(128, 1, 50, 0, false);
  for (const FourierRingPoint& point : fourierRingCorrelation(map, map, kAll)) {
    EXPECT_NEAR(point.correlation, 1, 1e-9);
  }
  EXPECT_TRUE(std::isnan(halfBitResolution_A(fourierRingCorrelation(map, map, kAll))));
}

TEST(FourierRing, ofIndependentImagesStaysBelowHalfBit) {
  const Map2 a = planted::smoothNoise(128, 0, 50, 0, false);
  const Map2 b = planted::smoothNoise(128, 0, 50, 1, false);
  int above = 0, rings = 0;
  for (const FourierRingPoint& point : fourierRingCorrelation(a, b, kAll)) {
    if (point.pixels < 100) continue;
    above += point.correlation > point.halfBit;
    ++rings;
  }
  EXPECT_GT(rings, 40);  // of 64
  EXPECT_LE(above, rings / 20);
}

// The half-bit threshold at 50 independent pixels (100 in the ring, Friedel pairs counted once):
// (0.2071 + 1.9102 / sqrt 50) / (1.2071 + 0.9102 / sqrt 50) = 0.3573, and 0.1716 for very many.
// Half of the area masked away leaves half of the pixels independent.
TEST(FourierRing, halfBitIsThatOfTheIndependentPixels) {
  const auto threshold = [](double independent) {
    const double root = std::sqrt(independent);
    return (0.2071 + 1.9102 / root) / (1.2071 + 0.9102 / root);
  };
  EXPECT_NEAR(threshold(50), 0.3573, 5e-5);
  const Map2 a = planted::smoothNoise(128, 0, 50, 0, false);
  const auto whole = fourierRingCorrelation(a, a, kAll, 0);
  Array2<unsigned char> half = kAll;
  for (int x = 0; x < 64; ++x) {
    for (int y = 0; y < 128; ++y) half(x, y) = 0;
  }
  const auto part = fourierRingCorrelation(a, a, half, 0);
  for (std::size_t r = 0; r < whole.size(); ++r) {
    EXPECT_NEAR(whole[r].halfBit, threshold(0.5 * whole[r].pixels), 1e-12);
    EXPECT_NEAR(part[r].halfBit, threshold(0.25 * part[r].pixels), 1e-12);
  }
  EXPECT_GT(whole.back().pixels, 350);
}

// Linear between the rings on both sides of the crossing: 0.5 - 0.3 above, 0.1 below, so two thirds
// of the way from k = 0.1 to 0.2.
TEST(FourierRing, resolutionIsWhereTheCurvesCross) {
  const std::vector<FourierRingPoint> curve{
      {0.05, 0.1, 0.9, 8}, {0.1, 0.5, 0.3, 60}, {0.2, 0.1, 0.2, 120}};
  EXPECT_NEAR(halfBitResolution_A(curve), 1 / (0.1 + 0.1 * 2 / 3), 1e-12);
}

// The same curve, now from 0.5 - 1/7 above to 1/7 - 0.1 below.
TEST(FourierRing, oneSeventhIsCrossedLikewise) {
  const std::vector<FourierRingPoint> curve{
      {0.05, 0.1, 0.9, 8}, {0.1, 0.5, 0.3, 60}, {0.2, 0.1, 0.2, 120}};
  const double above = 0.5 - 1.0 / 7, below = 1.0 / 7 - 0.1;
  EXPECT_NEAR(seventhResolution_A(curve), 1 / (0.1 + 0.1 * above / (above + below)), 1e-12);
  EXPECT_TRUE(std::isnan(seventhResolution_A({{0.1, 0.5, 0.9, 60}})));
}

// White signal under a Gaussian transfer exp(-2 pi^2 s^2 k^2) with white noise of the same variance
// n^2 in both images: FRC = S / (S + n^2), S the power. It passes 0.5 where S = n^2.
TEST(FourierRing, followsThePlantedSignalToNoise) {
  Map2 white = planted::smoothNoise(128, 0, 50, 0, true);
  const double s = 1.5, n = 0.05;
  Map2 map = gaussianBlur(white, s);
  // gaussianBlur divides by the sum of its weights, so its transfer is 1 at zero.
  const auto curve = fourierRingCorrelation(noisy(map, n, 1), noisy(map, n, 2), kAll);
  int rings = 0;
  for (const FourierRingPoint& point : curve) {
    if (point.pixels < 150 || point.k_invA > 0.4) continue;
    ++rings;
    const double power = std::exp(-4 * std::pow(M_PI * s * point.k_invA, 2));
    // 1/sqrt of the independent pixels of a ring (about a third of 150 after the taper).
    EXPECT_NEAR(point.correlation, power / (power + n * n), 0.25) << point.k_invA;
  }
  EXPECT_GT(rings, 15);
  // S = n^2 = 0.0025 at k = sqrt(ln 400) / (2 pi s) = 0.26; half-bit lies a little lower in SNR.
  EXPECT_NEAR(1 / halfBitResolution_A(curve), 0.27, 0.03);
}

}  // namespace
}  // namespace glasscope::compare
