#include "compare/images/ImageMetrics.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

const Mask kAll(64, 64, 1);

Map2 image(std::uint64_t stream) {
  return planted::smoothNoise(64, 2, 31, stream, false);
}

Map2 rescaled(Map2 map, double scale, double offset) {
  for (double& v : map.values) v = scale * v + offset;
  return map;
}

TEST(ImageMetrics, recoverAPlantedScale) {
  const LinearFit fit = fitScale(image(0), rescaled(image(0), 3.5, -20), kAll);
  EXPECT_NEAR(fit.scale, 3.5, 1e-12);
  EXPECT_NEAR(fit.offset, -20, 1e-11);
}

TEST(ImageMetrics, ofAnImageWithItself) {
  const Map2 a = rescaled(image(0), 1, 100);
  EXPECT_NEAR(normalisedCrossCorrelation(a, a, kAll), 1, 1e-14);
  EXPECT_NEAR(highPassCorrelation(a, a, kAll, 4), 1, 1e-14);
  EXPECT_NEAR(structuralSimilarity(a, a, kAll, 2), 1, 1e-12);
  EXPECT_EQ(r1(a, a, kAll), 0);
}

// Structural similarity (Wang et al., IEEE Trans. Image Process. 13, 600 (2004)) pixel by pixel,
// the moments of each window summed anew from the definition. The two images differ in mean,
// contrast and structure, so that none of the three factors is one.
TEST(ImageMetrics, structuralSimilarityIsThatOfItsDefinition) {
  constexpr int kSize = 24;
  constexpr double kSigma = 1.5;
  const Map2 measured = rescaled(planted::smoothNoise(kSize, 1, 33, 0, false), 2, 3);
  Map2 other = planted::smoothNoise(kSize, 1, 33, 1, false);
  for (std::size_t i = 0; i < other.values.size(); ++i)
    other.values[i] = 0.7 * measured.values[i] + 0.4 * other.values[i] - 1;
  const double pixel = measured.pixel_A.x();
  const auto [low, high] = std::minmax_element(measured.values.begin(), measured.values.end());
  const double c1 = std::pow(0.01 * (*high - *low), 2), c2 = std::pow(0.03 * (*high - *low), 2);
  double expected = 0;
  for (int x = 0; x < kSize; ++x) {
    for (int y = 0; y < kSize; ++y) {
      double sum = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;
      for (int u = 0; u < kSize; ++u) {
        for (int v = 0; v < kSize; ++v) {
          const double r2 = ((u - x) * (u - x) + (v - y) * (v - y)) * pixel * pixel;
          const double w = std::exp(-0.5 * r2 / (kSigma * kSigma));
          const double p = other.values(u, v), q = measured.values(u, v);
          sum += w;
          a += w * p;
          b += w * q;
          aa += w * p * p;
          bb += w * q * q;
          ab += w * p * q;
        }
      }
      a /= sum;
      b /= sum;
      const double va = aa / sum - a * a, vb = bb / sum - b * b, vab = ab / sum - a * b;
      expected += (2 * a * b + c1) * (2 * vab + c2) / ((a * a + b * b + c1) * (va + vb + c2)) /
                  (kSize * kSize);
    }
  }
  EXPECT_LT(expected, 0.9);
  // The blur is cut at five standard deviations, where a weight is 4e-6.
  const Mask all(kSize, kSize, 1);
  EXPECT_NEAR(structuralSimilarity(other, measured, all, kSigma), expected, 1e-4);
}

TEST(ImageMetrics, r1IsTheMeanRelativeDeviation) {
  const Map2 a = rescaled(image(0), 0, 10);
  EXPECT_NEAR(r1(rescaled(a, 1.1, 0), a, kAll), 0.1, 1e-12);
}

TEST(ImageMetrics, highPassIgnoresSlowDifferences) {
  const Map2 a = image(0);
  Map2 b = a;
  for (int x = 0; x < 64; ++x) {
    for (int y = 0; y < 64; ++y) b.values(x, y) += 0.5 * x * std::abs(a.values(0, 0));
  }
  EXPECT_LT(normalisedCrossCorrelation(a, b, kAll), 0.7);
  EXPECT_GT(highPassCorrelation(a, b, kAll, 4), 0.9);  // the edges feel the slope
}

TEST(ImageMetrics, countOnlyTheMask) {
  const Map2 a = image(0);
  Map2 b = a;
  Mask half(64, 64, 0);
  for (int x = 0; x < 32; ++x) {
    for (int y = 0; y < 64; ++y) {
      half(x, y) = 1;
      b.values(x + 32, y) = 1e3 * image(1).values(x, y);
    }
  }
  EXPECT_NEAR(normalisedCrossCorrelation(a, b, half), 1, 1e-14);
  EXPECT_LT(normalisedCrossCorrelation(a, b, kAll), 0.5);
  EXPECT_THROW(normalisedCrossCorrelation(a, b, Mask(64, 64, 0)), Error);
  EXPECT_THROW(r1(a, b, Mask(32, 64, 1)), Error);
}

}  // namespace
}  // namespace glasscope::compare
