#include "compare/diffraction/RingStrain.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/compare/PlantedPatterns.h"

namespace glasscope::compare {
namespace {

// The pattern of a glass strained by e, seen through an instrument that stretches it by `ellipse`.
Array2<double> strained(const DatacubeShape& shape, const Strain2& e, double ellipse = 0) {
  const Array2<float> raw = planted::pattern(shape, [&](double x, double y) {
    const double u = x * (1 + ellipse), v = y * (1 - ellipse);
    return planted::glass(std::hypot((1 + e.xx) * u + e.xy * v, e.xy * u + (1 + e.yy) * v));
  });
  Array2<double> result(raw.nx(), raw.ny());
  for (std::size_t i = 0; i < raw.size(); ++i) result[i] = raw[i];
  return result;
}

// Strains of 0.1 to 2 % come back within 2 % of themselves plus 1e-5: what is left is the sampling
// of a ring 2 pixels wide (sigma) by square pixels.
TEST(RingStrain, recoversPlantedStrains) {
  const DatacubeShape shape = planted::patternShape(1, 1);
  const DiffractionGrid grid(shape);
  const RingStrain fit(grid, strained(shape, {}), 0.34, 0.50);
  for (const double size : {0.001, 0.005, 0.01, 0.02}) {
    const Strain2 planted{size, -0.3 * size, 0.5 * size};
    const Strain2 found = fit.fit(strained(shape, planted));
    EXPECT_NEAR(found.xx, planted.xx, 0.02 * size + 1e-5);
    EXPECT_NEAR(found.yy, planted.yy, 0.02 * size + 1e-5);
    EXPECT_NEAR(found.xy, planted.xy, 0.02 * size + 1e-5);
  }
}

// The radius is the mean of |k| under flanks cos^2 by what each pixel holds, and a flat pattern has
// as many pixels at k as a circle is long. Flanks of another shape are off by 8e-4.
TEST(RingStrain, theRadiusOfAFlatPatternIsThatOfItsWindow) {
  const DatacubeShape shape = planted::patternShape(1, 1, 256, 0.006);
  const Array2<double> flat(256, 256, 2.0);
  const DiffractionGrid grid(shape);
  const RingStrain fit(grid, flat, 0.32, 0.52);
  double weights = 0, radii = 0;
  for (int i = 0; i < 2000; ++i) {
    const double k = 0.32 + 0.2 * (i + 0.5) / 2000;
    const double weight = k * std::pow(std::cos(0.5 * M_PI * (k - 0.42) / 0.1), 2);
    weights += weight;
    radii += weight * k;
  }
  EXPECT_NEAR(fit.referenceRadius_invA(), radii / weights, 2e-5);
}

// A ring that is narrow beside its window answers a strain in full, so that a step of twice the
// right size along one component would throw it back and forth for ever; a broad one is damped by
// the window's flanks and would forgive it.
TEST(RingStrain, settlesOnANarrowRingToo) {
  const DatacubeShape shape = planted::patternShape(1, 1, 192, 0.01);
  const auto ring = [&](const Strain2& e) {
    const Array2<float> raw = planted::pattern(shape, [&](double x, double y) {
      const double k = std::hypot((1 + e.xx) * x + e.xy * y, e.xy * x + (1 + e.yy) * y);
      return std::exp(-0.5 * std::pow((k - 0.42) / 0.012, 2));
    });
    Array2<double> result(raw.nx(), raw.ny());
    std::copy(raw.begin(), raw.end(), result.begin());
    return result;
  };
  const DiffractionGrid grid(shape);
  const RingStrain fit(grid, ring({}), 0.22, 0.62);
  const Strain2 planted{0.004, -0.002, 0.005}, found = fit.fit(ring(planted));
  EXPECT_NEAR(found.xx, planted.xx, 1e-4);  // 2 % of the strain: pixels under a narrow ring
  EXPECT_NEAR(found.yy, planted.yy, 1e-4);
  EXPECT_NEAR(found.xy, planted.xy, 1e-4);
}

// Square pixels under a narrow ring leave 2 % of the ellipse (3e-4) behind.
TEST(RingStrain, calibratesTheEllipseOfTheInstrumentAway) {
  const DatacubeShape shape = planted::patternShape(1, 1);
  const DiffractionGrid grid(shape);
  const RingStrain fit(grid, strained(shape, {}, 0.015), 0.34, 0.50);
  EXPECT_NEAR(fit.instrument().xx, 0.015, 5e-4);
  const Strain2 found = fit.fit(strained(shape, {0.01, 0, 0}, 0.015));
  EXPECT_NEAR(found.xx, 0.01, 5e-4);
  EXPECT_NEAR(found.yy, 0, 3e-4);
  EXPECT_NEAR(found.xy, 0, 3e-4);
}

TEST(RingStrain, anUnstrainedPatternHasNone) {
  const DatacubeShape shape = planted::patternShape(1, 1);
  const DiffractionGrid grid(shape);
  const Strain2 found = RingStrain(grid, strained(shape, {}), 0.34, 0.50).fit(strained(shape, {}));
  EXPECT_NEAR(found.xx, 0, 1e-8);
  EXPECT_NEAR(found.xy, 0, 1e-8);
}

}  // namespace
}  // namespace glasscope::compare
