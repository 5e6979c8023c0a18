#include "multislice/recording/SourceSize.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/system/Error.h"

namespace glasscope::multislice {
namespace {

Map2 raster(int nx, int ny, double step_A, bool periodic) {
  Map2 map;
  map.pixel_A = {step_A, step_A};
  map.periodic = periodic;
  map.values = Array2<double>(nx, ny);
  return map;
}

TEST(SourceSize, aGaussianDampsAWaveByItsTransform) {
  // cos(2 pi x / 8 A) blurred by a Gaussian of FWHM 2 A: exp(-pi^2 w^2 k^2 / (4 ln 2)).
  Map2 map = raster(64, 8, 0.25, true);
  for (int i = 0; i < 64; ++i) {
    for (int j = 0; j < 8; ++j) map.values(i, j) = 1 + std::cos(2 * M_PI * i * 0.25 / 8);
  }
  const Map2 blurred = SourceKernel({2, SourceProfile::gaussian}, map.pixel_A).convolve(map);
  const double damping = std::exp(-M_PI * M_PI * 4 / 64 / (4 * std::log(2.0)));
  for (int i = 0; i < 64; ++i) {
    // The kernel is integrated over pixels, which damps by another (pi 0.25 / 8)^2 / 6 = 0.16 %.
    EXPECT_NEAR(blurred.values(i, 3), 1 + damping * std::cos(2 * M_PI * i * 0.25 / 8), 2e-3);
  }
}

TEST(SourceSize, aPointBecomesAnImageOfHalfItsHeightAtHalfItsWidth) {
  for (const SourceProfile profile : {SourceProfile::gaussian, SourceProfile::lorentzian}) {
    Map2 map = raster(201, 201, 0.1, false);
    map.values(100, 100) = 1;
    const Map2 blurred = SourceKernel({1.6, profile}, map.pixel_A).convolve(map);
    // 0.8 A is 8 steps; pixels are a sixteenth of the width.
    EXPECT_NEAR(blurred.values(108, 100) / blurred.values(100, 100), 0.5, 0.01) << textOf(profile);
    EXPECT_NEAR(blurred.values(100, 92) / blurred.values(100, 100), 0.5, 0.01) << textOf(profile);
  }
}

TEST(SourceSize, theLorentzianHasTheLongerTails) {
  const SourceKernel gaussian({1, SourceProfile::gaussian}, {0.5, 0.5}),
      lorentzian({1, SourceProfile::lorentzian}, {0.5, 0.5});
  EXPECT_LT(gaussian.weight(4, 0), 0.01 * lorentzian.weight(4, 0));
  // 20 scales of 0.652 A.
  EXPECT_EQ(lorentzian.reachX(), 26);
}

TEST(SourceSize, keepsSumsOfPeriodicMapsAndConstantsOfAny) {
  Map2 map = raster(9, 7, 0.5, true);
  for (std::size_t i = 0; i < map.values.size(); ++i)
    map.values[i] = std::sin(5.0 * static_cast<double>(i)) + 2;
  const SourceKernel kernel({1.3, SourceProfile::lorentzian}, map.pixel_A);
  const auto sum = [](const Map2& m) {
    return std::accumulate(m.values.begin(), m.values.end(), 0.0);
  };
  EXPECT_NEAR(sum(kernel.convolve(map)), sum(map), 1e-10);
  Map2 flat = raster(9, 7, 0.5, false);
  for (double& value : flat.values) value = 0.25;
  for (double value : kernel.convolve(flat).values) EXPECT_NEAR(value, 0.25, 1e-12);
}

TEST(SourceSize, refusesWhatIsNoSource) {
  EXPECT_THROW(SourceKernel({0, SourceProfile::gaussian}, {1, 1}), Error);
  EXPECT_THROW(SourceKernel({1, SourceProfile::gaussian}, {1, 0}), Error);
}

}  // namespace
}  // namespace glasscope::multislice
