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
  EXPECT_LE(above, rings / 20);
}

// White signal under a Gaussian transfer exp(-2 pi^2 s^2 k^2) with white noise of the same variance
// n^2 in both images: FRC = S / (S + n^2), S the power. It passes 0.5 where S = n^2.
TEST(FourierRing, followsThePlantedSignalToNoise) {
  Map2 white = planted::smoothNoise(128, 0, 50, 0, true);
  const double s = 1.5, n = 0.05;
  Map2 map = gaussianBlur(white, s);
  // gaussianBlur divides by the sum of its weights, so its transfer is 1 at zero.
  const auto curve = fourierRingCorrelation(noisy(map, n, 1), noisy(map, n, 2), kAll);
  for (const FourierRingPoint& point : curve) {
    if (point.pixels < 150 || point.k_invA > 0.4) continue;
    const double power = std::exp(-4 * std::pow(M_PI * s * point.k_invA, 2));
    // 1/sqrt of the independent pixels of a ring (about a third of 150 after the taper).
    EXPECT_NEAR(point.correlation, power / (power + n * n), 0.25) << point.k_invA;
  }
  // S = n^2 = 0.0025 at k = sqrt(ln 400) / (2 pi s) = 0.26; half-bit lies a little lower in SNR.
  EXPECT_NEAR(1 / halfBitResolution_A(curve), 0.27, 0.03);
}

}  // namespace
}  // namespace glasscope::compare
