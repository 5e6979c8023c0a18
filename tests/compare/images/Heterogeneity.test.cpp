#include "compare/images/Heterogeneity.h"

#include <cmath>

#include <gtest/gtest.h>

#include "compare/truth/TruthMap.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

// 40,000 atoms without any correlation, seen by a Gaussian probe: the autocorrelation is that of
// the probe, exp(-r^2 / 4 sigma^2), so 1/e at 2 sigma. 120^2 / (4 pi sigma^2) = 700 cells: 4 %
// noise.
TEST(Heterogeneity, ofUncorrelatedAtomsHasTheLengthOfTheProbe) {
  Atoms atoms;
  atoms.box = Box::orthogonal({120, 120, 10}, {0, 0, 0}, {true, true, false});
  Random random(21, "atoms");
  for (int i = 0; i < 40000; ++i)
    atoms.add(29, {120 * random.uniform(), 120 * random.uniform(), 5});
  const double fwhm = 3, sigma = fwhm / (2 * std::sqrt(2 * std::log(2.0)));
  const Map2 map = TruthMap({240, 240, {0.5, 0.5}, {0, 0}, true}, ProbeKernel::gaussian(fwhm))
                       .arealDensity(atoms);
  const Heterogeneity found = heterogeneity(map);
  EXPECT_NEAR(found.correlationLength_A, 2 * sigma, 0.06 * 2 * sigma);
  EXPECT_NEAR(found.fwhm_A, 4 * sigma * std::sqrt(std::log(2.0)), 0.06 * found.fwhm_A);
  // Campbell: variance / mean^2 = 1 / (density * 4 pi sigma^2).
  const double expected = 1 / std::sqrt(40000 / 14400.0 * 4 * M_PI * sigma * sigma);
  EXPECT_NEAR(found.relativeSigma, expected, 0.06 * expected);
}

Map2 lumpy(double amplitude) {
  Map2 map = planted::smoothNoise(128, 3, 22, 0, false);
  double square = 0;
  for (const double v : map.values) square += v * v / static_cast<double>(map.values.size());
  for (double& v : map.values) v = 0.1 * (1 + amplitude * v / std::sqrt(square));
  return map;
}

TEST(Heterogeneity, subtractsShotNoise) {
  Map2 map = lumpy(0.05);
  const Heterogeneity clean = heterogeneity(map);
  Random random(23, "dose");
  const double electrons = 4000;  // 400 counts a pixel: noise of 5 %, as strong as the signal
  for (double& v : map.values) v = static_cast<double>(random.poisson(v * electrons)) / electrons;
  HeterogeneitySettings settings;
  settings.electronsPerPixel = electrons;
  const Heterogeneity noisy = heterogeneity(map, settings);
  EXPECT_GT(heterogeneity(map).relativeSigma, 1.3 * clean.relativeSigma);
  EXPECT_NEAR(noisy.relativeSigma, clean.relativeSigma, 0.03 * clean.relativeSigma);
  EXPECT_NEAR(noisy.correlationLength_A, clean.correlationLength_A,
              0.05 * clean.correlationLength_A);
}

TEST(Heterogeneity, dividesASlowBackgroundOut) {
  Map2 map = lumpy(0.05);
  const double flat = heterogeneity(map).relativeSigma;
  for (int x = 0; x < 128; ++x) {
    for (int y = 0; y < 128; ++y) map.values(x, y) *= 1 + 0.5 * x / 128.0;
  }
  HeterogeneitySettings settings;
  settings.background_A = 15;
  EXPECT_GT(heterogeneity(map).relativeSigma, 2 * flat);
  // The blur also takes 1/(1 + 2 * 25 / 3)^... of the lumps: about a tenth of sigma at 15 to 3.
  EXPECT_NEAR(heterogeneity(map, settings).relativeSigma, flat, 0.12 * flat);
}

TEST(Heterogeneity, doesNotDependOnTheUnit) {
  Map2 map = lumpy(0.05);
  const Heterogeneity one = heterogeneity(map);
  for (double& v : map.values) v *= 1e4;
  const Heterogeneity other = heterogeneity(map);
  EXPECT_NEAR(one.relativeSigma, other.relativeSigma, 1e-10);
  EXPECT_NEAR(one.skewness, other.skewness, 1e-8);
}

TEST(Heterogeneity, refusesConstantMaps) {
  Map2 map = lumpy(0.05);
  for (double& v : map.values) v = 1;
  EXPECT_THROW(heterogeneity(map), Error);
  for (double& v : map.values) v = std::nan("");
  EXPECT_THROW(heterogeneity(map), Error);
}

}  // namespace
}  // namespace glasscope::compare
