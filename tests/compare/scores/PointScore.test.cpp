#include "compare/scores/PointScore.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "core/system/Error.h"
#include "core/system/Parallel.h"
#include "tests/compare/scores/ScoreMaps.h"

namespace glasscope::compare {
namespace {

// The n pixels with the largest values.
std::vector<Vec2> highest(const Map2& map, std::size_t n) {
  std::vector<std::size_t> order(map.values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return map.values[a] > map.values[b]; });
  std::vector<Vec2> points;
  for (std::size_t i = 0; i < n; ++i) {
    const auto pixel = static_cast<int>(order[i]);
    points.emplace_back(pixel / map.ny(), pixel % map.ny());
  }
  return points;
}

// Of the ranks 1 to N the highest n have the mean N - (n - 1) / 2, and (rank - 1/2) / N is what
// lies below: (N - n / 2) / N.
TEST(PointScore, countsWhatLiesBelow) {
  const Map2 truth = blobs(20, 30, 0);
  const PointScore score = scorePoints({truth}, highest(truth, 60), 199, 1).front();
  EXPECT_NEAR(score.auc, (600.0 - 30) / 600, 1e-12);
  EXPECT_EQ(score.points, 60u);
  EXPECT_EQ(score.p, 1.0 / 200);
}

TEST(PointScore, givesHalfToPositionsAnywhere) {
  const Map2 truth = blobs(20, 30, 0);
  std::vector<Vec2> everywhere;
  for (int x = 0; x < 20; ++x)
    for (int y = 0; y < 30; ++y) everywhere.emplace_back(x, y);
  const PointScore score = scorePoints({truth}, everywhere, 99, 1).front();
  EXPECT_NEAR(score.auc, 0.5, 1e-12);
  EXPECT_NEAR(score.deviation, 0, 1e-12);  // shifted, it is the same set
}

// Twenty points in one clump are hardly more than one point: their error is that of few, which
// shuffled pixels would call 1 / sqrt(12 x 20) = 0.065.
TEST(PointScore, knowsThatAClumpIsNoCrowd) {
  const Map2 truth = blobs(40, 40, 0);
  std::vector<Vec2> clump, crowd;
  for (int i = 0; i < 20; ++i) {
    clump.emplace_back(10 + i % 4 * 0.25, 10 + i / 4 * 0.25);
    crowd.emplace_back(i * 17 % 40, i * 29 % 40);
  }
  EXPECT_GT(scorePoints({truth}, clump, 999, 1).front().deviation, 0.15);
  EXPECT_NEAR(scorePoints({truth}, crowd, 999, 1).front().deviation, 0.065, 0.02);
}

TEST(PointScore, takesTheNearestPixelAndLeavesOutWhatLiesBeside) {
  Map2 truth = blobs(8, 8, 0);
  truth.values(5, 6) = NAN;
  const auto score =
      scorePoints({truth}, {{2.4, 3.4}, {-0.4, 7.4}, {-0.6, 1}, {2, 7.6}, {5, 6}}, 19, 1);
  EXPECT_EQ(score.front().points, 2u);
  EXPECT_EQ(score.front().outside, 3u);
  const auto same = scorePoints({truth}, {{2, 3}, {0, 7}}, 19, 1);
  EXPECT_EQ(score.front().auc, same.front().auc);
  EXPECT_THROW(scorePoints({truth}, {{-3, 1}}, 19, 1), Error);
}

TEST(PointScore, isTheSameOnAnyNumberOfThreads) {
  const Map2 truth = blobs(20, 30, 0);
  const int before = threadCount();
  setThreadCount(1);
  const PointScore one = scorePoints({truth}, highest(truth, 9), 99, 1).front();
  setThreadCount(3);
  const PointScore several = scorePoints({truth}, highest(truth, 9), 99, 1).front();
  setThreadCount(before);
  EXPECT_EQ(one.deviation, several.deviation);
  EXPECT_EQ(one.p, several.p);
}

}  // namespace
}  // namespace glasscope::compare
