#include "compare/statistics/Autocovariance.h"

#include <cmath>

#include <Eigen/Core>
#include <gtest/gtest.h>

#include "tests/compare/Planted.h"
#include "tests/compare/PlantedShapes.h"

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

// The definition, by matrices: S(i, j) is the covariance of the class of the distance of pixels i
// and j, B = 1 - J/n, and N = 1 + tr(B Sa) tr(B Sb) / tr(B Sa B Sb).
double byMatrices(const Autocovariance& a, const Autocovariance& b,
                  const Array2<unsigned char>& mask, bool periodic) {
  std::vector<std::pair<int, int>> pixels;
  for (int x = 0; x < mask.nx(); ++x) {
    for (int y = 0; y < mask.ny(); ++y) {
      if (mask(x, y)) pixels.emplace_back(x, y);
    }
  }
  const auto n = static_cast<Eigen::Index>(pixels.size());
  Eigen::MatrixXd sa(n, n), sb(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < n; ++j) {
      double dx = pixels[i].first - pixels[j].first, dy = pixels[i].second - pixels[j].second;
      if (periodic) {
        dx = std::remainder(dx, mask.nx());
        dy = std::remainder(dy, mask.ny());
      }
      const int distance = static_cast<int>(std::lround(std::hypot(dx, dy)));
      sa(i, j) = a.at(distance);
      sb(i, j) = b.at(distance);
    }
  }
  const Eigen::MatrixXd centring = Eigen::MatrixXd::Identity(n, n) -
                                   Eigen::MatrixXd::Constant(n, n, 1.0 / static_cast<double>(n));
  const Eigen::MatrixXd pa = centring * sa, pb = centring * sb;
  return 1 + pa.trace() * pb.trace() / (pa * pb).trace();
}

TEST(Autocovariance, effectiveSamplesFollowTheDefinition) {
  for (const bool periodic : {true, false}) {
    // No square: each axis wraps by its own length.
    const Map2 a = planted::cut(planted::smoothNoise(14, 1.2, 5, 0, periodic), 14, 10),
               b = planted::cut(planted::smoothNoise(14, 0.8, 5, 1, periodic), 14, 10);
    Array2<unsigned char> mask = everywhere(a);
    for (int x = 0; x < 4; ++x) mask(x, 2) = mask(13 - x, 7) = 0;
    const Autocovariance ca(a.values, mask, periodic), cb(b.values, mask, periodic);
    const double exact = byMatrices(ca, cb, mask, periodic);
    ASSERT_LT(exact, 132);  // fewer than the pixels, and few enough that "+ 1" shows
    EXPECT_NEAR(Autocovariance::effectiveSamples(ca, cb), exact, 1e-8 * exact);
  }
}

// Neighbours that exclude each other make the mean of a region more certain than independent ones
// would: a checkerboard with noise against another has more effective samples than pixels.
TEST(Autocovariance, effectiveSamplesMayExceedThePixels) {
  const auto sharpened = [](std::uint64_t stream) {
    Map2 map = planted::smoothNoise(32, 0, 5, stream, true);
    const Map2 smooth = planted::smoothNoise(32, 1, 5, stream, true);
    for (std::size_t i = 0; i < map.values.size(); ++i) map.values[i] -= 0.15 * smooth.values[i];
    return map;
  };
  const auto smoothed = [](std::uint64_t stream) {
    return planted::smoothNoise(32, 1, 5, stream, true);
  };
  const Map2 a = sharpened(0), b = smoothed(1);
  const double n = Autocovariance::effectiveSamples(Autocovariance(a.values, everywhere(a), true),
                                                    Autocovariance(b.values, everywhere(b), true));
  EXPECT_GT(n, 1024);
}

}  // namespace
}  // namespace glasscope::compare
