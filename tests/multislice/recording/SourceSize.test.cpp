#include "multislice/recording/SourceSize.h"

#include <cmath>
#include <numeric>
#include <string>

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
    // Seen: 1.0e-5, what the cut leaves out. An average over scan pixels would damp by another
    // (pi 0.25 / 8)^2 / 6, 1.6e-3.
    EXPECT_NEAR(blurred.values(i, 3), 1 + damping * std::cos(2 * M_PI * i * 0.25 / 8), 2e-5);
  }
}

TEST(SourceSize, isNotWidenedByTheStepOfTheScan) {
  // The second moment of the image of a point is that of the source, w^2 / (8 ln 2) along x,
  // whatever the step; an average over pixels would add step^2 / 12, here 12 %.
  Map2 map = raster(41, 41, 0.4, false);
  map.values(20, 20) = 1;
  const Map2 blurred = SourceKernel({0.8, SourceProfile::gaussian}, map.pixel_A).convolve(map);
  double sum = 0, moment = 0;
  for (int i = 0; i < 41; ++i) {
    for (int j = 0; j < 41; ++j) {
      sum += blurred.values(i, j);
      moment += blurred.values(i, j) * std::pow(0.4 * (i - 20), 2);
    }
  }
  // Seen: 0.99976; the cut takes 1.2e-4 of the moment, (1 + ln 1e5) 1e-5, the sum over positions
  // the rest.
  EXPECT_NEAR(moment / sum / (0.64 / (8 * std::log(2.0))), 1, 5e-4);
}

TEST(SourceSize, saysWhereAScanIsTooCoarseForIt) {
  EXPECT_EQ(SourceKernel::coarseScan({0.8, SourceProfile::gaussian}, {0.4, 0.4}), "");
  EXPECT_EQ(SourceKernel::coarseScan({0, SourceProfile::gaussian}, {4, 4}), "");
  EXPECT_NE(SourceKernel::coarseScan({0.8, SourceProfile::gaussian}, {0.8, 0.8})
                .find("0.4 angstrom or finer"),
            std::string::npos);
  // Along one direction is enough.
  EXPECT_NE(SourceKernel::coarseScan({0.8, SourceProfile::lorentzian}, {0.4, 0.8}), "");
}

TEST(SourceSize, aPointBecomesAnImageOfHalfItsHeightAtHalfItsWidth) {
  for (const SourceProfile profile : {SourceProfile::gaussian, SourceProfile::lorentzian}) {
    Map2 map = raster(201, 201, 0.1, false);
    map.values(100, 100) = 1;
    const Map2 blurred = SourceKernel({1.6, profile}, map.pixel_A).convolve(map);
    // 0.8 A is 8 steps: exact, but for the part of the long tails that lies beyond the border.
    const double tolerance = profile == SourceProfile::gaussian ? 1e-12 : 0.01;
    EXPECT_NEAR(blurred.values(108, 100) / blurred.values(100, 100), 0.5, tolerance);
    EXPECT_NEAR(blurred.values(100, 92) / blurred.values(100, 100), 0.5, tolerance);
  }
}

TEST(SourceSize, theLorentzianHasTheLongerTails) {
  const SourceKernel gaussian({1, SourceProfile::gaussian}, {0.5, 0.5}),
      lorentzian({1, SourceProfile::lorentzian}, {0.5, 0.5});
  EXPECT_LT(gaussian.weight(4, 0), 0.01 * lorentzian.weight(4, 0));
  // 20 scales of 0.652 A: 13.04 A.
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
