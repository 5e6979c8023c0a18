#include "compare/diffraction/Fluctuation.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "tests/compare/PlantedPatterns.h"

namespace glasscope::compare {
namespace {

constexpr int kRing = 20;

Array2<double> pattern(const DatacubeShape& shape, double factor) {
  const Array2<float> raw = planted::pattern(
      shape, [&](double x, double y) { return factor * planted::glass(std::hypot(x, y)); });
  Array2<double> result(raw.nx(), raw.ny());
  for (std::size_t i = 0; i < raw.size(); ++i) result[i] = raw[i];
  return result;
}

Array2<double> flat(const DatacubeShape& shape, double value) {
  return {shape.qx, shape.qy, value};
}

// Brightness that changes from place to place, flat rings: V_r sees nothing, the others its
// variance.
TEST(Fluctuation, brightnessOfWholePatternsIsSeenByAllButVr) {
  const DatacubeShape shape = planted::patternShape(1, 1);
  const DiffractionGrid grid(shape);
  Fluctuation fluctuation(grid);
  for (const double factor : {0.8, 1.2, 0.8, 1.2}) fluctuation.add(flat(shape, factor));
  const FluctuationCurves curves = fluctuation.curves(0);
  EXPECT_NEAR(curves.vOmega[kRing], 0.04, 1e-12);
  EXPECT_NEAR(curves.vRe[kRing], 0.04, 1e-12);
  EXPECT_NEAR(curves.omegaVImage[kRing], 0.04, 1e-12);
  EXPECT_NEAR(curves.vR[kRing], 0, 1e-12);
}

// Speckle that is independent from pixel to pixel, variance 0.09 around 1: V_r, V_re and
// Omega_VImage see all of it, V_Omega one part in the number of pixels of the ring. 60 patterns x
// 124 pixels of a uniform variable: standard error of a variance 0.09 x sqrt(0.8 / 7440) = 0.001.
TEST(Fluctuation, speckleIsAveragedOutOfVOmega) {
  const DatacubeShape shape = planted::patternShape(1, 1);
  const DiffractionGrid grid(shape);
  Fluctuation fluctuation(grid);
  Random random(11, "speckle");
  for (int p = 0; p < 60; ++p) {
    Array2<double> speckle = flat(shape, 0);
    for (double& v : speckle) v = 1 + (random.uniform() - 0.5) * std::sqrt(12 * 0.09);
    fluctuation.add(speckle);
  }
  const FluctuationCurves curves = fluctuation.curves(0);
  EXPECT_NEAR(curves.vR[kRing], 0.09, 0.005);
  EXPECT_NEAR(curves.vRe[kRing], 0.09, 0.005);
  EXPECT_NEAR(curves.omegaVImage[kRing], 0.09 * 59 / 60, 0.006);  // mean taken from the same 60
  EXPECT_NEAR(curves.vOmega[kRing], 0.09 / grid.pixelsOfRing(kRing), 4e-4);
}

// Poisson counts of flat patterns: nothing but shot noise, which the correction must take away.
// Mean 20 counts a pixel, noise 0.05; its standard error 0.05 sqrt(2 / 12,000) = 6e-4.
TEST(Fluctuation, shotNoiseIsTakenAway) {
  const DatacubeShape shape = planted::patternShape(1, 1, 64);
  const double counts = 20.0 * 64 * 64;
  const DiffractionGrid grid(shape);
  Fluctuation fluctuation(grid);
  for (int p = 0; p < 100; ++p) {
    Array2<double> noisy = flat(shape, 0);
    Random random(12, "poisson", static_cast<std::uint64_t>(p));
    for (double& v : noisy) v = static_cast<double>(random.poisson(20)) / counts;
    fluctuation.add(noisy);
  }
  const FluctuationCurves raw = fluctuation.curves(0), clean = fluctuation.curves(counts);
  EXPECT_NEAR(raw.vRe[kRing], 0.05, 3e-3);
  EXPECT_NEAR(clean.vRe[kRing], 0, 3e-3);
  EXPECT_NEAR(clean.vR[kRing], 0, 3e-3);
  EXPECT_NEAR(clean.omegaVImage[kRing], 0, 3e-3);
  EXPECT_NEAR(clean.vOmega[kRing], 0, 3e-4);
}

// The moments of blocks add up, and an estimate without a block is that of the other patterns.
TEST(Fluctuation, withoutABlockIsWhatTheOthersGive) {
  const DatacubeShape shape = planted::patternShape(1, 1);
  const DiffractionGrid grid(shape);
  Fluctuation whole(grid), blocks(grid, 3), others(grid);
  const double factors[] = {0.7, 1.2, 0.9, 1.4};
  const int block[] = {0, 2, 2, 0};
  for (int p = 0; p < 4; ++p) {
    whole.add(pattern(shape, factors[p]));
    blocks.add(pattern(shape, factors[p]), block[p]);
    if (block[p] != 2) others.add(pattern(shape, factors[p]));
  }
  const auto leftOut = blocks.leftOut(1e9);
  ASSERT_EQ(leftOut.size(), 2u);  // block 1 is empty
  const FluctuationCurves expected = others.curves(1e9), all = whole.curves(1e9);
  for (const auto curve : {&FluctuationCurves::vOmega, &FluctuationCurves::vR,
                           &FluctuationCurves::vRe, &FluctuationCurves::omegaVImage}) {
    EXPECT_NEAR((leftOut[1].*curve)[kRing], (expected.*curve)[kRing], 1e-9);
    EXPECT_NEAR((blocks.curves(1e9).*curve)[kRing], (all.*curve)[kRing], 1e-9);
  }
}

TEST(Fluctuation, darkRingsHaveNoVariance) {
  const DatacubeShape shape = planted::patternShape(1, 1);
  const DiffractionGrid grid(shape);
  Fluctuation fluctuation(grid);
  fluctuation.add(flat(shape, 0));
  EXPECT_TRUE(std::isnan(fluctuation.curves(0).vOmega[kRing]));
}

// A pattern whose ring is dark is left out of V_r, numerator and number alike; what the others show
// stays. Half of the pixels at 0.7, half at 1.3 are a variance of 0.09 over the azimuth; the noise
// of electrons is 1/counts of the mean of 1/<I> over the bright patterns.
TEST(Fluctuation, darkPatternsAreLeftOutOfVr) {
  const DatacubeShape shape = planted::patternShape(1, 1);
  const DiffractionGrid grid(shape);
  Fluctuation fluctuation(grid);
  for (const double factor : {0.0, 1.0, 0.0, 2.0, 0.0}) {
    Array2<double> halves = flat(shape, 0);
    std::vector<int> seen(static_cast<std::size_t>(grid.rings()));
    for (std::size_t i = 0; i < halves.size(); ++i) {
      if (grid.ringOf(i) < 0) continue;
      const int here = seen[static_cast<std::size_t>(grid.ringOf(i))]++;
      halves[i] = factor * (here % 2 == 0 ? 0.7 : 1.3);
    }
    fluctuation.add(halves);
  }
  ASSERT_EQ(static_cast<int>(grid.pixelsOfRing(kRing)) % 2, 0);
  EXPECT_NEAR(fluctuation.curves(0).vR[kRing], 0.09, 1e-12);
  EXPECT_NEAR(fluctuation.curves(10).vR[kRing], 0.09 - 0.1 * 0.5 * (1 + 0.5), 1e-12);
}

TEST(Fluctuation, doesNotDependOnTheUnitOfIntensity) {
  const DatacubeShape shape = planted::patternShape(1, 1);
  const DiffractionGrid grid(shape);
  Fluctuation fractions(grid), electrons(grid);
  for (const double factor : {0.8, 1.1, 1.3}) {
    fractions.add(pattern(shape, factor));
    electrons.add(pattern(shape, factor * 1e6));
  }
  EXPECT_NEAR(fractions.curves(0).vOmega[kRing], electrons.curves(0).vOmega[kRing], 1e-7);
}

}  // namespace
}  // namespace glasscope::compare
