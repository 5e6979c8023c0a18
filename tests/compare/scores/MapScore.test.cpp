#include "compare/scores/MapScore.h"

#include <cmath>

#include <gmock/gmock.h>

#include "core/system/Error.h"
#include "tests/compare/scores/ScoreMaps.h"

namespace glasscope::compare {
namespace {

using testing::HasSubstr;

AssociationSettings quick() {
  AssociationSettings settings;
  settings.surrogates = 99;
  settings.dependenceSurrogates = 19;
  settings.adaptive = false;
  return settings;
}

std::string refusal(const std::vector<Map2>& truths, const Map2& answer) {
  try {
    scoreMap(truths, answer, quick());
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(MapScore, givesOneToTheTruthAndNothingToAnotherMap) {
  const Map2 truth = blobs(32, 32, 0), other = blobs(32, 32, 1, "other");
  const auto scores = scoreMap({truth, other}, truth, quick());
  ASSERT_EQ(scores.size(), 2u);
  EXPECT_EQ(scores[0].truth, "truth");
  EXPECT_NEAR(scores[0].pearson, 1, 1e-12);  // sums of 1024 rounded products
  EXPECT_NEAR(scores[0].spearman, 1, 1e-12);
  EXPECT_EQ(scores[0].auc, 1);
  EXPECT_LE(scores[0].p, 0.01);  // 1/100: none of 99 surrogates reaches it
  // 32 x 32 pixels in blobs of 9 are about 228 areas by Bartlett's formula: 0.066 each.
  EXPECT_LT(std::abs(scores[1].pearson), 0.2);
  EXPECT_GT(scores[1].p, 0.02);
}

// An area under the curve of shuffled pixels: 102 hits and 922 misses, standard error 0.030
// (Mann-Whitney: sqrt((n + 1) / 12 m k)).
TEST(MapScore, givesHalfToAShuffledTruth) {
  const Map2 truth = blobs(32, 32, 0);
  Map2 shuffled = truth;
  Random random(3, "shuffle");
  for (std::size_t i = shuffled.values.size(); i > 1; --i)
    std::swap(shuffled.values[i - 1], shuffled.values[random.below(i)]);
  const auto scores = scoreMap({truth}, shuffled, quick());
  EXPECT_NEAR(scores[0].auc, 0.5, 3 * 0.030);
  EXPECT_TRUE(scores[0].orientation.isIdentity());
}

TEST(MapScore, recognisesAnAnswerThatIsTurnedOrMirrored) {
  const Map2 truth = blobs(32, 32, 0);
  for (const Orientation& way : Orientation::all()) {
    const Map2 answer = laid(truth, way);
    const MapScore score = scoreMap({truth}, answer, quick()).front();
    EXPECT_NEAR(score.orientedPearson, 1, 1e-12) << way.text();
    EXPECT_EQ(score.orientation.isIdentity(), way.isIdentity()) << way.text();
    // What is found undoes what was done.
    EXPECT_EQ(laid(answer, score.orientation).values(3, 7), truth.values(3, 7)) << way.text();
  }
}

TEST(MapScore, looksAtPixelsAndNotAtLengths) {
  const Map2 truth = blobs(24, 24, 0);
  Map2 answer = truth;
  answer.pixel_A = {0.93, 0.93};
  answer.origin_A = {17, -4};
  answer.periodic = false;
  EXPECT_NEAR(scoreMap({truth}, answer, quick()).front().pearson, 1, 1e-12);
}

TEST(MapScore, leavesOutPixelsWithoutAValue) {
  const Map2 truth = blobs(24, 24, 0);
  Map2 answer = truth;
  for (int y = 0; y < 5; ++y) answer.values(2, y) = NAN;
  EXPECT_NEAR(scoreMap({truth}, answer, quick()).front().pearson, 1, 1e-12);
}

TEST(MapScore, refusesWhatCannotBeLaidOnTheScan) {
  EXPECT_THAT(refusal({blobs(24, 20, 0)}, blobs(20, 24, 0)), HasSubstr("exchanged"));
  EXPECT_THAT(refusal({blobs(24, 20, 0)}, blobs(24, 21, 0)), HasSubstr("24 x 21"));
  EXPECT_THAT(refusal({}, blobs(24, 21, 0)), HasSubstr("no truth"));
  Map2 constant = blobs(24, 24, 0);
  for (double& value : constant.values) value = 2;
  EXPECT_NE(refusal({blobs(24, 24, 0)}, constant), "");
}

}  // namespace
}  // namespace glasscope::compare
