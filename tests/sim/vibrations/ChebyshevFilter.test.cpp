#include "sim/vibrations/ChebyshevFilter.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "sim/vibrations/BlockSums.h"
#include "tests/sim/vibrations/DiagonalSprings.h"

namespace glasscope::sim {
namespace {

TEST(ChebyshevFilter, coefficientsOfAPolynomialAreItsOwn) {
  // T_2(2 x / 4 - 1) = 2 (x / 2 - 1)^2 - 1 on [0, 4].
  const auto c =
      chebyshevCoefficients([](double x) { return 2 * (x / 2 - 1) * (x / 2 - 1) - 1 + 3; }, 4, 5);
  ASSERT_EQ(c.size(), 6u);
  const double expected[] = {3, 0, 1, 0, 0, 0};
  for (int n = 0; n < 6; ++n) EXPECT_NEAR(c[static_cast<std::size_t>(n)], expected[n], 1e-14);
}

TEST(ChebyshevFilter, appliesFunctionsToModes) {
  const DiagonalSprings springs = evenSprings(40, 2);
  const auto smooth = [](double x) { return std::exp(-x); };
  const auto line = [](double x) { return 1 + 3 * x; };
  Block<float> z(springs.rows());
  fillNormal(z, springs.atoms(), 1, "test", 0);
  std::vector<Block<float>> results;
  ChebyshevFilter(springs, 2)
      .apply(z, {chebyshevCoefficients(smooth, 2, 30), chebyshevCoefficients(line, 2, 30)}, 30,
             results);
  for (std::size_t row = 0; row < z.rows(); ++row) {
    const double lambda = springs.eigenvalues()[row];
    for (int lane : {0, 15}) {
      // Thirty terms in single precision.
      EXPECT_NEAR(results[0].row(row)[lane], smooth(lambda) * z.row(row)[lane], 1e-5);
      EXPECT_NEAR(results[1].row(row)[lane], line(lambda) * z.row(row)[lane], 1e-4);
    }
  }
}

TEST(ChebyshevFilter, momentsAreThoseOfTheSpectrum) {
  const DiagonalSprings springs = evenSprings(40, 2);
  Block<float> z(springs.rows());
  fillNormal(z, springs.atoms(), 1, "test", 0);
  std::vector<Block<float>> none;
  const auto moments = ChebyshevFilter(springs, 2).apply(z, {}, 12, none);
  ASSERT_EQ(moments.size(), 25u);
  for (std::size_t n = 0; n < moments.size(); ++n) {
    double expected = 0;
    for (std::size_t row = 0; row < z.rows(); ++row) {
      const double t = std::cos(static_cast<double>(n) * std::acos(springs.eigenvalues()[row] - 1));
      for (int lane = 0; lane < 16; ++lane) expected += t * z.row(row)[lane] * z.row(row)[lane];
    }
    EXPECT_NEAR(moments[n], expected, 2e-3) << n;  // of 1,920 in single precision
  }
}

TEST(ChebyshevFilter, aSampleThatIsNoMinimumIsRefused) {
  auto values = evenSprings(40, 2).eigenvalues();
  values[17] = -0.02;
  const DiagonalSprings springs(values);
  Block<float> z(springs.rows());
  fillNormal(z, springs.atoms(), 1, "test", 0);
  std::vector<Block<float>> none;
  try {
    ChebyshevFilter(springs, 2).apply(z, {}, 60, none);
    FAIL() << "a negative stiffness was not noticed";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::input);
    EXPECT_NE(std::string(error.what()).find("not a minimum"), std::string::npos);
  }
}

}  // namespace
}  // namespace glasscope::sim
