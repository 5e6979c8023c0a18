#include "voronoi/order/SphericalHarmonics.h"

#include <gtest/gtest.h>

#include "core/math/Constants.h"
#include "core/math/Random.h"

namespace glasscope::voronoi {
namespace {

std::vector<std::complex<double>> valuesAt(int l, const Vec3& unit) {
  std::vector<std::complex<double>> out(static_cast<std::size_t>(l) + 1);
  SphericalHarmonics(l).accumulate(unit, 1, out);
  return out;
}

/// Closed forms of degree 2 (any textbook): Y20 = sqrt(5 / 16 pi) (3 z^2 - 1),
/// Y21 = -sqrt(15 / 8 pi) z (x + iy), Y22 = sqrt(15 / 32 pi) (x + iy)^2.
TEST(SphericalHarmonics, agreeWithTheClosedFormsOfDegreeTwo) {
  const Vec3 u = Vec3(0.3, -0.5, 0.7).normalized();
  const std::complex<double> xy(u.x(), u.y());
  const auto y = valuesAt(2, u);
  const double pi = constants::kPi;
  EXPECT_NEAR(std::abs(y[0] - std::sqrt(5 / (16 * pi)) * (3 * u.z() * u.z() - 1)), 0, 1e-14);
  EXPECT_NEAR(std::abs(y[1] + std::sqrt(15 / (8 * pi)) * u.z() * xy), 0, 1e-14);
  EXPECT_NEAR(std::abs(y[2] - std::sqrt(15 / (32 * pi)) * xy * xy), 0, 1e-14);
}

/// Unsoeld: sum over m of |Y_lm|^2 = (2 l + 1) / 4 pi in every direction.
TEST(SphericalHarmonics, obeyUnsoeldsTheorem) {
  Random random(4, "directions");
  for (int l = 0; l <= 12; ++l) {
    const Vec3 u = Vec3(random.normal(), random.normal(), random.normal()).normalized();
    const auto y = valuesAt(l, u);
    double sum = std::norm(y[0]);
    for (std::size_t m = 1; m < y.size(); ++m) sum += 2 * std::norm(y[m]);
    EXPECT_NEAR(sum, (2 * l + 1) / (4 * constants::kPi), 1e-11) << l;
  }
}

/// (2 2 2; 0 0 0) = -sqrt(2/35); (6 6 6; 0 0 0) = -20 / sqrt(46189) (Edmonds's formula for m = 0).
TEST(Wigner3j, agreesWithKnownValues) {
  EXPECT_NEAR(wigner3j(2, 0, 0, 0), -std::sqrt(2.0 / 35), 1e-14);
  EXPECT_NEAR(wigner3j(6, 0, 0, 0), -20 / std::sqrt(46189.0), 1e-14);
  EXPECT_NEAR(wigner3j(3, 0, 0, 0), 0, 1e-15);  // odd sum of degrees
  EXPECT_EQ(wigner3j(4, 1, 1, 1), 0);
  EXPECT_EQ(wigner3j(4, 5, -5, 0), 0);
}

/// Orthogonality: sum over m1, m2 of the squares is 1 / (2 l + 1) for each m3.
TEST(Wigner3j, isNormalised) {
  for (const int l : {2, 4, 6, 8})
    for (int m3 = -l; m3 <= l; ++m3) {
      double sum = 0;
      for (int m1 = -l; m1 <= l; ++m1) sum += std::pow(wigner3j(l, m1, -m1 - m3, m3), 2);
      EXPECT_NEAR(sum, 1.0 / (2 * l + 1), 1e-12);
    }
}

}  // namespace
}  // namespace glasscope::voronoi
