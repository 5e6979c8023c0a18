#include "compare/statistics/Autocovariance.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

Array2<unsigned char> everywhere(const Map2& map) {
  return {map.nx(), map.ny(), 1};
}

TEST(Autocovariance, atZeroIsTheVariance) {
  const Map2 map = planted::smoothNoise(32, 1, 5, 0, false);
  double mean = 0, square = 0;
  for (const double v : map.values) mean += v / 1024;
  for (const double v : map.values) square += (v - mean) * (v - mean) / 1024;
  EXPECT_NEAR(Autocovariance(map.values, everywhere(map), false).at(0), square, 1e-10 * square);
}

// Gaussian smoothing by sigma makes the correlation exp(-r^2 / (4 sigma^2)); mean of 12 maps of
// 128 x 128 = about 12 * 128^2 / (8 pi sigma^2) independent cells (2,000): standard error 0.02.
TEST(Autocovariance, recoversThePlantedCorrelation) {
  double at3 = 0, at6 = 0;
  for (std::uint64_t i = 0; i < 12; ++i) {
    const Map2 map = planted::smoothNoise(128, 3, 5, i, true);
    const Autocovariance covariance(map.values, everywhere(map), true);
    at3 += covariance.at(3) / covariance.at(0) / 12;
    at6 += covariance.at(6) / covariance.at(0) / 12;
  }
  EXPECT_NEAR(at3, std::exp(-9.0 / 36), 0.04);
  EXPECT_NEAR(at6, std::exp(-36.0 / 36), 0.08);
}

TEST(Autocovariance, independentPixelsAreAllEffective) {
  const Map2 a = planted::smoothNoise(64, 0, 5, 0, false),
             b = planted::smoothNoise(64, 0, 5, 1, false);
  const double n = Autocovariance::effectiveSamples(Autocovariance(a.values, everywhere(a), false),
                                                    Autocovariance(b.values, everywhere(b), false));
  EXPECT_NEAR(n, 4096, 40);  // the classes' noise is below one per cent
}

// A map repeated over 2 x 2 pixel blocks carries a quarter of its pixels as independent samples;
// the round distance classes mix neighbours inside and across blocks, which costs up to a tenth.
TEST(Autocovariance, blocksOfEqualPixelsCountOnce) {
  const auto blocks = [](std::uint64_t stream) {
    const Map2 fine = planted::smoothNoise(48, 0, 5, stream, true);
    Array2<double> coarse(96, 96);
    for (int x = 0; x < 96; ++x) {
      for (int y = 0; y < 96; ++y) coarse(x, y) = fine.values(x / 2, y / 2);
    }
    return coarse;
  };
  const Array2<unsigned char> mask(96, 96, 1);
  const double n = Autocovariance::effectiveSamples(Autocovariance(blocks(0), mask, false),
                                                    Autocovariance(blocks(1), mask, false));
  // Sum of squared correlations over lags: (1/4 (1 + 2 (1/2)^2 ...)) -> [sum_h (1-|h|/2)^2]^2
  // = 2.25
  EXPECT_NEAR(n, 9216 / 2.25, 0.1 * 9216 / 2.25);
}

}  // namespace
}  // namespace glasscope::compare
