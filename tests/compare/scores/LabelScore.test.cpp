#include "compare/scores/LabelScore.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "tests/compare/scores/ScoreMaps.h"

namespace glasscope::compare {
namespace {

// The truth in three classes of unequal size, with names in an order that means nothing.
Map2 cut(const Map2& truth) {
  std::vector<double> sorted(truth.values.begin(), truth.values.end());
  std::sort(sorted.begin(), sorted.end());
  const double low = sorted[sorted.size() / 5], high = sorted[sorted.size() / 2];
  Map2 labels = truth;
  for (double& value : labels.values) value = value < low ? 7 : value < high ? -2 : 3;
  return labels;
}

TEST(LabelScore, givesOneToTheTruthsOwnClassesWhateverTheirNames) {
  const Map2 truth = blobs(30, 20, 0);
  const LabelScore score = scoreLabels({truth}, cut(truth), 99, 1).front();
  EXPECT_EQ(score.classes, 3);
  EXPECT_NEAR(score.adjustedRand, 1, 1e-12);
  EXPECT_EQ(score.p, 0.01);
}

TEST(LabelScore, givesNothingToTheClassesOfAnotherMap) {
  const Map2 truth = blobs(30, 20, 0);
  const LabelScore score = scoreLabels({truth}, cut(blobs(30, 20, 1)), 199, 1).front();
  EXPECT_LT(std::abs(score.adjustedRand), 4 * score.deviation);
  EXPECT_GT(score.p, 0.01);
}

// Worked by hand: truth 1 2 | 3 4, labels 0 1 | 1 1 -> classes of 1 and 3: truth 0 1 1 1, the same
// but for nothing; labels 1 0 1 1 -> means 2 (label 0) and 8/3: truth 0 1 1 1 against 1 0 1 1:
// pairs together in both: {3, 4} = 1; in each: 3; expected 3 * 3 / 6 = 1.5; most 3:
// (1 - 1.5) / (3 - 1.5) = -1/3.
TEST(LabelScore, agreesWithAHandmadeExample) {
  Map2 truth, labels;
  truth.name = std::string("truth");
  truth.values = Array2<double>(2, 2);
  for (std::size_t i = 0; i < 4; ++i) truth.values[i] = static_cast<double>(i + 1);
  labels.values = Array2<double>(2, 2, 1.0);
  labels.values[1] = 0;
  EXPECT_NEAR(scoreLabels({truth}, labels, 19, 1).front().adjustedRand, -1.0 / 3, 1e-12);
}

TEST(LabelScore, leavesOutPixelsWithoutALabel) {
  const Map2 truth = blobs(30, 20, 0);
  Map2 labels = cut(truth);
  for (int x = 0; x < 30; ++x) labels.values(x, 4) = NAN;
  EXPECT_GT(scoreLabels({truth}, labels, 19, 1).front().adjustedRand, 0.99);
}

TEST(LabelScore, refusesWhatAreNoLabels) {
  const Map2 truth = blobs(30, 20, 0);
  EXPECT_THROW(scoreLabels({truth}, truth, 19, 1), Error);  // no whole numbers
  Map2 one = truth, many = truth;
  for (std::size_t i = 0; i < one.values.size(); ++i) {
    one.values[i] = 4;
    many.values[i] = static_cast<double>(i);
  }
  EXPECT_THROW(scoreLabels({truth}, one, 19, 1), Error);
  EXPECT_THROW(scoreLabels({truth}, many, 19, 1), Error);
  EXPECT_THROW(scoreLabels({truth}, cut(blobs(20, 30, 0)), 19, 1), Error);
}

TEST(LabelScore, takesSixtyFourClassesAtMost) {
  const Map2 truth = blobs(30, 20, 0);
  const auto classes = [&](int count) {
    Map2 labels = truth;
    for (std::size_t i = 0; i < labels.values.size(); ++i)
      labels.values[i] = static_cast<double>(i % static_cast<std::size_t>(count));
    return scoreLabels({truth}, labels, 19, 1).front().classes;
  };
  EXPECT_EQ(classes(2), 2);
  EXPECT_EQ(classes(64), 64);
  EXPECT_THROW(classes(65), Error);
}

}  // namespace
}  // namespace glasscope::compare
