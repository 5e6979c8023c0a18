#include "compare/statistics/Detection.h"

#include <vector>

#include <gtest/gtest.h>

#include "core/math/Random.h"

namespace glasscope::compare {
namespace {

std::vector<double> ramp(int n) {
  std::vector<double> values;
  for (int i = 0; i < n; ++i) values.push_back(i);
  return values;
}

TEST(Detection, aPerfectSignalFindsEverything) {
  const auto truth = ramp(100);
  const Detection found = detect(truth, truth, 0.1);
  EXPECT_DOUBLE_EQ(found.auc, 1);
  EXPECT_DOUBLE_EQ(found.averagePrecision, 1);
  EXPECT_DOUBLE_EQ(found.prevalence, 0.1);
}

TEST(Detection, anInvertedSignalFindsNothingUntilItsSignIsTurned) {
  const auto truth = ramp(100);
  std::vector<double> inverted;
  for (const double v : truth) inverted.push_back(-v);
  EXPECT_DOUBLE_EQ(detect(truth, inverted, 0.1).auc, 0);
  EXPECT_DOUBLE_EQ(detect(truth, inverted, 0.1, -1).auc, 1);
}

// By hand: signals 5, 4, 4, 2 of hit, hit, miss, miss. Pairs of hit and miss: 1, 1, 1/2, 1 of 4.
// Precision at the first hit 1/1, at the tied one 2/3.
TEST(Detection, tiesCountHalf) {
  const std::vector<double> truth{1, 1, 0, 0}, signal{5, 4, 4, 2};
  const Detection found = detect(truth, signal, 0.5);
  EXPECT_DOUBLE_EQ(found.auc, 3.5 / 4);
  EXPECT_DOUBLE_EQ(found.averagePrecision, 0.5 * (1 + 2.0 / 3));
  EXPECT_DOUBLE_EQ(detect(truth, signal, 0.5, -1).auc, 0.5 / 4);
  // Lowest first: 2 (miss), the tie of a miss and a hit: 1/3, then the last hit 2/4.
  EXPECT_DOUBLE_EQ(detect(truth, signal, 0.5, -1).averagePrecision, 0.5 * (1.0 / 3 + 0.5));
}

TEST(Detection, aConstantSignalIsChance) {
  const auto truth = ramp(100);
  const Detection found = detect(truth, std::vector<double>(100, 3), 0.1);
  EXPECT_DOUBLE_EQ(found.auc, 0.5);
  EXPECT_DOUBLE_EQ(found.averagePrecision, found.prevalence);
}

// The normal shift d gives AUC = Phi(d / sqrt 2); 20,000 draws make its standard error about 0.004.
TEST(Detection, recoversAPlantedSeparation) {
  Random random(3, "detection");
  std::vector<double> truth, signal;
  for (int i = 0; i < 20000; ++i) {
    const bool hit = i % 10 == 0;
    truth.push_back(hit);
    signal.push_back(random.normal() + (hit ? 1.0 : 0.0));
  }
  EXPECT_NEAR(detect(truth, signal, 0.1).auc, 0.7602, 0.016);
}

}  // namespace
}  // namespace glasscope::compare
