#include "compare/images/ImageMetrics.h"

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
