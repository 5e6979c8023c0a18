#include "compare/detectability/Detectability.h"

#include <cmath>

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "tests/compare/Planted.h"
#include "tests/compare/PlantedTables.h"

namespace glasscope::compare {
namespace {

// A sample whose signal has the planted correlation with its descriptor, smooth as a probe makes
// it.
AssociationGroup plantedSample(double r, std::uint64_t seed, int n = 48, double sigma = 1.2) {
  Map2 descriptor = planted::smoothNoise(n, sigma, seed, 0, true);
  Map2 signal = planted::mixture(descriptor, planted::smoothNoise(n, sigma, seed, 1, true), r);
  descriptor.name = "descriptor";
  signal.name = "signal";
  return {{descriptor}, {signal}, {}, {}};
}

std::vector<AssociationGroup> plantedSamples(double r, int count, std::uint64_t seed) {
  std::vector<AssociationGroup> list;
  for (int i = 0; i < count; ++i) {
    list.push_back(plantedSample(r, seed + static_cast<std::uint64_t>(i)));
  }
  return list;
}

DetectabilitySettings settingsOf(int surrogates, std::vector<double> fractions = {0.05, 0.10}) {
  DetectabilitySettings settings;
  settings.surrogates = surrogates;
  settings.topFractions = std::move(fractions);
  return settings;
}

// Draws of two normals themselves, 60,000 pairs: standard error of the area at most 0.002.
TEST(Detectability, binormalAreaIsThatOfNormals) {
  for (const double r : {0.0, 0.2, 0.5, 0.8, -0.5}) {
    Random random(1, "binormal_area");
    double greater = 0, pairs = 0;
    for (int i = 0; i < 60000; ++i) {
      double x1 = 0, y1 = 0;
      // Above the threshold of the top tenth by inversion of its tail, below it by rejection.
      do x1 = random.normal();
      while (x1 < 1.2815515655446004);
      y1 = r * x1 + std::sqrt(1 - r * r) * random.normal();
      double x0 = 0;
      do x0 = random.normal();
      while (x0 >= 1.2815515655446004);
      const double y0 = r * x0 + std::sqrt(1 - r * r) * random.normal();
      greater += y1 > y0;
      pairs += 1;
    }
    EXPECT_NEAR(binormalAuc(r, 0.1), greater / pairs, 4 * 0.5 / std::sqrt(pairs)) << r;
  }
  EXPECT_NEAR(binormalAuc(0, 0.3), 0.5, 1e-12);
  EXPECT_NEAR(binormalAuc(0.4, 0.1), 1 - binormalAuc(-0.4, 0.1), 1e-12);
  EXPECT_EQ(binormalAuc(1, 0.1), 1);
}

// Twenty samples: the mean is within two standard errors of the binormal value, and the interval
// (2.09 of them) holds it.
TEST(Detectability, plantedCorrelationsReturnTheBinormalArea) {
  for (const double r : {0.0, 0.2, 0.5, 0.8}) {
    for (const Detectability& found :
         detectOverReplicas(plantedSamples(r, 20, 100), settingsOf(19))) {
      const double expected = binormalAuc(r, found.topFraction);
      const double error = (found.auc.high - found.auc.low) / (2 * 2.093);
      EXPECT_NEAR(found.auc.mean, expected, 2 * error) << r << " top " << found.topFraction;
      EXPECT_LT(error, 0.02);
      EXPECT_TRUE(found.auc.fromReplicas);
      EXPECT_EQ(found.auc.samples, 20);
      EXPECT_EQ(found.visible, r > 0);
      EXPECT_NEAR(found.chancePrecision, found.topFraction, 0.6 * found.topFraction);
      if (r == 0.8) {
        EXPECT_GT(found.averagePrecision.low, 3 * found.chancePrecision);
      }
    }
  }
}

// 95 % intervals over five samples hold the binormal value in 92 to 98 of 100 cases: 200 draws,
// standard error 1.5 %.
TEST(Detectability, intervalsOverReplicasCover) {
  int covered = 0;
  const double expected = binormalAuc(0.5, 0.1);
  for (std::uint64_t draw = 0; draw < 200; ++draw) {
    std::vector<AssociationGroup> samples;
    for (std::uint64_t i = 0; i < 5; ++i)
      samples.push_back(plantedSample(0.5, 1000 + 5 * draw + i, 24, 1));
    const Detectability found = detectOverReplicas(samples, settingsOf(1, {0.1})).front();
    covered += found.auc.low <= expected && expected <= found.auc.high;
  }
  EXPECT_GE(covered, 184);
  EXPECT_LE(covered, 196);
}

// Under the null the interval of one sample is the surrogate test inverted, and misses a half in 5
// %.
TEST(Detectability, oneSampleHasTheIntervalOfItsSurrogates) {
  int covered = 0, visible = 0;
  for (std::uint64_t draw = 0; draw < 200; ++draw) {
    const Detectability found =
        detectOverReplicas({plantedSample(0, 5000 + draw, 24, 1)}, settingsOf(99, {0.1})).front();
    EXPECT_FALSE(found.auc.fromReplicas);
    EXPECT_EQ(sourceOf(found.auc), "one sample");
    covered += found.auc.low <= 0.5 && 0.5 <= found.auc.high;
    visible += found.visible;
    EXPECT_EQ(found.p, found.pFamily);  // a family of one
  }
  EXPECT_GE(covered, 184);
  EXPECT_LE(covered, 196);
  EXPECT_NEAR(visible, 10, 10);
}

// The chance of any false claim over 3 x 2 pairs and two fractions is the level: 100 tables at 20
// %, standard error 4 %.
TEST(Detectability, controlsTheChanceOfAnyFalseClaim) {
  int tables = 0;
  DetectabilitySettings settings = settingsOf(99);
  settings.level = 0.2;
  for (std::uint64_t draw = 0; draw < 100; ++draw) {
    AssociationGroup group;
    for (std::uint64_t i = 0; i < 3; ++i)
      group.descriptors.push_back(planted::smoothNoise(24, 1, 900 + draw, i, true));
    for (std::uint64_t i = 3; i < 5; ++i)
      group.signals.push_back(planted::smoothNoise(24, 1, 900 + draw, i, true));
    bool any = false;
    const auto found = detectOverReplicas({group}, settings);
    EXPECT_EQ(found.size(), 12u);
    for (const Detectability& one : found) any = any || one.visible;
    tables += any;
  }
  EXPECT_NEAR(tables, 20, 12);
}

// Samples have surrogates of their own: over two of them, here the same one twice, the smallest
// area that would be claimed is nearer to a half by sqrt(2). Surrogates that they shared would not
// average at all. 400 surrogates give the 95 % point of one within 6 %, the ratio of two within 9
// %.
TEST(Detectability, surrogatesOfSamplesAreIndependent) {
  const AssociationGroup sample = plantedSample(0, 77);
  const auto one = detectOverReplicas({sample}, settingsOf(400, {0.1})).front();
  const auto two = detectOverReplicas({sample, sample}, settingsOf(400, {0.1})).front();
  EXPECT_NEAR((two.smallestAuc - 0.5) / (one.smallestAuc - 0.5), 1 / std::sqrt(2.0), 0.13);
}

// A signal that is low where the descriptor is high finds it as well; its area is below a half.
TEST(Detectability, lowSignalsFindToo) {
  std::vector<AssociationGroup> up = plantedSamples(0.7, 5, 40), down = up;
  for (AssociationGroup& sample : down) {
    for (double& v : sample.signals[0].values) v = -v;
  }
  const Detectability a = detectOverReplicas(up, settingsOf(19, {0.1})).front();
  const Detectability b = detectOverReplicas(down, settingsOf(19, {0.1})).front();
  EXPECT_NEAR(a.auc.mean, 1 - b.auc.mean, 1e-12);
  EXPECT_NEAR(a.averagePrecision.mean, b.averagePrecision.mean, 1e-12);
  EXPECT_EQ(a.p, b.p);
  EXPECT_TRUE(b.visible);
}

// The sign of a search comes from the other samples: of two that contradict each other neither
// finds anything.
TEST(Detectability, theSignComesFromTheOtherSamples) {
  std::vector<AssociationGroup> samples = plantedSamples(0.8, 2, 40);
  for (double& v : samples[1].signals[0].values) v = -v;
  const Detectability found = detectOverReplicas(samples, settingsOf(19, {0.1})).front();
  EXPECT_LT(found.averagePrecision.mean, 0.1);
  EXPECT_EQ(sourceOf(found.auc), "2 samples, by surrogates");
}

// Above the smallest area a planted signal is called visible, below it is not.
TEST(Detectability, knowsTheSmallestAreaThatItWouldClaim) {
  for (const double r : {0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5}) {
    for (const Detectability& found : detectOverReplicas({plantedSample(r, 70)}, settingsOf(199))) {
      const double away = std::abs(found.auc.mean - 0.5);
      EXPECT_EQ(found.visible, away > found.smallestAuc - 0.5) << r;
      EXPECT_GT(found.smallestAuc, 0.5);
    }
  }
}

// A common thickness is taken out of a search as out of a correlation.
TEST(Detectability, thicknessIsNoFinder) {
  const Map2 thickness = planted::smoothNoise(48, 1.2, 9, 2, true);
  const Map2 a = planted::mixture(thickness, planted::smoothNoise(48, 1.2, 9, 0, true), 0.8);
  const Map2 b = planted::mixture(thickness, planted::smoothNoise(48, 1.2, 9, 1, true), 0.8);
  const AssociationGroup plain{{a}, {b}, {}, {}}, matched{{a}, {b}, {}, {thickness}};
  EXPECT_TRUE(detectOverReplicas({plain}, settingsOf(99, {0.1})).front().visible);
  EXPECT_FALSE(detectOverReplicas({matched}, settingsOf(99, {0.1})).front().visible);
}

TEST(Detectability, samplesMayLeaveMapsOut) {
  std::vector<AssociationGroup> samples = plantedSamples(0.5, 3, 40);
  for (double& v : samples[1].descriptors[0].values) v = 1;
  EXPECT_EQ(detectOverReplicas(samples, settingsOf(9, {0.1})).front().auc.samples, 2);
  EXPECT_TRUE(detectOverReplicas({}, settingsOf(9)).empty());
}

TEST(Detectability, givesTheSameBitsOnAnyNumberOfThreads) {
  const auto samples = plantedSamples(0.3, 2, 40);
  const int before = threadCount();
  setThreadCount(1);
  const auto one = detectOverReplicas(samples, settingsOf(29));
  setThreadCount(3);
  const auto three = detectOverReplicas(samples, settingsOf(29));
  setThreadCount(before);
  ASSERT_FALSE(one.empty());
  ASSERT_EQ(three.size(), one.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].auc.low, three[i].auc.low);
    EXPECT_EQ(one[i].pFamily, three[i].pFamily);
    EXPECT_EQ(one[i].chancePrecision, three[i].chancePrecision);
  }
}

TEST(Detectability, refusesSettingsThatMakeNoSense) {
  EXPECT_THROW(detectOverReplicas(plantedSamples(0, 1, 1), settingsOf(0)), Error);
  EXPECT_THROW(detectOverReplicas(plantedSamples(0, 1, 1), settingsOf(9, {1.0})), Error);
}

}  // namespace
}  // namespace glasscope::compare
