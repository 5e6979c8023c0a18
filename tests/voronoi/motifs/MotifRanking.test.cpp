#include "voronoi/motifs/MotifRanking.h"

#include <gtest/gtest.h>

#include "tests/voronoi/Samples.h"
#include "voronoi/motifs/IndexConvention.h"

namespace glasscope::voronoi {
namespace {

/// Three classes of known means: bad (10 atoms, 3), middle (30, 2), good (60, 1).
struct Sample {
  Atoms atoms;
  std::vector<VoronoiIndex> indices;
  Column field{"softness", "1", "", {}};
  std::vector<std::uint8_t> skip;
  Sample() {
    for (int i = 0; i < 100; ++i) {
      atoms.add(29, Vec3(i, 0, 0));
      indices.push_back(i < 10 ? makeIndex(3, 3, 3, 3) : makeIndex(0, i < 40 ? 2 : 0, 12, 0));
      field.values.push_back((i < 10 ? 3 : i < 40 ? 2 : 1) + (i % 2 ? 0.1 : -0.1));
    }
    skip.assign(100, 0);
  }
};

TEST(MotifRanking, ordersClassesByTheirMean) {
  const Sample s;
  const auto ranking = rankMotifs(s.atoms, s.field, s.indices, s.skip, {});
  ASSERT_EQ(ranking.classes.size(), 3U);
  EXPECT_NEAR(ranking.classes[0].mean, 3, 1e-12);
  EXPECT_NEAR(ranking.classes[2].mean, 1, 1e-12);
  EXPECT_EQ(ranking.classes[0].index, makeIndex(3, 3, 3, 3));
  // Values of +-0.1 about the mean: 0.1 sqrt(n / (n - 1)) / sqrt(n).
  EXPECT_NEAR(ranking.classes[0].standardError, 0.1 / 3, 1e-12);
  EXPECT_TRUE(ranking.classes[0].worst);
  EXPECT_FALSE(ranking.classes[1].worst);
  EXPECT_NEAR(ranking.share, 0.1, 1e-12);
  EXPECT_EQ(ranking.marked[0], 1);
  EXPECT_EQ(ranking.marked[50], 0);
}

TEST(MotifRanking, theOtherEndCanBeTheBadOne) {
  const Sample s;
  MotifRankingSettings settings;
  settings.highestIsWorst = false;
  const auto ranking = rankMotifs(s.atoms, s.field, s.indices, s.skip, settings);
  EXPECT_NEAR(ranking.classes[0].mean, 1, 1e-12);
  EXPECT_NEAR(ranking.share, 0.6, 1e-12);  // one class is always marked, however large
}

TEST(MotifRanking, undefinedAndRareOnesDoNotCount) {
  Sample s;
  s.field.values[0] = NAN;
  s.skip[1] = 1;
  const auto ranking = rankMotifs(s.atoms, s.field, s.indices, s.skip, {});
  EXPECT_EQ(ranking.classes.size(), 2U);  // eight atoms are left of the worst: too few
  EXPECT_TRUE(std::isnan(ranking.marked[0]));
  EXPECT_TRUE(std::isnan(ranking.marked[1]));
  EXPECT_EQ(ranking.marked[2], 0);
}

TEST(MotifRanking, doesNotChangeWithTheOrderOfTheAtoms) {
  Sample s, turned;
  for (std::size_t i = 0; i < 100; ++i) {
    turned.indices[99 - i] = s.indices[i];
    turned.field.values[99 - i] = s.field.values[i];
  }
  const auto a = rankMotifs(s.atoms, s.field, s.indices, s.skip, {});
  const auto b = rankMotifs(turned.atoms, turned.field, turned.indices, turned.skip, {});
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_EQ(a.classes[c].index, b.classes[c].index);
    EXPECT_NEAR(a.classes[c].standardError, b.classes[c].standardError, 1e-13);
  }
}

TEST(MotifRanking, sharesThatCannotBeAreRefused) {
  const Sample s;
  MotifRankingSettings settings;
  settings.worstShare = 0;
  EXPECT_THROW(rankMotifs(s.atoms, s.field, s.indices, s.skip, settings), Error);
}

}  // namespace
}  // namespace glasscope::voronoi
