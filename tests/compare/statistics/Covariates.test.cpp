#include "compare/statistics/Covariates.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/compare/Planted.h"

namespace glasscope::compare {
namespace {

double inner(const Array2<double>& a, const Array2<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

PixelMask withoutACorner(int n) {
  PixelMask mask(n, n, 1);
  for (int x = 0; x < n / 3; ++x) {
    for (int y = 0; y < n / 2; ++y) mask(x, y) = 0;
  }
  return mask;
}

TEST(Covariates, takeExactlyThemselvesAway) {
  const Map2 thickness = planted::smoothNoise(24, 3, 1, 0, false);
  const Map2 other = planted::smoothNoise(24, 1, 1, 1, false);
  const Covariates covariates({thickness}, true, withoutACorner(24));
  EXPECT_EQ(covariates.count(), 6u);  // x, y, x^2, xy, y^2 and the thickness
  Array2<double> mixture(24, 24);
  for (int x = 0; x < 24; ++x) {
    for (int y = 0; y < 24; ++y) {
      mixture(x, y) = other.values(x, y) + 7 + 0.3 * x - 0.2 * y + 0.01 * x * x - 0.02 * x * y +
                      0.03 * y * y - 4 * thickness.values(x, y);
    }
  }
  const Array2<double> rest = covariates.residual(mixture),
                       alone = covariates.residual(other.values);
  for (std::size_t i = 0; i < rest.size(); ++i) EXPECT_NEAR(rest[i], alone[i], 1e-10);
}

TEST(Covariates, leaveSomethingOrthogonalAndCentred) {
  const Map2 thickness = planted::smoothNoise(24, 3, 1, 0, false);
  const PixelMask mask = withoutACorner(24);
  const Covariates covariates({thickness}, true, mask);
  const Array2<double> rest = covariates.residual(planted::smoothNoise(24, 1, 1, 1, false).values);
  double sum = 0;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    sum += rest[i];
    EXPECT_TRUE(mask[i] || rest[i] == 0);
  }
  EXPECT_NEAR(sum, 0, 1e-10);
  for (const auto& direction : covariates.directions()) {
    EXPECT_NEAR(inner(direction, direction), 1, 1e-12);
    EXPECT_NEAR(inner(direction, rest), 0, 1e-10);
  }
}

TEST(Covariates, countWhatIsNewOnly) {
  const Map2 thickness = planted::smoothNoise(24, 3, 1, 0, false);
  Map2 twice = thickness, constant = thickness;
  for (double& v : twice.values) v = 2 * v - 5;
  for (double& v : constant.values) v = 4;
  const PixelMask mask(24, 24, 1);
  EXPECT_EQ(Covariates({thickness, twice, constant}, false, mask).count(), 1u);
  EXPECT_EQ(Covariates({}, false, mask).count(), 0u);
}

// Half of the variance of a + b of equal variances is a's: 1/2 up to their correlation by chance.
TEST(Covariates, sayWhatShareIsLeft) {
  const Map2 a = planted::smoothNoise(64, 0, 1, 0, false),
             b = planted::smoothNoise(64, 0, 1, 1, false);
  Array2<double> sum(64, 64);
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = a.values[i] + b.values[i];
  const Covariates covariates({a}, false, PixelMask(64, 64, 1));
  EXPECT_NEAR(covariates.shareLeft(sum), 0.5, 0.04);
  EXPECT_NEAR(covariates.shareLeft(a.values), 0, 1e-12);
  EXPECT_EQ(covariates.shareLeft(Array2<double>(64, 64, 3)), 0);
}

// Each side of a map that is no square has slopes of its own length.
TEST(Covariates, takeTheSlopesOfAnyMapAway) {
  for (const auto& [nx, ny] : {std::pair{24, 17}, {17, 24}}) {
    Array2<double> plane(nx, ny);
    for (int x = 0; x < nx; ++x) {
      for (int y = 0; y < ny; ++y)
        plane(x, y) = 7 + 0.3 * x - 0.2 * y + 0.01 * x * x - 0.02 * x * y + 0.03 * y * y;
    }
    const Covariates covariates({}, true, PixelMask(nx, ny, 1));
    EXPECT_EQ(covariates.count(), 5u);
    for (const double rest : covariates.residual(plane)) EXPECT_NEAR(rest, 0, 1e-10);
  }
}

}  // namespace
}  // namespace glasscope::compare
