#include "compare/diffraction/AngularCorrelation.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/compare/PlantedPatterns.h"

namespace glasscope::compare {
namespace {

constexpr double kTurn = 2 * constants::kPi;

std::vector<double> wave(int n, double amplitude, int order) {
  std::vector<double> ring;
  for (int i = 0; i < n; ++i)
    ring.push_back(5 * (1 + amplitude * std::cos(kTurn * order * i / n + 0.3)));
  return ring;
}

// C(D) of 1 + a cos(n f) is a^2/2 cos(n D), exactly.
TEST(AngularCorrelation, ofAWaveIsAWave) {
  const std::vector<double> c = angularCorrelation(wave(180, 0.4, 6));
  ASSERT_EQ(c.size(), 180u);
  for (std::size_t i = 0; i < c.size(); ++i) {
    EXPECT_NEAR(c[i], 0.08 * std::cos(kTurn * 6 * static_cast<double>(i) / 180), 1e-14);
  }
}

TEST(AngularCorrelation, powerIsThatOfThePlantedOrderOnly) {
  for (const int order : {2, 5, 6, 10, 12}) {
    const std::vector<double> power = angularPower(angularCorrelation(wave(180, 0.4, order)), 12);
    for (int n = 0; n <= 12; ++n) EXPECT_NEAR(power[n], n == order ? 0.08 : 0, 1e-14);
  }
}

TEST(AngularCorrelation, allPowersSumToTheVariance) {
  std::vector<double> ring;
  for (int i = 0; i < 64; ++i) ring.push_back(1 + std::fmod(0.37 * i * i, 1.0));
  const std::vector<double> c = angularCorrelation(ring), power = angularPower(c, 32);
  double sum = 0;
  for (const double p : power) sum += p;
  EXPECT_NEAR(sum, c[0], 1e-13);
}

// A beam stop over 40 degrees: pairs across it are gone, the rest still averages the same wave. The
// planted order has 9 periods in 9/10 of the ring, hence the small remainder.
TEST(AngularCorrelation, survivesAMask) {
  std::vector<double> ring = wave(180, 0.4, 6);
  for (int i = 0; i < 20; ++i) ring[i] = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> power = angularPower(angularCorrelation(ring), 12);
  EXPECT_NEAR(power[6], 0.08, 0.01);
  EXPECT_LT(std::abs(power[5]) + std::abs(power[7]), 0.02);
}

// Bilinear interpolation of a pattern sampled 21 times within the ring's radius flattens a sixfold
// wave by (6 / 21)^2 / 8 or so in the worst direction: 1 %.
TEST(AngularCorrelation, findsTheSymmetryOfAPattern) {
  const DatacubeShape shape = planted::patternShape(1, 1);
  const Array2<float> raw = planted::pattern(shape, [](double x, double y) {
    return planted::glass(std::hypot(x, y)) * (1 + 0.4 * std::cos(6 * std::atan2(y, x)));
  });
  Array2<double> pattern(raw.nx(), raw.ny());
  for (std::size_t i = 0; i < raw.size(); ++i) pattern[i] = raw[i];
  const DiffractionGrid grid(shape);
  const auto power =
      angularPower(angularCorrelation(ringIntensity(pattern, grid, 0.38, 0.46, 180)), 12);
  EXPECT_NEAR(power[6], 0.08, 0.003);
  for (const int n : {2, 3, 4, 5, 7, 8, 10}) EXPECT_LT(power[n], 2e-4);
}

}  // namespace
}  // namespace glasscope::compare
